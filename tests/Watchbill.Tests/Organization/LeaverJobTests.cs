using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.Rotations;
using Watchbill.Storage;
using static Watchbill.Fixtures.Roster;

namespace Watchbill.Organization;

public sealed class LeaverJobTests
{
    private static readonly Instant Before = At("2026-11-29T23:00:00Z");
    private static readonly Instant Leaves = At("2026-11-30T00:00:00Z");

    private readonly MemoryStore store = new();

    [Fact]
    public async Task On_the_day_links_and_tokens_of_who_leaves_end_and_the_others_stay()
    {
        await FillAsync(store, Payments);
        await store.SaveAsync(
        [
            Write.Put("cai", new Person("cai", "Cai Wen") { TimeZone = "Europe/Lisbon", Until = new LocalDate(2026, 11, 30) }),
            Write.Create("cai/1", new FeedKey(Before)), Write.Create("cai/2", new FeedKey(Before)),
            Write.Create("ana/1", new FeedKey(Before)),
            Write.Create("t1", Token("of-cai", "cai")), Write.Create("t2", Token("of-ana", "ana")),
            Write.Create("t3", Token("of-the-host", "watchbill")), Write.Create("t4", Token("old", null)),
        ], Ct);
        var job = new LeaverJob(store, StoredKinds.All);
        Assert.Equal(Leaves, await job.RunAsync(Before, Ct));
        Assert.Equal(3, (await store.ListAsync<FeedKey>(IdRange.All, Ct)).Count);

        Assert.Null(await job.RunAsync(Leaves, Ct));
        await job.RunAsync(Leaves, Ct);
        Assert.Equal(["ana/1"], (await store.ListAsync<FeedKey>(IdRange.All, Ct)).Select(key => key.Id));
        Assert.Equal(["of-ana", "of-the-host", "old"],
            (await store.ListAsync<ApiToken>(IdRange.All, Ct)).Select(token => token.Value.Name));
        var entry = Assert.Single(await store.ListAsync<AuditRow>(IdRange.All, Ct)).Value.Entry;
        Assert.Equal(("watchbill", "watchbill leave", "person/cai", "2 calendar links, token of-cai"),
            (entry.Actor, entry.Action, entry.Subject, entry.Old));
    }

    [Fact]
    public async Task Who_is_not_in_the_file_any_more_or_was_renamed_has_no_links_either()
    {
        await FillAsync(store, Payments);
        await store.SaveAsync(
        [
            Write.Put("cai", new Person("cai", "Cai Wen") { TimeZone = "Europe/Lisbon", Retired = true }),
            Write.Create("cai/1", new FeedKey(Before)), Write.Create("oldname/1", new FeedKey(Before)),
        ], Ct);
        Assert.Null(await new LeaverJob(store, StoredKinds.All).RunAsync(Before, Ct));
        Assert.Empty(await store.ListAsync<FeedKey>(IdRange.All, Ct));
    }

    [Fact]
    public async Task While_nobody_leaves_and_nothing_is_saved_nothing_is_read()
    {
        await FillAsync(store, Payments);
        await store.SaveAsync(
            [Write.Put("cai", new Person("cai", "Cai Wen") { TimeZone = "Europe/Lisbon", Until = new LocalDate(2026, 11, 30) }),
                Write.Create("cai/1", new FeedKey(Before))], Ct);
        var counting = new CountingStore(store);
        var job = new WokenJob(new LeaverJob(counting, StoredKinds.All), store.Notices);
        await job.RunAsync(Before, Ct);
        var read = counting.Listed;
        for (var at = Before; at < Leaves; at += Duration.FromMinutes(1)) Assert.Equal(Leaves, await job.RunAsync(at, Ct));
        Assert.Equal(read, counting.Listed);

        // A rotation is none of its business; a person who is taken out of the file in between is.
        await store.SaveAsync([Write.Put("payments", Payments)], Ct);
        await job.RunAsync(Before, Ct);
        Assert.Equal(read, counting.Listed);
        await store.SaveAsync(
            [Write.Create("ben/1", new FeedKey(Before)),
                Write.Put("ben", new Person("ben", "Ben Ode") { TimeZone = "Europe/Lisbon", Retired = true })], Ct);
        await job.RunAsync(Before, Ct);
        Assert.Equal(["cai/1"], (await store.ListAsync<FeedKey>(IdRange.All, Ct)).Select(key => key.Id));
        await job.RunAsync(Leaves, Ct);
        Assert.Empty(await store.ListAsync<FeedKey>(IdRange.All, Ct));
    }

    private static ApiToken Token(string name, string? madeBy) =>
        new(name, new string('a', 64), [Scope.Read]) { Expires = Leaves, MadeBy = madeBy };
}
