using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Jobs;

/// <summary>How right the clock is: compared with the Date of answers, a whole second, and with a count that nobody sets.</summary>
public sealed class HostClockTests
{
    private static readonly Instant Ten = Cases.At("2026-11-20T10:00:00Z");
    private static readonly Duration Quick = Duration.FromMilliseconds(100);

    private readonly FakeClock wall = new(Ten);
    private readonly FakeTimeProvider time = new();
    private readonly HostClock clock;

    public HostClockTests() => clock = new(wall, time, NullLogger<HostClock>.Instance);

    [Theory]
    [InlineData(2.9, "")] // Their second lasts until :01.
    [InlineData(3.2, "is 2.1 s ahead of the clock of Slack")]
    [InlineData(-1.9, "")]
    [InlineData(-2.1, "is 2.1 s behind the clock of Slack")]
    [InlineData(301, "is 300 s ahead of the clock of Slack", false, "5 min")]
    [InlineData(302, "is 5 min ahead of the clock of Slack: until it is right, nothing is recorded, handed over or paged", true)]
    [InlineData(-10800, "is 3 h behind the clock of Slack: until it is right, nothing is recorded, handed over or paged", true)]
    public void Over_two_seconds_it_is_named_and_over_five_minutes_it_is_wrong(
        double ahead, string says, bool wrong = false, string? words = null)
    {
        wall.Now = Ten + Duration.FromSeconds(ahead);
        clock.Hear("Slack", Ten, Quick);
        Assert.Equal(words is null ? says : $"is {words} ahead of the clock of Slack", string.Join("; ", clock.Says(wall.Now)));
        Assert.Equal((wrong, !wrong), (clock.IsWrong, clock.IsBelieved));
    }

    [Fact]
    public void What_an_answer_took_is_not_held_against_the_clock()
    {
        wall.Now = Ten + Duration.FromSeconds(9);
        clock.Hear("Slack", Ten, Duration.FromSeconds(8));
        Assert.Empty(clock.Says(wall.Now));
    }

    [Fact]
    public void One_clock_that_agrees_is_enough()
    {
        clock.Hear("Slack", Ten - Duration.FromHours(3), Quick);
        Assert.True(clock.IsWrong);
        clock.Hear("Teams", Ten, Quick);
        Assert.False(clock.IsWrong);
    }

    [Fact]
    public void A_clock_that_was_set_is_named_for_an_hour_and_those_who_were_asked_are_asked_again()
    {
        var woken = 0;
        clock.Changed += () => woken++;
        clock.Await("Slack");
        clock.Hear("Slack", Ten, Quick);
        Assert.Equal((1, true, false), (woken, clock.IsBelieved, clock.IsUnheard("Slack")));

        Pass(60, set: Duration.FromHours(3));
        Assert.Equal(Ten + Duration.FromHours(3) + Duration.FromMinutes(1), clock.GetCurrentInstant());
        Assert.Equal((2, false, true, 1), (woken, clock.IsBelieved, clock.IsUnheard("Slack"), clock.Jumps));
        Assert.False(clock.IsWrong);
        Assert.Equal(["was set forward by 3 h at 2026-11-20T13:01:00Z"], clock.Says(wall.Now));

        clock.Hear("Slack", Ten + Duration.FromMinutes(1), Quick);
        Assert.Equal((3, true), (woken, clock.IsWrong));
        Pass(10, set: Duration.FromHours(-3));
        clock.Hear("Slack", Ten + Duration.FromSeconds(70), Quick);
        Assert.Equal((5, false, 2), (woken, clock.IsWrong, clock.Jumps));
        Assert.Equal(["was set back by 3 h at 2026-11-20T10:01:10Z"], clock.Says(wall.Now));
        Pass(3600);
        Assert.Empty(clock.Says(clock.GetCurrentInstant()));
    }

    [Theory]
    [InlineData(1.9, 0)]
    [InlineData(-1.9, 0)]
    [InlineData(2.1, 1)]
    [InlineData(-2.1, 1)]
    public void What_moves_with_the_steady_count_was_not_set(double set, int jumps)
    {
        clock.GetCurrentInstant();
        for (var i = 0; i < 3; i++)
        {
            Pass(3600);
            clock.GetCurrentInstant();
        }

        Assert.Equal(0, clock.Jumps);
        Pass(1, Duration.FromSeconds(set));
        clock.GetCurrentInstant();
        Assert.Equal(jumps, clock.Jumps);
    }

    [Fact]
    public void With_nobody_to_ask_it_is_believed_and_the_jump_named()
    {
        clock.GetCurrentInstant();
        Pass(1, Duration.FromDays(40));
        clock.GetCurrentInstant();
        Assert.True(clock.IsBelieved);
        Assert.Equal(["was set forward by 40 days at 2026-12-30T10:00:01Z"], clock.Says(wall.Now));
    }

    [Fact]
    public void Who_does_not_answer_is_waited_for_no_longer()
    {
        var woken = 0;
        clock.Changed += () => woken++;
        clock.Await("Slack");
        clock.Await("Teams");
        clock.AwaitNoLonger("Slack");
        Assert.Equal((false, 0), (clock.IsBelieved, woken));
        clock.AwaitNoLonger("Teams");
        clock.AwaitNoLonger("Teams");
        Assert.Equal((true, 1), (clock.IsBelieved, woken));
    }

    private void Pass(double seconds, Duration set = default)
    {
        time.Advance(TimeSpan.FromSeconds(seconds));
        wall.Now += Duration.FromSeconds(seconds) + set;
    }
}
