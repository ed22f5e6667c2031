namespace Watchbill.Storage;

/// <summary>The store as it is before the first start, while there is no file for one.</summary>
internal sealed class NothingStored : IStore
{
    public ValueTask<Stored<T>?> FindAsync<T>(string id, CancellationToken ct) where T : class => new((Stored<T>?)null);

    public ValueTask<IReadOnlyList<Stored<T>>> ListAsync<T>(IdRange range, CancellationToken ct) where T : class => new([]);

    public Task SaveAsync(IReadOnlyList<Write> writes, CancellationToken ct) =>
        throw new NotSupportedException("There is no database to save into.");
}
