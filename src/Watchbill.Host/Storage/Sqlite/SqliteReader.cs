namespace Watchbill.Storage;

/// <summary>A connection that reads, with its statements prepared. Reads are short and made on the caller's thread.</summary>
internal sealed class SqliteReader : IDisposable
{
    private const string Range = "SELECT id, version, json FROM documents WHERE kind = ?1 AND id >= ?2 AND id < ?3 ORDER BY id";

    private readonly SqliteConnection connection;
    private readonly DocumentCache cache;
    private readonly SqliteStatement find;
    private readonly SqliteStatement ascending;
    private readonly SqliteStatement descending;

    public SqliteReader(string path, DocumentCache cache)
    {
        this.cache = cache;
        connection = SqliteConnection.Open(path, SqliteAccess.Read);
        connection.Execute("PRAGMA cache_size = -2000");
        find = connection.Prepare("SELECT version, json FROM documents WHERE kind = ?1 AND id = ?2");
        ascending = connection.Prepare(Range + " LIMIT ?4");
        descending = connection.Prepare(Range + " DESC LIMIT ?4");
    }

    public Stored<T>? Find<T>(string id) where T : class
    {
        var mark = cache.Mark(typeof(T));
        try
        {
            find.Bind(1, Documents.NameOf(typeof(T))).Bind(2, id);
            if (find.Step()) return cache.Read(typeof(T), id, (find.Number(0), mark), find.Utf8(1)).As<T>(id);
        }
        finally
        {
            find.Reset();
        }

        cache.Miss(typeof(T), id, mark);
        return null;
    }

    public IReadOnlyList<Stored<T>> List<T>(IdRange range, CancellationToken ct) where T : class
    {
        var found = new List<Stored<T>>();
        var mark = cache.Mark(typeof(T));
        var list = range.Descending ? descending : ascending;
        try
        {
            list.Bind(1, Documents.NameOf(typeof(T))).Bind(2, range.From ?? "").Bind(4, range.Limit);
            // Every blob comes after every text: no upper bound.
            if (range.To is null) list.BindBlob(3, [0xff]);
            else list.Bind(3, range.To);
            while (list.Step())
            {
                ct.ThrowIfCancellationRequested();
                var (id, version) = (list.Text(0), list.Number(1));
                var keep = found.Count < DocumentCache.KeptOfList && !DocumentCache.PassesBy(typeof(T));
                found.Add(cache.Read(typeof(T), id, (version, mark), list.Utf8(2), keep).As<T>(id)!);
            }
        }
        finally
        {
            list.Reset();
        }

        if (range == IdRange.All) cache.FillAll(found, mark);
        return found;
    }

    public void Dispose()
    {
        find.Dispose();
        ascending.Dispose();
        descending.Dispose();
        connection.Dispose();
    }
}
