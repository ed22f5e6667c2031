using SQLitePCL;

namespace Watchbill.Storage;

/// <summary>All there is in a SQLite file, as of the moment at which it is first read, by a connection of its own.</summary>
internal sealed class SqliteContent : IDatabaseContent
{
    private readonly SqliteConnection connection;

    public SqliteContent(string path)
    {
        connection = SqliteConnection.Open(path, SqliteAccess.Read);
        try
        {
            Schema.Require(connection);
            connection.Execute("BEGIN");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public DatabaseState State() => Schema.State(connection);

    public IEnumerable<StoredDocument> Documents()
    {
        using var all = connection.Prepare("SELECT kind, id, version, json FROM documents ORDER BY kind, id");
        while (all.Step())
        {
            // In a torn page a row may have nothing where there must be something.
            if (all.IsNull(0) || all.IsNull(1))
                throw SqliteErrors.Of(raw.SQLITE_CORRUPT, raw.SQLITE_CORRUPT, "a row has no kind or no id", connection.Path);
            yield return new StoredDocument(all.Text(0), all.Text(1), all.Number(2), all.Utf8(3).ToArray());
        }
    }

    public string? Damage() => connection.Ask("PRAGMA integrity_check(1)") is var first and not "ok" ? first ?? "no answer" : null;

    public void CopyTo(string file)
    {
        using var target = SqliteConnection.Open(file, SqliteAccess.Write);
        using (var copy = raw.sqlite3_backup_init(target.Handle, "main", connection.Handle, "main"))
        {
            // All pages in one go: the copy is of one moment, and in WAL mode the writer does not wait for it.
            var result = copy.IsInvalid ? raw.sqlite3_errcode(target.Handle) : raw.sqlite3_backup_step(copy, -1);
            target.Check(result);
        }

        // One file with nothing beside it, wherever it is taken.
        target.Execute("PRAGMA journal_mode = DELETE");
    }

    public void Dispose() => connection.Dispose();
}
