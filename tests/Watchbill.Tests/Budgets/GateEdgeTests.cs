using NodaTime;
using Watchbill.Compensation;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Organization;
using static Watchbill.Fixtures.Spending;

namespace Watchbill.Budgets;

/// <summary>Until when gates are halted, what burns on, and what reports say at the end of a period.</summary>
public sealed class GateEdgeTests
{
    private const string Now = "2026-11-20T10:00:00Z";

    // 28 days of 99.9 %: 2419.2 s.
    private static readonly Slo Monthly = Time("99.9", Rolling(28));
    private static readonly Instant First = Cases.At("2026-11-02T10:00:00Z");
    private static readonly Instant Second = Cases.At("2026-11-10T10:00:00Z");

    [Theory]
    // 3000 s were down, and 90 % of 2419.2 are 2177.28: 822.72 s of the first have to leave, and a second more is whole.
    [InlineData("remaining <= 10%", 1000, 2000, 823, 0)]
    // Without the first 1000 s exactly all is used, which is nothing left, too: it opens with the second.
    [InlineData("remaining <= 0%", 1000, 2419.2, 0, 1)]
    [InlineData("remaining <= 0%", 1000, 2420.2, 0, 2)]
    [InlineData("remaining <= 0%", 1000, 2418.2, 1000, 0)]
    // Under < exactly so much may be left: the first alone opens it.
    [InlineData("remaining < 0%", 1000, 2419.2, 1000, 0)]
    [InlineData("remaining < 10%", 1000, 2000, 823, 0)]
    public void A_rolling_window_opens_a_second_after_less_is_used_than_the_level_says(
        string when, double first, double second, int ofFirst, int ofSecond)
    {
        var facts =
            Facts(Incident(1, First, First + Duration.FromSeconds(first)), Incident(2, Second, Second + Duration.FromSeconds(second)));
        var leaves = (ofFirst > 0 ? First : Second) + Duration.FromDays(28);
        var until = leaves + Duration.FromSeconds(ofFirst + ofSecond);
        var verdict = Decide([ReadingOf(Monthly, facts, Now)], when);
        Assert.Equal((false, until), (verdict.Open, verdict.Until));
        Assert.Equal((false, true), (At(until - Duration.FromSeconds(1)), At(until)));

        bool At(Instant at) => Decide([new BudgetReading(Monthly, facts, Utc, at, at)], when).Open;
    }

    [Fact]
    public void Of_several_objectives_the_last_that_ends_opens_the_gate()
    {
        // A month that ends on 1 December, and a quarter that ends a month later: both are used up.
        Slo[] slos = [Time("99.9", BudgetWindow.CalendarMonth) with { Id = "m" }, Time("99.9", Quarter) with { Id = "q" }];
        var facts = Facts(Incident(1, First, First + Duration.FromHours(3)));
        foreach (var order in new[] { slos, [.. slos.Reverse()] })
            Assert.Equal(Cases.At("2027-01-01T00:00:00Z"),
                Decide([.. order.Select(slo => ReadingOf(slo, facts, Now))], "remaining <= 0%").Until);
        // One of them is not known to end ever: nobody can say.
        Assert.Null(Decide([.. slos.Append(Monthly).Select(slo => ReadingOf(slo, facts, Now))], "exhausted 1 of 1").Until);
    }

    [Fact]
    public void Of_several_levels_of_one_kind_the_one_that_asks_for_most_is_named()
    {
        var facts = Facts(Incident(1, First, First + Duration.FromHours(3)));
        Assert.Equal("remaining <= 30%", Named("remaining <= 0%", "remaining <= 30%", "remaining <= 10%"));
        Assert.Equal("incident > 20%", Named("incident > 50%", "incident > 20%", "incident > 30%"));

        string Named(params string[] levels) =>
            Assert.Single(ReleaseGate.Decide([ReadingOf(Monthly, facts, Now)], Policy(levels), ReleaseKind.Feature, null).Halts)
                .Level!.Level.When.ToString();
    }

