using NodaTime;

namespace Watchbill.Budgets;

/// <summary>How an objective's queries are asked.</summary>
internal static class Measuring
{
    /// <summary>What a query writes for the length of a step: <c>sum(increase(requests_total[$window]))</c>.</summary>
    public const string Window = "$window";

    private static readonly Duration Hour = Duration.FromHours(1);

    /// <summary>Whether the monitoring can be asked for an objective.</summary>
    public static bool IsAsked(this Slo slo) => slo is { Good: not null, Total: not null };

    /// <summary>Whether it can be asked for any span. Where a query names the length itself, its author counts whole hours.</summary>
    public static bool TakesAnySpan(this Slo slo) =>
        slo.IsAsked() && slo.Good!.Contains(Window, StringComparison.Ordinal) && slo.Total!.Contains(Window, StringComparison.Ordinal);

    /// <summary>What was measured in the steps that end from <paramref name="first"/> to <paramref name="last"/>, by the hour.</summary>
    /// <param name="step">An hour, or whole minutes of one.</param>
    /// <exception cref="MetricsException">It did not answer, refused the query, or its answer cannot be trusted.</exception>
    public static async Task<IReadOnlyList<Bucket>> HoursAsync(
        this IMetrics metrics, Slo slo, Instant first, Instant last, Duration step, CancellationToken ct)
    {
        var length = step == Hour ? "1h" : FormattableString.Invariant($"{step.TotalMinutes}m");
        var total = await metrics.ReadAsync(slo.Total!.Replace(Window, length, StringComparison.Ordinal), first, last, step, ct);
        if (total.Count == 0) return [];
        return MeasuredHours.Of(await metrics.ReadAsync(slo.Good!.Replace(Window, length, StringComparison.Ordinal), first, last, step, ct),
            total, step);
    }
}
