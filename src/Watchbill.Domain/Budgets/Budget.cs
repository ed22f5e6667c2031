using NodaTime;

namespace Watchbill.Budgets;

/// <summary>Works out how it stands with a budget. Formulas F1, F2, F5 to F8' of Google's SRE books; nothing is rounded.</summary>
public static class Budget
{
    /// <summary>From so much left on, in percent, there is little left.</summary>
    public const int LowPercent = 25;

    // An exhaustion further away than this is none.
    private static readonly Duration Horizon = Duration.FromDays(3660);

    /// <summary>How it stands at an instant, in the window that holds it.</summary>
    /// <param name="zone">Where calendar windows begin and objectives change.</param>
    /// <param name="now">Facts later than this or <paramref name="at"/> do not count; something that goes on counts up to there.</param>
    public static BudgetStatus Status(Slo slo, BudgetFacts facts, DateTimeZone zone, Instant at, Instant now)
    {
        var window = slo.Window.At(at, zone);
        var known = Instant.Max(window.Start, Instant.Min(window.End, Instant.Min(at, now)));
        return In(window, known, slo, facts, zone);
    }

    /// <summary>How it stood at the end of a window.</summary>
    public static BudgetStatus Closing(Slo slo, BudgetFacts facts, DateTimeZone zone, Interval window) =>
        In(window, window.End, slo, facts, zone);

    /// <summary>The pieces of a span in which something counted, by the kind of the objective.</summary>
    public static IReadOnlyList<Spent> Pieces(Slo slo, BudgetFacts facts, Interval span) =>
        slo.Kind == SloKind.Time ? Downtime.In(span, slo.Id, facts) : Requests.In(span, slo.Id, facts);

    /// <summary>What a piece consumed before an instant, as if it had burned evenly.</summary>
    public static decimal Before(this Spent piece, Instant at) =>
        at >= piece.End ? piece.Bad : at <= piece.Start
            ? 0 : piece.Bad * (at - piece.Start).InSeconds() / (piece.End - piece.Start).InSeconds();

    /// <summary>A budget that is not of time but has no request has no state.</summary>
    internal static BudgetState StateOf(decimal total, decimal consumed) =>
        total <= 0 ? BudgetState.NoData : consumed >= total ? BudgetState.Exhausted : 100 * (total - consumed) <= LowPercent * total
            ? BudgetState.Warning : BudgetState.Ok;

    private static BudgetStatus In(Interval window, Instant known, Slo slo, BudgetFacts facts, DateTimeZone zone)
    {
        var soFar = new Interval(window.Start, known);
        var pieces = Pieces(slo, facts, soFar);
        var time = slo.Kind == SloKind.Time;
        var valid = time ? soFar.Duration.InSeconds() : pieces.Sum(piece => piece.Valid);
        var allowed = time ? Objectives.Seconds(slo, soFar, zone) : Allowed(slo, pieces, zone);
        var total = time ? Objectives.Seconds(slo, window, zone) : allowed;
        var consumed = pieces.Sum(piece => piece.Bad);
        var burn = allowed > 0 ? consumed / allowed : time ? 0 : (decimal?)null;
        var status = new BudgetStatus(slo, window, known)
        {
            Objective = Objectives.On(slo, (known > window.Start ? known - Duration.Epsilon : known).InZone(zone).Date),
            Total = total,
            Consumed = consumed,
            Valid = valid,
            BurnRate = burn,
            LastHour = BurnRates.LastHour(slo, pieces, zone, known),
            State = StateOf(total, consumed),
            Coverage = time ? null : Requests.Coverage(soFar, Requests.Hours(soFar, slo.Id, facts.Buckets)),
            Sla =
                slo.Sla is { } sla
                    ? new SlaStatus(sla, Objectives.Allowance(sla) * (time ? window.Duration.InSeconds() : valid), consumed) : null,
            Pieces = pieces,
        };
        return status with { ExhaustedAt = status.State == BudgetState.Exhausted ? UsedUp(pieces, total, time) : Ahead(status) };
    }

    private static decimal Allowed(Slo slo, IReadOnlyList<Spent> pieces, DateTimeZone zone) => slo.Earlier.Count == 0
        ? Objectives.Allowance(slo.Objective) * pieces.Sum(piece => piece.Valid)
        : pieces.Sum(piece => Objectives.Allowance(Objectives.On(slo, piece.Start.InZone(zone).Date)) * piece.Valid);

    // The moment in the window at which the budget, as large as it is now, had been consumed. Of requests only the hour is known.
    private static Instant? UsedUp(IReadOnlyList<Spent> pieces, decimal total, bool time)
    {
        var left = total;
        foreach (var piece in pieces.Where(piece => piece.Bad > 0))
        {
            if (piece.Bad < left)
            {
                left -= piece.Bad;
                continue;
            }

            return time ? piece.Start + Length((piece.End - piece.Start).InSeconds() * left / piece.Bad) : piece.End;
        }

        return null;
    }

    // A budget that grows with its requests is not used up by going on as before.
    private static Instant? Ahead(BudgetStatus status)
    {
        if (status.BurnRate is not > 0 || status.Total <= 0 || status.Provisional) return null;
        var seconds = BurnRates.SecondsLeft(status.Remaining / status.Total, status.Window.Duration, status.BurnRate.Value);
        if (seconds > Horizon.InSeconds()) return null;
        var at = status.Known + Length(seconds);
        return status.Slo.Window.IsCalendar && at >= status.Window.End ? null : at;
    }

    private static Duration Length(decimal seconds) => Duration.FromSeconds((long)decimal.Round(seconds));
}
