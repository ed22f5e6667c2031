using NodaTime;
using NodaTime.Text;

namespace Watchbill.Storage;

/// <summary>Puts a backup in the place of the database, and keeps what it replaces beside it.</summary>
internal static class SqliteRestore
{
    private static readonly InstantPattern NamePattern = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HHmmss'Z'");

    /// <summary>Deliveries begin paused afterwards: see <see cref="Restored"/>.</summary>
    /// <returns>Where the replaced file is; null: there was none.</returns>
    /// <exception cref="StorageException">A host is running, or the backup is none or damaged; the database is as it was.</exception>
    public static string? From(string backup, string database, Instant now)
    {
        database = HostLock.Resolve(database);
        using var held = File.Exists(database) ? HostLock.Take(database) : null;
        var prepared = database + ".restoring";
        try
        {
            var backedUpAt = Verify(backup);
            Directory.CreateDirectory(Path.GetDirectoryName(database)!);
            using (var copy = PrivateFile.Open(prepared, FileMode.Create, FileShare.None))
            using (var source = File.OpenRead(backup)) source.CopyTo(copy);
            MarkRestored(prepared, new Restored(backedUpAt, now));
            var replaced = MoveAway(database, now);
            File.Move(prepared, database);
            return replaced;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The backup {backup} cannot be put in the place of {database}: {failed.Message}", failed);
        }
        finally
        {
            if (File.Exists(prepared)) File.Delete(prepared);
        }
    }

    private static Instant Verify(string backup)
    {
        if (!File.Exists(backup)) throw new StorageException($"There is no backup {backup}.");
        using var connection = SqliteConnection.Open(backup, SqliteAccess.Read);
        Schema.Require(connection);
        if (Schema.Damage(connection) is { } damage)
        {
            throw new StorageException($"The backup {backup} is damaged ({damage}): take another one.");
        }

        return connection.Ask("SELECT value FROM meta WHERE key = 'backedUpAt'") is { } at
            ? InstantPattern.ExtendedIso.Parse(at).Value
            : throw new StorageException(
                $"The file {backup} was not made by 'watchbill backup', so its age is not known: stop the host and copy it into place by " +
                    $"hand.");
    }

    private static void MarkRestored(string file, Restored restored)
    {
        using var saver = new SqliteSaver(SqliteConnection.Open(file, SqliteAccess.Write));
        var note = new AuditEntry(restored.At, "watchbill", "restore", $"restored/{Restored.Id}", "file")
        {
            New = $"as of {InstantPattern.ExtendedIso.Format(restored.MissingFrom)}",
        };
        saver.Commit([QueuedSave.Of([Change.Put(Restored.Id, restored), Change.Audit(note)])]);
    }

    private static string? MoveAway(string database, Instant now)
    {
        if (!File.Exists(database)) return null;
        MergeLog(database);
        var replaced = $"{database}.replaced-{NamePattern.Format(now)}";
        File.Move(database, replaced);
        // Where the log could not be merged it stays the replaced file's, and must not meet the new one.
        foreach (var beside in new[] { "-wal", "-shm" })
        {
            if (File.Exists(database + beside)) File.Move(database + beside, replaced + beside);
        }

        return replaced;
    }

    private static void MergeLog(string database)
    {
        try
        {
            using var connection = SqliteConnection.Open(database, SqliteAccess.Write);
            connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (StorageException)
        {
            // It may be damaged: that is what backups are for.
        }
    }
}
