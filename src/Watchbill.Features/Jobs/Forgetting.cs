using Watchbill.Chat;
using Watchbill.Compensation;
using Watchbill.Engagements;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Jobs;

/// <summary>
/// Works out what goes when somebody is forgotten: all that names or describes them. Their id stays where duty and pay hang on it, and in
/// the audit
/// log, whose rows cannot be changed. docs/what-we-store.md has the same as a list.
/// </summary>
public sealed class Forgetting(IStore store)
{
    public async Task<IReadOnlyList<Change>> ChangesAsync(Stored<Person> read, CancellationToken ct)
    {
        var (id, name) = (read.Id, read.Value.Name);
        var worked = await WorkedAsync(id, ct);
        var changes = new List<Change>
        {
            Change.Replace(read, new Person(id, id) { TimeZone = read.Value.TimeZone, Until = read.Value.Until, Retired = true }),
        };
        await EachAsync<Absences>(changes, stored => stored.Id == id ? Change.Delete(stored) : null, ct);
        await EachAsync<FeedKey>(changes,
            stored => stored.Id.StartsWith(FeedKey.PrefixOf(id), StringComparison.Ordinal) ? Change.Delete(stored) : null, ct);
        await EachAsync<FeedState>(changes, stored => stored.Id == $"people/{id}" ? Change.Delete(stored) : null, ct);
        await EachAsync<ApiToken>(changes, stored => stored.Value.MadeBy == id ? Change.Delete(stored) : null, ct);
        // An ended link would keep the address from being linked again; who it was is not known any more.
        await EachAsync<ChatLink>(changes, stored => stored.Value.Person == id ? Change.Delete(stored) : null, ct);
        await EachAsync<SwapRequest>(changes,
            stored => stored.Value is var swap && (swap.Given.Person == id || swap.With == id) ? Change.Delete(stored) : null, ct);
        await EachAsync<CoverRequest>(changes, stored => Cover(stored, id), ct);
        await EachAsync<Correction>(changes, stored => stored.Value is { Reason.Length: > 0 } correction
            && (correction.Person == id || correction.DecidedBy == id || worked.Exists(shift => Corrects(correction, shift)))
                ? Change.Replace(stored, correction with { Reason = "" }) : null, ct);
        await EachAsync<Pending>(changes, stored => stored.Value.Author == id ? Change.Delete(stored) : null, ct);
        await EachAsync<Shared>(changes, stored => stored.Value.Request.Arguments.Values.Contains(id) ? Change.Delete(stored) : null, ct);
        await EachAsync<RotationChanges>(changes, stored => Reasons(stored, id), ct);
        await EachAsync<EngagementHistory>(changes, stored => stored.Value.Without(id) is { } left ? Change.Replace(stored, left) : null,
            ct);
        await EachAsync<TimeEntry>(changes,
            stored =>
                stored.Value is { Note.Length: > 0 } entry && (entry.Person == id || entry.By == id)
                    ? Change.Replace(stored, entry with { Note = "" }) : null, ct);
        await EachAsync<HandoffNotes>(changes, stored => stored.Value.Notes.Any(note => note.Person == id)
            ? Change.Replace(stored, new HandoffNotes([.. stored.Value.Notes.Where(note => note.Person != id)])) : null, ct);
        await EachAsync<Handoff>(changes, stored => stored.Value.Notes.Any(note => note.Person == id)
            ? Change.Replace(stored, stored.Value with { Notes = [.. stored.Value.Notes.Where(note => note.Person != id)] }) : null, ct);
        await EachAsync<Incident>(changes, stored => stored.Value.Without(id) is { } incident ? Change.Replace(stored, incident) : null,
            ct);
        await EachAsync<IncidentVersion>(changes,
            stored => stored.Value.Incident.Without(id) is { } incident ? Change.Replace(stored, new IncidentVersion(incident)) : null, ct);
        await EachAsync<Delivery>(changes, stored => stored.Value.To == Address.Person(id) ? Change.Delete(stored)
            : stored.Value.Reply.Without(id, name) is { } said ? Change.Replace(stored, stored.Value with { Reply = said }) : null, ct);
        await EachAsync<Message>(changes, stored => stored.Value.To == Address.Person(id) ? Change.Delete(stored)
            : stored.Value.Reply.Without(id, name) is { } said ? Change.Replace(stored, stored.Value with { Reply = said }) : null, ct);
        await EachAsync<Posted>(changes,
            stored => stored.Value.To == Address.Person(id) ? Change.Delete(stored) : Places(stored, read.Value), ct);
        return changes;
    }

    private async Task<List<WorkedShift>> WorkedAsync(string id, CancellationToken ct)
    {
        var worked = new List<WorkedShift>();
        await foreach (var page in store.PagesAsync<WorkedShift>(ct))
            worked.AddRange(page.Select(stored => stored.Value).Where(shift => shift.Shift.Person == id || shift.Shift.Instead == id));
        return worked;
    }

    private static bool Corrects(Correction correction, WorkedShift worked) =>
        correction.Rotation == worked.Rotation && correction.Layer == worked.Shift.Layer
            && correction.Start < worked.Shift.End && correction.End > worked.Shift.Start;

    // Their own requests go; in those of others nobody looks for them any more, and what they took stays with the id.
    private static Change? Cover(Stored<CoverRequest> stored, string id) => stored.Value switch
    {
        var cover when cover.Person == id => Change.Delete(stored),
        var cover when cover.Asked.Contains(id) || cover.Declined.Contains(id) =>
            Change.Replace(stored,
                cover with
                {
                    Asked = [.. cover.Asked.Where(person => person != id)],
                    Declined = [.. cover.Declined.Where(person => person != id)],
                }),
        _ => null,
    };

    // What was said to all admins names each one's account in its place.
    private static Change? Places(Stored<Posted> stored, Person person)
    {
        List<string> left = [.. stored.Value.Places.Where(place => !place.Split(' ').Intersect([person.Slack, person.Teams]).Any())];
        return left.Count < stored.Value.Places.Count ? Change.Replace(stored, stored.Value with { Places = left }) : null;
    }

    // Why somebody was put in or taken out may describe them.
    private static Change? Reasons(Stored<RotationChanges> stored, string id)
    {
        bool Tells(ShiftChange change) =>
            change.Reason is not null && (change.Person == id || change.Instead == id || change.DecidedBy == id);
        return stored.Value.Changes.Any(Tells)
            ? Change.Replace(stored,
                new RotationChanges([.. stored.Value.Changes.Select(change => Tells(change) ? change with { Reason = null } : change)]))
            : null;
    }

    private async Task EachAsync<T>(List<Change> changes, Func<Stored<T>, Change?> decide, CancellationToken ct) where T : class
    {
        await foreach (var page in store.PagesAsync<T>(ct)) changes.AddRange(page.Select(decide).OfType<Change>());
    }
}
