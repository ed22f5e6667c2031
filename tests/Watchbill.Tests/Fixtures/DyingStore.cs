using Watchbill.Storage;

namespace Watchbill.Fixtures;

/// <summary>A store whose process dies at a save: nothing of it is written, and whoever saved hears no more.</summary>
public sealed class DyingStore(IStore store, Func<Write, bool> diesAt) : IStore
{
    /// <summary>What whoever saves is told instead.</summary>
    public Exception Failure { get; init; } = new IOException("killed");

    public ValueTask<Stored<T>?> FindAsync<T>(string id, CancellationToken ct) where T : class => store.FindAsync<T>(id, ct);

    public ValueTask<IReadOnlyList<Stored<T>>> ListAsync<T>(IdRange range, CancellationToken ct) where T : class =>
        store.ListAsync<T>(range, ct);

    public Task SaveAsync(IReadOnlyList<Write> writes, CancellationToken ct) =>
        writes.Any(diesAt) ? Task.FromException(Failure) : store.SaveAsync(writes, ct);
}
