using System.Collections.Concurrent;
using Watchbill.Storage;

namespace Watchbill.Fixtures;

/// <summary>A store that counts what is read.</summary>
public sealed class CountingStore(IStore store) : IStore
{
    private int found;
    private int listed;

    public int Found => found;

    public int Listed => listed;

    /// <summary>Each kind that was listed whole, once for each time.</summary>
    public ConcurrentQueue<Type> ListedWhole { get; } = [];

    public ValueTask<Stored<T>?> FindAsync<T>(string id, CancellationToken ct) where T : class
    {
        Interlocked.Increment(ref found);
        return store.FindAsync<T>(id, ct);
    }

    public ValueTask<IReadOnlyList<Stored<T>>> ListAsync<T>(IdRange range, CancellationToken ct) where T : class
    {
        Interlocked.Increment(ref listed);
        if (range == IdRange.All) ListedWhole.Enqueue(typeof(T));
        return store.ListAsync<T>(range, ct);
    }

    public Task SaveAsync(IReadOnlyList<Write> writes, CancellationToken ct) => store.SaveAsync(writes, ct);
}
