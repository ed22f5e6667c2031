using Watchbill.Budgets;
using Watchbill.Chat;
using Watchbill.Compensation;
using Watchbill.Engagements;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Jobs;

/// <summary>A document that concerns a person, with what it says of others left out.</summary>
public sealed record PersonalDocument(string Id, object Value);

/// <summary>Finds everything that is kept about one person, for the person to have.</summary>
public sealed class PersonalData(IStore store)
{
    /// <summary>In the order of the kinds in docs/what-we-store.md.</summary>
    public async Task<IReadOnlyList<PersonalDocument>> OfAsync(string person, CancellationToken ct)
    {
        var found = new List<PersonalDocument>();
        await AddAsync<Person>(found, Only<Person>(person), ct);
        await AddAsync<Absences>(found, Only<Absences>(person), ct);
        await AddAsync<RotationChanges>(found,
            (_, changes) =>
                changes.Changes.Where(change => change.Person == person || change.Instead == person || change.DecidedBy == person)
                    .ToList() is { Count: > 0 } own ? new RotationChanges(own) : null, ct);
        await AddAsync<SwapRequest>(found,
            (_, swap) => swap.Given.Person == person || swap.With == person || swap.AskedBy == person ? swap : null, ct);
        await AddAsync<CoverRequest>(found, (_, cover) => Of(cover, person), ct);
        await AddAsync<Correction>(found,
            (_, correction) => correction.Person == person || correction.DecidedBy == person ? correction : null, ct);
        await AddAsync<WorkedShift>(found, (_, worked) => worked.Shift.Person == person || worked.Shift.Instead == person ? worked : null,
            ct);
        await AddAsync<Handoff>(found, (_, handoff) => Of(handoff, person), ct);
        await AddAsync<HandoffNotes>(found,
            (_, notes) => notes.Notes.Where(note => note.Person == person).ToList() is { Count: > 0 } own ? new HandoffNotes(own) : null,
            ct);
        await AddAsync<Incident>(found, (_, incident) => incident.Of(person), ct);
        await AddAsync<IncidentVersion>(found, (_, version) => version.Incident.Of(person) is { } own ? new IncidentVersion(own) : null,
            ct);
        await AddAsync<RunbookUses>(found,
            (_, uses) => uses.Uses.Where(use => use.ReviewedBy == person).ToList() is { Count: > 0 } own ? new RunbookUses(own) : null, ct);
        await AddAsync<Postmortem>(found,
            (_, postmortem) =>
                postmortem.Owner == person
                    ? postmortem : postmortem.Actions.Where(action => action.Person == person).ToList() is { Count: > 0 } own
                    ? postmortem with { Actions = own } : null, ct);
        await AddAsync<BudgetCorrection>(found, (_, row) => row.By == person || row.UndoneBy == person ? row : null, ct);
        await AddAsync<GateAnswer>(found, (_, answer) => answer.By == person ? answer : null, ct);
        await AddAsync<GateOpening>(found, (_, opening) => opening.By == person ? opening : null, ct);
        await AddAsync<KpiFigure>(found, (_, figure) => figure.By == person ? figure : null, ct);
        await AddAsync<TimeEntry>(found, (_, entry) => entry.Person == person || entry.By == person ? entry : null, ct);
        await AddAsync<EngagementHistory>(found, (_, history) => history.Of(person), ct);
        await AddAsync<Delivery>(found, (_, delivery) => delivery.To == Address.Person(person) ? delivery : null, ct);
        await AddAsync<Message>(found, (_, message) => message.To == Address.Person(person) ? message : null, ct);
        await AddAsync<Reminded>(found,
            (_, reminded) =>
                reminded.Reminders.Where(reminder => reminder.Person == person).ToList() is { Count: > 0 } own ? new Reminded(own) : null,
                    ct);
        await AddAsync<ChatLink>(found, (_, link) => link.Person == person ? link : null, ct);
        await AddAsync<FeedKey>(found, (id, key) => id.StartsWith(FeedKey.PrefixOf(person), StringComparison.Ordinal) ? key : null, ct);
        await AddAsync<FeedState>(found, Only<FeedState>($"people/{person}"), ct);
        await AddAsync<Pending>(found, (_, pending) => pending.Author == person ? pending : null, ct);
        await AddAsync<ApiToken>(found, (_, token) => token.MadeBy == person ? token : null, ct);
        await AddAsync<AuditRow>(found, (_, row) => row.Entry.Actor == person || row.Entry.Subject == $"person/{person}" ? row : null, ct);
        return found;
    }

    private static Func<string, T, T?> Only<T>(string id) where T : class => (found, value) => found == id ? value : null;

    private static Handoff? Of(Handoff handoff, string person)
    {
        var (layers, notes, acknowledged) = (
            handoff.Layers.Where(layer => layer.Outgoing == person || layer.Incoming == person).ToList(),
            handoff.Notes.Where(note => note.Person == person).ToList(),
            handoff.Acknowledged.Where(one => one.Person == person).ToList());
        return layers.Count + notes.Count + acknowledged.Count == 0 ? null : handoff with
        {
            Layers = layers,
            Notes = notes,
            Acknowledged = acknowledged,
        };
    }

    // Who else was asked is theirs.
    private static CoverRequest? Of(CoverRequest cover, string person) =>
        cover.Person == person || cover.AskedBy == person || cover.Asked.Contains(person) || cover.Taken.Any(part => part.Person == person)
            ? cover with
            {
                Asked = [.. cover.Asked.Where(one => one == person)],
                Declined = [.. cover.Declined.Where(one => one == person)],
                Taken = [.. cover.Taken.Where(part => part.Person == person)],
            }
            : null;

    private async Task AddAsync<T>(List<PersonalDocument> found, Func<string, T, T?> concerns, CancellationToken ct) where T : class
    {
        await foreach (var page in store.PagesAsync<T>(ct))
        {
            foreach (var stored in page) if (concerns(stored.Id, stored.Value) is { } own) found.Add(new(stored.Id, own));
        }
    }
}
