using NodaTime;
using NodaTime.Text;

namespace Watchbill.Storage;

/// <summary>Puts a backup in the place of the database.</summary>
internal static class DatabaseRestore
{
    /// <param name="wanted">The kind that the settings name; null: the backup decides.</param>
    /// <returns>Where the replaced file is; null: there was none.</returns>
    /// <exception cref="StorageException">A host is running, or the backup is none or damaged; the database is as it was.</exception>
    public static string? From(string backup, string database, string? wanted, Instant now)
    {
        if (!File.Exists(backup)) throw new StorageException($"There is no backup {backup}.");
        var kind = DatabaseKinds.Of(backup) ?? throw new StorageException(
            $"The file {backup} is no backup of Watchbill, or its beginning is damaged, and nothing was changed: restore an older one.");
        if (wanted is not null && wanted != kind.Name) throw StorageErrors.OtherKind(backup, kind, DatabaseKinds.Named(wanted));
        try
        {
            return DatabaseReplacement.With(database, now, prepared => Prepare(kind, backup, prepared, now));
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The backup {backup} cannot be put in the place of {database}: {failed.Message}", failed);
        }
    }

    private static void Prepare(IDatabaseKind kind, string backup, string prepared, Instant now)
    {
        using (var copy = PrivateFile.Open(prepared, FileMode.CreateNew, FileShare.None))
        using (var source = File.OpenRead(backup)) source.CopyTo(copy);
        var restored = new Restored(MadeAt(kind, backup, prepared), now);
        var note = new AuditEntry(restored.At, "watchbill", "restore", $"restored/{Restored.Id}", "file")
        {
            New = $"as of {InstantPattern.ExtendedIso.Format(restored.MissingFrom)}",
        };
        using var saver = kind.Write(prepared);
        saver.Commit([QueuedSave.Of([Write.Put(Restored.Id, restored), Write.Audit(note)])]);
    }

    /// <summary>When a backup was made that is as it was made.</summary>
    private static Instant MadeAt(IDatabaseKind kind, string backup, string copy)
    {
        Instant? at;
        string? wrong;
        try
        {
            using var content = kind.Read(copy);
            (at, wrong) = (content.State().BackedUpAt, Wrong(content, copy));
        }
        catch (StorageException broken)
        {
            (at, wrong) = (null, broken.Message);
        }

        if (wrong is not null)
        {
            // It is the copy that was looked at, and the backup that is meant; what follows the colon is for a database.
            var detail = wrong.Replace(copy, backup, StringComparison.Ordinal).Split(": ")[0].TrimEnd('.');
            throw new StorageException(
                $"The backup {backup} cannot be restored, and nothing was changed ({detail}): restore an older one.");
        }

        return at ?? throw new StorageException(
            $"The file {backup} was not made by 'watchbill backup', so its age is not known: "
                + "stop the host and copy it into place by hand.");
    }

    private static string? Wrong(IDatabaseContent content, string copy)
    {
        if (content.Damage() is { } damage) return damage;
        if (content.State().Sha256 is { } hash && hash != ExportTally.Of(content).Sha256())
            return "what it holds was changed after it was written";
        return DatabaseCheck.Run(content, copy) is [var first, ..] ? first : null;
    }
}
