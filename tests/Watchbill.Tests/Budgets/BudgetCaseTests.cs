using System.Text.Json;
using NodaTime;
using Watchbill.Fixtures;
using static Watchbill.Fixtures.Spending;

namespace Watchbill.Budgets;

/// <summary>
/// The published rows about how large budgets are, how it stands with them, and how fast they go. Left out, because they bend the model:
/// <list type="bullet">
/// <item>W01 to W09: windows anchored at a day and time of one's own, weeks, and months from the 31st. Ours begin with the calendar month,
/// quarter or year; walked through in <see cref="BudgetWindowTests"/>.</item>
/// <item>L04: an objective of slices, each good or bad as a whole; ours counts seconds or requests. L01 and L02 are told in seconds.</item>
/// <item>L06: an error ratio that changes within the window, told without a moment; what it needs, remaining share x window / burn, is in
/// B02 to B10.</item>
/// <item>E07: a peer's way to say that there is no count of failures. Ours are good and total, and both are needed.</item>
/// <item>K02: a figure of reports.</item>
/// </list>
/// E01, E02 and E04 are refused where objectives and hours come in: see the broken organisation files and the tests of the API. Policies
/// and alerts are in <see cref="PolicyCaseTests"/>.
/// </summary>
public sealed class BudgetCaseTests
{
    private const string Now = "2026-06-15T12:00:00Z";

    // The calendar rows name their window in words.
    private static readonly Dictionary<string, (BudgetWindow Window, string Zone, string At)> Calendar = new()
    {
        ["T01"] = (Year, "UTC", "2026-05-01T00:00:00Z"),
        ["T02"] = (Quarter, "UTC", "2026-02-01T00:00:00Z"),
        ["C01"] = (Quarter, "UTC", "2026-02-01T00:00:00Z"),
        ["C03"] = (Quarter, "UTC", "2026-08-01T00:00:00Z"),
        ["C04"] = (Quarter, "UTC", "2028-02-01T00:00:00Z"),
        ["C05"] = (Year, "UTC", "2026-02-01T00:00:00Z"),
        ["C06"] = (Year, "UTC", "2028-02-01T00:00:00Z"),
        ["C10"] = (BudgetWindow.CalendarMonth, "UTC", "2026-05-20T00:00:00Z"),
        ["C12"] = (BudgetWindow.CalendarMonth, "Europe/Berlin", "2026-10-20T00:00:00Z"),
        ["C13"] = (Quarter, "Europe/Berlin", "2026-02-01T00:00:00Z"),
        ["C15"] = (BudgetWindow.CalendarMonth, "Australia/Lord_Howe", "2026-04-20T00:00:00Z"),
        ["S25"] = (Quarter, "UTC", "2026-03-31T23:59:59Z"),
    };

    public static TheoryData<string> Totals => BudgetCases.Of("budget_total");
    public static TheoryData<string> Statuses => BudgetCases.Of("status");
    public static TheoryData<string> Exhaustions => BudgetCases.Of("burn_exhaustion");

    [Theory]
    [MemberData(nameof(Totals))]
    public void A_budget_is_what_the_objective_leaves_of_its_window(string id)
    {
        var row = BudgetCases.Row(id);
        var status = Status(row, 0);
        BudgetCases.Equal(row.Expected(), "budget_total", Minutes(row, status.Total));
        if (row.Input().Says("total_minutes")) Assert.Equal(row.Input().Decimal("total_minutes"), status.Window.Duration.InSeconds() / 60);
    }

