using NodaTime;

namespace Watchbill.Budgets;

/// <summary>Requests of one hour.</summary>
/// <param name="Hour">Start of the hour.</param>
/// <param name="Good">Between 0 and <paramref name="Total"/>.</param>
public sealed record Bucket(Instant Hour, decimal Good, decimal Total)
{
    /// <summary>How much of the hour was measured, from 0 to 1.</summary>
    public decimal Coverage { get; init; } = 1;
}

/// <summary>The hours of one UTC day of one objective as one source tells them; the same hour told again replaces.</summary>
/// <param name="Source"><c>pushed</c> or <c>prometheus</c>.</param>
/// <param name="Hours">In order, each hour once.</param>
public sealed record BucketDay(string Service, string Slo, LocalDate Day, string Source, IReadOnlyList<Bucket> Hours)
{
    /// <summary><c>checkout/latency/2026-11-16/pushed</c>: the days of an objective are a range of ids.</summary>
    public static string IdOf(string service, string slo, LocalDate day, string source) => $"{service}/{slo}/{day:uuuu-MM-dd}/{source}";
}
