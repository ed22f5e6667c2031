using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Budgets;

/// <summary>Finds the policy by which a service's budgets are judged.</summary>
public sealed class BudgetPolicies(IStore store)
{
    /// <summary>The policy of a service; the one that is built in where the file defines none by its name.</summary>
    public async Task<BudgetPolicy> OfAsync(Service service, CancellationToken ct) =>
        (await store.FindAsync<Policy>(Policy.OfBudget(service.Policy), ct))?.Value is { Retired: false, Budget: { } policy }
            ? policy : BudgetPolicy.Default;
}
