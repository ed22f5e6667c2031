using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Organization;
using static Watchbill.Fixtures.Spending;

namespace Watchbill.Budgets;

/// <summary>Figures of budgets where they begin and end, each worked out beside it.</summary>
public sealed class BudgetFigureTests
{
    private const string Now = "2026-11-20T10:00:00Z";

    private static readonly LocalDate Changed = new(2026, 11, 10);

    // 99 % until 9 November, 99.9 % from the 10th on.
    private static readonly EarlierObjective[] Earlier = [new(99, Changed)];

    [Theory]
    [InlineData(KpiName.ServicesWithinBudget, "servicesWithinBudget")]
    [InlineData(KpiName.SmallIncidents, "incidentsUnder30Percent")]
    [InlineData(KpiName.TimeBetweenFailures, "mtbf")]
    [InlineData(KpiName.TimeToRestore, "mttr")]
    [InlineData(KpiName.Down, "downtime")]
    [InlineData(KpiName.ConsumedBudget, "consumedBudget")]
    [InlineData(KpiName.TimeToDetect, "timeToDetect")]
    [InlineData(KpiName.TimeToAcknowledge, "timeToAcknowledge")]
    [InlineData(KpiName.TimeToMitigate, "timeToMitigate")]
    [InlineData(KpiName.ReleasesAllowed, "releasesAllowed")]
    [InlineData(KpiName.ReleasesHalted, "releasesHalted")]
    [InlineData(KpiName.ReleasesExempted, "releasesExempted")]
    public void A_figure_has_the_name_that_others_read(KpiName name, string text) => Assert.Equal(text, name.Text());

    [Theory]
    [InlineData("2026-11-09T23:59:59Z", "99")]
    [InlineData("2026-11-10T00:00:00Z", "99")] // as it held at the end of what was counted
    [InlineData("2026-11-10T00:00:01Z", "99.9")]
    [InlineData("2026-11-20T00:00:00Z", "99.9")]
    public void The_objective_is_the_one_that_held_at_the_end_of_what_was_counted(string at, string objective)
    {
        var slo = Time("99.9", BudgetWindow.CalendarMonth) with { Earlier = Earlier };
        Assert.Equal(Number(objective), ReadingOf(slo, BudgetFacts.None, at).Status.Objective);
    }

    [Fact]
    public void At_the_start_of_a_window_it_is_the_windows_own()
    {
        var slo = Time("99.9", BudgetWindow.CalendarMonth) with { Earlier = [new(99, new LocalDate(2026, 11, 1))] };
        Assert.Equal(99.9m, ReadingOf(slo, BudgetFacts.None, "2026-11-01T00:00:00Z").Status.Objective);
    }

    [Fact]
    public void Requests_are_allowed_to_fail_by_the_objective_of_their_day()
    {
        // 1 % of 1000 before the change, 0.1 % of 2000 and of 3000 after it: 10 + 2 + 3.
        var slo = Counted("99.9", Rolling(28)) with { Earlier = Earlier };
        var facts = Requests("latency", ("2026-11-09T23:00:00Z", 997, 1000), ("2026-11-10T00:00:00Z", 1998, 2000),
            ("2026-11-12T00:00:00Z", 3000, 3000));
        var status = ReadingOf(slo, facts, Now).Status;
        Assert.Equal((15m, 5m, 6000m), (status.Total, status.Consumed, status.Valid));
        // 28 days of time: so many seconds of each: from 23 October 10:00, 17 d 14 h of 1 % and 10 d 10 h of 0.1 %.
        var time = ReadingOf(Time("99.9", Rolling(28)) with { Earlier = Earlier }, BudgetFacts.None, Now).Status;
        Assert.Equal((((17 * 24) + 14) * 36) + (((10 * 24) + 10) * 3.6m), time.Total);
    }

