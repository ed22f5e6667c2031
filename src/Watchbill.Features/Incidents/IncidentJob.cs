using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Incidents;

/// <summary>
/// Asks, every twelve hours that an incident goes on, who works on it whether it still does; where nobody does, the team's lead. Whoever
/// leaves the organisation responds no longer, and is owed nothing from then on.
/// </summary>
public sealed class IncidentJob(IStore store, OrgChart chart, IncidentQueries incidents) : IJob
{
    private static readonly Duration Patience = Duration.FromHours(12);

    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type> { typeof(OpenIncident), typeof(Incident), typeof(Person) };

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        Instant? next = null;
        foreach (var open in await store.ListAsync<OpenIncident>(IdRange.All, ct))
        {
            // Asked by a clock that ran ahead, they are asked again.
            var due = (open.Value.AskedAt is { } asked && asked <= now ? asked : open.Value.Since) + Patience;
            if (due <= now && await store.FindAsync<Incident>(open.Id, ct) is { Value: { Open: true } incident })
            {
                await AskAsync(open, incident, now, ct);
                due = now + Patience;
            }

            due = Instant.Min(due, await EndLeaversAsync(open.Id, now, ct));
            next = next is { } sooner ? Instant.Min(sooner, due) : due;
        }

        return next;
    }

    /// <returns>When the next of those who respond leaves.</returns>
    private async Task<Instant> EndLeaversAsync(string id, Instant now, CancellationToken ct)
    {
        if (await store.FindAsync<Incident>(id, ct) is not { Value: var incident } read) return Instant.MaxValue;
        var (ended, next) = (incident, Instant.MaxValue);
        foreach (var person in incident.Working())
        {
            var leaves = (await store.FindAsync<Person>(person, ct))?.Value.Leaves ?? Instant.MaxValue;
            if (leaves > now) next = Instant.Min(next, leaves);
            else
                ended = ended.Leave(person,
                    Instant.Max(leaves, incident.Responders.Last(one => one.Person == person && one.End is null).Start));
        }

        if (ended == incident) return next;
        var by = new Actor("watchbill", "job", now.ToWholeSeconds(), now);
        try
        {
            await store.SaveAsync(await incidents.ChangeAsync(read, ended, "incident leave", by, ct), ct);
        }
        catch (StaleException)
        {
            // Somebody changed it this very moment, and the next look is about what it is then.
        }

        return next;
    }

    private async Task AskAsync(Stored<OpenIncident> open, Incident incident, Instant now, CancellationToken ct)
    {
        var responders = incident.Responders.Where(responder => responder.End is null).Select(responder => responder.Person);
        IReadOnlyList<Address> to = [.. (await chart.Leads.HereAsync(responders, now, ct)).Select(Address.Person)];
        if (to.Count == 0)
            to = [await chart.FindServiceAsync(incident.Service, ct) is { Team: var team }
                ? await chart.Leads.ResponsibleAsync(team, now, ct) : Address.Admins];
        try
        {
            await store.SaveAsync(
            [
                Write.Replace(open, open.Value with { AskedAt = now }),
                .. to.Select(
                    address =>
                        Delivery.Say(
                            new Delivery(now, MessageKind.Reminder, address,
                                IncidentReplies.StillOpen(incident)) { Card = IncidentReplies.Value(incident) },
                                    $"incident/{incident.Id}/open/{address.Id}")),
            ], ct);
        }
        catch (StaleException)
        {
            // It was resolved this very moment: there is nothing to ask.
        }
    }
}
