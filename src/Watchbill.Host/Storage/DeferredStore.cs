namespace Watchbill.Storage;

/// <summary>
/// Opens the store at its first use, and no sooner: commands compose a host whose database another process has open, and ask that one.
/// </summary>
internal sealed class DeferredStore(Func<IStore> open) : IStore, IDisposable
{
    private readonly Lazy<IStore> store = new(open);

    public ValueTask<Stored<T>?> FindAsync<T>(string id, CancellationToken ct) where T : class => store.Value.FindAsync<T>(id, ct);

    public ValueTask<IReadOnlyList<Stored<T>>> ListAsync<T>(IdRange range, CancellationToken ct) where T : class =>
        store.Value.ListAsync<T>(range, ct);

    public Task SaveAsync(IReadOnlyList<Write> writes, CancellationToken ct) => store.Value.SaveAsync(writes, ct);

    public void Dispose()
    {
        if (store.IsValueCreated) (store.Value as IDisposable)?.Dispose();
    }
}