    [Theory]
    [InlineData(9, "2026-11-16T08:00:00Z")]
    [InlineData(8, "2026-11-15T08:00:00Z")]
    public void Of_requests_less_has_to_have_failed_than_the_level_says(int second, string last)
    {
        // 20 of 100 and then some of 1000: without the first hour 10 may fail, and 90 % of that is 9.
        var facts = Requests("latency", ("2026-11-15T08:00:00Z", 80, 100), ("2026-11-16T08:00:00Z", 1000 - second, 1000));
        var verdict = Decide([ReadingOf(Counted("99", Rolling(7)), facts, Now)], "remaining <= 10%");
        Assert.Equal(Cases.At(last) + Duration.FromDays(7) + Duration.FromSeconds(1), verdict.Until);
    }

    [Fact]
    public void That_the_last_hour_failed_says_nothing_of_the_next()
    {
        var facts = Requests("latency", ("2026-11-20T09:00:00Z", 80, 100));
        Assert.Equal(Cases.At("2026-11-27T09:00:01Z"), Decide([ReadingOf(Counted("99", Rolling(7)), facts, Now)], "remaining <= 0%").Until);
    }

    [Theory]
    [InlineData("10:00")] // till now, by what is over
    [InlineData("09:50")]
    public void A_burn_of_time_ends_with_what_was_down(string end)
    {
        // Another that is open and takes nothing is no part of it.
        var facts = Facts(Incident(1, "2026-11-20T09:30:00Z", $"2026-11-20T{end}:00Z"), Incident(2, "2026-11-20T09:00:00Z", null, 0));
        var reading = ReadingOf(Monthly, facts, Now);
        Assert.False(reading.BurnsOn);
        Assert.Null(reading.PaceWhileOpen);
        Assert.Equal("checkout-1", reading.BurnedLast?.Id);
    }

    [Fact]
    public void While_an_incident_stays_open_it_takes_its_share_of_each_second()
    {
        var open = Incident(1, "2026-11-20T09:40:00Z", null, 0.5m);
        var reading = ReadingOf(Monthly, Facts(open, Incident(2, "2026-11-19T09:40:00Z", "2026-11-19T09:50:00Z")), Now);
        // 600 s and half of 1200: 1219.2 s are left, at half a second each.
        Assert.Equal((0.5m, 2438.4m), (reading.PaceWhileOpen!.Value, reading.SecondsLeftWhileOpen!.Value));
        Assert.True(reading.BurnsOn);
        Assert.Equal(["checkout-1"], reading.Open.Select(incident => incident.Id));
        Assert.Empty(ReadingOf(Monthly, Facts(open with { Impact = 0 }), Now).Open);
        Assert.Single(ReadingOf(Counted("99", Rolling(28)), Facts(open with { Impact = 0 }), Now).Open);
    }

