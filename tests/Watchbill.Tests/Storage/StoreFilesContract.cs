using System.Runtime.Versioning;
using Watchbill.Organization;

namespace Watchbill.Storage;

/// <summary>Files that cannot be used: each ends in one clear sentence and loses nothing.</summary>
public abstract class StoreFilesContract : DatabaseContract
{
    [Fact]
    public async Task A_second_host_on_the_same_file_is_refused_and_the_first_goes_on()
    {
        using var first = Open();

        Assert.Equal(
            $"The database {Database} is in use by another Watchbill host: stop that one first, or set Storage:Path to another file.",
            Refusal());

        await first.SaveAsync([Write.Create("a", new Domain("a", "A"))], Ct);
        Assert.NotNull(await first.FindAsync<Domain>("a", Ct));
    }

    [Fact]
    public void A_second_host_by_another_name_of_the_file_is_refused()
    {
        using var first = Open();
        var link = Folder["link.db"];
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
        MakeForeign();
        var before = File.ReadAllBytes(Database);

        Assert.Equal(StorageErrors.NotADatabase(Database).Message, Refusal());

        Assert.Equal(before, File.ReadAllBytes(Database));
    }

    [Fact]
    public void A_file_of_a_newer_version_is_refused_with_both_numbers()
    {
        Open().Dispose();
        MakeNewer(2);

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

        Directory.CreateDirectory(Folder["closed"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var closed = Path.Combine(Folder["closed"], "watchbill.db");
        Assert.Equal(StorageErrors.ReadOnly(closed).Message, Refusal(closed));
    }

    [Fact]
    public void A_folder_that_is_a_file_is_one_sentence()
    {
        File.WriteAllText(Folder["file"], "");

        var below = Folder["file"] + "/watchbill.db";

        Assert.StartsWith($"The database {below} cannot be opened: ", Refusal(below), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_that_cannot_be_read_is_named()
    {
        using (var written = Open()) await SaveAsync(written, "payments");
        Forge(document => document with { Kind = "team", Json = """{"id":"payments","name":"Payments"}"""u8.ToArray() });
        using var store = Open();

        var broken = await Assert.ThrowsAsync<StorageException>(async () => await store.FindAsync<Team>("payments", Ct));

        Assert.StartsWith("The team 'payments' in the database cannot be read: ", broken.Message, StringComparison.Ordinal);
        Assert.Contains("lead", broken.Message, StringComparison.Ordinal);
    }

    private protected abstract void MakeForeign();

    private protected abstract void MakeNewer(int schema);
}

public sealed class LiteFilesTests : StoreFilesContract
{
    private protected override IDatabaseKind Kind => new LiteKind();

    private protected override void MakeForeign() => LiteFiles.MakeForeign(Database);

    private protected override void MakeNewer(int schema) => LiteFiles.MakeNewer(Database, schema);
}
