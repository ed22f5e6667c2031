using NodaTime;

namespace Watchbill.Jobs;

public sealed class BackoffTests
{
    private static readonly Backoff Seconds = new(Duration.FromSeconds(1), Duration.FromMinutes(1));

    [Theory]
    [InlineData(0, 0.5, 1)]
    [InlineData(1, 0.5, 1)]
    [InlineData(2, 0.5, 2)]
    [InlineData(3, 0.5, 4)]
    [InlineData(6, 0.5, 32)]
    [InlineData(7, 0.5, 60)]
    [InlineData(1_000_000, 0.5, 60)]
    [InlineData(int.MaxValue, 0.5, 60)]
    [InlineData(1, 0, 0.75)]
    [InlineData(1, 1, 1.25)]
    [InlineData(3, 0, 3)]
    [InlineData(3, 1, 5)]
    [InlineData(7, 0, 45)]
    [InlineData(7, 1, 75)]
    public void It_doubles_up_to_its_limit_a_quarter_more_or_less(int failures, double chance, double seconds) =>
        Assert.Equal(Duration.FromSeconds(seconds), Seconds.After(failures, chance));

    [Fact]
    public void Several_that_failed_together_do_not_come_back_together()
    {
        var pauses = Enumerable.Range(0, 200).Select(_ => Seconds.After(7)).ToList();
        Assert.All(pauses, pause => Assert.InRange(pause, Duration.FromSeconds(45), Duration.FromSeconds(75)));
        Assert.True(pauses.Distinct().Count() > 100);
    }
}
