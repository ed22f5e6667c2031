using NodaTime;

namespace Watchbill.Budgets;

/// <summary>A budget of the past, and whether it was used up.</summary>
public sealed record BudgetPeriod(Interval Span, BudgetStatus Status)
{
    public bool Exhausted => Status.State == BudgetState.Exhausted;

    /// <summary>
    /// The last periods, newest first: full ones, and the one that runs where it is used up already, since
    /// it cannot get better. Periods of a rolling objective are calendar months.
    /// </summary>
    public static IReadOnlyList<BudgetPeriod> Last(int count, Slo slo, BudgetFacts facts, DateTimeZone zone, Instant at)
    {
        var periodic = slo with { Window = slo.Window.Period };
        var running = Budget.Status(periodic, facts, zone, at, at);
        var full =
            periodic.Window.Before(at, count, zone).Select(span => new BudgetPeriod(span, Budget.Closing(periodic, facts, zone, span)));
        return running.State == BudgetState.Exhausted ? [new BudgetPeriod(running.Window, running), .. full.Take(count - 1)] : [.. full];
    }
}
