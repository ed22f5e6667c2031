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

    public static QueuedSave Of(IReadOnlyList<Write> writes) => new([.. writes.Select(QueuedWrite.Of)]);

    public void Complete()
    {
        if (Failure is null) done.SetResult();
        else done.SetException(Failure);
    }
}

/// <summary>One write of a save.</summary>
/// <param name="kind">The name of its kind in the file.</param>
/// <param name="json">Null for a deletion, and for an audit entry, whose row only the writer can number.</param>
internal sealed class QueuedWrite(Write write, string kind, ReadOnlyMemory<byte>? json)
{
    public Write Write => write;

    public string Kind => kind;

    public ReadOnlyMemory<byte>? Json => json;

    /// <summary>Given by the writer.</summary>
    public long Version { get; set; }

    public static QueuedWrite Of(Write write)
    {
        var kind = Documents.NameOf(SaveRules.Checked(write).Kind);
        return new QueuedWrite(write, kind,
            write.Value is null or AuditEntry ? (ReadOnlyMemory<byte>?)null : Documents.Written(write.Value));
    }

    /// <summary>What readers find from now on; once it is on the disk.</summary>
    public CachedDocument ToCached() => new(write.Value, write.Value is null ? 0 : Version, json?.Length ?? write.Id.Length);
}
