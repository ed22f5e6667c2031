using NodaTime;

namespace Watchbill.Budgets;

/// <summary>How fast a budget is used: error ratio / (1 - objective). 1 is as fast as the objective allows.</summary>
public static class BurnRates
{
    /// <summary>
    /// The burn rate of a span that ends at an instant. Requests are known by the hour: every hour counts that the span touches and that
    /// has begun. Null: there were no requests.
    /// </summary>
    /// <param name="pieces">At least those of the span.</param>
    public static decimal? Of(Slo slo, IReadOnlyList<Spent> pieces, DateTimeZone zone, Interval span)
    {
        var objective = Objectives.On(slo, span.End.InZone(zone).Date);
        var touched = Touched(pieces, span);
        var bad =
            slo.Kind == SloKind.Time
                ? touched.Sum(piece => piece.Before(span.End) - piece.Before(span.Start)) : touched.Sum(piece => piece.Bad);
        var valid = slo.Kind == SloKind.Time ? span.Duration.InSeconds() : touched.Sum(piece => piece.Valid);
        return valid <= 0 ? null : bad / valid / Objectives.Allowance(objective);
    }

    /// <summary>Failed requests of a span, or seconds of downtime.</summary>
    public static decimal Bad(IReadOnlyList<Spent> pieces, Interval span) => Touched(pieces, span).Sum(piece => piece.Bad);

    /// <summary>How long a part of a budget lasts: remaining share x window / burn.</summary>
    /// <param name="remaining">From 0 to 1.</param>
    /// <param name="burn">Above 0.</param>
    public static decimal SecondsLeft(decimal remaining, Duration window, decimal burn) => remaining * window.InSeconds() / burn;

    /// <summary>The highest burn rate there can be: everything fails.</summary>
    public static decimal Highest(decimal objective) => 1 / Objectives.Allowance(objective);

    /// <summary>Of the hour before an instant; of requests, of the hour that is known last.</summary>
    internal static decimal? LastHour(Slo slo, IReadOnlyList<Spent> pieces, DateTimeZone zone, Instant at)
    {
        var hour = new Interval(at - Duration.FromHours(1), at);
        if (slo.Kind == SloKind.Time) return Of(slo, pieces, zone, hour);
        return pieces.Count == 0 ? null : Of(slo, pieces, zone, new Interval(pieces[^1].Start, pieces[^1].End));
    }

    private static IEnumerable<Spent> Touched(IReadOnlyList<Spent> pieces, Interval span)
    {
        // The newest are wanted nearly always, and there may be thousands.
        for (var i = pieces.Count - 1; i >= 0 && pieces[i].End > span.Start; i--)
            if (pieces[i].Start < span.End) yield return pieces[i];
    }
}
