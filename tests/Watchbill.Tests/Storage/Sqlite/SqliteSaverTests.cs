using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Organization;

namespace Watchbill.Storage;

public sealed class SqliteSaverTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void A_group_that_fails_is_as_if_it_had_never_been()
    {
        using (var saver = Open(mostPages: 20))
        {
            saver.Commit([QueuedSave.Of([Create("a"), Audit("first")])]);
            Assert.Throws<StorageException>(
                () => saver.Commit([QueuedSave.Of([Create("b"), Audit("lost")]), QueuedSave.Of([Create("c", 200_000)])]));
            saver.Commit([QueuedSave.Of([Create("b"), Audit("second")])]);
        }

        Assert.Equal("audit/00000000000000000001 audit/00000000000000000002 domain/a domain/b", Stored());
        using var content = new SqliteContent(folder["watchbill.db"]);
        Assert.Empty(DatabaseCheck.Run(content, folder["watchbill.db"]));
    }

    public void Dispose() => folder.Dispose();

    private static Write Create(string id, int length = 1) => Write.Create(id, new Domain(id, new string('d', length)));

    private static Write Audit(string action) =>
        Write.Audit(new AuditEntry(Instant.FromUtc(2026, 11, 20, 9, 0), "ana", action, "domain/a", "local"));

    private SqliteSaver Open(int mostPages = 1000)
    {
        File.WriteAllText(folder["watchbill.db"], "");
        var connection = SqliteConnection.Open(folder["watchbill.db"], SqliteAccess.Write);
        Schema.Make(connection);
        connection.Execute($"PRAGMA max_page_count = {mostPages}");
        return new SqliteSaver(connection);
    }

    private string? Stored()
    {
        using var connection = SqliteConnection.Open(folder["watchbill.db"], SqliteAccess.Read);
        return connection.Ask("SELECT group_concat(kind || '/' || id, ' ') FROM (SELECT kind, id FROM documents ORDER BY kind, id)");
    }
}
