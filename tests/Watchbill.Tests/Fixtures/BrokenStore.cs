using Watchbill.Storage;

namespace Watchbill.Fixtures;

/// <summary>A store on a disk where documents of some kinds can be neither read nor written.</summary>
public sealed class BrokenStore(IStore store, params Type[] broken) : IStore
{
    public ValueTask<Stored<T>?> FindAsync<T>(string id, CancellationToken ct) where T : class =>
        broken.Contains(typeof(T)) ? ValueTask.FromException<Stored<T>?>(Broken()) : store.FindAsync<T>(id, ct);

    public ValueTask<IReadOnlyList<Stored<T>>> ListAsync<T>(IdRange range, CancellationToken ct) where T : class =>
        broken.Contains(typeof(T)) ? ValueTask.FromException<IReadOnlyList<Stored<T>>>(Broken()) : store.ListAsync<T>(range, ct);

    public Task SaveAsync(IReadOnlyList<Write> writes, CancellationToken ct) =>
        writes.Any(change => broken.Contains(change.Kind)) ? Task.FromException(Broken()) : store.SaveAsync(writes, ct);

    private static StorageException Broken() => new("The disk is broken.");
}