    [Fact]
    public void The_table_of_availabilities_is_exact()
    {
        var lengths = new Dictionary<string, Duration>
        {
            ["year"] = Duration.FromDays(365),
            ["quarter"] = Duration.FromDays(90),
            ["month"] = Duration.FromDays(30),
            ["week"] = Duration.FromDays(7),
            ["day"] = Duration.FromDays(1),
            ["hour"] = Duration.FromHours(1),
        };
        var start = Cases.At("2026-01-01T00:00:00Z");
        var cells =
            BudgetCases.Table.EnumerateObject()
                .SelectMany(
                    row =>
                        row.Value.EnumerateObject()
                            .Select(cell => (Objective: row.Name, Window: cell.Name, Exact: cell.Value.Decimal("exact_minutes")))).ToList();
        Assert.Equal(48, cells.Count);
        Assert.All(cells,
            cell =>
                Assert.Equal(cell.Exact,
                    Objectives.Seconds(Time(cell.Objective, Year), new Interval(start, start + lengths[cell.Window]), Utc) / 60));
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public void It_stands_as_the_sources_say(string id)
    {
        var row = BudgetCases.Row(id);
        var (expected, input) = (row.Expected(), row.Input());
        var status = Status(row, input.Decimal(input.Says("bad_minutes") ? "bad_minutes" : "bad_events"));
        BudgetCases.Equal(expected, "budget_total", Minutes(row, status.Total));
        BudgetCases.Equal(expected, "consumed", Minutes(row, status.Consumed));
        BudgetCases.Equal(expected, "remaining", Minutes(row, status.Remaining));
        BudgetCases.Equal(expected, "consumed_pct", status.ConsumedPercent);
        BudgetCases.Equal(expected, "remaining_pct", status.RemainingPercent);
        BudgetCases.Equal(expected, "sli_pct", 100 - (100 * status.Consumed / status.Valid));
        BudgetCases.Equal(expected, "burn_rate_over_window", status.BurnRate);
        Assert.Equal(expected.Text("gate") == "blocked", status.State == BudgetState.Exhausted);
    }

    [Theory]
    [MemberData(nameof(Exhaustions))]
    public void A_full_budget_lasts_its_window_divided_by_the_burn_rate(string id)
    {
        var row = BudgetCases.Row(id);
        var expected = row.Expected();
        var slo = Counted(row.Objective(), Rolling(row.GetProperty("window").Number("days")));
        var status =
            Budget.Status(slo,
                Requests("latency", ("2026-06-15T10:00:00Z", 100_000 - (1000 * expected.Decimal("error_rate_pct")), 100_000)), Utc,
                Cases.At(Now), Cases.At(Now));
        BudgetCases.Equal(expected, "burn_rate", status.BurnRate);
        BudgetCases.Equal(expected, "time_to_exhaustion_hours",
            BurnRates.SecondsLeft(1, status.Window.Duration, status.BurnRate!.Value) / 3600);
    }

    [Fact]
    public void Slices_of_several_groups_are_a_union()
    {
        // L01, L02: five minutes of one group, then five of another, in twelve hours: 99.305556 and 98.611111 % up.
        var span = new Interval(Cases.At("2026-06-15T00:00:00Z"), Cases.At("2026-06-15T12:00:00Z"));
        var (prod, dev) =
            (Incident(1, "2026-06-15T01:00:00Z", "2026-06-15T01:05:00Z"), Incident(2, "2026-06-15T03:00:00Z", "2026-06-15T03:05:00Z"));
        BudgetCases.Equal(BudgetCases.Row("L01").Expected(), "uptime_pct", Uptime(Facts(prod)));
        BudgetCases.Equal(BudgetCases.Row("L02").Expected(), "overall_uptime_pct", Uptime(Facts(prod, dev)));

        decimal Uptime(BudgetFacts facts) =>
            100 - (100 * Downtime.In(span, "availability", facts).Sum(piece => piece.Bad) / span.Duration.InSeconds());
    }

    [Fact]
    public void Maintenance_counts_as_uptime_and_does_not_shrink_the_budget()
    {
        // L07: an hour down in seven days of which one was maintenance: 60 / 10080 = 0.595238 %, not 60 / 8640.
        var facts =
            Facts(Incident(1, "2026-06-10T00:00:00Z", "2026-06-10T01:00:00Z")) with
            {
                Corrections = [Correction(CorrectionKind.Maintenance, "2026-06-12T00:00:00Z", "2026-06-13T00:00:00Z")],
            };
        var status = Budget.Status(Time("99.9", Rolling(7)), facts, Utc, Cases.At(Now), Cases.At(Now));
        BudgetCases.Equal(BudgetCases.Row("L07").Expected(), "time_slice_downtime_pct", 100 * status.Consumed / status.Valid);
    }

    private static BudgetStatus Status(JsonElement row, decimal bad)
    {
        var input = row.Input();
        var (window, zone, at) = Calendar.TryGetValue(row.Text("id"), out var named) ? named : (Rolling(Days(row)), "UTC", Now);
        if (input.Says("total_minutes"))
        {
            var slo = Time(row.Objective(), window);
            var span = window.At(Cases.At(at), Zone(zone));
            var start = span.Start + Duration.FromHours(1);
            var facts =
                bad == 0 ? BudgetFacts.None : Facts(Incident(1, start, start + Duration.FromNanoseconds((long)(60_000_000_000 * bad))));
            return window.IsCalendar && bad > 0
                ? Budget.Closing(slo, facts, Zone(zone), span) : Budget.Status(slo, facts, Zone(zone), Cases.At(at), Cases.At(at));
        }

        var total = input.Decimal("total_events");
        return Budget.Status(Counted(row.Objective(), window), Requests("latency", ("2026-06-15T11:00:00Z", total - bad, total)),
            Zone(zone), Cases.At(at), Cases.At(at));
    }

    // Requests need no length; rows in hours, or without a window, take a day.
    private static int Days(JsonElement row) =>
        row.Says("window") && row.GetProperty("window").Says("days") ? row.GetProperty("window").Number("days") : 1;

    private static decimal Minutes(JsonElement row, decimal value) => row.Expected().Text("unit") == "minutes" ? value / 60 : value;
}
