namespace Watchbill.Storage;

/// <summary>What the writer's thread needs of an engine.</summary>
internal interface ISaver : IDisposable
{
    /// <summary>Whether so much was written since the last checkpoint that it is time for another.</summary>
    bool NeedsCheckpoint { get; }

    /// <summary>Commits the saves that are not stale; the stale ones have their <see cref="QueuedSave.Failure"/> set.</summary>
    /// <exception cref="StorageException">None of them was written.</exception>
    void Commit(IReadOnlyList<QueuedSave> saves);

    /// <summary>Moves what is committed from the log into the file, as far as that is possible now.</summary>
    /// <exception cref="StorageException">It was not; nothing is lost.</exception>
    void Checkpoint();
}
