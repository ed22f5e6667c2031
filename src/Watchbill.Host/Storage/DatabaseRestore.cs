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
        var kind = DatabaseKinds.Of(backup) ?? throw StorageErrors.NotADatabase(backup);
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
        try
        {
            var restored = new Restored(Verify(kind, prepared), now);
            var note = new AuditEntry(restored.At, "watchbill", "restore", $"restored/{Restored.Id}", "file")
            {
                New = $"as of {InstantPattern.ExtendedIso.Format(restored.MissingFrom)}",
            };
            using var saver = kind.Write(prepared);
            saver.Commit([QueuedSave.Of([Write.Put(Restored.Id, restored), Write.Audit(note)])]);
        }
        catch (StorageException broken)
        {
            // It is the copy that was looked at, and the backup that is meant.
            throw new StorageException(broken.Message.Replace(prepared, backup, StringComparison.Ordinal), broken);
        }
    }

    private static Instant Verify(IDatabaseKind kind, string copy)
    {
        using var content = kind.Read(copy);
        if (content.Damage() is { } damage) throw new StorageException($"The backup {copy} is damaged ({damage}): take another one.");
        return content.State().BackedUpAt ?? throw new StorageException(
            $"The file {copy} was not made by 'watchbill backup', so its age is not known: stop the host and copy it into place by hand.");
    }
}
