using NodaTime;
using NodaTime.Text;

namespace Watchbill.Storage;

/// <summary>Copies a database, in use or not, as it stands at one moment, into the configured folder.</summary>
internal static class DatabaseBackup
{
    private static readonly InstantPattern NamePattern = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HHmmss'Z'");

    /// <summary>Writes a backup that only this user may read, and reads it back.</summary>
    /// <param name="directory">Backup:Directory; null: not configured.</param>
    /// <returns>The file.</returns>
    /// <exception cref="StorageException">There is no good backup.</exception>
    public static string Write(IDatabaseContent content, string? directory, Instant now)
    {
        if (directory is null)
            throw new StorageException("There is no folder for backups: set Backup:Directory and do it again.");

        var finished = Path.Combine(Path.GetFullPath(directory), $"watchbill-{Stamp(now)}.db");
        // What has the final name is whole.
        var partial = finished + ".partial";
        try
        {
            Directory.CreateDirectory(directory);
            if (File.Exists(finished)) throw new StorageException($"There is a backup {finished} already: wait a second and do it again.");
            PrivateFile.Open(partial, FileMode.Create, FileShare.None).Dispose();
            content.CopyTo(partial);
            Seal(partial, now);
            new LocalDisk().Move(partial, finished);
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

    /// <summary>A moment as a part of a file's name.</summary>
    public static string Stamp(Instant now) => NamePattern.Format(now);

    // Reads the copy back, and notes in it what it holds, so that a restore sees whether it still does.
    private static void Seal(string copy, Instant now)
    {
        var kind = DatabaseKinds.Of(copy)!;
        DatabaseState state;
        using (var content = kind.Read(copy))
        {
            if (content.Damage() is { } damage)
                throw new StorageException($"The backup came out damaged ({damage}), and is thrown away: run 'watchbill check'.");
            state = content.State() with { BackedUpAt = now, Sha256 = ExportTally.Of(content).Sha256() };
        }

        kind.Note(copy, state);
    }
}
