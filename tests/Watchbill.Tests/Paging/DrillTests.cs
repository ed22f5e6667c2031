using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>Pages that only measure. Cai is primary of payments, ana secondary, dot leads the team.</summary>
public sealed class DrillTests
{
    private readonly PagingWorld world = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_drill_pages_as_a_page_does_declares_nothing_and_measures_how_long_it_took()
    {
        var bot = await PagingTests.BotAsync();
        Assert.StartsWith("drill-1 pages payments now, as a drill.", await bot.SayAsync("dot", "page drill payments"),
            StringComparison.Ordinal);
        await world.RunAsync(bot);
        var called = Assert.Single(world.Chat.Said);
        Assert.Equal(Address.Person("cai"), called.To);
        Golden.Matches("paging/drill", Bot.Plain(called.Reply));
        await world.RunAsync(bot, bot.Clock.Now + Duration.FromSeconds(42));
        Assert.Equal("DRILL: you acknowledged drill-1 after 42 s. Nothing is broken.",
            await bot.PressAsync("cai", called.Reply.Actions[0].Action,
                called.Reply.Actions[0].Value));
        await world.RunAsync(bot);
        Assert.Contains(world.Chat.Said, said => said.To == Address.Person("dot")
            && said.Reply.Text.ToString() == "Cai Wen acknowledged drill-1 after 42 s, by chat.");
        var page = (await bot.Store.FindAsync<Page>("drill/000001", Ct))!.Value;
        Assert.Equal((PageState.Resolved, "cai", Duration.FromSeconds(42)),
            (page.State, page.By, page.AcknowledgedAt!.Value - page.OpenedAt));
        Assert.Empty(await bot.Store.ListAsync<Incident>(IdRange.All, Ct));
        Assert.Empty(await bot.Store.ListAsync<OpenPage>(IdRange.All, Ct));
        await world.RunAsync(bot, bot.Clock.Now + Duration.FromMinutes(30));
        Assert.Single(world.Chat.Said, said => said.Reply.Actions.Count > 0);
    }

    [Fact]
    public async Task Unanswered_it_goes_through_the_list_once_is_said_to_the_lead_and_is_over()
    {
        var bot = await PagingTests.BotAsync();
        await bot.SayAsync("out", "page drill payments");
        for (var i = 0; i < 6; i++) await world.RunAsync(bot, bot.Clock.Now + Duration.FromMinutes(i == 0 ? 0 : 5));
        Assert.Equal(["cai", "ana", "dot"], world.Chat.Said.Where(said => said.Reply.Actions.Count > 0).Select(said => said.To.Id));
        Assert.Equal(["person:dot", "team:payments"], world.Chat.Said
            .Where(said => said.Reply.Text.ToString().StartsWith("DRILL: nobody acknowledged drill-1 in 15 min.", StringComparison.Ordinal))
            .Select(said => $"{said.To}").Order(StringComparer.Ordinal));
        Assert.Equal(PageState.Resolved, (await bot.Store.FindAsync<Page>("drill/000001", Ct))!.Value.State);
    }

    [Fact]
    public async Task A_drill_of_one_person_concerns_nobody_else_and_an_answer_by_a_method_proves_it()
    {
        var bot = await PagingTests.BotAsync();
        await bot.Store.SaveAsync([Write.Put("ben", Contacts.None.With(new Contact("ntfy", "ben") { SentAt = bot.Clock.Now,
            VerifiedAt = bot.Clock.Now - Duration.FromDays(40) }))], Ct);
        await bot.SayAsync("out", "page drill ben");
        await world.RunAsync(bot);
        var actions = PagingWorld.Actions(bot);
        await new Plans(bot.Store).CommitAsync(again => actions.AcknowledgeAsync(new AnswerLink("drill/000001", "ben", "ntfy", 0),
            new Actor("ben", "link", bot.Clock.Now, bot.Clock.Now), again), Ct);
        Assert.Equal(bot.Clock.Now, (await bot.Store.FindAsync<Contacts>("ben", Ct))!.Value.Of("ntfy")!.ProvenAt);
        await world.RunAsync(bot, bot.Clock.Now + Duration.FromMinutes(30));
        Assert.Equal(["ben"], world.Chat.Said.Where(said => said.Reply.Actions.Count > 0).Select(said => said.To.Id));
    }
}
