using Watchbill.Storage;

namespace Watchbill.Fixtures;

/// <summary>A store whose disk is slow with some writes: they are written once they are released.</summary>
public sealed class HeldStore(IStore store, Func<Write, bool> holds) : IStore
{
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done once somebody saves such a change.</summary>
    public Task Reached => reached.Task;

    public void Release() => released.TrySetResult();

    public ValueTask<Stored<T>?> FindAsync<T>(string id, CancellationToken ct) where T : class => store.FindAsync<T>(id, ct);

    public ValueTask<IReadOnlyList<Stored<T>>> ListAsync<T>(IdRange range, CancellationToken ct) where T : class =>
        store.ListAsync<T>(range, ct);

    public async Task SaveAsync(IReadOnlyList<Write> writes, CancellationToken ct)
    {
        if (writes.Any(holds))
        {
            reached.TrySetResult();
            await released.Task.WaitAsync(ct);
        }

        await store.SaveAsync(writes, ct);
    }
}
