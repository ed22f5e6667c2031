namespace Watchbill.Storage;

/// <summary>Documents in one LiteDB file that this process alone writes.</summary>
internal sealed class LiteStore : IEmbeddedStore
{
    // What decides who is on call in 10,000 rotations, and what jobs keep of each: with less, every look at all of them reads the file.
    private const int DocumentsInMemory = 80_000;
    private const long BytesInMemory = 32 << 20;

    private readonly IDisk disk;
    private readonly LiteFile file;
    private readonly StoreWriter writer;
    private readonly DocumentCache cache = new(DocumentsInMemory, BytesInMemory);

    private LiteStore(IDisk disk, LiteFile file, (SaveNotices Notices, ILogger Logger) around)
    {
        (this.disk, this.file) = (disk, file);
        writer = new StoreWriter(new LiteSaver(file), cache, around.Notices, around.Logger);
    }

    /// <summary>Opens the file, and makes it where there is none. Takes as long for a large one as for a small one.</summary>
    /// <param name="disk">Null: that of this machine.</param>
    /// <exception cref="StorageException">It cannot be opened, or another host has it.</exception>
    public static LiteStore Open(string path, SaveNotices notices, ILogger logger, IDisk? disk = null)
    {
        disk ??= new LocalDisk();
        var file = LiteFile.Open(disk, HostLock.Resolve(path));
        try
        {
            return new LiteStore(disk, file, (notices, logger));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public ValueTask<Stored<T>?> FindAsync<T>(string id, CancellationToken ct) where T : class =>
        new(cache.Find(typeof(T), id) is { } known ? known.As<T>(id) : Find<T>(id));

    public ValueTask<IReadOnlyList<Stored<T>>> ListAsync<T>(IdRange range, CancellationToken ct) where T : class
    {
        if (range == IdRange.All && cache.All<T>() is { } known) return new(known);
        var mark = cache.Mark(typeof(T));
        var kind = Documents.NameOf(typeof(T));
        var rows = file.Use(engine => LiteDocuments.List(engine, kind, range, ct));
        ct.ThrowIfCancellationRequested();
        // Parsed outside of the lock, which others wait for.
        List<Stored<T>> found =
            [.. rows.Select((row, at) => Read<T>(row, mark, at < DocumentCache.KeptOfList && !DocumentCache.PassesBy(typeof(T))))];
        if (range == IdRange.All) cache.FillAll(found, mark);
        return new(found);
    }

    public Task SaveAsync(IReadOnlyList<Write> writes, CancellationToken ct) => writer.SaveAsync(writes, ct);

    public IDatabaseContent Content() => new LiteContent(disk, file, isOwned: false);

    public void Dispose() => writer.Dispose();

    private Stored<T>? Find<T>(string id) where T : class
    {
        var mark = cache.Mark(typeof(T));
        var kind = Documents.NameOf(typeof(T));
        if (file.Use(engine => LiteDocuments.Find(engine, kind, id)) is { } row) return Read<T>(row, mark, keep: true);
        cache.Miss(typeof(T), id, mark);
        return null;
    }

    private Stored<T> Read<T>(StoredDocument row, long mark, bool keep) where T : class =>
        cache.Read(typeof(T), row.Id, (row.Version, mark), row.Json, keep).As<T>(row.Id)!;
}
