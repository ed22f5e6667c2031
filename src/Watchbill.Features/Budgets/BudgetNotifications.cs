using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Budgets;

/// <summary>Works out who hears of the levels that a budget has reached: each person once, with what concerns them.</summary>
internal sealed class BudgetNotifications(IStore store, Service service)
{
    public async Task<IReadOnlyList<Change>> OfAsync(
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
                    Audience = one.Key.Kind == AddressKind.Person ? Audience.You : Audience.Everyone,
                }),
            $"budget/{service.Id}/{reading.Slo.Id}/{one.Key}"))];
    }

    private async Task<IReadOnlyList<Address>> ToAsync(PolicyAction action, Instant now, CancellationToken ct)
    {
        var team = (await store.FindAsync<Team>(service.Team, ct))?.Value;
        var domain = team?.Domain is { } id ? (await store.FindAsync<Domain>(id, ct))?.Value : null;
        return action switch
        {
            PolicyAction.TellChannel =>
                [.. (await new OrgChart(store).TeamsOfAsync(service, now, ct)).Concat(service.AlsoTold).Distinct().Select(Address.Team)],
            PolicyAction.TellLead => People(team?.Lead ?? domain?.Lead),
            PolicyAction.TellManager => People(team?.Manager ?? domain?.Manager),
            PolicyAction.TellAccountable => People(service.Accountable ?? domain?.Accountable),
            PolicyAction.TellExecutives =>
                People([.. (await store.FindAsync<OrganizationSettings>(OrganizationSettings.DocumentId, ct))?.Value.Executives ?? []]),
            _ => [],
        };
    }

    private static IReadOnlyList<Address> People(params string?[] people) => [.. people.OfType<string>().Select(Address.Person)];
}
