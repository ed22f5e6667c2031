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
}

/// <summary>What a budget is counted in.</summary>
public enum SloKind
{
    Time,
    Requests,
}

/// <summary>The span a budget holds for.</summary>
/// <param name="Days">Days of 24 hours of a rolling window; 0 for calendar windows.</param>
public sealed record BudgetWindow(BudgetWindowUnit Unit, int Days)
{
    public static BudgetWindow CalendarMonth { get; } = new(BudgetWindowUnit.Month, 0);
}

/// <summary>Calendar spans, or the last days.</summary>
public enum BudgetWindowUnit
{
    Month,
    Quarter,
    Year,
    Rolling,
}
