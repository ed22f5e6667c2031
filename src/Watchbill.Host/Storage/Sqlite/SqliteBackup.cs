using NodaTime;
using NodaTime.Text;
using SQLitePCL;

namespace Watchbill.Storage;

/// <summary>Copies a database while it is in use, as it stands at one moment, into the configured folder.</summary>
internal static class SqliteBackup
{
    private static readonly InstantPattern NamePattern = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HHmmss'Z'");

    /// <summary>Writes a backup that only this user may read, and reads it back.</summary>
    /// <param name="directory">Backup:Directory; null: not configured.</param>
    /// <returns>The file.</returns>
    /// <exception cref="StorageException">There is no good backup.</exception>
    public static string Write(string database, string? directory, Instant now)
    {
        if (string.IsNullOrWhiteSpace(directory))
        {
            throw new StorageException("There is no folder for backups: set Backup:Directory and do it again.");
        }

        var name = $"watchbill-{NamePattern.Format(now)}.db";
        var finished = Path.Combine(Path.GetFullPath(directory), name);
        // What has the final name is whole.
        var partial = finished + ".partial";
        try
        {
            Directory.CreateDirectory(directory);
            if (File.Exists(finished)) throw new StorageException($"There is a backup {finished} already: wait a second and do it again.");
            PrivateFile.Open(partial, FileMode.Create, FileShare.None).Dispose();
            Copy(HostLock.Resolve(database), partial, now);
            File.Move(partial, finished);
            return finished;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The backup {finished} cannot be written: {failed.Message}", failed);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static void Copy(string database, string file, Instant now)
    {
        using var source = SqliteConnection.Open(database, SqliteAccess.Read);
        Schema.Require(source);
        using var target = SqliteConnection.Open(file, SqliteAccess.Write);
        using (var copy = raw.sqlite3_backup_init(target.Handle, "main", source.Handle, "main"))
        {
            // All pages in one go: the copy is of one moment, and in WAL mode the writer does not wait for it.
            var result = copy.IsInvalid ? raw.sqlite3_errcode(target.Handle) : raw.sqlite3_backup_step(copy, -1);
            target.Check(result);
        }

        // One file with nothing beside it, wherever it is taken.
        target.Execute("PRAGMA journal_mode = DELETE");
        target.Execute($"INSERT OR REPLACE INTO meta VALUES ('backedUpAt', '{InstantPattern.ExtendedIso.Format(now)}')");
        if (Schema.Damage(target) is { } damage)
        {
            throw new StorageException($"The backup of {database} came out damaged ({damage}): run 'watchbill check'.");
        }
    }
}
