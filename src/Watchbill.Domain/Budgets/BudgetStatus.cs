using NodaTime;

namespace Watchbill.Budgets;

/// <summary>How it stands with a budget at an instant. Seconds of downtime, or failed requests; percentages of the budget.</summary>
/// <param name="Window">The whole window, also where it has not ended.</param>
/// <param name="Known">Up to when facts were counted.</param>
public sealed record BudgetStatus(Slo Slo, Interval Window, Instant Known)
{
    /// <summary>In percent, as it held at the end of what was counted.</summary>
    public required decimal Objective { get; init; }
    public required decimal Total { get; init; }
    public required decimal Consumed { get; init; }

    /// <summary>Seconds that have passed of the window, or the requests there were.</summary>
    public required decimal Valid { get; init; }

    /// <summary>
    /// The window so far: what was consumed by what the objective allows until now. 1 uses
    /// the budget up exactly at the window's end. Null: no data.
    /// </summary>
    public required decimal? BurnRate { get; init; }

    /// <summary>The same of the last hour, or of the hour that is known last.</summary>
    public required decimal? LastHour { get; init; }

    /// <summary>
    /// When what was consumed reached the budget or, while something is left, when it
    /// will at this burn rate; null: not before the window ends.
    /// </summary>
    public Instant? ExhaustedAt { get; init; }
    public required BudgetState State { get; init; }

    /// <summary>
    /// The part of the window so far that was measured, from 0 to 1; null where nothing is measured (time), or nothing could be yet.
    /// </summary>
    public decimal? Coverage { get; init; }
    public SlaStatus? Sla { get; init; }

    /// <summary>In order of time; what they consumed adds up to <see cref="Consumed"/>.</summary>
    public IReadOnlyList<Spent> Pieces { get; init; } = [];

    /// <summary>Below zero where more was consumed than there was.</summary>
    public decimal Remaining => Total - Consumed;

    /// <summary>Null: there is no budget to be a part of yet.</summary>
    public decimal? ConsumedPercent => Total > 0 ? 100 * Consumed / Total : null;
    public decimal? RemainingPercent => Total > 0 ? 100 * Remaining / Total : null;

    /// <summary>Whether the budget still grows with the requests of the rest of the window.</summary>
    public bool Provisional => Slo is { Kind: SloKind.Requests, Window.IsCalendar: true } && Known < Window.End;

    /// <summary>What each incident consumed, the largest first. Together with what belongs to none it is <see cref="Consumed"/>.</summary>
    public IReadOnlyList<BudgetShare> Shares() =>
        [.. Pieces.Where(piece => piece.Bad > 0 && piece.Cause is not null).GroupBy(piece => piece.Cause!)
            .Select(
                group =>
                    new BudgetShare(group.Key, group.Sum(piece => piece.Bad),
                        Total > 0 ? 100 * group.Sum(piece => piece.Bad) / Total : null))
            .OrderByDescending(share => share.Consumed).ThenBy(share => share.Incident, StringComparer.Ordinal)];

    /// <summary>What is left at an instant of the window, as a percentage of the whole budget: what a burn-down draws.</summary>
    public decimal LeftAt(Instant at) => Total > 0 ? 100 - (100 * Pieces.Sum(piece => piece.Before(at)) / Total) : 100;
}

/// <summary>How it stands.</summary>
public enum BudgetState
{
    Ok,

    /// <summary>A quarter of the budget is left, or less.</summary>
    Warning,

    /// <summary>Nothing is left.</summary>
    Exhausted,

    /// <summary>No request was counted, so nothing can be said.</summary>
    NoData,
}

/// <summary>What one incident took of a budget.</summary>
/// <param name="Percent">Of the window's budget.</param>
public sealed record BudgetShare(string Incident, decimal Consumed, decimal? Percent);

/// <summary>The same window by what is promised to customers.</summary>
/// <param name="Objective">In percent.</param>
public sealed record SlaStatus(decimal Objective, decimal Total, decimal Consumed)
{
    public decimal Remaining => Total - Consumed;
    public decimal? ConsumedPercent => Total > 0 ? 100 * Consumed / Total : null;

    public BudgetState State => Budget.StateOf(Total, Consumed);
}
