using NodaTime;

namespace Watchbill.Storage;

/// <summary>Makes a database of what an export holds, and puts it in the place of the one there is.</summary>
internal static class DatabaseImport
{
    /// <returns>What was brought in, and where the replaced file is; null: there was none.</returns>
    /// <exception cref="StorageException">A host is running, or the export is damaged; the database is as it was.</exception>
    public static (ExportTally Tally, string? Replaced) From(
        string file, string database, IDatabaseKind kind, (Instant Now, Action<long> Progress) how)
    {
        if (!File.Exists(file)) throw new StorageException($"There is no export {file}.");
        try
        {
            ExportTally? tally = null;
            var replaced = DatabaseReplacement.With(database, how.Now, made =>
            {
                tally = ExportFile.Read(file,
                    (state, documents) => kind.Make(made, state, DatabaseExport.Counted(documents, how.Progress)));
                Verify(kind, made, tally);
                Note(kind, made, tally, how.Now);
            });
            return (tally!, replaced);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The export {file} cannot be put in the place of {database}: {failed.Message}", failed);
        }
    }

    private static void Verify(IDatabaseKind kind, string made, ExportTally wanted)
    {
        using var content = kind.Read(made);
        var tally = ExportTally.Of(content);
        foreach (var (name, one) in wanted.Kinds())
        {
            if (tally.Kinds().GetValueOrDefault(name) is var there && there != one)
                throw new StorageException(
                    $"Of {one.Count} documents of the kind '{name}' {there?.Count ?? 0} arrived, or not as they were.");
        }

        if (DatabaseCheck.Run(content, made) is [var first, ..]) throw new StorageException($"What was exported is not in order: {first}");
    }

    private static void Note(IDatabaseKind kind, string made, ExportTally tally, Instant now)
    {
        var note = new AuditEntry(now, "watchbill", "import", $"database/{kind.Name}", "file") { New = $"{tally.Documents} documents" };
        using var saver = kind.Write(made);
        saver.Commit([QueuedSave.Of([Write.Audit(note)])]);
    }
}
