using Microsoft.Extensions.Logging.Abstractions;
using Watchbill.Fixtures;

namespace Watchbill.Storage;

/// <summary>A machine with one store, whose power can be cut.</summary>
internal abstract class PowerMachine : IDisposable
{
    public abstract PowerDisk Disk { get; }

    public abstract string Database { get; }

    protected string Copy => Database + ".copy";

    public abstract IEmbeddedStore Open();

    /// <summary>Goes on with what the power cut left.</summary>
    public abstract void PowerUp(PowerCut cut);

    /// <summary>A copy of all that a store in use holds.</summary>
    public abstract IDatabaseContent BackUp(IEmbeddedStore store);

    public virtual void Dispose() => GC.SuppressFinalize(this);
}

/// <summary>LiteDB on a disk in memory.</summary>
internal sealed class LiteMachine(PowerDisk disk) : PowerMachine
{
    private PowerDisk disk = disk;

    public override PowerDisk Disk => disk;

    public override string Database { get; } = Path.GetFullPath("/power/watchbill.db");

    public override IEmbeddedStore Open() => LiteStore.Open(Database, new SaveNotices(), NullLogger.Instance, disk);

    public override void PowerUp(PowerCut cut) => disk = disk.After(cut);

    public override IDatabaseContent BackUp(IEmbeddedStore store)
    {
        foreach (var left in new[] { Copy, LiteFile.LogOf(Copy) }.Where(disk.Exists)) disk.Delete(left);
        using (var content = store.Content()) content.CopyTo(Copy);
        return new LiteContent(disk, LiteFile.Open(disk, Copy), isOwned: true);
    }
}

/// <summary>SQLite on files of a folder, of which another disk knows what was flushed.</summary>
internal sealed class SqliteMachine : PowerMachine
{
    private readonly TemporaryFolder folder = new();
    private PowerDisk disk;

    public SqliteMachine(PowerDisk disk)
    {
        this.disk = disk;
        // Made before the power can fail: it gets its name from the product and not from the engine, whose calls alone are seen.
        Open().Dispose();
        disk.Have(Database, File.ReadAllBytes(Database));
        PowerVfs.Watch(folder.FullName, disk);
    }

    public override PowerDisk Disk => disk;

    public override string Database => folder["watchbill.db"];

    public override IEmbeddedStore Open() => SqliteStore.Open(Database, new SaveNotices(), NullLogger.Instance);

    public override void PowerUp(PowerCut cut)
    {
        disk = disk.After(cut);
        foreach (var file in Directory.GetFiles(folder.FullName)) File.Delete(file);
        foreach (var (path, file) in disk.Files)
        {
            var content = new byte[file.Length];
            file.Read(content, 0);
            File.WriteAllBytes(path, content);
        }

        PowerVfs.Watch(folder.FullName, disk);
    }

    public override IDatabaseContent BackUp(IEmbeddedStore store)
    {
        foreach (var left in Directory.GetFiles(folder.FullName, "*.copy*"))
        {
            File.Delete(left);
            if (disk.Exists(left)) disk.Delete(left);
        }

        File.WriteAllBytes(Copy, []);
        disk.Have(Copy, []);
        using (var content = store.Content()) content.CopyTo(Copy);
        return new SqliteContent(Copy);
    }

    public override void Dispose()
    {
        PowerVfs.Leave(folder.FullName);
        folder.Dispose();
        base.Dispose();
    }
}
