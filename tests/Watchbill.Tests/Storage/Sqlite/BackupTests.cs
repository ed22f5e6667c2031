using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Organization;

namespace Watchbill.Storage;

public sealed class BackupTests : IDisposable
{
    private static readonly Instant Monday = Instant.FromUtc(2026, 11, 16, 9, 0);
    private static readonly Instant Friday = Instant.FromUtc(2026, 11, 20, 9, 0);
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Database => folder["watchbill.db"];

    [Fact]
    public async Task A_backup_of_a_running_store_holds_what_was_saved()
    {
        using var store = Open();
        await SaveAsync(store, "before");

        var backup = SqliteBackup.Write(Database, folder["backups"], Monday);
        await SaveAsync(store, "after");

        Assert.Equal(folder["backups/watchbill-2026-11-16T090000Z.db"], backup);
        Assert.Equal([backup], Directory.GetFiles(folder["backups"]));
        Assert.Empty(SqliteCheck.Run(backup));
        using var copy = SqliteStore.Open(backup, new SaveNotices(), NullLogger.Instance);
        Assert.Equal(["before"], await IdsAsync(copy));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Only_its_user_may_read_a_backup()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Rights are inherited from the folder there.");
        Open().Dispose();

        var backup = SqliteBackup.Write(Database, folder["backups"], Monday);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(backup));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void Without_a_configured_folder_there_is_no_backup(string? directory)
    {
        Open().Dispose();

        var refused = Assert.Throws<StorageException>(() => SqliteBackup.Write(Database, directory, Monday));

        Assert.Equal("There is no folder for backups: set Backup:Directory and do it again.", refused.Message);
    }

    [Fact]
    public void A_backup_never_overwrites_another()
    {
        Open().Dispose();
        var backup = SqliteBackup.Write(Database, folder["backups"], Monday);
        var before = File.ReadAllBytes(backup);

        Assert.Throws<StorageException>(() => SqliteBackup.Write(Database, folder["backups"], Monday));

        Assert.Equal(before, File.ReadAllBytes(backup));
    }

    [Fact]
    public void A_backup_of_what_is_no_database_leaves_nothing_behind()
    {
        File.WriteAllText(Database, new string('x', 5000));

        Assert.Throws<StorageException>(() => SqliteBackup.Write(Database, folder["backups"], Monday));

        Assert.Empty(Directory.GetFiles(folder["backups"]));
    }

    [Fact]
    public async Task Restore_puts_the_backup_back_and_keeps_what_it_replaced()
    {
        string backup;
        using (var store = Open())
        {
            await SaveAsync(store, "before");
            backup = SqliteBackup.Write(Database, folder["backups"], Monday);
            await SaveAsync(store, "after");
        }

        var replaced = SqliteRestore.From(backup, Database, Friday);

        Assert.Equal(Database + ".replaced-2026-11-20T090000Z", replaced);
        using (var store = Open())
        {
            Assert.Equal(["before"], await IdsAsync(store));
            Assert.Equal(new Restored(Monday, Friday), (await store.FindAsync<Restored>(Restored.Id, Ct))!.Value);
            Assert.Equal("restore", Assert.Single(await store.ListAsync<AuditRow>(IdRange.All, Ct)).Value.Entry.Action);
            await SaveAsync(store, "new");
        }

        Assert.Empty(SqliteCheck.Run(Database));
        using var old = SqliteStore.Open(replaced!, new SaveNotices(), NullLogger.Instance);
        Assert.Equal(["after", "before"], await IdsAsync(old));
    }

    [Fact]
    public async Task Restore_refuses_while_a_host_runs()
    {
        using var store = Open();
        await SaveAsync(store, "before");
        var backup = SqliteBackup.Write(Database, folder["backups"], Monday);

        var refused = Assert.Throws<StorageException>(() => SqliteRestore.From(backup, Database, Friday));

        Assert.Equal(StorageErrors.InUse(Database).Message, refused.Message);
        Assert.Null(await store.FindAsync<Restored>(Restored.Id, Ct));
    }

    [Fact]
    public async Task What_is_no_good_backup_replaces_nothing()
    {
        using (var store = Open()) await SaveAsync(store, "kept");
        var backup = SqliteBackup.Write(Database, folder["backups"], Monday);
        File.Copy(Database, folder["copied.db"]);
        File.WriteAllText(folder["text.db"], new string('x', 5000));
        Damage(backup);

        foreach (var bad in new[] { backup, folder["copied.db"], folder["text.db"], folder["missing.db"] })
        {
            var refused = Assert.Throws<StorageException>(() => SqliteRestore.From(bad, Database, Friday));
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
        var backup = SqliteBackup.Write(Database, folder["backups"], Monday);
        File.WriteAllText(Database, "damaged beyond reading");

        var replaced = SqliteRestore.From(backup, Database, Friday);

        Assert.Equal("damaged beyond reading", File.ReadAllText(replaced!));
        using var after = Open();
        Assert.Equal(["before"], await IdsAsync(after));
    }

    [Fact]
    public async Task Restore_where_there_is_no_database_replaces_none()
    {
        using (var store = Open()) await SaveAsync(store, "before");
        var backup = SqliteBackup.Write(Database, folder["backups"], Monday);

        Assert.Null(SqliteRestore.From(backup, folder["elsewhere/watchbill.db"], Friday));

        using var there = SqliteStore.Open(folder["elsewhere/watchbill.db"], new SaveNotices(), NullLogger.Instance);
        Assert.Equal(["before"], await IdsAsync(there));
    }

    public void Dispose() => folder.Dispose();

    private static async Task<IEnumerable<string>> IdsAsync(SqliteStore store) =>
        (await store.ListAsync<Domain>(IdRange.All, Ct)).Select(stored => stored.Id);

    private static Task SaveAsync(SqliteStore store, string id) =>
        store.SaveAsync([Change.Create(id, new Domain(id, new string('d', 20_000)))], Ct);

    private static void Damage(string file)
    {
        using var stream = File.OpenWrite(file);
        stream.Position = stream.Length / 2;
        stream.Write(new byte[stream.Length / 4]);
    }

    private SqliteStore Open() => SqliteStore.Open(Database, new SaveNotices(), NullLogger.Instance);
}
