using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Paging;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Incidents;

/// <summary>Shows incidents as they are now, wherever they were announced, with the buttons that are still of use.</summary>
public sealed class IncidentCards(IStore store, OrgChart chart, OnCallNow onCall)
{
    private const int Many = 100;

    private readonly PageStory story = new(store, chart);

    /// <summary>After a change of the incident.</summary>
    /// <param name="channels">Where it may wait to be announced.</param>
    public async Task<IReadOnlyList<Write>> ChangedAsync(
        IncidentFacts facts, IReadOnlyList<Runbook> runbooks, IReadOnlyList<Address> channels, CancellationToken ct)
    {
        var incident = facts.After;
        var reached = incident.Open
            ? await story.ReachedAsync(Incident.DocumentId(incident.Service, incident.Number), ct) : [];
        return [.. (await ReadersAsync(incident, channels, ct)).Select(to =>
            Delivery.Edit(Edit(facts, runbooks, reached, to), incident.Version, 0))];
    }

    /// <summary>After its page has reached somebody, or not.</summary>
    /// <param name="order">Grows with each time.</param>
    public async Task<IReadOnlyList<Write>> ReachedAsync(Page page, Incident incident, int order, Instant now, CancellationToken ct)
    {
        if (!incident.Open || (await store.FindAsync<Service>(incident.Service, ct))?.Value is not { } service) return [];
        var names = await chart.NamesAsync(incident.Working(), ct);
        var facts = await WithOnCallAsync(new(incident, incident, new Actor(incident.By, "page", now, now), names), ct);
        var (runbooks, reached) = (await RunbooksAsync(incident, service, ct), await story.ReachedAsync(page, ct));
        return [.. (await ReadersAsync(incident, await ChannelsAsync(service, now, ct), ct)).Select(to =>
            Delivery.Edit(Edit(facts, runbooks, reached, to), incident.Version, order))];
    }

    /// <summary>With who is on call, where nobody responds to it.</summary>
    public async Task<IncidentFacts> WithOnCallAsync(IncidentFacts facts, CancellationToken ct) =>
        facts.After.Open && facts.After.Working().Count == 0 && await chart.FindServiceAsync(facts.After.Service, ct) is { } service
            ? facts with { OnCall = await onCall.OfAsync(service, facts.By.Now, ct) } : facts;

    /// <summary>The runbooks for its alerts; of one that people declared all of its service.</summary>
    public async Task<IReadOnlyList<Runbook>> RunbooksAsync(Incident incident, Service service, CancellationToken ct) =>
        ((await store.FindAsync<RunbookUses>(service.Id, ct))?.Value ?? RunbookUses.None).For(incident, service);

    /// <summary>The channels of the service's teams, and of those that are told, too.</summary>
    public async Task<IReadOnlyList<Address>> ChannelsAsync(Service service, Instant now, CancellationToken ct) =>
        [.. (await chart.Responsibilities.TeamsOfAsync(service, now, ct)).Concat(service.AlsoTold).Distinct().Select(Address.Team)];

    // While very many are open nobody looks through all that waits for each of them: where nothing was said nothing is shown, and a channel
    // too many costs nothing.
    private async Task<IEnumerable<Address>> ReadersAsync(Incident incident, IReadOnlyList<Address> channels, CancellationToken ct) =>
        (await store.ListAsync<OpenIncident>(IdRange.All with { Limit = Many }, ct)).Count < Many
            ? await store.ReadersAsync(IncidentReplies.Value(incident), ct)
            : (await store.PostedAsync(IncidentReplies.Value(incident), ct)).Union(channels);

    private static Delivery Edit(IncidentFacts facts, IReadOnlyList<Runbook> runbooks, IReadOnlyList<Field> reached, Address to)
    {
        var shown = IncidentReplies.Card(facts, runbooks);
        return new Delivery(facts.By.Now, MessageKind.Incident, to, shown with { Fields = [.. shown.Fields, .. reached] })
        {
            Card = IncidentReplies.Value(facts.After),
        };
    }
}
