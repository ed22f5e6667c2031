using SQLitePCL;

namespace Watchbill.Storage;

/// <summary>One connection to a SQLite file, used by one thread at a time. Every failure is a sentence for people.</summary>
internal sealed class SqliteConnection : IDisposable
{
    // Milliseconds to wait for another connection.
    private const int Patience = 5000;
    private const int ReadersMayTake = 100;

    static SqliteConnection() => Batteries_V2.Init();

    private SqliteConnection(string path, sqlite3 handle) => (Path, Handle) = (path, handle);

    public string Path { get; }

    public sqlite3 Handle { get; }

    public bool InTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    /// <exception cref="StorageException">It cannot be opened as asked.</exception>
    public static SqliteConnection Open(string path, SqliteAccess access)
    {
        var flags = raw.SQLITE_OPEN_NOMUTEX | (access == SqliteAccess.Write ? raw.SQLITE_OPEN_READWRITE : raw.SQLITE_OPEN_READONLY);
        var result = raw.sqlite3_open_v2(path, out var handle, flags, null);
        var connection = new SqliteConnection(path, handle);
        try
        {
            connection.Check(result);
            // SQLite opens what it may not write for reading, and would say so only at the first save.
            if (access == SqliteAccess.Write && raw.sqlite3_db_readonly(handle, "main") != 0) throw StorageErrors.ReadOnly(path);
            raw.sqlite3_busy_timeout(handle, Patience);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public SqliteStatement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(Handle, sql, out var statement));
        return new SqliteStatement(this, statement);
    }

    /// <summary>Runs one statement that is not asked twice.</summary>
    public void Execute(string sql)
    {
        using var statement = Prepare(sql);
        while (statement.Step())
        {
        }
    }

    /// <summary>The first column of the first row; null where there is none.</summary>
    public string? Ask(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Text(0) : null;
    }

    /// <summary>Pages that this connection has written so far: while it has a log, into that.</summary>
    public long PagesWritten
    {
        get
        {
            const int CacheWrite = 9; // SQLITE_DBSTATUS_CACHE_WRITE
            Check(raw.sqlite3_db_status(Handle, CacheWrite, out var pages, out _, 0));
            return pages;
        }
    }

    /// <summary>Moves what is committed from the log into the file, as far as readers allow; the log then begins anew.</summary>
    /// <returns>How many pages are in the log.</returns>
    public long Checkpoint()
    {
        Check(raw.sqlite3_wal_checkpoint_v2(Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out var pages, out _));
        return Math.Max(pages, 0);
    }

    /// <summary>Moves all of the log into the file and empties it, unless somebody reads for long.</summary>
    public void EmptyLog()
    {
        raw.sqlite3_busy_timeout(Handle, ReadersMayTake);
        var result = raw.sqlite3_wal_checkpoint_v2(Handle, "main", raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _);
        raw.sqlite3_busy_timeout(Handle, Patience);
        if (result != raw.SQLITE_BUSY) Check(result);
    }

    /// <exception cref="StorageException">The result is a failure.</exception>
    public void Check(int result)
    {
        if (result is raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE) return;
        throw SqliteErrors.Of(result, raw.sqlite3_extended_errcode(Handle), raw.sqlite3_errmsg(Handle).utf8_to_string(), Path);
    }

    public void Dispose() => Handle.Dispose();
}

/// <summary>What a connection may do to the file.</summary>
internal enum SqliteAccess
{
    Read,
    Write,
}
