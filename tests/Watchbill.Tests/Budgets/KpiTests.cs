using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Organization;
using static Watchbill.Fixtures.Spending;

namespace Watchbill.Budgets;

/// <summary>October 2026 in UTC has 2,678,400 s: 99.9 % allow 2678.4 s, of which 30 % are 803.52 s.</summary>
public sealed class KpiTests
{
    private static readonly ReportPeriod October = ReportPeriod.Parse("2026-10", default)!;
    private static readonly Slo Monthly = Time("99.9", BudgetWindow.CalendarMonth);

    [Theory]
    [InlineData(19, 20, 95, true)] // row K02
    [InlineData(18, 19, 94.74, false)]
    public void Ninety_five_percent_of_incidents_are_small(int small, int all, double percent, bool met)
    {
        // A minute each is 2.24 % of the month; an hour is 134 %.
        var kpi =
            Of(KpiName.SmallIncidents,
                [.. Enumerable.Range(1, all)
                    .Select(i => Incident(i, Start(i), Start(i) + (i <= small ? Duration.FromMinutes(1) : Duration.FromHours(1))))]);
        Assert.Equal((decimal)percent, decimal.Round(kpi.Value!.Value, 2));
        Assert.Equal((met, small, all), (kpi.Met, kpi.Counted, kpi.Of));
    }

    [Theory]
    [InlineData(803.51, 1)]
    [InlineData(803.52, 0)] // exactly 30 % is not under it
    public void Exactly_thirty_percent_is_not_small(double seconds, int small) =>
        Assert.Equal(small,
            Of(KpiName.SmallIncidents,
                Incident(1, Start(1), Start(1) + Duration.FromMilliseconds((long)decimal.Round((decimal)seconds * 1000)))).Counted);

    [Fact]
    public void An_incident_over_the_end_of_a_month_is_judged_by_its_larger_part()
    {
        // 10 min of October are 600 / 2678.4 = 22.4 %, 15 min of November 900 / 2592 = 34.7 %: it belongs to October, and is not small.
        var incident = Incident(1, "2026-10-31T23:50:00Z", "2026-11-01T00:15:00Z");
        Assert.Equal((0, 1), Counted(Of(KpiName.SmallIncidents, incident)));
        Assert.Equal(600, Of(KpiName.Down, incident).Value);
    }

    [Fact]
    public void What_nobody_knows_is_not_small_and_what_cost_nothing_is()
    {
        // Without an impact nobody knows; under a worse one, of 1 min, it cost nothing.
        var (worse, under) =
            (Incident(1, Start(1), Start(1) + Duration.FromMinutes(1)), Incident(2, Start(1), Start(1) + Duration.FromSeconds(30), 0.5m));
        Assert.Equal((2, 2), Counted(Of(KpiName.SmallIncidents, worse, under, Incident(3, Start(3), Start(4), null))));
    }

    [Fact]
    public void A_service_is_within_budget_when_none_of_its_windows_was_used_up()
    {
        // 45 min are 2700 s of 2678.4 s in October: over in the month, and so in the quarter and the year too, though November was quiet.
        var over = Facts([Incident(1, Start(1), Start(1) + Duration.FromMinutes(45))], Monthly);
        foreach (var (period, within) in new[] { ("2026-10", 0m), ("2026-11", 100m), ("2026-Q4", 0m), ("2026", 0m), ("2026-Q3", 100m) })
            Assert.Equal(within,
                Kpis.Of(ReportPeriod.Parse(period, default)!, over).Single(kpi => kpi.Name == KpiName.ServicesWithinBudget).Value);
        // A quarter's budget is 7948.8 s: not used up by the end of October, but by that of November.
        var quarterly =
            Facts(
                [Incident(1, Start(1), Start(1) + Duration.FromMinutes(120)), Incident(2, "2026-11-05T00:00:00Z", "2026-11-05T00:30:00Z")],
                Time("99.9", Quarter));
        foreach (var (period, within) in new[] { ("2026-10", 100m), ("2026-11", 0m), ("2026-Q4", 0m) })
            Assert.Equal(within,
                Kpis.Of(ReportPeriod.Parse(period, default)!, quarterly).Single(kpi => kpi.Name == KpiName.ServicesWithinBudget).Value);
    }

    [Fact]
    public void Without_data_nothing_is_said()
    {
        var requests = Facts([], Spending.Counted("99", Rolling(28)));
        Assert.All(Kpis.Of(October, requests).Where(kpi => kpi.Name != KpiName.Down), kpi => Assert.Null(kpi.Value));
        Assert.All(Kpis.Of(October, requests with { Services = [] }), kpi => Assert.Null(kpi.Value));
        Assert.Null(Of(KpiName.SmallIncidents).Met);
        // An objective of time without incidents is within its budget, and knows it.
        Assert.Equal((1, 1), Counted(Of(KpiName.ServicesWithinBudget)));
    }

