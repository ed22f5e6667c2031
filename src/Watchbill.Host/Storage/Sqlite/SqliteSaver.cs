using System.Globalization;

namespace Watchbill.Storage;

/// <summary>Applies saves to the file: a group of them in one commit, each of them whole or not at all.</summary>
internal sealed class SqliteSaver : ISaver
{
    /// <summary>Bytes of the log after which it is moved into the file.</summary>
    public const int CheckpointEvery = 4 << 20;

    // Readers that follow each other keep a log from beginning anew; once it is so long, they are waited for.
    private const int MaxLog = 4 * CheckpointEvery;

    private readonly SqliteConnection connection;
    private readonly long pageSize;
    private readonly Dictionary<string, SqliteStatement> statements = [];
    private long version;
    private AuditChain audit;
    private long checkpointed;

    /// <param name="connection">The only one that writes; closed with this.</param>
    public SqliteSaver(SqliteConnection connection)
    {
        this.connection = connection;
        (version, audit) = Schema.State(connection);
        pageSize = long.Parse(connection.Ask("PRAGMA page_size")!, CultureInfo.InvariantCulture);
    }

    public bool NeedsCheckpoint => (connection.PagesWritten - checkpointed) * pageSize >= CheckpointEvery;

    public void Commit(IReadOnlyList<QueuedSave> saves)
    {
        var before = (version, audit);
        try
        {
            Run("BEGIN IMMEDIATE");
            foreach (var save in saves) Apply(save);
            if (version != before.version) Note("version", version.ToString(CultureInfo.InvariantCulture));
            if (audit != before.audit) Note("audit", $"{audit.Id} {audit.Hash}");
            Run("COMMIT");
        }
        catch
        {
            (version, audit) = before;
            // Some failures have rolled back already.
            if (connection.InTransaction) connection.Execute("ROLLBACK");
            throw;
        }
    }

    // A log never grows far beyond what one save brings.
    public void Checkpoint()
    {
        checkpointed = connection.PagesWritten;
        if (connection.Checkpoint() * pageSize >= MaxLog) connection.EmptyLog();
    }

    public void Dispose()
    {
        foreach (var statement in statements.Values) statement.Dispose();
        connection.Dispose();
    }

    private void Apply(QueuedSave save)
    {
        var before = (version, audit);
        save.Failure = null;
        // A single change that is stale has changed nothing; only several need a way back.
        var several = save.Writes.Count > 1;
        if (several) Run("SAVEPOINT save");
        foreach (var write in save.Writes)
        {
            if (Write(write)) continue;
            save.Failure = new StaleException(write.Write.Kind, write.Write.Id);
            (version, audit) = before;
            if (several) Run("ROLLBACK TO save");
            break;
        }

        if (several) Run("RELEASE save");
    }

    /// <returns>Whether the document was at the expected version.</returns>
    private bool Write(QueuedWrite write)
    {
        write.Version = ++version;
        if (write.Write.Value is AuditEntry entry)
        {
            (var row, audit) = audit.Append(entry);
            return Statement(write.Kind, audit.Id, "INSERT INTO documents VALUES (?1, ?2, ?3, ?4)")
                .Bind(3, version).BindText(4, Documents.Serialize(row)).Run() == 1;
        }

        var expected = write.Write.Expected;
        if (write.Json is not { } json)
        {
            const string Delete = "DELETE FROM documents WHERE kind = ?1 AND id = ?2 AND (?3 IS NULL OR version = ?3)";
            var delete = Statement(write.Kind, write.Write.Id, Delete);
            return (expected is { } known ? delete.Bind(3, known) : delete.BindNull(3)).Run() == 1 || expected is null;
        }

        var statement = Statement(write.Kind, write.Write.Id, expected switch
        {
            null =>
                "INSERT INTO documents VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET version = excluded.version, json = excluded.json",
            0 => "INSERT INTO documents VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            _ => "UPDATE documents SET version = ?3, json = ?4 WHERE kind = ?1 AND id = ?2 AND version = ?5",
        }).Bind(3, version).BindText(4, json.Span);
        if (expected is > 0) statement.Bind(5, expected.Value);
        return statement.Run() == 1;
    }

    private void Note(string key, string value) =>
        Prepared("INSERT OR REPLACE INTO meta VALUES (?1, ?2)").Bind(1, key).Bind(2, value).Run();

    private SqliteStatement Statement(string kind, string id, string sql) => Prepared(sql).Bind(1, kind).Bind(2, id);

    private SqliteStatement Prepared(string sql)
    {
        if (!statements.TryGetValue(sql, out var statement)) statements[sql] = statement = connection.Prepare(sql);
        return statement;
    }

    private void Run(string sql) => Prepared(sql).Run();
}
