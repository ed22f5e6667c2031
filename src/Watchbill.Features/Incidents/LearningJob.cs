using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Incidents;

/// <summary>
/// On Mondays at nine in the organisation's zone: reminds people of postmortems to write and actions to do, and names runbooks that nobody
/// has reviewed for
/// 180 days to the lead of their team. A Monday missed during downtime is made up for once.
/// </summary>
public sealed class LearningJob(IStore store, Postmortems postmortems) : IJob
{
    private const string Report = "incidents";

    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type> { typeof(OrganizationSettings), typeof(Service) };

    public async Task<Instant?> RunAsync(Instant now, CancellationToken ct)
    {
        if (await store.FindAsync<OrganizationSettings>(OrganizationSettings.DocumentId, ct) is not { Value.TimeZone: var id }) return null;
        var zone = DateTimeZoneProviders.Tzdb[id];
        var due = Mondays.Last(now, zone);
        var read = await store.FindAsync<Reported>(Report, ct);
        var (seen, stale) = await RunbooksAsync(now, ct);
        if (read is null || read.Value.Due < due)
        {
            IEnumerable<Change> said =
                read is null
                    ? [] : [.. await NudgesAsync(due, now.InZone(zone).Date, now, ct),
                        .. stale.Select(one => Say(due, now, "runbooks", one.Key, RunbookReplies.Stale(one.Value)))];
            seen = [.. seen, Change.Upsert(Report, read, new Reported(due)), .. said];
        }

        if (seen.Count > 0) await store.SaveAsync(seen, ct);
        return Mondays.Next(now, zone);
    }

    private async Task<IReadOnlyList<Change>> NudgesAsync(Instant due, LocalDate today, Instant now, CancellationToken ct)
    {
        var open = await postmortems.UnfinishedAsync(ct);
        var people =
            open.Where(one => one.Open).Select(one => one.Owner)
                .Concat(open.SelectMany(one => one.OpenActions().Select(action => action.Person))).Distinct();
        return [.. people.Select(person => Say(due, now, "postmortems", person, PostmortemReplies.Of(person, open, today)!))];
    }

    /// <summary>Notes runbooks that are new, from when their age counts, and finds stale ones by who is to read them.</summary>
    private async Task<(IReadOnlyList<Change> Seen,
        IReadOnlyDictionary<string, List<(string Service, Runbook Runbook)>> Stale)> RunbooksAsync(Instant now, CancellationToken ct)
    {
        var (seen, stale) = (new List<Change>(), new Dictionary<string, List<(string, Runbook)>>());
        foreach (var service in (await store.ListAsync<Service>(IdRange.All, ct)).Select(stored => stored.Value)
            .Where(service => !service.Retired && service.Runbooks.Count > 0))
        {
            var read = await store.FindAsync<RunbookUses>(service.Id, ct);
            var uses = (read?.Value ?? RunbookUses.None).See(service.Runbooks, now);
            if (!ReferenceEquals(uses, read?.Value)) seen.Add(Change.Upsert(service.Id, read, uses));
            if (uses.Stale(service.Runbooks, now) is not { Count: > 0 } old
                || (await store.FindAsync<Team>(service.Team, ct))?.Value.Lead is not { } lead) continue;
            if (!stale.TryGetValue(lead, out var theirs)) stale[lead] = theirs = [];
            theirs.AddRange(old.Select(runbook => (service.Id, runbook)));
        }

        return (seen, stale);
    }

    private static Change Say(Instant due, Instant now, string what, string person, Reply reply) =>
        Delivery.Say(new Delivery(Mondays.SaidFor(due, now), MessageKind.Reminder, Address.Person(person), reply), $"{what}/{person}");
}
