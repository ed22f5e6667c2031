using NodaTime;
using Watchbill.Fixtures;
using static Watchbill.Fixtures.Spending;

namespace Watchbill.Budgets;

public sealed class BudgetStatusTests
{
    // The fourth quarter of 2026 in Lisbon: 92 days and the hour of 25 October, 2209 h; a thousandth of 99.95 % is 3976.2 s.
    private static readonly Slo Availability = Time("99.95", Quarter) with { Sla = 99.5m };

    [Fact]
    public void The_quarter_of_an_hour_that_has_an_hour_more()
    {
        var status = At("2026-11-20T10:00:00Z", Incident(1, "2026-11-02T10:00:00Z", "2026-11-02T10:30:00Z"));
        Assert.Equal(2209 * 3600 * 0.0005m, status.Total);
        Assert.Equal((1800m, 3976.2m - 1800m), (status.Consumed, status.Remaining));
        Assert.Equal(BudgetState.Ok, status.State);
        // By the SLA ten times as much: 39762 s.
        Assert.Equal((39762m, BudgetState.Ok), (status.Sla!.Total, status.Sla.State));
    }

    [Fact]
    public void An_open_incident_counts_up_to_now_and_what_came_later_does_not()
    {
        var open = Incident(1, "2026-11-20T09:00:00Z", null);
        Assert.Equal(3600, At("2026-11-20T10:00:00Z", open).Consumed);
        // Known today, asked for yesterday: it had not begun, or had ended by then only in part.
        var closed = Incident(1, "2026-11-20T09:00:00Z", "2026-11-20T09:45:00Z");
        Assert.Equal((0, 600, 2700),
            (At("2026-11-20T09:00:00Z", closed).Consumed, At("2026-11-20T09:10:00Z", closed).Consumed,
                At("2026-11-20T11:00:00Z", closed).Consumed));
        // A window to come is known as far as now.
        var next =
            Budget.Status(Availability, Facts(open), Zone("Europe/Lisbon"), Cases.At("2027-02-01T00:00:00Z"),
                Cases.At("2026-11-20T10:00:00Z"));
        Assert.Equal((0m, 90 * 86_400 * 0.0005m - 3600 * 0.0005m), (next.Consumed, next.Total));
    }

    [Fact]
    public void Exhaustion_is_the_remaining_share_of_the_window_by_the_burn_rate()
    {
        // 28 days of 99.9 %: 2419.2 s. Half of it gone: burn 0.5, and the other half lasts 0.5 x 28 / 0.5 = 28 days.
        var now = Cases.At("2026-11-20T10:00:00Z");
        var status = Budget.Status(Time("99.9", Rolling(28)), Facts(Incident(1, now - Duration.FromSeconds(1209.6), now)), Utc, now, now);
        Assert.Equal((50, 0.5m, now + Duration.FromDays(28)), (status.ConsumedPercent!.Value, status.BurnRate!.Value, status.ExhaustedAt));
        // A quarter that would last beyond its end is not exhausted in it.
        Assert.Null(At("2026-11-20T10:00:00Z", Incident(1, "2026-11-02T10:00:00Z", "2026-11-02T10:10:00Z")).ExhaustedAt);
    }

    [Fact]
    public void What_is_used_up_says_when_that_was()
    {
        // 3976.2 s at an impact of a half from 10:00 are 7952.4 s: 12:12:32, to the second.
        var status = At("2026-11-20T10:00:00Z", Incident(1, "2026-11-02T10:00:00Z", "2026-11-02T14:00:00Z", 0.5m));
        Assert.Equal((BudgetState.Exhausted, 3976.2m - 7200, Cases.At("2026-11-02T12:12:32Z")),
            (status.State, status.Remaining, status.ExhaustedAt));
    }

    [Theory]
    [InlineData(0, BudgetState.Ok)]
    [InlineData(2982, BudgetState.Ok)]
    [InlineData(2983, BudgetState.Warning)]
    [InlineData(3977, BudgetState.Exhausted)]
    public void Warning_begins_at_a_quarter_left(int seconds, BudgetState state)
    {
        // A quarter of 3976.2 s is 994.05 s: 2982.15 s used.
        var start = Cases.At("2026-11-02T10:00:00Z");
        Assert.Equal(state, At("2026-11-20T10:00:00Z", Incident(1, start, start + Duration.FromSeconds(seconds))).State);
    }