    [Theory]
    [InlineData(1209.6, "remaining <= 48%", true)] // 50 % are left: exactly two points above
    [InlineData(1209.7, "remaining <= 48%", false)]
    [InlineData(1209.6, "burn >= 10", true)]
    public void A_level_rearms_two_points_above_its_threshold_or_when_its_burn_has_ended(double down, string when, bool rearms)
    {
        var reading = ReadingOf(Monthly, Facts(Incident(1, First, First + Duration.FromSeconds(down))), Now);
        Assert.Equal(rearms, reading.Rearms(new ReachedLevel(when, First), []));
        // One that is about an incident is reached once.
        Assert.False(reading.Rearms(new ReachedLevel("incident > 20%", First) { Incident = "checkout-1" }, []));
        // What still holds is not over.
        Assert.False(reading.Rearms(new ReachedLevel(when, First), [new(new PolicyLevel(PolicyCondition.Parse(when)!, []), 0, null)]));
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void A_burn_level_of_requests_is_reached_by_three_failures_at_least(int failed, bool holds) =>
        Assert.Equal(holds, ReadingOf(Counted("99", Rolling(28)), Requests("latency", ("2026-11-20T09:00:00Z", 10 - failed, 10)), Now)
            .Holding(Policy("burn >= 10")).Count == 1);

    [Fact]
    public void A_burn_alert_stands_until_it_has_rearmed()
    {
        var alerts = BurnAlerts.Of(Rolling(28));
        var reached = new LevelReached("checkout", "availability", null)
        {
            Levels = [Level(alerts[0], null), Level(alerts[1], First), Level("remaining <= 0%", null)],
        };
        Assert.Equal([true, false, false, false], alerts.Select(reached.Stands));

        ReachedLevel Level(object when, Instant? rearmed) =>
            new(when is BurnAlert alert ? BurnAlertName.Of(alert).ToString() : (string)when, First) { Rearmed = rearmed };
    }

    [Fact]
    public void A_page_is_told_to_the_lead_too_and_a_ticket_to_the_channel()
    {
        var alerts = BurnAlerts.Of(Rolling(28));
        var reading = ReadingOf(Monthly, BudgetFacts.None, Now);
        Assert.Equal([[PolicyAction.TellChannel, PolicyAction.TellLead], [PolicyAction.TellChannel, PolicyAction.TellLead],
                [PolicyAction.TellChannel], [PolicyAction.TellChannel]],
            alerts.Select(alert => Told(new LevelReached("checkout", "availability", null), alert)));
        // A burn that dies down passes the lesser ones, which the greater has told.
        var after = new LevelReached("checkout", "availability", null)
        {
            Levels = [new(BurnAlertName.Of(alerts[0]).ToString(), First)],
        };
        Assert.Empty(Told(after with { Levels = [after.Levels[0] with { When = BurnAlertName.Of(alerts[1]).ToString() }] }, alerts[2], 0));

        IReadOnlyList<PolicyAction> Told(LevelReached before, BurnAlert alert, int place = 0) =>
            before.Advance(reading, Policy(), alert).New[place].Do;
    }

    [Fact]
    public void At_the_end_of_a_period_it_is_over()
    {
        var october = ReportPeriod.Parse("2026-10", default)!;
        foreach (var (now, over) in new[] { ("2026-10-31T23:59:59Z", false), ("2026-11-01T00:00:00Z", true) })
        {
            var facts = new ReportFacts([], Utc, Cases.At(now));
            Assert.Equal((over, over), (KpiReport.Of(october, facts).Over, ValueReport.Of(october, facts).Over));
        }
    }

    [Fact]
    public void What_customers_saw_is_told_in_order_with_all_of_its_parts()
    {
        // 10 min of which 2 lie under a worse one: it has 4 and 4.
        Incident Seen(int number, string start, string end, decimal impact) =>
            Incident(number, $"2026-10-05T{start}:00Z", $"2026-10-05T{end}:00Z", impact) with { NoticedBy = NoticedBy.Customer };
        var service = new Service("checkout", "payments") { RevenuePerHour = new Money(3600, "EUR"), Slos = [Monthly] };
        var report = ValueReport.Of(ReportPeriod.Parse("2026-10", default)!, new ReportFacts(
            [new ReportedService(service,
                Facts(Seen(3, "12:00", "12:10", 1), Seen(1, "10:00", "10:10", 0.5m), Seen(2, "10:04", "10:06", 1)))],
            Utc, Cases.At(Now)));
        Assert.Equal([("checkout-1", 240m, 240m), ("checkout-2", 120m, 120m), ("checkout-3", 600m, 600m)],
            report.Noticed.Select(one => (one.Incident.Id, one.Down, one.Lost!.Amount)));
    }

    [Fact]
    public void The_budgets_of_several_services_are_consumed_together()
    {
        // October: 2678.4 s of 99.9 % and 26,784 s of 99 %; 3000 s were down.
        ReportedService Of(string id, string objective, params Incident[] incidents) =>
            new(new Service(id, "payments") { Slos = [Time("95", Quarter), Time(objective, Quarter) with { Id = "b" }] }, Facts(incidents));
        var facts = new ReportFacts(
            [Of("checkout", "99.9", Incident(1, "2026-10-05T10:00:00Z", "2026-10-05T10:20:00Z")),
                Of("search", "99", Incident(1, "2026-10-06T10:00:00Z", "2026-10-06T10:30:00Z"))],
            Utc, Cases.At("2026-11-01T00:00:00Z"));
        Assert.Equal(100 * 3000 / (2678.4m + 26_784), BudgetOutcomes.Consumed(ReportPeriod.Parse("2026-10", default)!, facts));
    }

    private static GateVerdict Decide(IReadOnlyList<BudgetReading> readings, string when) =>
        ReleaseGate.Decide(readings, Policy(when), ReleaseKind.Feature, null);

    private static BudgetPolicy Policy(params string[] levels) => BudgetPolicy.Default with
    {
        Levels = [.. levels.Select(when => new PolicyLevel(PolicyCondition.Parse(when)!, [PolicyAction.Halt]))],
    };
}
