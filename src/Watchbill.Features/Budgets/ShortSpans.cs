using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Budgets;

/// <summary>
/// Asks the monitoring how a budget burned over the spans under an hour, which hours of requests cannot tell; only where a longer span
/// burns too fast.
/// </summary>
/// <param name="metrics">None, where no monitoring is configured.</param>
public sealed class ShortSpans(IEnumerable<IMetrics> metrics)
{
    private static readonly Duration Pause = Duration.FromMinutes(1);

    // Another process asks once to find out.
    private Instant silent = Instant.MinValue;

    /// <summary>The same with what was measured. Without queries or monitoring the hours have to do.</summary>
    public async Task<Burning> MeasureAsync(Burning burning, CancellationToken ct)
    {
        if (metrics.FirstOrDefault() is not { } monitoring || !burning.Slo.TakesAnySpan()) return burning;
        var measured = new Dictionary<Duration, Spent?>();
        foreach (var span in BurnAlerts.Calling(burning).Select(alert => alert.ShortSpan).Where(span => span < Duration.FromHours(1)))
            measured[span] = await AskAsync(monitoring, burning, span, ct);
        return burning with { Measured = measured };
    }

    private async Task<Spent?> AskAsync(IMetrics monitoring, Burning burning, Duration span, CancellationToken ct)
    {
        // Further ahead it was said by a clock that has been set back since.
        if (burning.At < silent && silent - burning.At <= Pause) return null;
        try
        {
            var at = burning.At.ToWholeSeconds();
            return await monitoring.HoursAsync(burning.Slo, at, at, span, ct) is [var counted]
                ? new Spent(burning.At - span, burning.At, counted.Total - counted.Good, counted.Total, null)
                : null;
        }
        catch (MetricsException failure)
        {
            // Who counts the hours has said so. A monitoring that hangs does not hold every other objective up.
            if (failure.Unreachable) silent = burning.At + Pause;
            return null;
        }
    }
}
