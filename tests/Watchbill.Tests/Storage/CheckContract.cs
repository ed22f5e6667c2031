using System.Text;
using NodaTime;
using Watchbill.Organization;

namespace Watchbill.Storage;

/// <summary>What <c>check</c> finds.</summary>
public abstract class CheckContract : DatabaseContract
{
    [Fact]
    public async Task A_good_database_has_no_findings_while_it_is_in_use_too()
    {
        await FillAsync();
        var database = Configured();
        Assert.Empty(database.Check());

        using var store = (IEmbeddedStore)database.Open();
        Assert.Empty(database.Check());
    }

    [Theory]
    [InlineData("a row is changed", "The audit log was changed: row 2 does not fit the one before it or its own hash.")]
    [InlineData("a row is taken out", "The audit log breaks off: row 2 is missing.")]
    [InlineData("the last row is taken out", "The audit log was cut: it ends with row 2, and more were written.")]
    [InlineData("all rows are taken out", "The audit log was cut: it ends with row 0, and more were written.")]
    [InlineData("no JSON", "The team 'payments' in the database cannot be read: ")]
    [InlineData("no name", "The team 'payments' in the database cannot be read: ")]
    [InlineData("another kind", "The document 'payments' is of the kind 'horse', which this version does not know.")]
    [InlineData("another version", "The team 'payments' has version 99, but the last write was 4.")]
    public async Task What_is_wrong_is_said_in_a_sentence(string damage, string expected)
    {
        await FillAsync();
        Forge(document => Damaged(document, damage));

        var finding = Assert.Single(Configured().Check());

        Assert.StartsWith(expected, finding, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_a_finding()
    {
        await FillAsync();
        MakeNewer(9);

        Assert.StartsWith($"The database {Database} was written by a newer version of Watchbill (schema 9, this one knows 1): ",
            Assert.Single(Configured().Check()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_written_while_it_reads_is_no_finding()
    {
        var database = Configured();
        using var store = (IEmbeddedStore)database.Open();
        for (var i = 0; i < 600; i++) await store.SaveAsync([Write.Create($"d{i}", new Domain($"d{i}", "D")), Entry($"{i}")], Ct);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var saves = WriteAsync();
        for (var i = 0; i < 5; i++) Assert.Empty(database.Check());
        await stop.CancelAsync();
        await saves;

        async Task WriteAsync()
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await store.SaveAsync([Write.Put($"d{i % 700}", new Domain("d", $"{i}")), Entry($"more {i}")], Ct);
            }
        }
    }

    [Fact]
    public async Task A_damaged_file_is_a_finding()
    {
        await FillAsync();
        using (var file = File.OpenWrite(Database))
        {
            file.Position = FirstPageOfData;
            file.Write(new byte[4096]);
        }

        Assert.Contains(Configured().Check(), finding => finding.Contains("is damaged", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_missing_or_something_else_is_a_finding()
    {
        Assert.Equal([$"There is no database {Database}: the host makes one when it starts."], Configured().Check());

        File.WriteAllText(Database, new string('x', 5000));

        Assert.Equal([StorageErrors.NotADatabase(Database).Message], Configured().Check());
    }

    // Where a page is that the first read comes to.
    private protected abstract int FirstPageOfData { get; }

    private protected abstract void MakeNewer(int schema);

    private async Task FillAsync()
    {
        using var store = Open();
        await store.SaveAsync(
            [Write.Create("payments", new Team("payments", "Payments") { Lead = "ana" }),
                .. new[] { "first", "second", "third" }.Select(Entry)],
            Ct);
    }

    private static Write Entry(string action) =>
        Write.Audit(new AuditEntry(Instant.FromUtc(2026, 11, 20, 9, 0), "ana", action, "team/payments", "local"));

    private static StoredDocument? Damaged(StoredDocument document, string damage) => (damage, document) switch
    {
        ("a row is changed", { Kind: "audit" }) => document with { Json = Replaced(document, "second", "forged") },
        ("a row is taken out", { Id: "00000000000000000002" }) => null,
        ("the last row is taken out", { Id: "00000000000000000003" }) => null,
        ("all rows are taken out", { Kind: "audit" }) => null,
        ("no JSON", { Kind: "team" }) => document with { Json = "{"u8.ToArray() },
        ("no name", { Kind: "team" }) => document with { Json = """{"id":"payments","lead":"ana"}"""u8.ToArray() },
        ("another kind", { Kind: "team" }) => document with { Kind = "horse" },
        ("another version", { Kind: "team" }) => document with { Version = 99 },
        _ => document,
    };

    private static byte[] Replaced(StoredDocument document, string from, string to) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(document.Json).Replace(from, to, StringComparison.Ordinal));
}

public sealed class SqliteCheckTests : CheckContract
{
    private protected override IDatabaseKind Kind => new SqliteKind();

    private protected override int FirstPageOfData => 4096;

    private protected override void MakeNewer(int schema) => SqliteFiles.Execute(Database, $"PRAGMA user_version = {schema}");
}

public sealed class LiteCheckTests : CheckContract
{
    private protected override IDatabaseKind Kind => new LiteKind();

    private protected override int FirstPageOfData => LiteFiles.PageSize;

    private protected override void MakeNewer(int schema) => LiteFiles.MakeNewer(Database, schema);
}
