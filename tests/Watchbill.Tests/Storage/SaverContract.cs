using Watchbill.Organization;

namespace Watchbill.Storage;

/// <summary>Groups of saves as they are applied to a file.</summary>
public abstract class SaverContract : DatabaseContract
{
    [Fact]
    public void A_stale_save_of_a_group_fails_alone_and_leaves_nothing()
    {
        Kind.Make(Database, DatabaseState.New, []);
        var (good, stale, later) = (
            QueuedSave.Of([Create("a"), Audit("first")]),
            QueuedSave.Of([Create("half"), Audit("never"), Create("a")]),
            QueuedSave.Of([Create("b"), Audit("second")]));

        using (var saver = Kind.Write(Database)) saver.Commit([good, stale, later]);

        Assert.Null(good.Failure);
        Assert.Null(later.Failure);
        Assert.Equal("a", Assert.IsType<StaleException>(stale.Failure).Id);
        Assert.Empty(Configured().Check());
        using var content = Kind.Read(Database);
        Assert.Equal(["audit/00000000000000000001", "audit/00000000000000000002", "domain/a", "domain/b"],
            content.Documents().Select(document => $"{document.Kind}/{document.Id}"));
    }

    [Fact]
    public void Saves_of_a_group_see_those_before_them()
    {
        Kind.Make(Database, DatabaseState.New, []);
        var (first, second, stale) = (
            QueuedSave.Of([Create("a")]),
            QueuedSave.Of([Write.Replace(new Stored<Domain>("a", new Domain("a", ""), 1), new Domain("a", "second"))]),
            QueuedSave.Of([Write.Delete(new Stored<Domain>("a", new Domain("a", ""), 1))]));

        using (var saver = Kind.Write(Database)) saver.Commit([first, second, stale]);

        Assert.Null(first.Failure);
        Assert.Null(second.Failure);
        Assert.IsType<StaleException>(stale.Failure);
        using var content = Kind.Read(Database);
        Assert.Equal(2, Assert.Single(content.Documents()).Version);
    }

    private static Write Create(string id) => Write.Create(id, new Domain(id, "D"));

    private static Write Audit(string action) => Write.Audit(new AuditEntry(Monday, "ana", action, "domain/a", "local"));
}

public sealed class SqliteGroupTests : SaverContract
{
    private protected override IDatabaseKind Kind => new SqliteKind();
}

public sealed class LiteGroupTests : SaverContract
{
    private protected override IDatabaseKind Kind => new LiteKind();
}
