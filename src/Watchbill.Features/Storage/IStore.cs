namespace Watchbill.Storage;

/// <summary>Keeps documents by kind (their type) and ordinal-ordered id. What a save returns from is on the disk.</summary>
public interface IStore
{
    /// <summary>The document with this id, or null where there is none. Completes at once where the document is in memory.</summary>
    ValueTask<Stored<T>?> FindAsync<T>(string id, CancellationToken ct) where T : class;

    /// <summary>The documents whose ids lie in the range, in ordinal order of id.</summary>
    ValueTask<IReadOnlyList<Stored<T>>> ListAsync<T>(IdRange range, CancellationToken ct) where T : class;

    /// <summary>Makes all writes or none, durably, and wakes the jobs that read what was written.</summary>
    /// <exception cref="StaleException">A document is not at the version its write was made from; nothing was written.</exception>
    /// <exception cref="StorageException">The disk is full or broken; nothing was written.</exception>
    Task SaveAsync(IReadOnlyList<Write> writes, CancellationToken ct);
}

/// <summary>A document as read. Versions grow with every write to the store and are never used twice, not even after a delete.</summary>
public sealed record Stored<T>(string Id, T Value, long Version) where T : class;

/// <summary>Ids from <paramref name="From"/> (included) to <paramref name="To"/> (not included), ordinally; null: no bound.</summary>
public sealed record IdRange(string? From, string? To, int Limit = int.MaxValue, bool Descending = false)
{
    public static IdRange All { get; } = new(null, null);

    /// <summary>Every id that begins with the prefix.</summary>
    public static IdRange Prefix(string prefix) => new(prefix, prefix + '\uffff');
}
