using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>Documents in memory, without a disk: what is measured is the work on them.</summary>
internal sealed class FleetStore : IStore
{
    private readonly Dictionary<Type, SortedList<string, (object Value, long Version)>> kinds = [];
    private long version;

    public ValueTask<Stored<T>?> FindAsync<T>(string id, CancellationToken ct) where T : class =>
        new(kinds.TryGetValue(typeof(T), out var kind) && kind.TryGetValue(id, out var found) ? new Stored<T>(id, (T)found.Value, found.Version) : null);

    public ValueTask<IReadOnlyList<Stored<T>>> ListAsync<T>(IdRange range, CancellationToken ct) where T : class => new(kinds.TryGetValue(typeof(T), out var kind)
        ? [.. kind.SkipWhile(entry => range.From is not null && string.CompareOrdinal(entry.Key, range.From) < 0)
            .TakeWhile(entry => range.To is null || string.CompareOrdinal(entry.Key, range.To) < 0).Take(range.Limit)
            .Select(entry => new Stored<T>(entry.Key, (T)entry.Value.Value, entry.Value.Version))]
        : []);

    public Task SaveAsync(IReadOnlyList<Change> changes, CancellationToken ct)
    {
        foreach (var change in changes)
        {
            if (!kinds.TryGetValue(change.Kind, out var kind)) kinds[change.Kind] = kind = new(StringComparer.Ordinal);
            if (change.Value is null) kind.Remove(change.Id);
            else kind[change.Id] = (change.Value, ++version);
        }

        return Task.CompletedTask;
    }
}
