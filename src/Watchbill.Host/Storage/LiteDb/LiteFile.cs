using LiteDB;
using LiteDB.Engine;

namespace Watchbill.Storage;

/// <summary>
/// An open LiteDB file with its log. Every call of the engine, reads too, goes through one lock, which a commit holds until it is on the
/// disk: the engine's page cache is not safe for several readers, and nobody reads what a power cut could still take back. An engine that
/// failed is not trusted again: the log is cut back to what is on the disk, and another one opened.
/// </summary>
internal sealed class LiteFile : IDisposable
{
    private readonly Lock gate = new();
    private readonly IDisk disk;
    private readonly IDiskFile file;
    private readonly LiteData data;
    private readonly LiteLog log;
    private LiteEngine? engine;
    private int copies;
    private bool closed;

    private LiteFile(IDisk disk, string path, IDiskFile file, LiteLog log)
    {
        (this.disk, Path, this.file, this.log) = (disk, path, file, log);
        data = new LiteData(file);
    }

    public string Path { get; }

    /// <summary>How much a checkpoint would move from the log into the data file.</summary>
    public long LogBytes => log.Length;

    public static string LogOf(string path) => path + "-log";

    /// <summary>Opens the file, and makes it where there is none.</summary>
    /// <exception cref="StorageException">It cannot be opened.</exception>
    public static LiteFile Open(IDisk disk, string path)
    {
        IDiskFile? file = null;
        LiteLog? log = null;
        try
        {
            disk.MakeFolderOf(path);
            if (!disk.Exists(path)) Create(disk, path);
            file = disk.Open(path);
            log = LiteLog.Open(disk, LogOf(path), LiteHeader.Identity(file, path));
            Replay(log, file);
            var opened = new LiteFile(disk, path, file, log);
            opened.Use(_ => true);
            return opened;
        }
        catch (Exception failed)
        {
            log?.Dispose();
            file?.Dispose();
            throw LiteErrors.Of(failed, path);
        }
    }

    /// <summary>Reads. What the function returns must not depend on the engine any more.</summary>
    /// <exception cref="StorageException">The disk or the file is broken.</exception>
    public T Use<T>(Func<LiteEngine, T> read)
    {
        lock (gate) return Trying(() => read(Engine()));
    }

    /// <summary>Writes in one transaction, which is on the disk when this returns.</summary>
    /// <exception cref="StorageException">Nothing was written.</exception>
    public void Commit(Action<LiteEngine> write)
    {
        lock (gate)
        {
            Trying(() =>
            {
                // What could not be taken back when it failed must not come before this.
                log.CutBack();
                Engine().BeginTrans();
                write(Engine());
                Engine().Commit();
                log.Confirm();
                return true;
            });
        }
    }

    /// <summary>Moves what is in the log into the data file, unless that is being copied.</summary>
    public void Checkpoint()
    {
        lock (gate)
        {
            if (copies == 0) Trying(MoveLog);
        }
    }

    /// <summary>
    /// Copies all that is saved, as of one moment, into an empty file. Only a checkpoint writes the data file, so that saves go on while it
    /// is copied; they stay in the log.
    /// </summary>
    public void CopyTo(IDiskFile copy)
    {
        long length;
        lock (gate)
        {
            // A copy that is being made has its checkpoint, and may miss what was saved since.
            if (copies > 0) throw new StorageException($"A backup of {Path} is being made: wait until it is done.");
            Trying(MoveLog);
            copies++;
            length = file.Length;
        }

        try
        {
            var bytes = new byte[1 << 20];
            for (long at = 0; at < length;)
            {
                var read = file.Read(bytes.AsSpan(0, (int)Math.Min(bytes.Length, length - at)), at);
                if (read == 0) throw new EndOfStreamException("The data file is shorter than it was.");
                copy.Write(bytes.AsSpan(0, read), at);
                at += read;
            }

            LiteHeader.Renew(copy);
        }
        catch (Exception failed)
        {
            throw LiteErrors.Of(failed, Path);
        }
        finally
        {
            lock (gate) copies--;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (closed) return;
            try
            {
                Trying(MoveLog);
            }
            catch (StorageException)
            {
                // What was saved is safe in the log, and the next start moves it.
            }

            engine?.Dispose();
            closed = true;
            var empty = log.Length == 0;
            log.Dispose();
            file.Dispose();
            // One file with nothing beside it, that other programs can read, too.
            if (empty) DeleteLog();
        }
    }

    private void DeleteLog()
    {
        try
        {
            disk.Delete(LogOf(Path));
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            // An empty one does no harm.
        }
    }

    private static void Create(IDisk disk, string path)
    {
        // Whole or not there: what has the final name was made to its end.
        var made = path + ".new";
        using (var file = disk.Open(made))
        {
            file.SetLength(0);
            var data = new LiteData(file);
            data.Unlocked(() =>
            {
                var settings = new EngineSettings { DataStream = data, LogStream = new MemoryStream(), Collation = Collation.Binary };
                using var engine = new LiteEngine(settings);
                engine.Pragma(Pragmas.CHECKPOINT, 0);
                engine.Pragma(Pragmas.USER_VERSION, LiteHeader.Mark);
                engine.Checkpoint();
            });
        }

        disk.Move(made, path);
    }

    // LiteDB would read the log itself, but over a data file whose first page a power cut may have torn.
    private static void Replay(LiteLog log, IDiskFile file)
    {
        try
        {
            log.Replay(file);
        }
        catch (IOException)
        {
            // There may be no room: the log is read where it is, then.
        }
    }

    private bool MoveLog()
    {
        log.CutBack();
        data.Unlocked(() => Engine().Checkpoint());
        return true;
    }

    private LiteEngine Engine() => closed
        ? throw new ObjectDisposedException(nameof(LiteFile))
        : engine ??= new LiteEngine(new EngineSettings { DataStream = data, LogStream = log, Collation = Collation.Binary });

    private T Trying<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception failed)
        {
            Abandon();
            throw LiteErrors.Of(failed, Path);
        }
    }

    private void Abandon()
    {
        try
        {
            engine?.Dispose();
        }
        catch (Exception) when (engine is not null)
        {
            // It failed before; what is left of it writes nothing.
        }

        engine = null;
        try
        {
            log.CutBack();
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            // Tried again before the next save.
        }
    }
}
