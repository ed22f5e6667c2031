using NodaTime;

namespace Watchbill.Storage;

/// <summary>Puts another file in the place of a database that no host has open, and keeps what it replaces beside it.</summary>
internal static class DatabaseReplacement
{
    // The logs of every engine, under the names that belong to the database's.
    private static readonly string[] Beside = ["-wal", "-shm", "-log"];

    /// <param name="prepare">Makes the new file, of the name it is given.</param>
    /// <returns>Where the replaced file is; null: there was none.</returns>
    /// <exception cref="StorageException">A host has it.</exception>
    public static string? With(string database, Instant now, Action<string> prepare)
    {
        using var held = File.Exists(database) ? HostLock.Take(database) : null;
        var prepared = database + ".replacing";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(database)!);
            Delete(prepared);
            prepare(prepared);
            var replaced = MoveAway(database, now);
            new LocalDisk().Move(prepared, database);
            return replaced;
        }
        finally
        {
            Delete(prepared);
        }
    }

    private static string? MoveAway(string database, Instant now)
    {
        var replaced = $"{database}.replaced-{DatabaseBackup.Stamp(now)}";
        // A log stays with its database, and must not meet the new one; it may be all that is left of it.
        var there = Beside.Prepend("").Where(suffix => File.Exists(database + suffix)).ToList();
        foreach (var suffix in there) File.Move(database + suffix, replaced + suffix);
        return there.Count == 0 ? null : replaced;
    }

    private static void Delete(string prepared)
    {
        foreach (var suffix in Beside.Append(""))
        {
            if (File.Exists(prepared + suffix)) File.Delete(prepared + suffix);
        }
    }
}
