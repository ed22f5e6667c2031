using System.Runtime.Versioning;
using System.Text;
using Watchbill.Organization;

namespace Watchbill.Storage;

/// <summary>Everything moved out of a store of one kind into one of any kind.</summary>
public abstract class MoveContract : DatabaseContract
{
    private string Export => Folder["everything.export"];

    private string Elsewhere => Folder["elsewhere/watchbill.db"];

    [Theory]
    [InlineData("sqlite")]
    [InlineData("litedb")]
    public async Task An_export_of_a_store_in_use_becomes_the_same_store_of_any_kind(string to)
    {
        var database = Configured();
        IReadOnlyDictionary<string, KindTally> wanted;
        long version;
        using (var store = (IEmbeddedStore)database.Open())
        {
            await FillAsync(store);
            var told = new List<long>();
            wanted = database.Export(Export, Monday, told.Add).Kinds();
            Assert.Equal(Enumerable.Range(1, (int)wanted.Values.Sum(kind => kind.Count)).Select(count => (long)count), told);
            await SaveAsync(store, "later");
            using var content = store.Content();
            version = content.State().Version;
        }

        var target = Configured(Elsewhere, provider: to);
        var (imported, kind, replaced) = target.Import(Export, Friday, _ => { });

        Assert.Equal((to, null), (kind.Name, replaced));
        Assert.Equal(wanted, imported.Kinds());
        Assert.Equal(kind, DatabaseKinds.Of(Elsewhere), (one, other) => one!.Name == other!.Name);
        Assert.Empty(target.Check());
        using var moved = kind.Open(Elsewhere, new SaveNotices(), Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        // The import itself is audited, after all that came with it.
        var rows = await moved.ListAsync<AuditRow>(IdRange.All, Ct);
        Assert.Equal(("import", $"database/{to}"), (rows[^1].Value.Entry.Action, rows[^1].Value.Entry.Subject));
        Assert.Equal(wanted, Tally(moved.Content(), but: rows[^1].Id));
        await SaveAsync(moved, "new");
        Assert.True((await moved.FindAsync<Domain>("new", Ct))!.Version >= version);
    }

    [Fact]
    public async Task An_import_keeps_what_it_replaces()
    {
        await ExportedAsync();
        using (var store = Open()) await SaveAsync(store, "replaced");

        var (_, _, replaced) = Configured().Import(Export, Friday, _ => { });

        Assert.Equal(Database + ".replaced-2026-11-20T090000Z", replaced);
        using var old = Open(replaced!);
        Assert.NotNull(await old.FindAsync<Domain>("replaced", Ct));
        using var now = Open();
        Assert.Null(await now.FindAsync<Domain>("replaced", Ct));
    }

    [Fact]
    public async Task An_import_refuses_while_a_host_runs()
    {
        await ExportedAsync();
        using var host = Open();
        await SaveAsync(host, "kept");

        var refused = Assert.Throws<StorageException>(() => Configured().Import(Export, Friday, _ => { }));

        Assert.Equal(StorageErrors.InUse(Database).Message, refused.Message);
        Assert.NotNull(await host.FindAsync<Domain>("kept", Ct));
    }

    [Theory]
    [InlineData("its last line is missing", "breaks off: take another one.")]
    [InlineData("it ends in a line", "is not an export of Watchbill, or it is damaged: ")]
    [InlineData("a document is changed", "was changed: its counts or hashes do not fit what it holds.")]
    [InlineData("a document is missing", "was changed: its counts or hashes do not fit what it holds.")]
    [InlineData("a row of the audit log is forged", "What was exported is not in order: The audit log was changed: row 1 ")]
    [InlineData("it is text", "is not an export of Watchbill, or it is damaged: ")]
    [InlineData("it is empty", "is not an export of Watchbill, or it is damaged: ")]
    [InlineData("it is a database", "is not an export of Watchbill, or it is damaged: ")]
    [InlineData("it is of a newer version", "was written by a newer version of Watchbill: import it with that one.")]
    public async Task An_export_that_is_not_whole_replaces_nothing(string damage, string said)
    {
        await ExportedAsync();
        var lines = await File.ReadAllLinesAsync(Export, Ct);
        Damage(lines, damage);
        var before = await File.ReadAllBytesAsync(Database, Ct);

        var refused = Assert.Throws<StorageException>(() => Configured().Import(Export, Friday, _ => { }));

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Database, Ct));
        Assert.Equal([Export, Database], Files());
    }

    [Fact]
    public async Task An_export_overwrites_no_file_and_a_database_that_is_not_in_order_is_not_exported()
    {
        await ExportedAsync();
        var before = await File.ReadAllBytesAsync(Export, Ct);
        Assert.Contains("name another one", Assert.Throws<StorageException>(() => ExportAgain()).Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Export, Ct));

        File.Delete(Export);
        Forge(document => document.Kind == "audit" ? null : document);
        Assert.Contains("not in order", Assert.Throws<StorageException>(() => ExportAgain()).Message, StringComparison.Ordinal);
        Assert.Equal([Database], Files());
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Only_its_user_may_read_an_export()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Rights are inherited from the folder there.");
        await ExportedAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Export));
    }

    // Without the empty log that who only reads a SQLite file leaves beside it.
    private IEnumerable<string> Files() => Directory.GetFiles(Folder.FullName)
        .Where(file => !file.EndsWith("-wal", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private ExportTally ExportAgain() => Configured().Export(Export, Monday, _ => { });

    private async Task ExportedAsync()
    {
        using (var store = Open()) await FillAsync(store);
        ExportAgain();
    }

    /// <summary>A document of each kind, some that were replaced or deleted, and an audit log.</summary>
    private static async Task FillAsync(IStore store)
    {
        foreach (var (value, number) in DocumentSamples.All.Where(value => value is not AuditRow)
            .Select((value, number) => (value, number)))
        {
            await store.SaveAsync([new Write(value.GetType(), $"Id/{number}/é", value, 0)], Ct);
        }

        await SaveAsync(store, "gone");
        await store.SaveAsync(
            [Write.Delete((await store.FindAsync<Domain>("gone", Ct))!), Audit("one"), Audit("two"), Audit("three")], Ct);
    }

    private static Write Audit(string action) => Write.Audit(new AuditEntry(Monday, "ana", action, "domain/a", "local"));

    private static IReadOnlyDictionary<string, KindTally> Tally(IDatabaseContent content, string but)
    {
        using (content)
        {
            var tally = new ExportTally();
            foreach (var document in content.Documents().Where(document => document.Kind != "audit" || document.Id != but))
                tally.Add(document);
            return tally.Kinds();
        }
    }

    private void Damage(string[] lines, string damage)
    {
        var team = Array.FindIndex(lines, line => line.StartsWith("{\"kind\":\"team\"", StringComparison.Ordinal));
        string[] damaged = damage switch
        {
            "its last line is missing" => lines[..^1],
            "it ends in a line" => [.. lines[..^2], lines[^2][..(lines[^2].Length / 2)]],
            "a document is changed" => [.. lines[..team], lines[team].Replace("\"name\":\"", "\"name\":\"X", StringComparison.Ordinal),
                .. lines[(team + 1)..]],
            "a document is missing" => [.. lines[..team], .. lines[(team + 1)..]],
            "it is text" => ["These are my notes."],
            "it is of a newer version" => [lines[0].Replace("\"watchbillExport\":1", "\"watchbillExport\":2", StringComparison.Ordinal),
                .. lines[1..]],
            _ => [],
        };
        File.WriteAllLines(Export, damaged);
        if (damage == "it is a database") File.Copy(Database, Export, overwrite: true);
        if (damage == "a row of the audit log is forged") ExportForged();
    }

    // With counts and hashes that fit.
    private void ExportForged()
    {
        using var content = Kind.Read(Database);
        using var export = File.Create(Export);
        ExportFile.Write(export, content.State(), Monday, content.Documents().Select(document => document with
        {
            Json = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(document.Json).Replace("\"one\"", "\"eno\"", StringComparison.Ordinal)),
        }));
    }
}

public sealed class SqliteMoveTests : MoveContract
{
    private protected override IDatabaseKind Kind => new SqliteKind();
}

public sealed class LiteMoveTests : MoveContract
{
    private protected override IDatabaseKind Kind => new LiteKind();
}
