namespace Watchbill.Storage;

/// <summary>One step of a save. <see cref="Value"/> null deletes.</summary>
/// <param name="Expected">The version the document must have; 0: there must be none; null: whatever it is.</param>
public sealed record Write(Type Kind, string Id, object? Value, long? Expected)
{
    /// <summary>A new document; stale where one is there already.</summary>
    public static Write Create<T>(string id, T value) where T : class => new(typeof(T), id, value, 0);

    /// <summary>A new value for a document as it was read; stale where it has changed since.</summary>
    public static Write Replace<T>(Stored<T> read, T value) where T : class => new(typeof(T), read.Id, value, read.Version);

    /// <summary>Writes whatever is there: for values that are the same whoever computes them.</summary>
    public static Write Put<T>(string id, T value) where T : class => new(typeof(T), id, value, null);

    /// <summary>Creates where <paramref name="read"/> is null, else replaces it.</summary>
    public static Write Upsert<T>(string id, Stored<T>? read, T value) where T : class => new(typeof(T), id, value, read?.Version ?? 0);

    public static Write Delete<T>(Stored<T> read) where T : class => new(typeof(T), read.Id, null, read.Version);

    /// <summary>Appends to the audit log. The store numbers the row and chains it to the one before, in the same commit.</summary>
    public static Write Audit(AuditEntry entry) => new(typeof(AuditRow), "", entry, null);
}

/// <summary>Somebody else changed the document first: load again and decide again.</summary>
public sealed class StaleException(Type kind, string id) : Exception($"{kind.Name} '{id}' was changed by somebody else.")
{
    public Type Kind { get; } = kind;
    public string Id { get; } = id;
}