    [Theory]
    [InlineData(1499, BudgetState.Ok)]
    [InlineData(1500, BudgetState.Warning)]
    [InlineData(1999, BudgetState.Warning)]
    [InlineData(2000, BudgetState.Exhausted)]
    public void Exactly_a_quarter_left_is_a_warning_and_exactly_nothing_is_used_up(int failed, BudgetState state)
    {
        // 2 % of 100,000 requests are 2000, and a quarter of them is 500.
        var facts = Requests("latency", ("2026-11-20T08:00:00Z", 100_000 - failed, 100_000));
        Assert.Equal(state, ReadingOf(Counted("98", Rolling(28)), facts, "2026-11-20T10:00:00Z").Status.State);
    }

    [Fact]
    public void Shares_are_parts_of_the_budget_that_add_up_to_what_was_consumed()
    {
        var status =
            At("2026-11-20T10:00:00Z", Incident(1, "2026-11-02T10:00:00Z", "2026-11-02T10:20:00Z"),
                Incident(2, "2026-11-02T10:10:00Z", "2026-11-02T10:30:00Z"));
        Assert.Equal([("checkout-1", 1200m), ("checkout-2", 600m)], status.Shares().Select(share => (share.Incident, share.Consumed)));
        Assert.Equal(status.ConsumedPercent, status.Shares().Sum(share => share.Percent));
    }

    [Fact]
    public void An_objective_changed_in_the_window_counts_from_its_day()
    {
        // 99.9 until 1 November (31 days and an hour of Lisbon's October), 99.95 for the 61 days after it.
        var slo = Availability with { Earlier = [new EarlierObjective(99.9m, new LocalDate(2026, 11, 1))] };
        var status =
            Budget.Status(slo, BudgetFacts.None, Zone("Europe/Lisbon"), Cases.At("2026-11-20T10:00:00Z"), Cases.At("2026-11-20T10:00:00Z"));
        Assert.Equal((745 * 3600 * 0.001m) + (61 * 86_400 * 0.0005m), status.Total);
        // The quarter before it was all at 99.9, as the first version holds for all time.
        Assert.Equal(92 * 86_400 * 0.001m,
            Budget.Closing(slo, BudgetFacts.None, Utc, Quarter.Before(Cases.At("2026-11-20T10:00:00Z"), 1, Utc)[0]).Total);
        Assert.Equal((99.9m, 99.95m), (Objectives.On(slo, new LocalDate(2026, 10, 31)), Objectives.On(slo, new LocalDate(2026, 11, 1))));
    }

    [Fact]
    public void A_changed_objective_keeps_the_one_before_and_a_slip_of_the_same_day_leaves_no_trace()
    {
        var day = new LocalDate(2026, 11, 20);
        var changed = Objectives.Merge(Time("99.9", Quarter), Time("99.95", Quarter), day);
        Assert.Equal([new EarlierObjective(99.9m, day)], changed.Earlier);
        Assert.Equal(changed, Objectives.Merge(changed, Time("99.95", Quarter), day.PlusDays(5)));
        Assert.Empty(Objectives.Merge(changed, Time("99.9", Quarter), day).Earlier);
        Assert.Equal([new EarlierObjective(99.9m, day)], Objectives.Merge(changed, Time("99", Quarter), day).Earlier);
        Assert.Equal([new EarlierObjective(99.9m, day), new EarlierObjective(99.95m, day.PlusDays(5))],
            Objectives.Merge(changed, Time("99.9", Quarter), day.PlusDays(5)).Earlier);
    }

    [Fact]
    public void Periods_count_when_full_or_used_up_already()
    {
        var facts =
            Facts(Incident(1, "2026-08-02T10:00:00Z", "2026-08-02T12:00:00Z"), Incident(2, "2026-11-02T10:00:00Z", "2026-11-02T12:00:00Z"));
        var before = BudgetPeriod.Last(4, Time("99.95", Quarter), facts, Utc, Cases.At("2026-11-01T00:00:00Z"));
        Assert.Equal([true, false, false, false], before.Select(period => period.Exhausted));
        var after = BudgetPeriod.Last(4, Time("99.95", Quarter), facts, Utc, Cases.At("2026-11-20T00:00:00Z"));
        Assert.Equal([true, true, false, false], after.Select(period => period.Exhausted));
        Assert.Equal(Cases.At("2026-10-01T00:00:00Z"), after[0].Span.Start);
    }

    private static BudgetStatus At(string now, params Incidents.Incident[] incidents) =>
        Budget.Status(Availability, Facts(incidents), Zone("Europe/Lisbon"), Cases.At(now), Cases.At(now));
}
