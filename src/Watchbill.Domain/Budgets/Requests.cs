using NodaTime;
using Watchbill.Calendars;
using Watchbill.Incidents;

namespace Watchbill.Budgets;

/// <summary>
/// Requests by the hour. An hour belongs to where it starts: it counts whole in the window that holds its start, as soon as it has begun.
/// Where several sources know an hour, what was pushed wins.
/// </summary>
public static class Requests
{
    public const string Pushed = "pushed";
    public const string Prometheus = "prometheus";

    /// <summary>The hours of an objective whose start lies in a span, in order, each once.</summary>
    public static IReadOnlyList<Bucket> Hours(Interval span, string slo, IEnumerable<BucketDay> days)
    {
        var hours = new List<Bucket>();
        foreach (var day in days.Where(day => day.Slo == slo && Touches(day, span)).GroupBy(day => day.Day).OrderBy(day => day.Key))
            hours.AddRange(Once([.. day]).Where(hour => span.Contains(hour.Hour)));
        return hours;
    }

    /// <summary>
    /// The hours of a span with their failed requests. An hour's failures count for the incident that covers most of
    /// it. A span that counts as uptime takes its share of an hour's failures away, one that counts as downtime makes
    /// its share of the requests failures; how many requests there were stays.
    /// </summary>
    public static IReadOnlyList<Spent> In(Interval span, string slo, BudgetFacts facts)
    {
        if (span.Duration <= Duration.Zero) return [];
        var hours = Hours(span, slo, facts.Buckets);
        var corrected = new CorrectedSpans(facts.Corrections, slo, new Interval(span.Start, span.End + Duration.FromHours(1)));
        var incidents =
            facts.Incidents.Where(one => one.Counts).SelectMany(one => one.Parts()).Where(one => (one.End is null || one.End > span.Start))
                .OrderBy(one => one.Start)
                .ThenBy(one => one.Number).ToList();
        var (open, next, spent) = (new List<Incident>(), 0, new List<Spent>(hours.Count));
        foreach (var bucket in hours)
        {
            var hour = new Interval(bucket.Hour, bucket.Hour + Duration.FromHours(1));
            // Hours are in order: what ended before one of them caused none of the later ones.
            open.RemoveAll(one => one.End <= hour.Start);
            while (next < incidents.Count && incidents[next].Start < hour.End) open.Add(incidents[next++]);
            var (down, up) = corrected.Of(hour);
            var bad = ((bucket.Total - bucket.Good) * (1 - down - up)) + (bucket.Total * down);
            spent.Add(new Spent(hour.Start, hour.End, bad, bucket.Total, bad > 0 ? Cause(hour, open, span.End) : null));
        }

        return spent;
    }

    /// <summary>How much of a span was measured, from 0 to 1; null: it has not begun.</summary>
    public static decimal? Coverage(Interval span, IReadOnlyList<Bucket> hours)
    {
        var seconds = span.Duration.InSeconds();
        return seconds <= 0 ? null : Math.Min(1, hours.Sum(hour => hour.Coverage) * 3600 / seconds);
    }

    private static bool Touches(BucketDay day, Interval span)
    {
        var start = day.Day.AtMidnight().InUtc().ToInstant();
        return start < span.End && start + Duration.FromDays(1) > span.Start;
    }

    // The hours of a day, each once.
    private static IReadOnlyList<Bucket> Once(IReadOnlyList<BucketDay> sources)
    {
        if (sources is [var only]) return only.Hours;
        var hours = new SortedDictionary<Instant, Bucket>();
        foreach (var source in sources.OrderBy(day => day.Source == Pushed).ThenBy(day => day.Source, StringComparer.Ordinal))
            foreach (var hour in source.Hours) hours[hour.Hour] = hour;
        return [.. hours.Values];
    }

    // In order of start and number, so the first of the longest is the one it counts for.
    private static string? Cause(Interval hour, List<Incident> incidents, Instant known)
    {
        var (longest, cause) = (Duration.Zero, (string?)null);
        foreach (var one in incidents)
        {
            var end = one.End ?? Instant.Max(known, one.Start);
            if (end <= one.Start || Spans.Within(new Interval(one.Start, end), hour.Start, hour.End) is not { } part
                || part.Duration <= longest) continue;
            (longest, cause) = (part.Duration, one.Id);
        }

        return cause;
    }
}
