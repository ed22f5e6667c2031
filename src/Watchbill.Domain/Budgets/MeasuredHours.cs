using NodaTime;

namespace Watchbill.Budgets;

/// <summary>
/// Hours of requests out of what two queries said at the ends of equal steps. A step
/// without an answer is not measured; nothing is guessed for it.
/// </summary>
public static class MeasuredHours
{
    // What is counted as good and what is counted in all is scraped a moment apart, and extrapolated each for itself.
    private const decimal Tolerance = 1.01m;

    /// <summary>The hours of which something was measured, in order. An hour's coverage is the share of its steps that were.</summary>
    /// <param name="good">What the steps held, by their ends.</param>
    /// <param name="total">The same of all requests.</param>
    /// <param name="step">A part of an hour, or an hour.</param>
    public static IReadOnlyList<Bucket> Of(
        IReadOnlyDictionary<Instant, decimal> good, IReadOnlyDictionary<Instant, decimal> total, Duration step) =>
        [.. from at in total.Keys
            orderby at
            let counted = Step(good, total[at], at)
            where counted is not null
            group counted.Value by HourOf(at - step) into hour
            select new Bucket(hour.Key, hour.Sum(one => one.Good),
                hour.Sum(one => one.Total)) { Coverage = hour.Count() / (3600 / step.InSeconds()) }];

    /// <summary>The start of the hour that an instant lies in.</summary>
    public static Instant HourOf(Instant at) => Instant.FromUnixTimeSeconds(at.ToUnixTimeSeconds() / 3600 * 3600);

    // Without requests there is nothing that could be good. More good ones than there were is a mistake of the queries.
    private static (decimal Good, decimal Total)? Step(IReadOnlyDictionary<Instant, decimal> good, decimal total, Instant at)
    {
        if (total == 0) return (0, 0);
        if (total < 0 || !good.TryGetValue(at, out var count) || count < 0 || count > total * Tolerance) return null;
        return (Math.Min(count, total), total);
    }
}
