using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>Documents in memory, without a disk: what is measured is the work on them.</summary>
internal sealed class FleetStore : IStore
{
    private readonly Dictionary<Type, SortedList<string, (object Value, long Version)>> kinds = [];
    private long version;

    public ValueTask<Stored<T>?> FindAsync<T>(string id, CancellationToken ct) where T : class =>
        new(kinds.TryGetValue(typeof(T), out var kind) && kind.TryGetValue(id, out var found)
            ? new Stored<T>(id, (T)found.Value, found.Version) : null);

    public ValueTask<IReadOnlyList<Stored<T>>> ListAsync<T>(IdRange range, CancellationToken ct) where T : class =>
        new(kinds.TryGetValue(typeof(T), out var kind)
            ? [.. Enumerable.Range(Place(kind.Keys, range.From ?? ""), kind.Count - Place(kind.Keys, range.From ?? ""))
                .TakeWhile(i => range.To is null || string.CompareOrdinal(kind.Keys[i], range.To) < 0).Take(range.Limit)
                .Select(i => new Stored<T>(kind.Keys[i], (T)kind.Values[i].Value, kind.Values[i].Version))]
            : []);

    public Task SaveAsync(IReadOnlyList<Write> changes, CancellationToken ct)
    {
        foreach (var change in changes)
        {
            if (!kinds.TryGetValue(change.Kind, out var kind)) kinds[change.Kind] = kind = new(StringComparer.Ordinal);
            if (change.Value is null) kind.Remove(change.Id);
            else kind[change.Id] = (change.Value, ++version);
        }

        return Task.CompletedTask;
    }

    // Where the first id is that is not below this one.
    private static int Place(IList<string> ids, string id)
    {
        var (low, high) = (0, ids.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(ids[middle], id) < 0) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
