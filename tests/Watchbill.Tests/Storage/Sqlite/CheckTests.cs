using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Organization;

namespace Watchbill.Storage;

public sealed class CheckTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Database => folder["watchbill.db"];

    [Fact]
    public async Task A_good_database_has_no_findings_while_it_is_in_use_too()
    {
        await FillAsync();
        Assert.Empty(SqliteCheck.Run(Database));

        using var store = SqliteStore.Open(Database, new SaveNotices(), NullLogger.Instance);
        Assert.Empty(SqliteCheck.Run(Database));
    }

    [Theory]
    [InlineData("UPDATE documents SET json = replace(json, 'second', 'forged') WHERE kind = 'audit'",
        "The audit log was changed: row 2 does not fit the one before it or its own hash.")]
    [InlineData("DELETE FROM documents WHERE kind = 'audit' AND id LIKE '%2'", "The audit log breaks off: row 2 is missing.")]
    [InlineData("DELETE FROM documents WHERE kind = 'audit' AND id LIKE '%3'",
        "The audit log was cut: it ends with row 2, and more were written.")]
    [InlineData("DELETE FROM documents WHERE kind = 'audit'", "The audit log was cut: it ends with row 0, and more were written.")]
    [InlineData("UPDATE documents SET json = '{' WHERE kind = 'team'", "The team 'payments' in the database cannot be read: ")]
    [InlineData("UPDATE documents SET json = '{\"id\":\"payments\",\"lead\":\"ana\"}' WHERE kind = 'team'",
        "The team 'payments' in the database cannot be read: ")]
    [InlineData("UPDATE documents SET kind = 'horse' WHERE kind = 'team'",
        "The document 'payments' is of the kind 'horse', which this version does not know.")]
    [InlineData("UPDATE documents SET version = 99 WHERE kind = 'team'", "The team 'payments' has version 99, but the last write was 4.")]
    [InlineData("PRAGMA user_version = 9", "The database {0} was written by a newer version of Watchbill (schema 9, this one knows 1): ")]
    public async Task What_is_wrong_is_said_in_a_sentence(string damage, string expected)
    {
        await FillAsync();
        using (var connection = SqliteConnection.Open(Database, SqliteAccess.Write)) connection.Execute(damage);

        var finding = Assert.Single(SqliteCheck.Run(Database));

        Assert.StartsWith(expected.Replace("{0}", Database, StringComparison.Ordinal), finding, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_a_finding()
    {
        await FillAsync();
        using (var file = File.OpenWrite(Database))
        {
            file.Position = 4096;
            file.Write(new byte[4096]);
        }

        Assert.Contains(SqliteCheck.Run(Database), finding => finding.Contains("is damaged", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_missing_or_something_else_is_a_finding()
    {
        Assert.Equal([$"There is no database {Database}: the host makes one when it starts."], SqliteCheck.Run(Database));

        File.WriteAllText(Database, new string('x', 5000));

        Assert.Equal([StorageErrors.NotADatabase(Database).Message], SqliteCheck.Run(Database));
    }

    public void Dispose() => folder.Dispose();

    private async Task FillAsync()
    {
        using var store = SqliteStore.Open(Database, new SaveNotices(), NullLogger.Instance);
        await store.SaveAsync(
            [Change.Create("payments", new Team("payments", "Payments") { Lead = "ana" }),
                .. new[] { "first", "second", "third" }.Select(Entry)],
            TestContext.Current.CancellationToken);
    }

    private static Change Entry(string action) =>
        Change.Audit(new AuditEntry(Instant.FromUtc(2026, 11, 20, 9, 0), "ana", action, "team/payments", "local"));
}
