using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Reading;

/// <summary>
/// Which rotations may concern a person, in memory and kept up to date by what is saved: of thousands of rotations no other is read for
/// what somebody asks about themself.
/// </summary>
public sealed class RotationIndex
{
    // With more that changed than this, reading all at once is faster.
    private const int MaxOneByOne = 1000;

    private readonly IStore store;
    private readonly Lock gate = new();
    private readonly Dictionary<string, IReadOnlyList<string>> people = [];
    private readonly Dictionary<string, HashSet<string>> rotations = [];
    private readonly HashSet<string> current = [];

    // What was saved since it was read, each with the number of the last save of it. In the beginning nothing has been read.
    private readonly Dictionary<string, long> stale = [];
    private long saves = 1;
    private long? allStale = 1;

    public RotationIndex(IStore store, SaveNotices notices)
    {
        this.store = store;
        notices.Saved += Note;
    }

    /// <summary>The ids of the rotations, retired ones too, whose rosters or changes name one of the people, in order.</summary>
    public ValueTask<IReadOnlyList<string>> OfAsync(IReadOnlyCollection<string> named, CancellationToken ct) => ReadAsync(
        () => (IReadOnlyList<string>)[.. named.SelectMany(person => rotations.GetValueOrDefault(person) ?? []).Distinct()
            .Order(StringComparer.Ordinal)], ct);

    /// <summary>How many rotations there are, without those that are retired.</summary>
    public ValueTask<int> CountAsync(CancellationToken ct) => ReadAsync(() => current.Count, ct);

    private async ValueTask<T> ReadAsync<T>(Func<T> read, CancellationToken ct)
    {
        while (true)
        {
            KeyValuePair<string, long>[] changed;
            long? all;
            lock (gate)
            {
                if (allStale is null && stale.Count == 0) return read();
                (all, changed) = (allStale, [.. stale]);
            }

            if (all is not null) await ReadAllAsync(all.Value, ct);
            else await ReadAsync(changed, ct);
        }
    }

    private void Note(IReadOnlyList<SavedDocument> saved)
    {
        lock (gate)
        {
            foreach (var (kind, id) in saved)
            {
                if (kind != typeof(Rotation) && kind != typeof(RotationChanges)) continue;
                stale[id] = ++saves;
            }

            if (stale.Count > MaxOneByOne) allStale = saves;
        }
    }

    // What was saved again meanwhile stays stale: it may have been read before that.
    private async Task ReadAsync(KeyValuePair<string, long>[] changed, CancellationToken ct)
    {
        foreach (var (id, save) in changed)
        {
            var rotation = (await store.FindAsync<Rotation>(id, ct))?.Value;
            var named = PeopleOf(rotation, (await store.FindAsync<RotationChanges>(id, ct))?.Value);
            lock (gate)
            {
                if (stale.GetValueOrDefault(id) != save) continue;
                Put(id, named, isCurrent: rotation is { Retired: false });
                stale.Remove(id);
            }
        }
    }

    private async Task ReadAllAsync(long save, CancellationToken ct)
    {
        var named = new Dictionary<string, (IReadOnlyList<string> People, bool IsCurrent)>();
        var changes = (await store.ListAsync<RotationChanges>(IdRange.All, ct)).ToDictionary(read => read.Id, read => read.Value);
        await foreach (var page in store.PagesAsync<Rotation>(ct))
        {
            foreach (var (id, rotation, _) in page) named[id] = (PeopleOf(rotation, changes.GetValueOrDefault(id)), !rotation.Retired);
        }

        lock (gate)
        {
            if (allStale != save) return;
            foreach (var id in people.Keys.Except(named.Keys).ToList()) Put(id, [], isCurrent: false);
            foreach (var (id, found) in named) Put(id, found.People, found.IsCurrent);
            foreach (var (id, _) in stale.Where(one => one.Value <= save).ToList()) stale.Remove(id);
            allStale = null;
        }
    }

    private void Put(string rotation, IReadOnlyList<string> named, bool isCurrent)
    {
        if (isCurrent) current.Add(rotation);
        else current.Remove(rotation);
        foreach (var person in people.GetValueOrDefault(rotation) ?? []) rotations[person].Remove(rotation);
        people[rotation] = named;
        foreach (var person in named)
        {
            if (!rotations.TryGetValue(person, out var found)) rotations[person] = found = [];
            found.Add(rotation);
        }
    }

    private static List<string> PeopleOf(Rotation? rotation, RotationChanges? changes) => rotation is null ? [] :
        [.. Schedules.PeopleOf(rotation, changes).Concat(changes?.Changes.Select(change => change.Instead).OfType<string>() ?? [])
            .Distinct()];
}
