namespace Watchbill.Storage;

/// <summary>
/// A save that waits for the writer. Its JSON is made on the caller's thread; a broken document fails its own caller alone.
/// </summary>
internal sealed class QueuedSave(IReadOnlyList<QueuedWrite> writes)
{
    // Callers go on elsewhere: the writer's thread has the next group to write.
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<QueuedWrite> Writes => writes;

    public Task Done => done.Task;

    /// <summary>Why it cannot be applied; null: it can.</summary>
    public Exception? Failure { get; set; }

    public static QueuedSave Of(IReadOnlyList<Change> changes) => new([.. changes.Select(QueuedWrite.Of)]);

    public void Complete()
    {
        if (Failure is null) done.SetResult();
        else done.SetException(Failure);
    }
}

/// <summary>One change as it is written.</summary>
/// <param name="kind">The name of its kind in the file.</param>
/// <param name="json">Null for a deletion, and for an audit entry, whose row only the writer can number.</param>
internal sealed class QueuedWrite(Change change, string kind, ReadOnlyMemory<byte>? json)
{
    public Change Change => change;

    public string Kind => kind;

    public ReadOnlyMemory<byte>? Json => json;

    /// <summary>Given by the writer.</summary>
    public long Version { get; set; }

    public static QueuedWrite Of(Change change)
    {
        var kind = Documents.NameOf(SaveRules.Checked(change).Kind);
        return new QueuedWrite(change, kind,
            change.Value is null or AuditEntry ? (ReadOnlyMemory<byte>?)null : Documents.Written(change.Value));
    }

    /// <summary>What readers find from now on; once it is on the disk.</summary>
    public CachedDocument ToCached() => new(change.Value, change.Value is null ? 0 : Version, json?.Length ?? change.Id.Length);
}
