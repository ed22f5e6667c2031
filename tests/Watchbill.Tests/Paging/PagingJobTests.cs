using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>One page never stands in the way of another.</summary>
public sealed class PagingJobTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_that_cannot_be_worked_out_is_tried_again_and_keeps_nobody_from_theirs()
    {
        var bot = await Bot.WithAsync(Roster.Of("payments", Roster.Layer("primary", Roster.Weekly, Coverage.Always, "cai", "ana", "ben")));
        await bot.SayAsync("ana", "page payments the cards are slow sev1");
        await bot.SayAsync("ana", "page payments the queue is full sev1");
        var chart = new OrgChart(bot.Store);
        var surroundings = new PageSurroundings(bot.Store, chart, new Schedules(bot.Store));
        var job = new PagingJob(new OnePageBroken(bot.Store, "page/000001"), surroundings, new PageCalls(bot.Store),
            new PageMessages(bot.Store, chart, surroundings, new AnswerLinks(bot.Store, () => "https://wb.example.com"),
                bot.Incidents.Desk),
            NullLogger<PagingJob>.Instance);
        var next = await job.RunAsync(bot.Clock.Now, Ct);
        Assert.Equal(bot.Clock.Now + Duration.FromSeconds(10), next);
        Assert.Empty((await bot.Store.FindAsync<Page>("page/000001", Ct))!.Value.Taken);
        Assert.Equal(["cai"], (await bot.Store.FindAsync<Page>("page/000002", Ct))!.Value.Taken.SelectMany(step => step.People));
    }

    [Fact]
    public async Task A_page_that_opens_in_the_moment_of_somebodys_absence_is_looked_at_too()
    {
        var bot = await Bot.WithAsync(Roster.Of("payments", Roster.Layer("primary", Roster.Weekly, Coverage.Always, "cai", "ana", "ben")));
        var job = PagingTests.Job(bot);
        await job.RunAsync(bot.Clock.Now, Changes.Everything, Ct);
        await bot.SayAsync("ana", "page payments the cards are slow sev1");
        await job.RunAsync(bot.Clock.Now,
            Changes.Of(new SavedDocument(typeof(Absences), "ben"), new SavedDocument(typeof(Page), "page/000001")), Ct);
        Assert.Equal(["cai"], (await bot.Store.FindAsync<Page>("page/000001", Ct))!.Value.Taken.SelectMany(step => step.People));
    }

    // As one that an earlier release stored, of which nothing was due.
    [Fact]
    public async Task What_is_due_still_after_it_was_looked_at_is_not_looked_at_again_at_once()
    {
        var bot = await Bot.WithAsync(Roster.Of("payments", Roster.Layer("primary", Roster.Weekly, Coverage.Always, "cai", "ana", "ben")));
        await bot.SayAsync("ana", "page payments the cards are slow sev3");
        await PagingTests.Job(bot).RunAsync(bot.Clock.Now, Ct);
        var page = (await bot.Store.FindAsync<Page>("page/000001", Ct))!;
        var stored = page.Value.Acknowledge("cai", bot.Clock.Now) with { Due = page.Value.OpenedAt };
        await bot.Store.SaveAsync([Write.Replace(page, stored)], Ct);
        var job = PagingTests.Job(bot);
        await job.RunAsync(bot.Clock.Now, Ct);
        Assert.Equal(bot.Clock.Now + Duration.FromSeconds(10), await job.RunAsync(bot.Clock.Now, Ct));
    }

    [Fact]
    public async Task Thousands_of_messages_that_wait_are_not_looked_through_for_each_page()
    {
        var bot = await Bot.WithAsync(Roster.Of("payments", Roster.Layer("primary", Roster.Weekly, Coverage.Always, "cai", "ana", "ben")));
        for (var i = 0; i < 20; i++) await bot.SayAsync("ana", $"page payments the cards are slow {i} sev1");
        await PagingTests.Job(bot).RunAsync(bot.Clock.Now, Ct);
        foreach (var page in await bot.Store.ListAsync<Page>(IdRange.All, Ct))
            await bot.Store.SaveAsync([Write.Replace(page, page.Value.Acknowledge("cai", bot.Clock.Now))], Ct);
        var counting = new ListedStore(bot.Store);
        await PagingTests.Job(bot, counting).RunAsync(bot.Clock.Now, Ct);
        Assert.Equal(0, counting.Deliveries);
    }

    /// <summary>A store that counts how often all that waits to be said is listed.</summary>
    private sealed class ListedStore(IStore store) : IStore
    {
        public int Deliveries { get; private set; }

        public ValueTask<Stored<T>?> FindAsync<T>(string id, CancellationToken ct) where T : class => store.FindAsync<T>(id, ct);

        public ValueTask<IReadOnlyList<Stored<T>>> ListAsync<T>(IdRange range, CancellationToken ct) where T : class
        {
            if (typeof(T) == typeof(Delivery)) Deliveries++;
            return store.ListAsync<T>(range, ct);
        }

        public Task SaveAsync(IReadOnlyList<Write> changes, CancellationToken ct) => store.SaveAsync(changes, ct);
    }

    /// <summary>A store in which one page cannot be read.</summary>
    private sealed class OnePageBroken(IStore store, string broken) : IStore
    {
        public ValueTask<Stored<T>?> FindAsync<T>(string id, CancellationToken ct) where T : class =>
            typeof(T) == typeof(Page) && id == broken
                ? ValueTask.FromException<Stored<T>?>(new InvalidOperationException("The page is odd.")) : store.FindAsync<T>(id, ct);

        public ValueTask<IReadOnlyList<Stored<T>>> ListAsync<T>(IdRange range, CancellationToken ct) where T : class =>
            store.ListAsync<T>(range, ct);

        public Task SaveAsync(IReadOnlyList<Write> changes, CancellationToken ct) => store.SaveAsync(changes, ct);
    }
}
