using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using SQLitePCL;
using Watchbill.Organization;

namespace Watchbill.Storage;

public sealed class SqliteFilesTests : StoreFilesContract
{
    private static readonly AuditEntry Entry = new(Instant.FromUtc(2026, 11, 20, 9, 0), "ana", "create", "domain/big", "local");

    private protected override IDatabaseKind Kind => new SqliteKind();

    [Fact]
    public async Task A_full_disk_fails_the_save_alone_and_later_saves_work_again()
    {
        using (var store = SqliteStore.Open(Database, new SaveNotices(), NullLogger.Instance, mostPages: 60))
        {
            await store.SaveAsync([Write.Create("kept", new Domain("kept", new string('k', 50_000)))], Ct);
            var big = store.SaveAsync([Write.Create("big", new Domain("big", new string('b', 500_000))), Write.Audit(Entry)], Ct);
            var small = store.SaveAsync([Write.Create("small", new Domain("small", "S")), Write.Audit(Entry)], Ct);

            var full = await Assert.ThrowsAsync<StorageException>(() => big);
            Assert.Equal(StorageErrors.Full(Database).Message, full.Message);
            await small;
            Assert.Null(await store.FindAsync<Domain>("big", Ct));

            var again = Write.Create("again", new Domain("again", new string('a', 200_000)));
            await Assert.ThrowsAsync<StorageException>(() => store.SaveAsync([again], Ct));
            await store.SaveAsync([Write.Delete((await store.FindAsync<Domain>("kept", Ct))!)], Ct);
            await store.SaveAsync([again], Ct);
        }

        using var reopened = Open();
        Assert.Equal(["again", "small"], (await reopened.ListAsync<Domain>(IdRange.All, Ct)).Select(stored => stored.Id));
        Assert.Empty(DatabaseCheck.Run(reopened.Content(), Database));
    }

    [Fact]
    public void The_engine_is_the_packages_own_and_newer_than_the_fix_of_its_log()
    {
        Open().Dispose();
        using var self = Process.GetCurrentProcess();
        var engines = self.Modules.Cast<ProcessModule>().Select(module => module.FileName).Where(IsEngine);

        Assert.StartsWith(AppContext.BaseDirectory, Assert.Single(engines), StringComparison.Ordinal);
        // Up to 3.51.2 a write-ahead log that was reset at the wrong moment could corrupt the file.
        Assert.True(Version.Parse(raw.sqlite3_libversion().utf8_to_string()) >= new Version(3, 53, 4));
    }

    [Fact]
    public void A_build_has_the_engine_of_its_own_platform_alone() =>
        Assert.Single(Directory.GetFiles(AppContext.BaseDirectory, "*sqlite3*", SearchOption.AllDirectories), IsEngine);

    private protected override void MakeForeign() => SqliteFiles.Execute(Database, "CREATE TABLE theirs(a)");

    private protected override void MakeNewer(int schema) => SqliteFiles.Execute(Database, $"PRAGMA user_version = {schema}");

    // The provider's assembly has the name in its own, and is no native library.
    private static bool IsEngine(string file) =>
        file.Contains("sqlite3", StringComparison.Ordinal) && !file.Contains("SQLitePCLRaw", StringComparison.Ordinal);
}
