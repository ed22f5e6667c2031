using System.Collections.Concurrent;

namespace Watchbill.Storage;

/// <summary>Documents in one SQLite file that this process alone writes.</summary>
internal sealed class SqliteStore : IEmbeddedStore
{
    private const int Readers = 4;
    // What decides who is on call in 10,000 rotations, and what jobs keep of each: with less, every look at all of them reads the file.
    private const int DocumentsInMemory = 80_000;
    private const long BytesInMemory = 32 << 20;

    private readonly string path;
    private readonly HostLock held;
    private readonly StoreWriter writer;
    private readonly DocumentCache cache = new(DocumentsInMemory, BytesInMemory);
    private readonly BlockingCollection<SqliteReader> readers = new(new ConcurrentStack<SqliteReader>());

    private SqliteStore(string path, HostLock held, SqliteSaver saver, (SaveNotices Notices, ILogger Logger) around)
    {
        (this.path, this.held) = (path, held);
        for (var i = 0; i < Readers; i++) readers.Add(new SqliteReader(path, cache));
        writer = new StoreWriter(saver, cache, around.Notices, around.Logger);
    }

    /// <summary>Opens the file, and makes it where there is none. Takes as long for a large one as for a small one.</summary>
    /// <param name="mostPages">Pages the file may grow to; null: as many as the disk holds.</param>
    /// <exception cref="StorageException">It cannot be opened, or another host has it.</exception>
    public static SqliteStore Open(string path, SaveNotices notices, ILogger logger, int? mostPages = null)
    {
        path = HostLock.Resolve(path);
        var held = File.Exists(path) ? HostLock.Take(path) : Create(path);
        SqliteConnection? connection = null;
        try
        {
            if (new FileInfo(path).Length == 0) throw StorageErrors.Empty(path);
            // SQLite gives those it makes the mode of the database.
            PrivateFile.Close(path + "-wal");
            PrivateFile.Close(path + "-shm");
            connection = SqliteConnection.Open(path, SqliteAccess.Write);
            Schema.Require(connection);
            // A restored or a new file comes without.
            if (connection.Ask("PRAGMA journal_mode = WAL") != "wal") throw SqliteErrors.NoLog(path);
            connection.Execute("PRAGMA synchronous = FULL");
            // On macOS only this waits for the disk itself.
            connection.Execute("PRAGMA fullfsync = 1");
            connection.Execute("PRAGMA wal_autocheckpoint = 0");
            connection.Execute($"PRAGMA journal_size_limit = {SqliteSaver.CheckpointEvery}");
            if (mostPages is { } most) connection.Execute($"PRAGMA max_page_count = {most}");
            return new SqliteStore(path, held, new SqliteSaver(connection), (notices, logger));
        }
        catch
        {
            connection?.Dispose();
            held.Dispose();
            throw;
        }
    }

    private static HostLock Create(string path)
    {
        var held = HostLock.TakeNew(path);
        try
        {
            using (var connection = SqliteConnection.Open(held.Path, SqliteAccess.Write)) Schema.Make(connection);
            new LocalDisk().Move(held.Path, path);
            return held;
        }
        catch (Exception failed)
        {
            held.Dispose();
            File.Delete(held.Path);
            if (failed is not IOException) throw;
            // Another host may have been faster.
            throw File.Exists(path)
                ? StorageErrors.InUse(path) : new StorageException($"The database {path} cannot be opened: {failed.Message}", failed);
        }
    }

    public ValueTask<Stored<T>?> FindAsync<T>(string id, CancellationToken ct) where T : class
    {
        if (cache.Find(typeof(T), id) is { } known) return new(known.As<T>(id));
        var reader = readers.Take(ct);
        try
        {
            return new(reader.Find<T>(id));
        }
        finally
        {
            readers.Add(reader, CancellationToken.None);
        }
    }

    public ValueTask<IReadOnlyList<Stored<T>>> ListAsync<T>(IdRange range, CancellationToken ct) where T : class
    {
        if (range == IdRange.All && cache.All<T>() is { } known) return new(known);
        var reader = readers.Take(ct);
        try
        {
            return new(reader.List<T>(range, ct));
        }
        finally
        {
            readers.Add(reader, CancellationToken.None);
        }
    }

    public Task SaveAsync(IReadOnlyList<Write> writes, CancellationToken ct) => writer.SaveAsync(writes, ct);

    public IDatabaseContent Content() => new SqliteContent(path);

    public void Dispose()
    {
        if (readers.IsAddingCompleted) return;
        // Readers first: the last connection to close moves the log into the file, and they could not.
        for (var i = 0; i < Readers; i++) readers.Take().Dispose();
        readers.CompleteAdding();
        writer.Dispose();
        held.Dispose();
    }
}
