using NodaTime;
using Watchbill.Fixtures;
using static Watchbill.Fixtures.Spending;

namespace Watchbill.Budgets;

/// <summary>
/// Gates and burns of requests: 99 % over seven days that roll. An hour takes its requests along when it leaves the window, seven days and
/// a second after it began.
/// </summary>
public sealed class RequestGateTests
{
    private const string Now = "2026-11-20T10:00:00Z";
    private const string First = "2026-11-15T08:00:00Z";
    private const string Second = "2026-11-16T08:00:00Z";
    private const string Third = "2026-11-17T08:00:00Z";

    private static readonly Slo Latency = Counted("99", Rolling(7));

    [Theory]
    // 20 of 100 failed, and nothing of 1000 since: of 1100 11 may fail. Without the first hour nothing has.
    [InlineData(0, 0, First)]
    // Then 9 of 1000, where 10 may.
    [InlineData(9, 0, First)]
    // 10 of 10 is nothing left, too: it opens when the second hour is gone.
    [InlineData(10, 0, Second)]
    [InlineData(15, 0, Second)]
    // 15 of 1000, then 10 of 1000: without the first hour 25 of 20; without the second 10 of 10.
    [InlineData(15, 10, Third)]
    [InlineData(15, 9, Second)]
    public void A_gate_opens_when_the_hours_that_failed_have_left_the_window(int second, int third, string last)
    {
        (string, decimal, decimal)[] hours = [(First, 80, 100), (Second, 1000 - second, 1000), (Third, 1000 - third, 1000)];
        var facts = Requests("latency", third > 0 ? hours : hours[..2]);
        var verdict = Decide(facts, Cases.At(Now));
        Assert.Equal((false, GateCause.BudgetUsed), (verdict.Open, verdict.Cause));
        var until = Cases.At(last) + Duration.FromDays(7) + Duration.FromSeconds(1);
        Assert.Equal(until, verdict.Until);
        Assert.Equal((false, true), (Decide(facts, until - Duration.FromSeconds(1)).Open, Decide(facts, until).Open));
    }

    [Fact]
    public void Where_all_of_it_failed_the_gate_opens_when_nothing_is_known_any_more()
    {
        var verdict = Decide(Requests("latency", (First, 0, 100)), Cases.At(Now));
        Assert.Equal(Cases.At(First) + Duration.FromDays(7) + Duration.FromSeconds(1), verdict.Until);
    }

    [Theory]
    // By the workbook's table over 30 days: more than 14.4 times in an hour, 6 in six, 3 in a day, once in three days.
    [InlineData(10, 8, "")] // two failures are chance, however many of ten that is
    [InlineData(10, 7, "1 6 24 72")]
    [InlineData(1000, 990, "")] // exactly once as fast as it may
    [InlineData(1000, 989, "72")]
    [InlineData(1000, 970, "72")]
    [InlineData(1000, 969, "24 72")]
    [InlineData(1000, 940, "24 72")]
    [InlineData(1000, 939, "6 24 72")]
    [InlineData(1000, 856, "6 24 72")]
    [InlineData(1000, 855, "1 6 24 72")]
    public void A_burn_calls_above_its_rate_and_by_three_failures_at_least(int total, int good, string hours)
    {
        var reading = ReadingOf(Counted("99", Rolling(30)), Requests("latency", ("2026-11-20T09:00:00Z", good, total)), Now);
        Assert.Equal(hours, string.Join(' ', BurnAlerts.Calling(reading.Burning()).Select(alert => alert.LongSpan.TotalHours)));
    }

    [Theory]
    [InlineData(7, "1 6 24 72")]
    [InlineData(14, "1 6 24 72")]
    [InlineData(15, "1 6 24 72")]
    [InlineData(45, "1 6 24 72")]
    [InlineData(46, "1 6 24")]
    [InlineData(90, "1 6 24")]
    public void Windows_up_to_two_weeks_go_by_the_weeks_table_up_to_45_days_by_the_months(int days, string hours)
    {
        var alerts = BurnAlerts.Of(Rolling(days));
        Assert.Equal(hours, string.Join(' ', alerts.Select(alert => alert.LongSpan.TotalHours)));
        // What an hour may take: 8 % of a week's budget, 2 % of a month's, 1 % of a quarter's.
        Assert.Equal(days <= 14 ? 8 : days <= 45 ? 2 : 1, alerts[0].Budget);
    }

    [Theory]
    [InlineData(false, true, false)]
    [InlineData(true, true, true)] // the policy says so by itself: nothing left
    public void Exactly_nothing_left_halts_unless_the_policy_says_otherwise(bool zero, bool above, bool halts)
    {
        var facts = Requests("latency", ("2026-11-20T08:00:00Z", 990, 1000));
        Assert.Equal(halts, Holds("remaining <= 0%"));
        // A level above nothing is reached all the same.
        Assert.Equal(above, Holds("remaining <= 10%"));

        bool Holds(string when) => ReadingOf(Latency, facts, Now).Halting(BudgetPolicy.Default with
        {
            ZeroHalts = zero,
            Levels = [new PolicyLevel(PolicyCondition.Parse(when)!, [PolicyAction.Halt])],
        }).Count == 1;
    }

    [Fact]
    public void An_hour_without_a_failure_has_no_cause_though_an_incident_ran()
    {
        var facts = Requests("latency", ("2026-11-20T08:00:00Z", 100, 100), ("2026-11-20T09:00:00Z", 99, 100)) with
        {
            Incidents = [Incident(1, "2026-11-20T08:00:00Z", "2026-11-20T10:00:00Z")],
        };
        Assert.Equal([null, "checkout-1"], ReadingOf(Latency, facts, Now).Status.Pieces.Select(piece => piece.Cause));
    }

    [Fact]
    public void Without_a_request_all_of_the_budget_is_left()
    {
        var status = ReadingOf(Latency, BudgetFacts.None, Now).Status;
        Assert.Equal((100m, null, null, BudgetState.NoData),
            (status.LeftAt(Cases.At(Now)), status.ConsumedPercent, status.RemainingPercent, status.State));
        Assert.Null(status.BurnRate);
    }

    private static GateVerdict Decide(BudgetFacts facts, Instant at) =>
        ReleaseGate.Decide([new BudgetReading(Latency, facts, Utc, at, at)], BudgetPolicy.Default, ReleaseKind.Feature, null);
}
