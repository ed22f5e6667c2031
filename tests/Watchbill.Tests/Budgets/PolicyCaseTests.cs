using NodaTime;
using Watchbill.Fixtures;
using static Watchbill.Fixtures.Spending;

namespace Watchbill.Budgets;

/// <summary>
/// The published rows about alerts and policies. Of G09 the status 409 is left out: our gate answers 200 and says halted. A43 tells of
/// three alerts because its source has "at or above"; by ours, above, two would stand, and one is told all the same.
/// </summary>
public sealed class PolicyCaseTests
{
    private static readonly Instant Now = Cases.At("2026-06-15T12:00:00Z");

    public static TheoryData<string> Thresholds => BudgetCases.Of("alert_threshold");
    public static TheoryData<string> Wrong => BudgetCases.Of("alert_wrong_window");
    public static TheoryData<string> States => BudgetCases.Of("alert_state");
    public static TheoryData<string> Reaches => BudgetCases.Of("alert_reachability");

    [Theory]
    [MemberData(nameof(Thresholds))]
    public void A_threshold_is_what_takes_its_part_of_the_budget_in_its_long_span(string id)
    {
        var row = BudgetCases.Row(id);
        var over = Duration.FromHours((int)row.Input().Decimal("long_window_hours"));
        var days = row.GetProperty("window").Number("days");
        BudgetCases.Equal(row.Expected(), "burn_rate", BurnAlerts.Rate(days, row.Expected().Decimal("budget_consumed_pct"), over));
        // A17 is another vendor's table of the week.
        if (id == "A17") return;
        var alert = BurnAlerts.Of(Rolling(days)).Single(one => one.LongSpan == over);
        var written = row.Input().Text("short_window");
        Assert.Equal(
            written.EndsWith('h')
                ? Duration.FromHours(int.Parse(written[..^1], null)) : Duration.FromMinutes(int.Parse(written[..^1], null)),
                    alert.ShortSpan);
        BudgetCases.Equal(row.Expected(), "burn_rate", alert.Rate);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Thresholds_of_a_month_take_much_of_a_week(string id)
    {
        var row = BudgetCases.Row(id);
        var over = Duration.FromHours((int)row.Input().Decimal("long_window_hours"));
        var rate = BurnAlerts.Rate(row.GetProperty("window").Number("days"), row.Expected().Decimal("budget_consumed_pct"), over);
        Assert.Equal(row.Input().Decimal("burn_rate"), decimal.Round(rate, 3));
        Assert.DoesNotContain(BurnAlerts.Of(Rolling(7)), alert => alert.LongSpan == over && alert.Rate == row.Input().Decimal("burn_rate"));
    }

    [Theory]
    [MemberData(nameof(States))]
    public void Two_burn_rates_say_how_an_alert_stands(string id)
    {
        var row = BudgetCases.Row(id);
        var state =
            BurnAlerts.StateOf(row.Input().Decimal("threshold"), row.Input().Decimal("long_burn"), row.Input().Decimal("short_burn"));
        Assert.Equal(row.Expected().Text("state"), state.ToString().ToLowerInvariant());
    }

    [Theory]
    [MemberData(nameof(Reaches))]
    public void Nothing_burns_faster_than_when_all_fails(string id)
    {
        var row = BudgetCases.Row(id);
        Assert.Equal(row.Expected().Decimal("max_burn_rate"), BurnRates.Highest(Number(row.Objective())));
        if (!row.Expected().Says("threshold")) return;
        // A26: what can never fire is not among the alerts; an hour of nothing but failures takes 1.3889 % of the month.
        var slo = Time(row.Objective(), Rolling(30));
        Assert.DoesNotContain(BurnAlerts.Of(slo), alert => alert.Rate == row.Expected().Decimal("threshold"));
        var hour = Budget.Status(slo, Facts(Incident(1, Now - Duration.FromHours(1), Now)), Utc, Now, Now);
        BudgetCases.Equal(row.Expected(), "consumed_pct_by_1h_full_outage", hour.ConsumedPercent);
    }

    [Fact]
    public void A_few_errors_take_little_and_a_canary_everything()
    {
        var (few, canary) = (BudgetCases.Row("A38"), BudgetCases.Row("A40"));
        var tenMinutes =
            Budget.Status(Time("99.9", Rolling(30)), Facts(Incident(1, Now - Duration.FromMinutes(10), Now, 0.001m)), Utc, Now, Now);
        BudgetCases.Equal(few.Expected(), "consumed_pct", tenMinutes.ConsumedPercent);
        // 1 % of errors at 99.999 burns 1000 times too fast: 43.2 minutes of thirty days.
        var burn = 0.01m * BurnRates.Highest(Number(canary.Objective()));
        BudgetCases.Equal(canary.Expected(), "minutes_to_exhaustion", BurnRates.SecondsLeft(1, Duration.FromDays(30), burn) / 60);
        // A41: nine hours' worth of budget in one hour is nine times too fast.
        Assert.Equal(9, BurnAlerts.Rate(30, 100m * 9 / (30 * 24), Duration.FromHours(1)));
    }

    [Fact]
    public void A_tenth_of_the_budget_in_five_minutes_alerts_once()
    {
        // A43: 4.32 of 43.2 minutes.
        var reading =
            new BudgetReading(Time("99.9", Rolling(30)), Facts(Incident(1, Now - Duration.FromSeconds(259.2), Now)), Utc, Now, Now);
        var burning = reading.Burning();
        Assert.Equal(2, BurnAlerts.Of(reading.Slo).Count(alert => BurnAlerts.Stands(alert.Rate, alert.LongSpan, alert.ShortSpan, burning)));
        var standing = BurnAlerts.Standing(burning, _ => false)!;
        Assert.Equal((BurnUrgency.Page, Duration.FromHours(1)), (standing.Urgency, standing.LongSpan));
    }

    [Theory]
    [InlineData("G01", true, ReleaseKind.Feature)]
    [InlineData("G02", false, ReleaseKind.Feature)]
    [InlineData("G04", true, ReleaseKind.P0)]
    [InlineData("G05", true, ReleaseKind.Security)]
    public void The_gate_decides_at_nothing_left(string id, bool zeroHalts, ReleaseKind change)
    {
        var row = BudgetCases.Row(id);
        var verdict =
            ReleaseGate.Decide([Left(row.Input().Decimal("remaining_pct"))], BudgetPolicy.Default with { ZeroHalts = zeroHalts }, change,
                null);
        Assert.Equal(row.Expected().Text("gate") == "open", verdict.Open);
    }

    [Theory]
    [InlineData("G06")]
    [InlineData("G07")]
    public void More_than_a_fifth_asks_for_a_postmortem(string id)
    {
        var row = BudgetCases.Row(id);
        var asks =
            Left(100 - row.Input().Decimal("incident_share_pct")).Holding(BudgetPolicy.Default)
                .Any(one => one.Level.Do.Contains(PolicyAction.Postmortem));
        Assert.Equal(row.Expected().GetProperty("postmortem").GetBoolean(), asks);
    }

    [Fact]
    public void A_policy_may_halt_while_something_is_left()
    {
        var policy =
            BudgetPolicy.Default with { Levels = [new PolicyLevel(PolicyCondition.Parse("remaining < 10%")!, [PolicyAction.Halt])] };
        Assert.False(
            ReleaseGate.Decide([Left(BudgetCases.Row("G09").Input().Decimal("remaining_pct"))], policy, ReleaseKind.Feature, null).Open);
        Assert.True(ReleaseGate.Decide([Left(10)], policy, ReleaseKind.Feature, null).Open);
    }

    // 99.9 % of 28 days is a budget of 2419.2 s, so that a hundredth of a percent is whole nanoseconds.
    private static BudgetReading Left(decimal percent)
    {
        var seconds = 24.192m * (100 - percent);
        var start = Now - Duration.FromDays(2);
        return new(Time("99.9", Rolling(28)), Facts(Incident(1, start, start + Duration.FromNanoseconds((long)(seconds * 1_000_000_000)))),
            Utc, Now, Now);
    }
}
