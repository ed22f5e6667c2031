using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>
/// A page's buttons where others can press them. Friday 20 November 2026, 10:00 in Lisbon: cai is primary of payments, ana secondary, dot
/// leads the team, ben is of it; out is of no team.
/// </summary>
public sealed class PublicPressTests
{
    private readonly PagingWorld world = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("page-ack", false, "Acknowledge checkout-1 (payments fail)?", "Acknowledge page")]
    [InlineData("page-escalate", false, "Escalate checkout-1 (payments fail)?", "Escalate page")]
    [InlineData("page-take", true, "Take checkout-1 (payments fail) from Ben Ode?", "Take page")]
    [InlineData("page-giveback", true, "Give back checkout-1 (payments fail), which Ben Ode has?", "Give back page")]
    public async Task Whoever_has_nothing_to_do_with_it_is_asked_back_and_nothing_is_done_until_they_confirm(
        string action, bool isHeld, string question, string act)
    {
        var bot = await BotAsync(isHeld);
        var before = await ReadAsync(bot);
        var asked = await PressAsync(bot, "out", action);
        Assert.Equal($"{question} You are not on call for checkout, nor in payments.", asked.Text.ToString());
        Assert.Equal([act, "Cancel"], asked.Actions.Select(button => button.Label));
        Assert.Equal(before.Version, (await ReadAsync(bot)).Version);
        Assert.Equal(isHeld ? ["ben"] : [], await WorkingAsync(bot));
        await bot.Router.PressAsync(asked.Actions[0].Action, asked.Actions[0].Value, Caller("out"), Ct);
        var after = (await ReadAsync(bot)).Value;
        Assert.Equal(action switch
        {
            "page-ack" => (PageState.Acknowledged, "out", PageEventKind.Acknowledged),
            "page-take" => (PageState.Acknowledged, "out", PageEventKind.TakenOver),
            "page-escalate" => (PageState.Open, null, PageEventKind.Escalated),
            _ => (PageState.Open, (string?)null, PageEventKind.GivenBack),
        }, (after.State, after.By, after.Events[^1].Kind));
    }

    // The secondary, whom it has not called yet; somebody of the team who is not on call; its lead; and in private anybody.
    [Theory]
    [InlineData("ana", "C0PAY")]
    [InlineData("ben", "C0PAY")]
    [InlineData("dot", "C0PAY")]
    [InlineData("out", null)]
    public async Task Whoever_is_on_call_or_of_the_teams_is_not_asked_and_in_private_nobody_is(string person, string? conversation)
    {
        foreach (var action in new[] { "page-ack", "page-escalate", "page-take", "page-giveback" })
        {
            var bot = await BotAsync(isHeld: action is "page-take" or "page-giveback", by: "cai");
            // On call for it without being of the team.
            if (person == "ana")
            {
                var others = new Team("payments", "Payments") { Lead = "dot", Members = ["cai"] };
                await bot.Store.SaveAsync([Write.Put(others.Id, others)], Ct);
            }

            var before = await ReadAsync(bot);
            await PressAsync(bot, person, action, conversation: conversation);
            Assert.NotEqual(before.Version, (await ReadAsync(bot)).Version);
        }
    }

    [Fact]
    public async Task Whoever_was_paged_or_responds_is_not_asked()
    {
        var bot = await BotAsync(isHeld: false);
        // They were called, and are neither on call any more nor of the team.
        await bot.Store.SaveAsync(
        [
            Write.Put("payments", new Team("payments", "Payments") { Lead = "dot", Members = ["ben"] }),
            Write.Put("payments", Roster.Of("payments", Roster.Primary("ben"))),
        ], Ct);
        await PressAsync(bot, "cai", "page-ack");
        Assert.Equal("cai", (await ReadAsync(bot)).Value.By);
        await bot.SayAsync("out", "incident ack checkout-1");
        await PressAsync(bot, "out", "page-giveback");
        Assert.True((await ReadAsync(bot)).Value.IsOpen);
        // The incident's buttons follow the same rule.
        await PressAsync(bot, "out", "incident-resolve");
        Assert.Equal(PageState.Resolved, (await ReadAsync(bot)).Value.State);
    }

    [Fact]
    public async Task Of_a_page_without_a_service_its_rotation_or_its_person_and_their_teams_decide()
    {
        var bot = await BotAsync(isHeld: false);
        await bot.SayAsync("out", "page payments please look");
        await bot.SayAsync("out", "page cai please call me");
        await world.RunAsync(bot);
        Assert.Equal("Acknowledge page-1 (please look)? You are not on call for payments, nor in payments.",
            (await PressAsync(bot, "eve", "page-ack", "page/1")).Text.ToString());
        Assert.Equal("Acknowledge page-2 (please call me)? It pages Cai Wen, and you are not in payments.",
            (await PressAsync(bot, "eve", "page-ack", "page/2")).Text.ToString());
        Assert.Equal("Resolve page-2 (please call me)? It pages Cai Wen, and you are not in payments.",
            (await PressAsync(bot, "eve", "incident-resolve", "page/2")).Text.ToString());
        await PressAsync(bot, "ana", "page-ack", "page/1");
        await PressAsync(bot, "cai", "page-ack", "page/2");
        Assert.Equal(("ana", "cai"), ((await ReadAsync(bot, "page/000001")).Value.By, (await ReadAsync(bot, "page/000002")).Value.By));
    }

    [Fact]
    public async Task A_drill_is_asked_about_by_its_id()
    {
        var bot = await BotAsync(isHeld: false);
        await bot.SayAsync("dot", "page drill payments");
        await world.RunAsync(bot);
        Assert.Equal("Acknowledge drill-1? You are not on call for payments, nor in payments.",
            (await PressAsync(bot, "out", "page-ack", "drill/1")).Text.ToString());
    }

    // Asked about ben's, it is somebody else's by the time they confirm: they are asked anew.
    [Fact]
    public async Task What_is_confirmed_is_what_was_asked()
    {
        var bot = await BotAsync(isHeld: true);
        var asked = await PressAsync(bot, "out", "page-take");
        await PressAsync(bot, "ana", "page-take");
        var again = await bot.Router.PressAsync(asked.Actions[0].Action, asked.Actions[0].Value, Caller("out"), Ct);
        Assert.Contains("Take checkout-1 (payments fail) from Ana Silva?", again.Text.ToString(), StringComparison.Ordinal);
        Assert.Equal("ana", (await ReadAsync(bot)).Value.By);
    }

    private async Task<Bot> BotAsync(bool isHeld, string by = "ben")
    {
        var bot = await IncidentOnCallTests.BotAsync();
        await bot.Store.SaveAsync([Write.Put("eve", new Person("eve", "Eve Moe") { TimeZone = "Europe/Lisbon" })], Ct);
        await bot.SayAsync("dot", "incident declare checkout \"payments fail\" sev1");
        await world.RunAsync(bot);
        if (isHeld) await bot.SayAsync(by, "ack checkout-1");
        bot.Clock.Now += Duration.FromMinutes(1);
        return bot;
    }

    private static Caller Caller(string person, string? conversation = "C0PAY") => new(person, Platforms.Slack, conversation);

    private static Task<Reply> PressAsync(
        Bot bot, string person, string action, string page = "checkout/1", string? conversation = "C0PAY") =>
        bot.Router.PressAsync(action, $"incident/{page}", Caller(person, conversation), Ct);

    private static async Task<Stored<Page>> ReadAsync(Bot bot, string id = "checkout/000001") => (await bot.Store.FindAsync<Page>(id, Ct))!;

    private static async Task<IReadOnlyList<string>> WorkingAsync(Bot bot) =>
        (await bot.Store.FindAsync<Incident>("checkout/000001", Ct))!.Value.Working();
}
