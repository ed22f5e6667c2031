using System.Runtime.Versioning;
using Watchbill.Organization;

namespace Watchbill.Storage;

/// <summary>Backups, and putting one back.</summary>
public abstract class BackupContract : DatabaseContract
{
    [Fact]
    public async Task A_backup_of_a_running_store_holds_what_was_saved()
    {
        var database = Configured();
        using var store = (IEmbeddedStore)database.Open();
        await SaveAsync(store, "before");

        var backup = Backup(database);
        await SaveAsync(store, "after");

        Assert.Equal(Folder["backups/watchbill-2026-11-16T090000Z.db"], backup);
        Assert.Equal([backup], Directory.GetFiles(Folder["backups"]));
        Assert.Empty(Configured(backup).Check());
        using var copy = Open(backup);
        Assert.Equal(["before"], await IdsAsync(copy));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Only_its_user_may_read_a_backup()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Rights are inherited from the folder there.");
        Open().Dispose();

        var backup = Backup(Configured());

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(backup));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void Without_a_configured_folder_there_is_no_backup(string? directory)
    {
        Open().Dispose();

        var refused = Assert.Throws<StorageException>(() => Backup(Configured(backups: directory)));

        Assert.Equal("There is no folder for backups: set Backup:Directory and do it again.", refused.Message);
    }

    [Fact]
    public void A_backup_never_overwrites_another()
    {
        Open().Dispose();
        var backup = Backup(Configured());
        var before = File.ReadAllBytes(backup);

        Assert.Throws<StorageException>(() => Backup(Configured()));

        Assert.Equal(before, File.ReadAllBytes(backup));
    }

    [Fact]
    public void A_backup_of_what_is_no_database_leaves_nothing_behind()
    {
        File.WriteAllText(Database, new string('x', 5000));

        Assert.Throws<StorageException>(() => Backup(Configured()));

        Assert.False(Directory.Exists(Folder["backups"]));
    }

    [Fact]
    public async Task Restore_puts_the_backup_back_and_keeps_what_it_replaced()
    {
        string backup;
        var database = Configured();
        using (var store = (IEmbeddedStore)database.Open())
        {
            await SaveAsync(store, "before");
            backup = Backup(database);
            await SaveAsync(store, "after");
        }

        var replaced = Configured().Restore(backup, Friday);

        Assert.Equal(Database + ".replaced-2026-11-20T090000Z", replaced);
        using (var store = Open())
        {
            Assert.Equal(["before"], await IdsAsync(store));
            Assert.Equal(new Restored(Monday, Friday), (await store.FindAsync<Restored>(Restored.Id, Ct))!.Value);
            Assert.Equal("restore", Assert.Single(await store.ListAsync<AuditRow>(IdRange.All, Ct)).Value.Entry.Action);
            await SaveAsync(store, "new");
        }

        Assert.Empty(Configured().Check());
        using var old = Open(replaced!);
        Assert.Equal(["after", "before"], await IdsAsync(old));
    }

    [Fact]
    public async Task Restore_refuses_while_a_host_runs()
    {
        var database = Configured();
        using var store = (IEmbeddedStore)database.Open();
        await SaveAsync(store, "before");
        var backup = Backup(database);

        var refused = Assert.Throws<StorageException>(() => Configured().Restore(backup, Friday));

        Assert.Equal(StorageErrors.InUse(Database).Message, refused.Message);
        Assert.Null(await store.FindAsync<Restored>(Restored.Id, Ct));
    }

    [Fact]
    public async Task What_is_no_good_backup_replaces_nothing()
    {
        using (var store = Open()) await SaveAsync(store, "kept");
        var backup = Backup(Configured());
        File.Copy(Database, Folder["copied.db"]);
        File.WriteAllText(Folder["text.db"], new string('x', 5000));
        Damage(backup);

        foreach (var bad in new[] { backup, Folder["copied.db"], Folder["text.db"], Folder["missing.db"] })
        {
            var refused = Assert.Throws<StorageException>(() => Configured().Restore(bad, Friday));
            Assert.Contains(bad, refused.Message, StringComparison.Ordinal);
        }

        using var after = Open();
        Assert.Equal(["kept"], await IdsAsync(after));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Database)!, "*.re*"));
    }

    [Fact]
    public async Task A_damaged_database_can_be_restored_over()
    {
        using (var store = Open()) await SaveAsync(store, "before");
        var backup = Backup(Configured());
        File.WriteAllText(Database, "damaged beyond reading");

        var replaced = Configured().Restore(backup, Friday);

        Assert.Equal("damaged beyond reading", File.ReadAllText(replaced!));
        using var after = Open();
        Assert.Equal(["before"], await IdsAsync(after));
    }

    [Fact]
    public async Task Restore_where_there_is_no_database_replaces_none()
    {
        using (var store = Open()) await SaveAsync(store, "before");
        var backup = Backup(Configured());

        Assert.Null(Configured(Folder["elsewhere/watchbill.db"]).Restore(backup, Friday));

        using var there = Open(Folder["elsewhere/watchbill.db"]);
        Assert.Equal(["before"], await IdsAsync(there));
    }

    private static void Damage(string file)
    {
        using var stream = File.OpenWrite(file);
        stream.Position = stream.Length / 2;
        stream.Write(new byte[stream.Length / 4]);
    }
}

public sealed class SqliteBackupTests : BackupContract
{
    private protected override IDatabaseKind Kind => new SqliteKind();

    [Fact]
    public async Task Restore_does_not_replay_the_log_of_a_database_that_is_gone()
    {
        var log = Database + "-wal";
        string backup;
        var database = Configured();
        using (var store = (IEmbeddedStore)database.Open())
        {
            await SaveAsync(store, "before");
            backup = Backup(database);
            await SaveAsync(store, "after");
            using var live = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var kept = File.Create(Folder["kept"]);
            await live.CopyToAsync(kept, Ct);
        }

        File.Delete(Database);
        File.Move(Folder["kept"], log, overwrite: true);

        Assert.Equal(Database + ".replaced-2026-11-20T090000Z", Configured().Restore(backup, Friday));

        using var restored = Open();
        Assert.Equal(["before"], await IdsAsync(restored));
        Assert.NotNull(await restored.FindAsync<Restored>(Restored.Id, Ct));
    }
}

public sealed class LiteBackupTests : BackupContract
{
    private protected override IDatabaseKind Kind => new LiteKind();
}
