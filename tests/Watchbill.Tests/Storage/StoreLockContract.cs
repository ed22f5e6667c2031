using System.Diagnostics;
using System.Runtime.Versioning;
using Watchbill.Organization;

namespace Watchbill.Storage;

/// <summary>One host writes a database and nobody but its user reads it, whatever was done to names and modes.</summary>
[UnsupportedOSPlatform("windows")]
public abstract class StoreLockContract : DatabaseContract
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public void A_second_host_by_a_hard_link_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsMacOS() || OperatingSystem.IsWindows(), "The lock is on the file itself on Linux.");
        using var first = Open();
        using (var link = Process.Start("ln", [Database, Folder["other.db"]])) link.WaitForExit();

        Assert.Equal(StorageErrors.InUse(Folder["other.db"]).Message, Refusal(Folder["other.db"]));
    }

    [Fact]
    public async Task Nothing_that_can_be_removed_beside_the_database_lets_a_second_host_in()
    {
        using var first = Open();
        await first.SaveAsync([Write.Create("a", new Domain("a", "A"))], Ct);
        // The logs are the engine's; without them there is no database.
        foreach (var beside in Directory.GetFiles(Folder.FullName).Where(file => file != Database && !IsLog(file))) File.Delete(beside);

        Assert.Equal(StorageErrors.InUse(Database).Message, Refusal(Database));
        Assert.NotNull(await first.FindAsync<Domain>("a", Ct));
    }

    [Fact]
    public async Task Only_its_user_may_read_the_database_and_its_log()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Rights are inherited from the folder there.");
        using var store = Open();
        await store.SaveAsync([Write.Create("a", new Domain("a", "A"))], Ct);

        Assert.All(Directory.GetFiles(Folder.FullName), file => Assert.Equal(OwnerOnly, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task A_database_that_others_could_read_is_closed_to_them_at_the_next_start()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Rights are inherited from the folder there.");
        Open().Dispose();
        File.SetUnixFileMode(Database, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        using var store = Open();
        await store.SaveAsync([Write.Create("a", new Domain("a", "A"))], Ct);

        Assert.All(Directory.GetFiles(Folder.FullName), file => Assert.Equal(OwnerOnly, File.GetUnixFileMode(file)));
    }

    [Fact]
    public void Two_hosts_that_begin_a_new_database_at_once_are_one_host()
    {
        var opened = new List<IEmbeddedStore>();
        var refused = 0;
        Parallel.For(0, 4, _ =>
        {
            try
            {
                var store = Open();
                lock (opened) opened.Add(store);
            }
            catch (StorageException)
            {
                Interlocked.Increment(ref refused);
            }
        });

        Assert.Equal((1, 3), (opened.Count, refused));
        opened[0].Dispose();
        Assert.Equal([Database], Directory.GetFiles(Folder.FullName));
        Assert.Empty(Configured().Check());
    }

    private static bool IsLog(string file) =>
        new[] { "-wal", "-shm", "-log" }.Any(suffix => file.EndsWith(suffix, StringComparison.Ordinal));
}

[UnsupportedOSPlatform("windows")]
public sealed class SqliteStoreLockTests : StoreLockContract
{
    private protected override IDatabaseKind Kind => new SqliteKind();

    [Fact]
    public void A_host_of_the_version_before_which_locks_a_file_beside_it_is_heeded()
    {
        Open().Dispose();
        using var old = new FileStream(Database + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        Assert.Equal(StorageErrors.InUse(Database).Message, Refusal(Database));
    }
}

[UnsupportedOSPlatform("windows")]
public sealed class LiteStoreLockTests : StoreLockContract
{
    private protected override IDatabaseKind Kind => new LiteKind();
}
