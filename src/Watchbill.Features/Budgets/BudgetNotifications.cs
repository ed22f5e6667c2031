using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Budgets;

/// <summary>Works out who hears of the levels that a budget has reached: each person once, with what concerns them.</summary>
internal sealed class BudgetNotifications(IStore store, Service service)
{
    public async Task<IReadOnlyList<Write>> OfAsync(
        BudgetReading reading, IReadOnlyList<ReachedLevel> levels, Instant now, CancellationToken ct)
    {
        var told = new Dictionary<Address, List<ReachedLevel>>();
        foreach (var level in levels)
        {
            foreach (var action in level.Do)
                foreach (var to in await ToAsync(action, now, ct))
                    if (!(told.TryGetValue(to, out var heard) ? heard : told[to] = []).Contains(level)) told[to].Add(level);
        }

        return [.. told.Select(one => Delivery.Say(
            new Delivery(now, MessageKind.Budget, one.Key,
                BudgetLevelReplies.Reached(service, reading, one.Value) with
                {
                    Audience = one.Key.IsPersonal ? Audience.You : Audience.Everyone,
                }),
            // Ids hold whole seconds, and two levels may be reached within one.
            $"budget/{service.Id}/{reading.Slo.Id}/{one.Key}/{string.Join(',', one.Value.Select(level => level.When + level.Incident))}"))];
    }

    private async Task<IReadOnlyList<Address>> ToAsync(PolicyAction action, Instant now, CancellationToken ct)
    {
        var chart = new OrgChart(store);
        return action switch
        {
            PolicyAction.TellChannel =>
                [.. (await chart.Responsibilities.TeamsOfAsync(service, now, ct)).Concat(service.AlsoTold).Distinct().Select(Address.Team)],
            PolicyAction.TellLead => [await chart.Leads.ResponsibleAsync(service.Team, now, ct)],
            // A halted gate is the release manager's news, whoever else hears of it.
            PolicyAction.TellRelease or PolicyAction.Halt => [await chart.Leads.ReleaseAsync(service.Team, now, ct)],
            PolicyAction.TellManager => People(await chart.Leads.ManagerAsync(service.Team, now, ct)),
            PolicyAction.TellAccountable => People(await chart.Leads.AccountableAsync(service, now, ct)),
            PolicyAction.TellExecutives =>
                People([.. await chart.Leads.HereAsync(
                    (await store.FindAsync<OrganizationSettings>(OrganizationSettings.DocumentId, ct))?.Value.Executives ?? [], now, ct)]),
            _ => [],
        };
    }

    private static IReadOnlyList<Address> People(params string?[] people) => [.. people.OfType<string>().Select(Address.Person)];
}
