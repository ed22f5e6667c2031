using NodaTime;
using Watchbill.Budgets;
using Watchbill.Incidents;

namespace Watchbill.Fixtures;

/// <summary>Objectives, incidents and hours for tests, in as few words as a test can bear.</summary>
public static class Spending
{
    public static DateTimeZone Utc => DateTimeZone.Utc;

    public static DateTimeZone Zone(string id) => DateTimeZoneProviders.Tzdb[id];

    public static BudgetWindow Quarter { get; } = new(BudgetWindowUnit.Quarter, 0);

    public static BudgetWindow Year { get; } = new(BudgetWindowUnit.Year, 0);

    public static BudgetWindow Rolling(int days) => new(BudgetWindowUnit.Rolling, days);

    public static Slo Time(string objective, BudgetWindow window) => new("availability", Number(objective)) { Window = window };

    public static Slo Counted(string objective, BudgetWindow window) =>
        new("latency", Number(objective)) { Window = window, Kind = SloKind.Requests };

    public static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    public static Incident Incident(int number, Instant start, Instant? end, decimal? impact = 1) =>
        new("checkout", number, "Errors", Severity.Sev2, start, end) { Impact = impact, By = "ana", At = start };

    public static Incident Incident(int number, string start, string? end, decimal? impact = 1) =>
        Incident(number, Cases.At(start), end is null ? null : Cases.At(end), impact);

    public static BudgetCorrection Correction(
        CorrectionKind kind, string start, string end, string at = "2026-11-01T00:00:00Z", string? slo = null) =>
        new($"c{at}", "checkout", slo, kind, Cases.At(start), Cases.At(end)) { Reason = "a test", By = "ana", At = Cases.At(at) };

    public static BudgetFacts Facts(params Incident[] incidents) => new(incidents, [], []);

    public static BudgetFacts Requests(string slo, params (string Hour, decimal Good, decimal Total)[] hours) =>
        new([], [], Days(slo, Budgets.Requests.Pushed, [.. hours.Select(hour => new Bucket(Cases.At(hour.Hour), hour.Good, hour.Total))]));

    public static IReadOnlyList<BucketDay> Days(string slo, string source, params Bucket[] hours) =>
        [.. hours.GroupBy(hour => hour.Hour.InUtc().Date).Select(day => new BucketDay("checkout", slo, day.Key, source, [.. day]))];

    public static BudgetReading ReadingOf(Slo slo, BudgetFacts facts, string now, string zone = "UTC") =>
        new(slo, facts, Zone(zone), Cases.At(now), Cases.At(now));
}
