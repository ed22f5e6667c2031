using System.Globalization;
using NodaTime.Text;

namespace Watchbill.Storage;

/// <summary>The tables of a database file, and whether a file is one.</summary>
internal static class Schema
{
    /// <summary>Grows when an older Watchbill could no longer read what this one writes.</summary>
    public const long Version = 1;

    // "WBIL" in the file's header says whose file it is.
    private const long Application = 0x5742494C;

    /// <summary>Makes the tables in an empty file.</summary>
    public static void Make(SqliteConnection connection)
    {
        connection.Execute("BEGIN IMMEDIATE");
        // With row ids: in the tree of the keys, a search that passes the organisation file would read all of it.
        connection.Execute("""
            CREATE TABLE documents(
              kind TEXT NOT NULL COLLATE BINARY, id TEXT NOT NULL COLLATE BINARY, version INTEGER NOT NULL, json TEXT NOT NULL,
              PRIMARY KEY(kind, id))
            """);
        connection.Execute("CREATE TABLE meta(key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
        connection.Execute($"INSERT INTO meta VALUES ('store', '{Guid.NewGuid():n}'), ('version', '0')");
        connection.Execute($"PRAGMA application_id = {Application}");
        connection.Execute($"PRAGMA user_version = {Version}");
        connection.Execute("COMMIT");
    }

    /// <exception cref="StorageException">The file is not a database of Watchbill, or of a newer version.</exception>
    public static void Require(SqliteConnection connection)
    {
        if (Pragma(connection, "application_id") != Application) throw StorageErrors.NotADatabase(connection.Path);
        var version = Pragma(connection, "user_version");
        if (version > Version) throw StorageErrors.Newer(connection.Path, version, Version);
    }

    public static DatabaseState State(SqliteConnection connection) => new(
        long.Parse(connection.Ask("SELECT value FROM meta WHERE key = 'version'") ?? "0", CultureInfo.InvariantCulture),
        connection.Ask("SELECT value FROM meta WHERE key = 'audit'")?.Split(' ') is [var number, var hash]
            ? new AuditChain(long.Parse(number, CultureInfo.InvariantCulture), hash)
            : AuditChain.Start)
    {
        BackedUpAt = connection.Ask("SELECT value FROM meta WHERE key = 'backedUpAt'") is { } at
            ? InstantPattern.ExtendedIso.Parse(at).Value
            : null,
        Sha256 = connection.Ask("SELECT value FROM meta WHERE key = 'sha256'"),
    };

    public static void Note(SqliteConnection connection, DatabaseState state)
    {
        var (version, audit) = state;
        Note("version", $"{version}");
        Note("audit", $"{audit.Id} {audit.Hash}");
        if (state.BackedUpAt is { } at) Note("backedUpAt", InstantPattern.ExtendedIso.Format(at));
        if (state.Sha256 is { } hash) Note("sha256", hash);

        void Note(string key, string value) => connection.Execute($"INSERT OR REPLACE INTO meta VALUES ('{key}', '{value}')");
    }

    private static long Pragma(SqliteConnection connection, string name) =>
        long.Parse(connection.Ask($"PRAGMA {name}")!, CultureInfo.InvariantCulture);
}
