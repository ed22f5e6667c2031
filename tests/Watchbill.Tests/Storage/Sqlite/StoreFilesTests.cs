using System.Diagnostics;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using SQLitePCL;
using Watchbill.Fixtures;
using Watchbill.Organization;

namespace Watchbill.Storage;

/// <summary>Files that cannot be used: each ends in one clear sentence and loses nothing.</summary>
public sealed class StoreFilesTests : IDisposable
{
    private static readonly AuditEntry Entry = new(Instant.FromUtc(2026, 11, 20, 9, 0), "ana", "create", "domain/big", "local");
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Database => folder["watchbill.db"];

    [Fact]
    public async Task A_second_host_on_the_same_file_is_refused_and_the_first_goes_on()
    {
        using var first = Open();

        Assert.Equal(
            $"The database {Database} is in use by another Watchbill host: stop that one first, or set Storage:Path to another file.",
            Refusal());

        await first.SaveAsync([Change.Create("a", new Domain("a", "A"))], Ct);
        Assert.NotNull(await first.FindAsync<Domain>("a", Ct));
    }

    [Fact]
    public void A_second_host_by_another_name_of_the_file_is_refused()
    {
        using var first = Open();
        var link = folder["link.db"];
        File.CreateSymbolicLink(link, Database);

        Assert.Contains("in use by another Watchbill host", Refusal(link), StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_may_start_after_the_one_before_it_has_ended()
    {
        Open().Dispose();
        Open().Dispose();
    }

    [Fact]
    public void A_file_of_something_else_is_not_touched()
    {
        File.WriteAllText(Database, new string('x', 5000));

        Assert.Equal(StorageErrors.NotADatabase(Database).Message, Refusal());

        Assert.Equal(new string('x', 5000), File.ReadAllText(Database));
    }

    [Fact]
    public void A_database_of_another_program_is_not_touched()
    {
        Run("CREATE TABLE theirs(a)");
        var before = File.ReadAllBytes(Database);

        Assert.Equal(StorageErrors.NotADatabase(Database).Message, Refusal());

        Assert.Equal(before, File.ReadAllBytes(Database));
    }

    [Fact]
    public void A_file_of_a_newer_version_is_refused_with_both_numbers()
    {
        Open().Dispose();
        Run("PRAGMA user_version = 2");

        Assert.Equal(
            $"The database {Database} was written by a newer version of Watchbill (schema 2, this one knows 1): "
            + "start that version, or restore a backup made by this one.",
            Refusal());
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_read_only_file_or_folder_is_named()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "This user may write everything.");
        Open().Dispose();
        File.SetUnixFileMode(Database, UnixFileMode.UserRead);
        Assert.Equal(StorageErrors.ReadOnly(Database).Message, Refusal());

        Directory.CreateDirectory(folder["closed"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var closed = Path.Combine(folder["closed"], "watchbill.db");
        Assert.Equal(StorageErrors.ReadOnly(closed).Message, Refusal(closed));
    }

    [Fact]
    public void A_folder_that_is_a_file_is_one_sentence()
    {
        File.WriteAllText(folder["file"], "");

        var below = folder["file"] + "/watchbill.db";

        Assert.StartsWith($"The database {below} cannot be opened: ", Refusal(below), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_fails_the_save_alone_and_later_saves_work_again()
    {
        using (var store = Open(mostPages: 60))
        {
            await store.SaveAsync([Change.Create("kept", new Domain("kept", new string('k', 50_000)))], Ct);
            var big = store.SaveAsync([Change.Create("big", new Domain("big", new string('b', 500_000))), Change.Audit(Entry)], Ct);
            var small = store.SaveAsync([Change.Create("small", new Domain("small", "S")), Change.Audit(Entry)], Ct);

            var full = await Assert.ThrowsAsync<StorageException>(() => big);
            Assert.Equal(StorageErrors.Full(Database).Message, full.Message);
            await small;
            Assert.Null(await store.FindAsync<Domain>("big", Ct));

            var again = Change.Create("again", new Domain("again", new string('a', 200_000)));
            await Assert.ThrowsAsync<StorageException>(() => store.SaveAsync([again], Ct));
            await store.SaveAsync([Change.Delete((await store.FindAsync<Domain>("kept", Ct))!)], Ct);
            await store.SaveAsync([again], Ct);
        }

        using var reopened = Open();
        Assert.Equal(["again", "small"], (await reopened.ListAsync<Domain>(IdRange.All, Ct)).Select(stored => stored.Id));
        Assert.Empty(SqliteCheck.Run(Database));
    }

    [Fact]
    public async Task A_document_that_cannot_be_read_is_named()
    {
        Open().Dispose();
        Run("INSERT INTO documents VALUES ('team', 'payments', 1, '{\"id\":\"payments\",\"name\":\"Payments\"}')");
        using var store = Open();

        var broken = await Assert.ThrowsAsync<StorageException>(async () => await store.FindAsync<Team>("payments", Ct));

        Assert.StartsWith("The team 'payments' in the database cannot be read: ", broken.Message, StringComparison.Ordinal);
        Assert.Contains("lead", broken.Message, StringComparison.Ordinal);
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

    public void Dispose() => folder.Dispose();

    private SqliteStore Open(string? path = null, int? mostPages = null) =>
        SqliteStore.Open(path ?? Database, new SaveNotices(), NullLogger.Instance, mostPages);

    // The provider's assembly has the name in its own, and is no native library.
    private static bool IsEngine(string file) =>
        file.Contains("sqlite3", StringComparison.Ordinal) && !file.Contains("SQLitePCLRaw", StringComparison.Ordinal);

    private string Refusal(string? path = null) => Assert.Throws<StorageException>(() => Open(path)).Message;

    private void Run(string sql)
    {
        if (!File.Exists(Database)) File.WriteAllText(Database, "");
        using var connection = SqliteConnection.Open(Database, SqliteAccess.Write);
        connection.Execute(sql);
    }
}
