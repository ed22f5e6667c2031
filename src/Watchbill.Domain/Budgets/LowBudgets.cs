namespace Watchbill.Budgets;

/// <summary>The budgets of a service that are used up or nearly so, as they stood when they were last looked at.</summary>
/// <param name="Budgets">One at least.</param>
public sealed record LowBudgets(string Service, IReadOnlyList<BudgetLeft> Budgets)
{
    /// <summary>Null: none of them is.</summary>
    public static LowBudgets? Of(string service, IEnumerable<BudgetStatus> statuses) =>
        statuses.Where(status => status.State is BudgetState.Exhausted or BudgetState.Warning).Select(BudgetLeft.Of).ToList() is
        { Count: > 0 } budgets ? new(service, budgets) : null;

    public bool Says(LowBudgets other) => Service == other.Service && Budgets.SequenceEqual(other.Budgets);
}

/// <summary>What is left of a budget: seconds or requests.</summary>
/// <param name="Slo">The objective's id.</param>
public sealed record BudgetLeft(string Slo, SloKind Kind, BudgetWindow Window, decimal Total, decimal Consumed)
{
    /// <summary>Below zero where more was consumed than there was.</summary>
    public decimal Remaining => Total - Consumed;

    /// <summary>Of the budget; 0 where there is no budget to be a part of yet.</summary>
    public decimal Percent => Total > 0 ? 100 * Remaining / Total : 0;

    public static BudgetLeft Of(BudgetStatus status) =>
        new(status.Slo.Id, status.Slo.Kind, status.Slo.Window, status.Total, status.Consumed);
}