    [Theory]
    [InlineData("2026-11-01", "2026-11-10", "1-10 99")]
    [InlineData("2026-11-10", "2026-11-12", "10-12 99.9")]
    [InlineData("2026-11-09", "2026-11-11", "9-10 99, 10-11 99.9")]
    [InlineData("2026-11-01", "2026-11-09", "1-9 99")]
    [InlineData("2026-11-11", "2026-11-12", "11-12 99.9")]
    public void A_span_is_cut_where_the_objective_changed(string start, string end, string parts)
    {
        var slo = Time("99.9", BudgetWindow.CalendarMonth) with { Earlier = Earlier };
        var span = new Interval(Cases.At($"{start}T00:00:00Z"), Cases.At($"{end}T00:00:00Z"));
        Assert.Equal(parts, string.Join(", ", Objectives.In(slo, span, Utc)
            .Select(part => Cases.Invariant($"{part.Span.Start:%d}-{part.Span.End:%d} {part.Objective}"))));
    }

    [Fact]
    public void A_new_objective_keeps_the_one_before_it_and_a_change_to_and_fro_leaves_no_trace()
    {
        Slo Of(string objective) => Time(objective, BudgetWindow.CalendarMonth);
        var today = new LocalDate(2026, 11, 10);
        var changed = Objectives.Merge(Of("99"), Of("99.9"), today);
        Assert.Equal([new EarlierObjective(99, today)], changed.Earlier);
        Assert.Equal((99m, 99.9m), (Objectives.On(changed, today.PlusDays(-1)), Objectives.On(changed, today)));
        Assert.Empty(Objectives.Merge(changed, Of("99"), today).Earlier);
        // A second change of the same day: what held before the first one is kept.
        Assert.Equal([new EarlierObjective(99, today)], Objectives.Merge(changed, Of("99.5"), today).Earlier);
        Assert.Equal([new EarlierObjective(99, today), new(99.9m, today.PlusDays(1))],
            Objectives.Merge(changed, Of("99.5"), today.PlusDays(1)).Earlier);
        Assert.Equal(changed.Earlier, Objectives.Merge(changed, Of("99.9"), today.PlusDays(5)).Earlier);
        // Of a service's objectives each by its id.
        var both = Objectives.Merge([Of("99") with { Id = "a" }, Of("98") with { Id = "b" }],
            [Of("97") with { Id = "b" }, Of("96") with { Id = "c" }], today);
        Assert.Equal([("b", 98m), ("c", 0m)], both.Select(slo => (slo.Id, slo.Earlier.Count > 0 ? slo.Earlier[0].Objective : 0)));
    }

    [Fact]
    public void St_Johns_sets_its_clocks_back_at_one_minute_past_midnight_and_November_has_begun_all_the_same()
    {
        // 1 November 2009, 00:01 (02:31 UTC) becomes 23:01 of 31 October: at 03:00 UTC it is 23:30 again.
        var (begins, ends) = (Cases.At("2009-11-01T02:30:00Z"), Cases.At("2009-12-01T03:30:00Z"));
        foreach (var at in new[] { "2009-11-01T02:30:00Z", "2009-11-01T03:00:00Z", "2009-11-01T03:30:00Z" })
            Assert.Equal(new Interval(begins, ends), BudgetWindow.CalendarMonth.At(Cases.At(at), Zone("America/St_Johns")));
        Assert.Equal(begins, BudgetWindow.CalendarMonth.At(begins - Duration.Epsilon, Zone("America/St_Johns")).End);
    }

    [Fact]
    public void By_what_customers_are_promised_there_is_another_budget()
    {
        // 5 of 1000 failed: of 1 % half, of 2 % a quarter.
        var slo = Counted("99", Rolling(28)) with { Sla = 98 };
        var status = ReadingOf(slo, Requests("latency", ("2026-11-20T08:00:00Z", 995, 1000)), Now).Status;
        Assert.Equal((50m, 25m, 20m, 15m),
            (status.ConsumedPercent!.Value, status.Sla!.ConsumedPercent!.Value, status.Sla.Total, status.Sla.Remaining));
        Assert.Null(ReadingOf(slo, BudgetFacts.None, Now).Status.Sla!.ConsumedPercent);
        // The same for a budget of time: 2 % of 28 days.
        Assert.Equal(28 * 86_400 * 0.02m, ReadingOf(Time("99", Rolling(28)) with { Sla = 98 }, BudgetFacts.None, Now).Status.Sla!.Total);
    }

