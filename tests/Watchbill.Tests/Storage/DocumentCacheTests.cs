using Watchbill.Organization;

namespace Watchbill.Storage;

public sealed class DocumentCacheTests
{
    private readonly DocumentCache cache = new(documents: 100, bytes: 1000);

    [Fact]
    public void What_a_reader_found_is_kept()
    {
        Fill("a", 1);

        Assert.Equal(1, Version("a"));
        Assert.Null(Version("b"));
    }

    [Fact]
    public void A_slow_reader_never_puts_an_older_document_over_a_newer_one()
    {
        var mark = cache.Mark(typeof(Team));
        cache.Replace(typeof(Team), "a", Document(2));

        cache.Fill(typeof(Team), "a", Document(1), mark);

        Assert.Equal(2, Version("a"));
    }

    [Fact]
    public void A_slow_reader_never_brings_back_what_was_deleted()
    {
        Fill("a", 1);
        var mark = cache.Mark(typeof(Team));
        cache.Replace(typeof(Team), "a", new CachedDocument(null, 0, 1));

        cache.Fill(typeof(Team), "a", Document(1), mark);

        Assert.NotNull(cache.Find(typeof(Team), "a"));
        Assert.Null(cache.Find(typeof(Team), "a")!.As<Team>("a"));
    }

    [Fact]
    public void A_slow_reader_never_brings_back_what_was_dropped()
    {
        Fill("a", 1);
        var mark = cache.Mark(typeof(Team));
        cache.Drop(typeof(Team), "a");

        cache.Fill(typeof(Team), "a", Document(1), mark);

        Assert.Null(cache.Find(typeof(Team), "a"));
        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public void No_more_than_its_size_is_kept()
    {
        for (var i = 0; i < 1000; i++) Fill($"{i}", i + 1);

        Assert.InRange(Enumerable.Range(0, 1000).Count(i => Version($"{i}") is not null), 1, 100);
        Assert.Equal(1000, Version("999"));
    }

    [Fact]
    public void No_more_than_its_bytes_are_kept()
    {
        for (var i = 0; i < 20; i++) Fill($"{i}", i + 1, size: 300);

        Assert.InRange(Enumerable.Range(0, 20).Count(i => Version($"{i}") is not null), 1, 4);
    }

    [Fact]
    public void What_is_looked_up_stays_while_others_pass()
    {
        Fill("asked", 1);
        for (var i = 0; i < 1000; i++)
        {
            Fill($"{i}", i + 1);
            Assert.Equal(1, Version("asked"));
        }
    }

    [Fact]
    public void A_replacement_reaches_a_document_of_the_old_generation()
    {
        Fill("a", 1);
        for (var i = 0; i < 60; i++) Fill($"{i}", i + 1);

        cache.Replace(typeof(Team), "a", Document(100));

        Assert.Equal(100, Version("a"));
    }

    [Fact]
    public void A_list_of_all_is_kept_until_one_of_its_kind_is_written()
    {
        IReadOnlyList<Stored<Team>> all = [new("a", new Team("a", "A") { Lead = "ana" }, 1)];
        cache.FillAll(all, cache.Mark(typeof(Team)));
        cache.Replace(typeof(Person), "a", new CachedDocument(null, 0, 1));
        Assert.Same(all, cache.All<Team>());

        cache.Replace(typeof(Team), "b", Document(3));
        Assert.Null(cache.All<Team>());

        cache.FillAll(all, cache.Mark(typeof(Team)));
        cache.Drop(typeof(Team), "b");
        Assert.Null(cache.All<Team>());
    }

    [Fact]
    public void A_slow_reader_never_brings_back_a_list_without_what_was_written()
    {
        var mark = cache.Mark(typeof(Team));
        cache.Replace(typeof(Team), "a", Document(2));

        cache.FillAll<Team>([], mark);

        Assert.Null(cache.All<Team>());
    }

    [Fact]
    public void A_list_of_what_happens_is_not_kept()
    {
        cache.FillAll<AuditRow>([], cache.Mark(typeof(AuditRow)));

        Assert.Null(cache.All<AuditRow>());
    }

    [Fact]
    public void The_same_id_of_another_kind_is_another_document()
    {
        Fill("a", 1);

        Assert.Null(cache.Find(typeof(Person), "a"));
    }

    private static CachedDocument Document(long version, int size = 1) => new(new Team("a", "A") { Lead = "ana" }, version, size);

    private void Fill(string id, long version, int size = 1) =>
        cache.Fill(typeof(Team), id, Document(version, size), cache.Mark(typeof(Team)));

    private long? Version(string id) => cache.Find(typeof(Team), id)?.As<Team>(id)?.Version;
}
