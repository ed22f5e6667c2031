using NodaTime;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Incidents;

/// <summary>
/// On Mondays at nine in the organisation's zone: reminds people of postmortems to write and actions to do, and names runbooks that
/// nobody has reviewed for 180 days to the lead of their team. A Monday missed during downtime is made up for once.
/// </summary>
public sealed class LearningJob(IStore store, OrgChart chart, OpenWork work) : IJob
{
    private const string Report = "incidents";

    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type> { typeof(OrganizationSettings), typeof(Service) };

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        foreach (var service in await ServicesAsync(changes, ct)) await SeeRunbooksAsync(service, now, ct);
        if (await store.FindAsync<OrganizationSettings>(OrganizationSettings.DocumentId, ct) is not { Value.TimeZone: var id }) return null;
        var zone = DateTimeZoneProviders.Tzdb[id];
        return await new WeeklyReport(store, Report, zone) { Kind = MessageKind.Reminder }
            .MakeAsync(now, async token =>
                [.. await NudgesAsync(now.InZone(zone).Date, token), .. await StaleRunbooksAsync(now, token)], ct);
    }

    private async Task<IReadOnlyList<WeeklyMessage>> NudgesAsync(LocalDate today, CancellationToken ct)
    {
        var open = await work.PostmortemsAsync(ct);
        var people =
            open.Where(one => one.Open).Select(one => one.Owner)
                .Concat(open.SelectMany(one => one.OpenActions().Select(action => action.Person))).Distinct();
        return [.. people.Select(person => Message("postmortems", Address.Person(person), PostmortemReplies.Of(person, open, today)!))];
    }

    /// <summary>Notes runbooks that are new: from then on their age counts.</summary>
    private async Task SeeRunbooksAsync(Service service, Instant now, CancellationToken ct)
    {
        if (service.Runbooks.Count == 0) return;
        var read = await store.FindAsync<RunbookUses>(service.Id, ct);
        var uses = (read?.Value ?? RunbookUses.None).See(service.Runbooks, now);
        if (!ReferenceEquals(uses, read?.Value)) await store.SaveAsync([Write.Upsert(service.Id, read, uses)], ct);
    }

    /// <summary>Those nobody has reviewed for long, to who looks after the monitoring of each one's team.</summary>
    private async Task<IEnumerable<WeeklyMessage>> StaleRunbooksAsync(Instant now, CancellationToken ct)
    {
        var stale = new Dictionary<Address, List<(string Service, Runbook Runbook)>>();
        foreach (var service in await ServicesAsync(Changes.Everything, ct))
        {
            if ((await store.FindAsync<RunbookUses>(service.Id, ct))?.Value.Stale(service.Runbooks, now) is not { Count: > 0 } old)
                continue;
            var reader = await chart.Leads.MonitoringAsync(service.Team, now, ct);
            if (!stale.TryGetValue(reader, out var theirs)) stale[reader] = theirs = [];
            theirs.AddRange(old.Select(runbook => (service.Id, runbook)));
        }

        return stale.Select(one => Message("runbooks", one.Key, RunbookReplies.Stale(one.Value)));
    }

    private async Task<IEnumerable<Service>> ServicesAsync(Changes changes, CancellationToken ct)
    {
        if (changes.IsEverything)
            return (await store.ListAsync<Service>(IdRange.All, ct)).Select(stored => stored.Value).Where(service => !service.Retired);
        var services = new List<Service>();
        foreach (var id in changes.Ids<Service>())
            if (await store.FindAsync<Service>(id, ct) is { Value: { Retired: false } service }) services.Add(service);
        return services;
    }

    private static WeeklyMessage Message(string what, Address to, Reply reply) => new(to, reply, $"{what}/{to.Id}");
}
