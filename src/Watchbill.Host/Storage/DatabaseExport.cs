using NodaTime;

namespace Watchbill.Storage;

/// <summary>
/// Writes all that a database holds, in use or not, as of one moment, into a file from which one of any kind can be made.
/// </summary>
internal static class DatabaseExport
{
    /// <param name="progress">Told how many documents are written.</param>
    /// <exception cref="StorageException">It was not written, or the database is not in order.</exception>
    public static ExportTally Write(IDatabaseContent content, string file, Instant now, Action<long> progress)
    {
        // Of one moment, while the host goes on.
        var (copy, partial) = (file + ".copy", file + ".partial");
        try
        {
            if (File.Exists(file)) throw new StorageException($"There is a file {file} already: name another one.");
            PrivateFile.Open(copy, FileMode.Create, FileShare.None).Dispose();
            content.CopyTo(copy);
            ExportTally tally;
            using (var still = DatabaseKinds.Of(copy)!.Read(copy))
            {
                if (DatabaseCheck.Run(still, copy) is [var first, ..])
                    throw new StorageException($"The database is not in order, so nothing was exported: {first}");
                using var raw = PrivateFile.Open(partial, FileMode.Create, FileShare.None);
                using var to = new BufferedStream(raw, 1 << 16);
                tally = ExportFile.Write(to, still.State(), now, Counted(still.Documents(), progress));
                to.Flush();
                raw.Flush(flushToDisk: true);
            }

            new LocalDisk().Move(partial, file);
            return tally;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The export {file} cannot be written: {failed.Message}", failed);
        }
        finally
        {
            File.Delete(copy);
            File.Delete(partial);
        }
    }

    /// <summary>The documents as they are, each told of.</summary>
    public static IEnumerable<StoredDocument> Counted(IEnumerable<StoredDocument> documents, Action<long> progress)
    {
        long count = 0;
        foreach (var document in documents)
        {
            yield return document;
            progress(++count);
        }
    }
}
