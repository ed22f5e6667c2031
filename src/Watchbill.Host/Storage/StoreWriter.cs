namespace Watchbill.Storage;

/// <summary>
/// The one thread that writes. It takes all saves that wait into one commit, because a commit's price is its wait for the disk, however
/// much it holds; then it shows readers what is new and lets the callers go on.
/// </summary>
internal sealed partial class StoreWriter : IDisposable
{
    private readonly ISaver saver;
    private readonly DocumentCache cache;
    private readonly SaveNotices notices;
    private readonly ILogger logger;
    private readonly Thread thread;
    private readonly Lock ordering = new();
    private readonly SemaphoreSlim waiting = new(0);
    private List<QueuedSave> queue = [];
    private bool closing;

    public StoreWriter(ISaver saver, DocumentCache cache, SaveNotices notices, ILogger logger)
    {
        (this.saver, this.cache, this.notices, this.logger) = (saver, cache, notices, logger);
        thread = new Thread(Run) { Name = "store writer", IsBackground = true };
        thread.Start();
    }

    /// <remarks>The token is heeded until the save is queued: who is told that a save was cancelled must be able to rely on it.</remarks>
    public Task SaveAsync(IReadOnlyList<Write> writes, CancellationToken ct)
    {
        if (ct.IsCancellationRequested) return Task.FromCanceled(ct);
        if (writes.Count == 0) return Task.CompletedTask;
        var save = QueuedSave.Of(writes);
        lock (ordering)
        {
            ObjectDisposedException.ThrowIf(closing, this);
            queue.Add(save);
            if (queue.Count == 1) waiting.Release();
        }

        return save.Done;
    }

    /// <summary>Writes what waits, then ends.</summary>
    public void Dispose()
    {
        lock (ordering)
        {
            if (closing) return;
            closing = true;
        }

        waiting.Release();
        thread.Join();
        waiting.Dispose();
        saver.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            waiting.Wait();
            List<QueuedSave> group;
            bool last;
            lock (ordering)
            {
                (group, queue) = (queue, []);
                last = closing;
            }

            if (group.Count > 0) Write(group);
            if (last) return;
        }
    }

    private void Write(List<QueuedSave> group)
    {
        try
        {
            saver.Commit(group);
        }
        catch (Exception) when (group.Count > 1)
        {
            // One of them may be what does not fit; the others need not fail with it.
            foreach (var save in group) Write([save]);
            return;
        }
        catch (Exception failed)
        {
            // Whatever it is: the caller must hear of it, and the thread must live.
            group[0].Failure = failed;
            LogNotSaved(failed);
            if (failed is StorageException) notices.Fail();
        }

        foreach (var save in group) Announce(save);
        // A long log makes reads slow and the file large; moving it over after each save would double the work. On a full disk the log
        // may be what fills it; moved over, it begins anew.
        if (group[0].Failure is StorageException || saver.NeedsCheckpoint) Checkpoint();
    }

    private void Announce(QueuedSave save)
    {
        if (save.Failure is null)
        {
            foreach (var write in save.Writes)
            {
                // What is deleted is not looked up again: in memory it would only push out what is.
                var (kind, id) = (write.Write.Kind, write.Write.Id);
                if (write.Write.Value is null || DocumentCache.PassesBy(kind)) cache.Drop(kind, id);
                else cache.Replace(kind, id, write.ToCached());
            }
        }

        // First, so that whoever saved knows that the jobs are woken when the save returns.
        if (save.Failure is null) Notify(save);
        save.Complete();
    }

    private void Notify(QueuedSave save)
    {
        try
        {
            notices.Raise([.. save.Writes.Select(write => new SavedDocument(write.Write.Kind, write.Write.Id))]);
        }
        catch (Exception failed)
        {
            // A listener's fault is not the save's, which is on the disk.
            LogListener(failed);
        }
    }

    private void Checkpoint()
    {
        try
        {
            saver.Checkpoint();
        }
        catch (StorageException failed)
        {
            // What was saved is safe in the log; it is moved over later.
            LogCheckpoint(failed);
        }
    }

    [LoggerMessage(LogLevel.Error, "A save failed and nothing of it was written.")]
    private partial void LogNotSaved(Exception failed);

    [LoggerMessage(LogLevel.Error, "Somebody who listens for saves failed; the save itself is done.")]
    private partial void LogListener(Exception failed);

    [LoggerMessage(LogLevel.Warning, "The log of the database could not be moved into its file; it is tried again later.")]
    private partial void LogCheckpoint(Exception failed);
}
