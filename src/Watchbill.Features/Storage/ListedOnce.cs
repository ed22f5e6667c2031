namespace Watchbill.Storage;

/// <summary>A store for one pass over many documents: what it lists it lists once. Saves nothing itself.</summary>
public sealed class ListedOnce(IStore store) : IStore
{
    private readonly Dictionary<(Type Kind, IdRange Range), object> lists = [];

    public ValueTask<Stored<T>?> FindAsync<T>(string id, CancellationToken ct) where T : class => store.FindAsync<T>(id, ct);

    public async ValueTask<IReadOnlyList<Stored<T>>> ListAsync<T>(IdRange range, CancellationToken ct) where T : class
    {
        if (lists.TryGetValue((typeof(T), range), out var known)) return (IReadOnlyList<Stored<T>>)known;
        var read = await store.ListAsync<T>(range, ct);
        lists[(typeof(T), range)] = read;
        return read;
    }

    public Task SaveAsync(IReadOnlyList<Write> writes, CancellationToken ct) =>
        throw new NotSupportedException("What is looked at is not saved by whoever looks; the store is.");
}
