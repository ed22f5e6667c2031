namespace Watchbill.Storage;

/// <summary>SQLite's files.</summary>
internal sealed class SqliteKind : IDatabaseKind
{
    public string Name => "sqlite";

    public string Title => "SQLite";

    public bool Begins(ReadOnlySpan<byte> file) => file.StartsWith("SQLite format 3\0"u8);

    public IEmbeddedStore Open(string path, SaveNotices notices, ILogger logger) => SqliteStore.Open(path, notices, logger);

    public IDatabaseContent Read(string path) => new SqliteContent(path);

    public ISaver Write(string path) => new SqliteSaver(SqliteConnection.Open(path, SqliteAccess.Write));

    public void Note(string path, DatabaseState state)
    {
        using var connection = SqliteConnection.Open(path, SqliteAccess.Write);
        Schema.Note(connection, state);
    }

    public void Make(string path, DatabaseState state, IEnumerable<StoredDocument> documents)
    {
        PrivateFile.Open(path, FileMode.CreateNew, FileShare.None).Dispose();
        using var connection = SqliteConnection.Open(path, SqliteAccess.Write);
        Schema.Make(connection);
        connection.Execute("BEGIN");
        using (var insert = connection.Prepare("INSERT INTO documents VALUES (?1, ?2, ?3, ?4)"))
        {
            foreach (var (kind, id, version, json) in documents) insert.Bind(1, kind).Bind(2, id).Bind(3, version).BindText(4, json).Run();
        }

        Schema.Note(connection, state);
        connection.Execute("COMMIT");
    }
}
