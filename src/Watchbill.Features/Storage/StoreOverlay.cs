namespace Watchbill.Storage;

/// <summary>
/// The store as it will be once some writes are saved: to work out what they lead to before they are. Saves nothing itself.
/// </summary>
public sealed class StoreOverlay : IStore
{
    private readonly IStore store;
    private readonly Dictionary<(Type Kind, string Id), object?> written = [];

    public StoreOverlay(IStore store, IEnumerable<Write> writes)
    {
        this.store = store;
        foreach (var write in writes) written[(write.Kind, write.Id)] = write.Value;
    }

    public ValueTask<Stored<T>?> FindAsync<T>(string id, CancellationToken ct) where T : class =>
        written.TryGetValue((typeof(T), id), out var value)
            ? new(value is null ? null : new Stored<T>(id, (T)value, 0)) : store.FindAsync<T>(id, ct);

    public async ValueTask<IReadOnlyList<Stored<T>>> ListAsync<T>(IdRange range, CancellationToken ct) where T : class
    {
        var stored =
            (await store.ListAsync<T>(range with { Limit = int.MaxValue }, ct)).Where(read => !written.ContainsKey((typeof(T), read.Id)));
        var foreseen = written.Where(entry => entry.Key.Kind == typeof(T) && entry.Value is not null && Holds(range, entry.Key.Id))
            .Select(entry => new Stored<T>(entry.Key.Id, (T)entry.Value!, 0));
        var ordered = stored.Concat(foreseen).OrderBy(read => read.Id, StringComparer.Ordinal);
        return [.. (range.Descending ? ordered.Reverse() : ordered).Take(range.Limit)];
    }

    public Task SaveAsync(IReadOnlyList<Write> writes, CancellationToken ct) =>
        throw new NotSupportedException("What is foreseen is not saved; the store is.");

    private static bool Holds(IdRange range, string id) =>
        (range.From is null || string.CompareOrdinal(id, range.From) >= 0) && (range.To is null || string.CompareOrdinal(id, range.To) < 0);
}