    [Fact]
    public void Times_count_from_the_start_and_only_where_they_are_known()
    {
        Incident[] incidents =
        [
            Seen(1, 2, 5) with { End = Start(1) + Duration.FromMinutes(20) },
            Seen(2, 4, null) with { End = Start(2) + Duration.FromMinutes(40) },
            Seen(3, 60, 10) with { End = Start(3) + Duration.FromMinutes(120) },
            Seen(4, -3, null), // seen before it began, and goes on
            Seen(5, 1, 1) with { Voided = "a test" },
        ];
        // 0, 2, 4 and 60 min: the median is 3. Of 5 and 10 it is 7.5. The mean of 20, 40 and 120 is 60.
        Assert.Equal((180m, 4, 4), Told(Of(KpiName.TimeToDetect, incidents)));
        Assert.Equal((450m, 2, 4), Told(Of(KpiName.TimeToAcknowledge, incidents)));
        Assert.Equal((null, 0, 4), Told(Of(KpiName.TimeToMitigate, incidents)));
        Assert.Equal((3600m, 3, 4), Told(Of(KpiName.TimeToRestore, incidents)));
    }

    [Fact]
    public void Time_between_failures_is_the_time_up_by_incidents()
    {
        // 2,678,400 s - 600 s - half of 600 s, by 2.
        Assert.Equal(1_338_750m,
            Of(KpiName.TimeBetweenFailures, Incident(1, Start(1), Start(1) + Duration.FromMinutes(10)),
                Incident(2, Start(2), Start(2) + Duration.FromMinutes(10), 0.5m)).Value);
        Assert.Null(Of(KpiName.TimeBetweenFailures).Value);
    }

    [Theory]
    [InlineData("halted halted open", KpiName.ReleasesAllowed)]
    [InlineData("open halted", KpiName.ReleasesAllowed)]
    [InlineData("exempt open", KpiName.ReleasesAllowed)]
    [InlineData("halted exempt", KpiName.ReleasesExempted)]
    [InlineData("halted through", KpiName.ReleasesExempted)]
    [InlineData("halted halted", KpiName.ReleasesHalted)]
    public void One_release_is_one_reference_however_often_it_asks(string answers, KpiName counted)
    {
        var given =
            answers.Split(' ')
                .Select(
                    (answer,
                        i) =>
                            Answer("SHOP-1", Start(i + 1), answer != "halted") with
                            {
                                Cause = answer == "exempt" ? GateCause.Exempt : answer == "through" ? GateCause.LetThrough : null,
                            });
        // Who only wants to know is no release; what was asked in November is none of October.
        var facts =
            Facts([], Monthly) with
            {
                Answers = [.. given, Answer(null, Start(1), true), Answer("SHOP-2", Cases.At("2026-11-01T00:00:00Z"), true)],
            };
        foreach (var kpi in Kpis.Of(October, facts).Where(kpi => kpi.Unit == KpiUnit.Count))
            Assert.Equal((kpi.Name == counted ? 1 : 0, 1), Counted(kpi));
    }

    [Fact]
    public void What_was_seen_before_it_began_took_no_time() =>
        Assert.Equal((0m, 1, 1),
            Told(Of(KpiName.TimeToDetect, Incident(1, Start(1), Start(2)) with { Detected = Start(1) - Duration.FromMinutes(5) })));

    /// <summary>September: one of 120 min. October: six of 30 min, three hours. Nothing is promised, so no budget tells it.</summary>
    [Fact]
    public void Mttr_misleads_where_downtime_alone_rose()
    {
        var many = Enumerable.Range(2, 6).Select(day => Incident(day, Start(day), Start(day) + Duration.FromMinutes(30)));
        Assert.True(KpiReport.Of(October, Facts([Incident(1, "2026-09-10T10:00:00Z", "2026-09-10T12:00:00Z"), .. many])).RestoreMisleads);
        Assert.False(
            KpiReport.Of(October, Facts([Incident(1, "2026-09-10T10:00:00Z", "2026-09-10T12:00:00Z"), .. many.Take(3)])).RestoreMisleads);
    }

    private static GateAnswer Answer(string? reference, Instant at, bool open) =>
        new("checkout", ReleaseKind.Feature, reference, open, "", at) { By = "token:deploy" };

    private static Kpi Of(KpiName name, params Incident[] incidents) =>
        Kpis.Of(October, Facts(incidents, Monthly)).Single(kpi => kpi.Name == name);

    private static ReportFacts Facts(Incident[] incidents, params Slo[] slos) =>
        new([new ReportedService(new Service("checkout", "payments") { Slos = slos }, Spending.Facts(incidents))], Utc,
            Cases.At("2026-12-01T00:00:00Z"));

    private static Instant Start(int day) => Cases.At("2026-10-01T10:00:00Z") + Duration.FromDays(day);

    private static Incident Seen(int number, int detected, int? acknowledged) => Incident(number, Start(number), null) with
    {
        Detected = Start(number) + Duration.FromMinutes(detected),
        Acknowledged = acknowledged is { } minutes ? Start(number) + Duration.FromMinutes(minutes) : null,
    };

    private static (int, int) Counted(Kpi kpi) => (kpi.Counted, kpi.Of);

    private static (decimal?, int, int) Told(Kpi kpi) => (kpi.Value, kpi.Counted, kpi.Of);
}
