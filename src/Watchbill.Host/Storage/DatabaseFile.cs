using Microsoft.Extensions.Options;
using NodaTime;

namespace Watchbill.Storage;

/// <summary>The database that the settings name: served by this process, or looked after by a command.</summary>
internal sealed class DatabaseFile(
    StorageFiles files, IOptions<StorageOptions> options, SaveNotices notices, ILogger<DatabaseFile> logger)
{
    private readonly string? wanted = options.Value.Provider;
    private IEmbeddedStore? served;

    public string Path { get; } = HostLock.Resolve(files.Database);

    /// <summary>Whether there is one, or this process serves one.</summary>
    public bool IsThere => served is not null || File.Exists(Path);

    /// <summary>The folder that the settings name for backups; null: none.</summary>
    public string? Backups { get; } = files.Backups;

    /// <summary>Opens the store, which whoever asks for it closes.</summary>
    /// <exception cref="StorageException">It cannot be opened, or another host has it.</exception>
    public IStore Open() => served = DatabaseKinds.For(Path, wanted).Open(Path, notices, logger);

    /// <returns>One sentence for each thing that is wrong; empty: all is well.</returns>
    public IReadOnlyList<string> Check()
    {
        if (!IsThere) return [$"There is no database {Path}: the host makes one when it starts."];
        try
        {
            using var content = Content();
            return DatabaseCheck.Run(content, Path);
        }
        catch (StorageException broken)
        {
            return [broken.Message];
        }
    }

    /// <summary>Writes a backup into a folder and reads it back.</summary>
    /// <returns>The file.</returns>
    /// <exception cref="StorageException">There is no good backup.</exception>
    public string Backup(string? directory, Instant now)
    {
        using var content = Content();
        return DatabaseBackup.Write(content, directory, now);
    }

    /// <summary>Puts a backup in the database's place. Deliveries begin paused afterwards: see <see cref="Restored"/>.</summary>
    /// <returns>Where the replaced file is; null: there was none.</returns>
    /// <exception cref="StorageException">A host is running, or the backup is none or damaged; the database is as it was.</exception>
    public string? Restore(string backup, Instant now) => DatabaseRestore.From(backup, Path, wanted, now);

    /// <summary>Writes everything into a file from which a database of any kind can be made.</summary>
    /// <exception cref="StorageException">It was not written, or the database is not in order.</exception>
    public ExportTally Export(string file, Instant now, Action<long> progress)
    {
        using var content = Content();
        return DatabaseExport.Write(content, file, now, progress);
    }

    /// <summary>Makes the database anew of what an export holds.</summary>
    /// <returns>What was brought in, and where the replaced file is.</returns>
    /// <exception cref="StorageException">A host is running, or the export is damaged; the database is as it was.</exception>
    public (ExportTally Tally, IDatabaseKind Kind, string? Replaced) Import(string file, Instant now, Action<long> progress)
    {
        var kind = wanted is null ? DatabaseKinds.Of(Path) ?? DatabaseKinds.Default : DatabaseKinds.Named(wanted);
        var (tally, replaced) = DatabaseImport.From(file, Path, kind, (now, progress));
        return (tally, kind, replaced);
    }

    private IDatabaseContent Content() => served?.Content() ?? DatabaseKinds.For(Path, wanted).Read(Path);
}
