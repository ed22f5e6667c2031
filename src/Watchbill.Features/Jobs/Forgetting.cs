using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Jobs;

/// <summary>
/// Works out what goes when somebody is forgotten: all that names or describes them. Their id stays where duty and pay hang on it, and in the audit
/// log, whose rows cannot be changed. docs/what-we-store.md has the same as a list.
/// </summary>
public sealed class Forgetting(IStore store)
{
    public async Task<IReadOnlyList<Change>> ChangesAsync(Stored<Person> read, CancellationToken ct)
    {
        var (id, name) = (read.Id, read.Value.Name);
        var changes = new List<Change>
        {
            Change.Replace(read, new Person(id, id) { TimeZone = read.Value.TimeZone, Until = read.Value.Until, Retired = true }),
        };
        await EachAsync<Absences>(changes, stored => stored.Id == id ? Change.Delete(stored) : null, ct);
        await EachAsync<FeedKey>(changes, stored => stored.Id.StartsWith(FeedKey.PrefixOf(id), StringComparison.Ordinal) ? Change.Delete(stored) : null, ct);
        await EachAsync<FeedState>(changes, stored => stored.Id == $"people/{id}" ? Change.Delete(stored) : null, ct);
        await EachAsync<ApiToken>(changes, stored => stored.Value.MadeBy == id ? Change.Delete(stored) : null, ct);
        await EachAsync<Pending>(changes, stored => stored.Value.Author == id ? Change.Delete(stored) : null, ct);
        await EachAsync<Shared>(changes, stored => stored.Value.Request.Arguments.Values.Contains(id) ? Change.Delete(stored) : null, ct);
        await EachAsync<RotationChanges>(changes, stored => Reasons(stored, id), ct);
        await EachAsync<HandoffNotes>(changes, stored => stored.Value.Notes.Any(note => note.Person == id)
            ? Change.Replace(stored, new HandoffNotes([.. stored.Value.Notes.Where(note => note.Person != id)])) : null, ct);
        await EachAsync<Handoff>(changes, stored => stored.Value.Notes.Any(note => note.Person == id)
            ? Change.Replace(stored, stored.Value with { Notes = [.. stored.Value.Notes.Where(note => note.Person != id)] }) : null, ct);
        await EachAsync<Delivery>(changes, stored => stored.Value.To == Address.Person(id) ? Change.Delete(stored)
            : stored.Value.Reply.Without(id, name) is { } said ? Change.Replace(stored, stored.Value with { Reply = said }) : null, ct);
        await EachAsync<Message>(changes, stored => stored.Value.To == Address.Person(id) ? Change.Delete(stored)
            : stored.Value.Reply.Without(id, name) is { } said ? Change.Replace(stored, stored.Value with { Reply = said }) : null, ct);
        return changes;
    }

    // Why somebody was put in or taken out may describe them.
    private static Change? Reasons(Stored<RotationChanges> stored, string id)
    {
        bool Tells(ShiftChange change) => change.Reason is not null && (change.Person == id || change.Instead == id || change.DecidedBy == id);
        return stored.Value.Changes.Any(Tells)
            ? Change.Replace(stored, new RotationChanges([.. stored.Value.Changes.Select(change => Tells(change) ? change with { Reason = null } : change)]))
            : null;
    }

    private async Task EachAsync<T>(List<Change> changes, Func<Stored<T>, Change?> decide, CancellationToken ct) where T : class
    {
        await foreach (var page in store.PagesAsync<T>(ct)) changes.AddRange(page.Select(decide).OfType<Change>());
    }
}
