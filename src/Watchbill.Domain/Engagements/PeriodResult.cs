using NodaTime;
using Watchbill.Budgets;

namespace Watchbill.Engagements;

/// <summary>
/// A full period of a budget, from <paramref name="Start"/> (included) to <paramref name="End"/> (not included), and what was left of it.
/// </summary>
/// <param name="Exhausted">Whether nothing was left at its end; null: there is no data.</param>
public sealed record PeriodResult(Instant Start, Instant End, bool? Exhausted);

/// <summary>The last full periods of one objective, oldest first.</summary>
public sealed record SloPeriods(string Slo, IReadOnlyList<PeriodResult> Periods)
{
    /// <param name="periods">Newest first, as budgets tell them.</param>
    public static SloPeriods Of(Slo slo, IReadOnlyList<BudgetPeriod> periods) => new(slo.Id,
        [.. periods.Reverse()
            .Select(
                period =>
                    new PeriodResult(period.Span.Start, period.Span.End,
                        period.Status.State == BudgetState.NoData ? null : period.Exhausted))]);
}
