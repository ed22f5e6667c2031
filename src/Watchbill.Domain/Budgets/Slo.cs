using NodaTime;

namespace Watchbill.Budgets;

/// <summary>What a service promises over a window.</summary>
/// <param name="Objective">In percent, between 0 and 100, neither included.</param>
public sealed record Slo(string Id, decimal Objective)
{
    /// <summary>What is promised to customers, in percent; lower than the objective.</summary>
    public decimal? Sla { get; init; }
    public BudgetWindow Window { get; init; } = BudgetWindow.CalendarMonth;
    public SloKind Kind { get; init; }

    /// <summary>A word for what is measured, such as <c>errors</c>.</summary>
    public string? Signal { get; init; }

    /// <summary>PromQL of good and of all requests; null: buckets are pushed.</summary>
    public string? Good { get; init; }
    public string? Total { get; init; }

    /// <summary>What was aimed for before, oldest first; the first of them held for all time.</summary>
    public IReadOnlyList<EarlierObjective> Earlier { get; init; } = [];
}

/// <summary>An objective that was replaced, in percent.</summary>
/// <param name="Until">The first day on which it no longer held, in the organisation's zone.</param>
public sealed record EarlierObjective(decimal Objective, LocalDate Until);

/// <summary>What a budget is counted in.</summary>
public enum SloKind
{
    Time,
    Requests,
}
