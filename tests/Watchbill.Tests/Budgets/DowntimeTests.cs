using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Watchbill.Fixtures;
using static Watchbill.Fixtures.Spending;
using Interval = NodaTime.Interval;

namespace Watchbill.Budgets;

public sealed class DowntimeTests
{
    private static readonly Instant Start = Cases.At("2026-11-01T00:00:00Z");
    private static readonly Interval Month = new(Start, Cases.At("2026-12-01T00:00:00Z"));

    [Fact]
    public void Where_incidents_overlap_the_largest_impact_counts_once()
    {
        // 10:00-12:00 half, 11:00-11:30 all, 11:15-13:00 a quarter: 60 x .5 + 30 x 1 + 30 x .5 + 60 x .25 = 90 minutes.
        var facts = Facts(
            Incident(1, "2026-11-02T10:00:00Z", "2026-11-02T12:00:00Z", 0.5m),
            Incident(2, "2026-11-02T11:00:00Z", "2026-11-02T11:30:00Z"),
            Incident(3, "2026-11-02T11:15:00Z", "2026-11-02T13:00:00Z", 0.25m));
        var pieces = Downtime.In(Month, "availability", facts);
        Assert.Equal(90 * 60, pieces.Sum(piece => piece.Bad));
        Assert.Equal([("checkout-1", 45 * 60m), ("checkout-2", 30 * 60m), ("checkout-3", 15 * 60m)],
            pieces.GroupBy(piece => piece.Cause!).Select(group => (group.Key, group.Sum(piece => piece.Bad))));
    }

    [Theory]
    [InlineData(null, null, 0)]
    [InlineData("0.5", null, 900)]
    [InlineData("1", "a false alarm", 0)]
    public void An_incident_without_impact_and_one_taken_back_burn_nothing(string? impact, string? voided, int seconds)
    {
        var incident =
            Incident(1, "2026-11-02T10:00:00Z", "2026-11-02T10:30:00Z", impact is null ? null : Number(impact)) with { Voided = voided };
        Assert.Equal(seconds, Downtime.In(Month, "availability", Facts(incident)).Sum(piece => piece.Bad));
    }

    [Theory]
    // Maintenance takes the middle out; downtime by decision counts whole, also where an incident says a tenth.
    [InlineData(CorrectionKind.Maintenance, "2026-11-02T10:10:00Z", "2026-11-02T10:20:00Z", 120)]
    [InlineData(CorrectionKind.Uptime, "2026-11-02T09:00:00Z", "2026-11-02T11:00:00Z", 0)]
    [InlineData(CorrectionKind.Downtime, "2026-11-02T10:20:00Z", "2026-11-02T10:40:00Z", 120 + 1200)]
    public void A_correction_decides_how_its_span_counts(CorrectionKind kind, string start, string end, int seconds)
    {
        var facts =
            Facts(Incident(1, "2026-11-02T10:00:00Z", "2026-11-02T10:30:00Z", 0.1m)) with { Corrections = [Correction(kind, start, end)] };
        Assert.Equal(seconds, Downtime.In(Month, "availability", facts).Sum(piece => piece.Bad));
    }

    [Fact]
    public void Of_two_corrections_the_later_decision_holds_and_one_that_was_undone_does_not()
    {
        var (down, up) = (Correction(CorrectionKind.Downtime, "2026-11-02T10:00:00Z", "2026-11-02T11:00:00Z", "2026-11-03T00:00:00Z"),
            Correction(CorrectionKind.Uptime, "2026-11-02T10:30:00Z", "2026-11-02T12:00:00Z", "2026-11-04T00:00:00Z"));
        Assert.Equal(1800, Counted(down, up));
        Assert.Equal(1800, Counted(up, down));
        Assert.Equal(3600, Counted(down, up with { UndoneAt = Start, UndoneBy = "ana" }));
        Assert.Equal(0, Counted(down with { Slo = "latency" }));

        decimal Counted(params BudgetCorrection[] rows) =>
            Downtime.In(Month, "availability", BudgetFacts.None with { Corrections = rows }).Sum(piece => piece.Bad);
    }

    [Fact]
    public void The_union_is_at_most_the_time_that_passed_and_at_most_the_sum()
    {
        Prop.ForAll(Some.Incidents(Start), facts =>
        {
            var pieces = Downtime.In(Month, "availability", facts);
            var (union, passed) = (pieces.Sum(piece => piece.Bad), Month.Duration.InSeconds());
            var sum = facts.Incidents.Sum(one => one.Impact * ((one.End ?? Month.End) - one.Start).InSeconds());
            return union <= passed && union <= sum && pieces.Zip(pieces.Skip(1)).All(pair => pair.First.End <= pair.Second.Start);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_is_cut_at_any_instant_sums_to_the_whole()
    {
        Prop.ForAll(Some.Incidents(Start), Gen.Choose(0, 30 * 24 * 60).ToArbitrary(), (facts, minute) =>
        {
            var cut = Start + Duration.FromMinutes(minute);
            var parts = new[] { new Interval(Month.Start, cut), new Interval(cut, Month.End) };
            return parts.Sum(part => Sum(part, facts)) == Sum(Month, facts);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_order_in_which_incidents_are_known_does_not_matter()
    {
        Prop.ForAll(Some.Incidents(Start), facts =>
            Downtime.In(Month, "availability", facts)
                .SequenceEqual(Downtime.In(Month, "availability", facts with { Incidents = [.. facts.Incidents.Reverse()] })))
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("America/New_York")]
    public void An_outage_of_a_year_is_split_at_every_window_end_and_nothing_is_lost(string id)
    {
        var (zone, slo) = (Zone(id), Time("99.9", BudgetWindow.CalendarMonth));
        var outage = Incident(1, "2026-01-20T03:00:00Z", "2027-01-20T03:00:00Z", 0.25m);
        var months = BudgetWindow.CalendarMonth.Before(Cases.At("2027-03-05T00:00:00Z"), 15, zone);
        var consumed = months.Sum(month => Budget.Closing(slo, Facts(outage), zone, month).Consumed);
        Assert.Equal(365 * 86_400 * 0.25m, consumed);
    }

    private static decimal Sum(Interval span, BudgetFacts facts) => Downtime.In(span, "availability", facts).Sum(piece => piece.Bad);

    private static class Some
    {
        /// <summary>Up to eight incidents of a month, to the minute; some of them go on, and their impact is in quarters.</summary>
        public static Arbitrary<BudgetFacts> Incidents(Instant first) =>
            (from rows in (from start in Gen.Choose(0, 29 * 24 * 60)
                           from length in Gen.Choose(0, 2000)
                           from quarters in Gen.Choose(1, 4)
                           select (start, length, quarters)).ListOf()
             select new BudgetFacts([.. rows.Take(8).Select((row, i) => Incident(i + 1, first + Duration.FromMinutes(row.start),
                 row.length == 0 ? (Instant?)null : first + Duration.FromMinutes(row.start + row.length), row.quarters / 4m))], [], []))
                     .ToArbitrary();
    }
}
