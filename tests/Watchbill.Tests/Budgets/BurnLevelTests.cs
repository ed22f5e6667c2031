using Watchbill.Fixtures;
using static Watchbill.Fixtures.Spending;

namespace Watchbill.Budgets;

public sealed class BurnLevelTests
{
    private static readonly PolicyLevel Level = new(PolicyCondition.Parse("burn >= 10")!, [PolicyAction.Halt]);

    [Theory]
    [InlineData("09:20", "10:00", true)] // 40 min of the hour, and the last five.
    [InlineData("09:20", "09:56", true)] // One of the last five minutes is 20 % down: 200 times too fast.
    [InlineData("09:20", "09:55", false)] // 35 min of the hour, and nothing for five minutes.
    [InlineData("09:59:40", "10:00", false)] // 20 s of five minutes are 6.7 %; of the hour 0.56 %, 5.6 times too fast.
    [InlineData("09:59:24", "10:00", true)] // 36 s: 1 % of the hour, ten times.
    [InlineData("09:59:25", "10:00", false)]
    public void It_burns_while_the_last_hour_and_the_last_five_minutes_do(string start, string end, bool holds)
    {
        var incident = Incident(1, $"2026-11-20T{Full(start)}Z", $"2026-11-20T{Full(end)}Z");
        var reading = ReadingOf(Time("99.9", Rolling(30)), Facts(incident), "2026-11-20T10:00:00Z");
        Assert.Equal(holds, reading.Holding(BudgetPolicy.Default with { Levels = [Level] }).Count == 1);
    }

    private static string Full(string time) => time.Length == 5 ? $"{time}:00" : time;
}