    [Fact]
    public void In_trouble_is_a_budget_that_is_used_up_or_nearly()
    {
        // 1 % of 1000: eight failed, and twelve.
        BudgetStatus Failed(int failed) =>
            ReadingOf(Counted("99", Rolling(28)), Requests("latency", ("2026-11-20T08:00:00Z", 1000 - failed, 1000)), Now).Status;
        Assert.Null(LowBudgets.Of("checkout", [Failed(7)]));
        var trouble = LowBudgets.Of("checkout", [Failed(7), Failed(8), Failed(12)])!;
        Assert.Equal([(2m, 20m), (-2m, -20m)], trouble.Budgets.Select(left => (left.Remaining, left.Percent)));
        Assert.True(trouble.Says(LowBudgets.Of("checkout", [Failed(8), Failed(12)])!));
        Assert.False(trouble.Says(LowBudgets.Of("search", [Failed(8), Failed(12)])!));
        Assert.False(trouble.Says(LowBudgets.Of("checkout", [Failed(9), Failed(12)])!));
        Assert.Equal(0, new BudgetLeft("latency", SloKind.Requests, Rolling(28), 0, 0).Percent);
    }

    [Theory]
    [InlineData(10, 10, BurnState.Acceptable)]
    [InlineData(10, 11, BurnState.Increasing)]
    [InlineData(11, 10, BurnState.Recovering)]
    [InlineData(11, 11, BurnState.Critical)]
    public void A_burn_is_critical_above_its_threshold_over_both_spans(int overLong, int overShort, BurnState state) =>
        Assert.Equal(state, BurnAlerts.StateOf(10, overLong, overShort));

    [Fact]
    public void The_largest_share_comes_first_and_of_equals_the_lesser_name()
    {
        var facts = Facts(Incident(2, "2026-11-18T10:00:00Z", "2026-11-18T10:10:00Z"),
            Incident(1, "2026-11-19T10:00:00Z", "2026-11-19T10:10:00Z"), Incident(3, "2026-11-17T10:00:00Z", "2026-11-17T10:20:00Z"),
            Incident(4, "2026-11-16T10:00:00Z", "2026-11-16T10:20:00Z", 0));
        // 1 % of 28 days is 24,192 s.
        Assert.Equal([("checkout-3", 1200m), ("checkout-1", 600m), ("checkout-2", 600m)],
            ReadingOf(Time("99", Rolling(28)), facts, Now).Status.Shares().Select(share => (share.Incident, share.Consumed)));
        Assert.Equal(100 * 1200m / 24_192, ReadingOf(Time("99", Rolling(28)), facts, Now).Status.Shares()[0].Percent);
    }

    [Theory]
    [InlineData("2026-11-20T09:00:00Z", 100)]
    [InlineData("2026-11-20T09:15:00Z", 75)]
    [InlineData("2026-11-20T09:30:00Z", 50)]
    [InlineData("2026-11-20T10:00:00Z", 50)]
    public void A_burn_down_falls_evenly_while_something_burns(string at, int left)
    {
        // One 24th of a day may fail: an hour, of which half an hour was down.
        var slo = Time("95.833333333333333333333333", Rolling(1));
        var facts = Facts(Incident(1, "2026-11-20T09:00:00Z", "2026-11-20T09:30:00Z"));
        Assert.Equal(left, decimal.Round(ReadingOf(slo, facts, Now).Status.LeftAt(Cases.At(at)), 6));
    }

    [Theory]
    [InlineData("09:00", "09:30", 5)] // half of the hour's failures
    [InlineData("09:30", "10:00", 5)]
    [InlineData("08:00", "09:00", 10)]
    [InlineData("10:00", "11:00", 10)]
    public void An_hour_that_has_begun_counts_whole_and_so_does_the_maintenance_in_it(string start, string end, int failed)
    {
        var facts = Requests("latency", ("2026-11-20T09:00:00Z", 90, 100)) with
        {
            Corrections = [Correction(CorrectionKind.Maintenance, $"2026-11-20T{start}:00Z", $"2026-11-20T{end}:00Z")],
        };
        // It is 09:20.
        Assert.Equal(failed, ReadingOf(Counted("99", Rolling(28)), facts, "2026-11-20T09:20:00Z").Status.Consumed);
    }
}
