using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Jobs;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>Many pages at once: whom they call first, in how many saves, and that each is whole. Cai is on call.</summary>
public sealed class PagingOrderTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Steps_of_many_pages_go_into_one_save_each_with_its_message()
    {
        var bot = await BotAsync();
        await DeclareAsync(bot, 40, Severity.Sev1);
        var saves = new Saves(bot.Store);
        await PagingTests.Job(bot, saves).RunAsync(bot.Clock.Now, Ct);
        var save = Assert.Single(saves.Done);
        foreach (var page in save.Select(change => change.Value).OfType<Page>())
            Assert.Contains(save, change => change.Id == Assert.Single(page.Calls).Message);
        Assert.Equal(40, save.Count(change => change.Value is Page { Taken.Count: 1 }));
    }

    [Fact]
    public async Task High_urgency_goes_first_and_of_that_what_is_overdue_for_longest()
    {
        var bot = await BotAsync();
        var start = bot.Clock.Now;
        await DeclareAsync(bot, 60, Severity.Sev3);
        bot.Clock.Now = start + Duration.FromSeconds(1);
        await DeclareAsync(bot, 60, Severity.Sev1);
        bot.Clock.Now = start + Duration.FromSeconds(2);
        await DeclareAsync(bot, 60, Severity.Sev1);
        var job = PagingTests.Job(bot);
        // More than fit into one save: the rest is taken at once, and nothing is forgotten.
        Assert.Equal(bot.Clock.Now, await job.RunAsync(bot.Clock.Now, Ct));
        var pages = await PagesAsync(bot);
        Assert.All(pages.Where(page => page.OpenedAt == start + Duration.FromSeconds(1)), page => Assert.Single(page.Taken));
        Assert.Equal(40, pages.Count(page => page.OpenedAt == start + Duration.FromSeconds(2) && page.Taken.Count > 0));
        Assert.All(pages.Where(page => page.Urgency == Watchbill.Incidents.Urgency.Low), page => Assert.Empty(page.Taken));
        Assert.True(await job.RunAsync(bot.Clock.Now, Changes.None, Ct) > bot.Clock.Now);
        Assert.All(await PagesAsync(bot), page => Assert.Single(page.Taken));
    }

    [Fact]
    public async Task What_becomes_urgent_meanwhile_overtakes_what_waits()
    {
        var bot = await BotAsync();
        await DeclareAsync(bot, 150, Severity.Sev3);
        var job = PagingTests.Job(bot);
        await job.RunAsync(bot.Clock.Now, Ct);
        await DeclareAsync(bot, 100, Severity.Sev1);
        await job.RunAsync(bot.Clock.Now, Changes.Of(
            [.. Enumerable.Range(151, 100).Select(number => new SavedDocument(typeof(Page), Incident.DocumentId("checkout", number)))]),
                Ct);
        Assert.All((await PagesAsync(bot)).Where(page => page.Urgency == Watchbill.Incidents.Urgency.High),
            page => Assert.Single(page.Taken));
    }

    [Fact]
    public async Task Somebody_who_acknowledges_that_very_moment_is_not_paged_and_the_others_are()
    {
        var bot = await BotAsync();
        await DeclareAsync(bot, 8, Severity.Sev1);
        var racing = new Racing(bot.Store, "checkout/000005");
        await PagingTests.Job(bot, racing).RunAsync(bot.Clock.Now, Ct);
        foreach (var page in await PagesAsync(bot))
        {
            if (page.Number == 5) Assert.Equal(("ben", 0), (page.By, page.Calls.Count));
            else Assert.Equal("cai", Assert.Single(page.Calls).Person);
        }
    }

    [Fact]
    public async Task What_the_job_saved_itself_is_not_looked_at_again()
    {
        var bot = await BotAsync();
        await bot.SayAsync("ana", "page payments the cards are slow sev1");
        var counting = new CountingStore(bot.Store);
        var job = PagingTests.Job(bot, counting);
        await job.RunAsync(bot.Clock.Now, Ct);
        var before = counting.Found;
        await job.RunAsync(bot.Clock.Now, Changes.Of(new SavedDocument(typeof(Page), "page/000001")), Ct);
        Assert.Equal(before + 1, counting.Found);
        await bot.SayAsync("ben", "ack page-1");
        await job.RunAsync(bot.Clock.Now, Changes.Of(new SavedDocument(typeof(Page), "page/000001")), Ct);
        Assert.True(counting.Found > before + 5);
    }

    [Fact]
    public async Task A_list_that_arrived_is_news_to_the_pages_on_it_alone()
    {
        var bot = await BotAsync();
        await bot.Store.SaveAsync([Write.Put("cai", PageStormTests.ByNtfy(bot.Clock.Now))], Ct);
        await DeclareAsync(bot, 30, Severity.Sev1);
        var job = PagingTests.Job(bot);
        await job.RunAsync(bot.Clock.Now, Ct);
        var list = (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Single(read => PageStorms.IsList(read.Id));
        await bot.Store.SaveAsync([Write.Delete(list), Write.Create(list.Id,
            new Message(list.Value.Due, bot.Clock.Now, list.Value.Kind, null, list.Value.To, list.Value.Reply))], Ct);
        await job.RunAsync(bot.Clock.Now, Changes.Of(new SavedDocument(typeof(Message), list.Id)), Ct);
        var pages = await PagesAsync(bot);
        Assert.Equal(10, pages.Count(page => page.Calls.Any(call => call.Message == list.Id)));
        Assert.All(pages.Where(page => page.Calls[0].Message == list.Id),
            page => Assert.Equal(CallOutcome.Accepted, page.Calls[0].Outcome));
    }

    [Fact]
    public async Task Rules_that_somebody_changes_are_news_to_the_pages_that_call_them()
    {
        var bot = await BotAsync();
        await bot.SayAsync("ana", "page payments the cards are slow sev1");
        var job = PagingTests.Job(bot);
        await job.RunAsync(bot.Clock.Now, Ct);
        var contacts = PageStormTests.ByNtfy(bot.Clock.Now) with { High = [new("ntfy", Duration.FromSeconds(30))] };
        await bot.Store.SaveAsync([Write.Put("cai", contacts)], Ct);
        var next = await job.RunAsync(bot.Clock.Now, Changes.Of(new SavedDocument(typeof(Contacts), "cai")), Ct);
        Assert.Equal(bot.Clock.Now + Duration.FromSeconds(30), next);
    }

    [Fact]
    public async Task What_waits_to_be_said_when_somebody_acknowledges_is_taken_back()
    {
        var bot = await BotAsync();
        await bot.SayAsync("ana", "page payments the cards are slow sev1");
        var job = PagingTests.Job(bot);
        await job.RunAsync(bot.Clock.Now, Ct);
        var call = Assert.Single((await PagesAsync(bot))[0].Calls).Message!;
        Assert.NotNull(await bot.Store.FindAsync<Delivery>(call, Ct));
        await bot.SayAsync("ben", "ack page-1");
        await job.RunAsync(bot.Clock.Now, Changes.Of(new SavedDocument(typeof(Page), "page/000001")), Ct);
        Assert.Null(await bot.Store.FindAsync<Delivery>(call, Ct));
        Assert.Empty((await PagesAsync(bot))[0].Calls);
    }

    [Fact]
    public async Task Once_whoever_has_it_leaves_the_organisation_whoever_is_on_call_is_paged()
    {
        var bot = await BotAsync();
        var payments = (await bot.Store.FindAsync<Rotation>("payments", Ct))!;
        await bot.Store.SaveAsync([Write.Replace(payments, payments.Value with { AckTimeout = Duration.Zero })], Ct);
        await bot.SayAsync("ana", "page payments the cards are slow sev1");
        var job = PagingTests.Job(bot);
        await job.RunAsync(bot.Clock.Now, Ct);
        await bot.SayAsync("ben", "ack page-1");
        var read = (await bot.Store.FindAsync<Organization.Person>("ben", Ct))!;
        var ben = read.Value with { Until = new LocalDate(2026, 11, 21) };
        await bot.Store.SaveAsync([Write.Replace(read, ben)], Ct);
        var leaves = ben.Leaves!.Value;
        Assert.Equal(leaves, await job.RunAsync(bot.Clock.Now, Changes.Of(new SavedDocument(typeof(Page), "page/000001")), Ct));
        await job.RunAsync(leaves, Changes.None, Ct);
        Assert.Equal((PageState.Open, "cai"), ((await PagesAsync(bot))[0].State, (await PagesAsync(bot))[0].Calls[^1].Person));
    }

    private static async Task DeclareAsync(Bot bot, int incidents, Severity severity)
    {
        for (var i = 0; i < incidents; i++) await PageStormTests.DeclareAsync(bot, severity);
    }

    private static Task<Bot> BotAsync() =>
        Bot.WithAsync(Roster.Of("payments", Roster.Layer("primary", Roster.Weekly, Coverage.Always, "cai", "ana", "ben")));

    private static async Task<List<Page>> PagesAsync(Bot bot) =>
        [.. (await bot.Store.ListAsync<Page>(IdRange.All, Ct)).Select(read => read.Value)];

    private sealed class Saves(IStore store) : IStore
    {
        public List<IReadOnlyList<Write>> Done { get; } = [];

        public ValueTask<Stored<T>?> FindAsync<T>(string id, CancellationToken ct) where T : class => store.FindAsync<T>(id, ct);

        public ValueTask<IReadOnlyList<Stored<T>>> ListAsync<T>(IdRange range, CancellationToken ct) where T : class =>
            store.ListAsync<T>(range, ct);

        public Task SaveAsync(IReadOnlyList<Write> changes, CancellationToken ct)
        {
            Done.Add(changes);
            return store.SaveAsync(changes, ct);
        }
    }

    /// <summary>Somebody acknowledges a page just before the step that was worked out for it is saved.</summary>
    private sealed class Racing(IStore store, string id) : IStore
    {
        private bool done;

        public ValueTask<Stored<T>?> FindAsync<T>(string id, CancellationToken ct) where T : class => store.FindAsync<T>(id, ct);

        public ValueTask<IReadOnlyList<Stored<T>>> ListAsync<T>(IdRange range, CancellationToken ct) where T : class =>
            store.ListAsync<T>(range, ct);

        public async Task SaveAsync(IReadOnlyList<Write> changes, CancellationToken ct)
        {
            if (!done && changes.Any(change => change.Id == id))
            {
                done = true;
                var read = (await store.FindAsync<Page>(id, ct))!;
                await store.SaveAsync([Write.Replace(read, read.Value.Acknowledge("ben", read.Value.OpenedAt))], ct);
            }

            await store.SaveAsync(changes, ct);
        }
    }
}
