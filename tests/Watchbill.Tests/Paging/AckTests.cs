using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>What <c>ack</c> means to whoever is called by several pages, and to whoever is called by none any more.</summary>
public sealed class AckTests
{
    private readonly PagingWorld world = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ben", true)]
    [InlineData("dot", false)]
    public async Task Only_whoever_had_a_page_still_responds_once_it_is_given_back(string by, bool responds)
    {
        var bot = await Bot.WithAsync(Some.Payments);
        await bot.SayAsync("dot", "page ben payments fail sev1");
        await world.RunAsync(bot);
        await bot.SayAsync("ben", "ack");
        Assert.Equal(responds,
            (await bot.SayAsync(by, "giveback page-1")).Contains("You are still responding", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_several_pages_it_asks_which_the_worst_first()
    {
        var bot = await Bot.WithAsync(Some.Payments);
        foreach (var page in new[] { "page ben cards are slow sev3", "page ben payments fail sev1" }) await bot.SayAsync("dot", page);
        await world.RunAsync(bot);
        Assert.Equal(
            """
            2 pages call you. Which one do you have?
            sev1: payments fail (page-2), since today 10:00.
            sev3: cards are slow (page-1), since today 10:00.
            [Acknowledge page-2] [Acknowledge page-1]
            """, (await bot.SayAsync("ben", "ack")).TrimEnd());
    }

    // The job has not looked yet: who will be called by it has it all the same.
    [Theory]
    [InlineData("page payments payments fail", "ana", "You have page-1.")]
    [InlineData("page ben payments fail", "ben", "You have page-1.")]
    [InlineData("page checkout payments fail", "ana", "You have checkout-1.")]
    [InlineData("page drill ana", "ana", "DRILL: you acknowledged drill-1")]
    [InlineData("page payments payments fail", "cai", "No page calls you. Nobody has acknowledged:\nsev2: payments fail (page-1)")]
    public async Task A_page_is_found_from_the_moment_on_at_which_it_was_declared(string page, string person, string said)
    {
        var bot = await Bot.WithAsync(Some.Payments);
        await bot.SayAsync("dot", page);
        Assert.StartsWith(said, await bot.SayAsync(person, "ack"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_called_by_none_reads_what_nobody_has_the_worst_first_and_drills_last()
    {
        var bot = await Bot.WithAsync(Some.Payments);
        foreach (var page in new[] { "page drill ben", "page ben cards are slow sev3", "page payments payments fail sev1" })
        {
            await bot.SayAsync("dot", page);
            bot.Clock.Now += NodaTime.Duration.FromMinutes(1);
        }

        Assert.Equal(
            """
            No page calls you. Nobody has acknowledged:
            sev1: payments fail (page-2), since today 10:02.
            sev3: cards are slow (page-1), since today 10:01.
            drill-1: a drill.
            To take one: `ack page-2`
            """, (await bot.SayAsync("cai", "ack")).TrimEnd());
    }

    [Fact]
    public async Task Where_nothing_waits_it_says_who_has_the_page_that_called()
    {
        var bot = await Bot.WithAsync(Some.Payments);
        await bot.SayAsync("dot", "page ben payments fail sev1");
        await world.RunAsync(bot);
        await bot.SayAsync("ben", "ack");
        Assert.StartsWith("You have page-1 already, since", await bot.SayAsync("ben", "ack"), StringComparison.Ordinal);
        Assert.StartsWith("Neither a page nor a handoff waits for you", await bot.SayAsync("cai", "ack"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_rotation_the_page_that_calls_comes_before_its_handoff()
    {
        var bot = await Bot.WithAsync(Some.Payments);
        await bot.SayAsync("dot", "page payments payments fail sev1");
        await world.RunAsync(bot);
        Assert.StartsWith("You have page-1.", await bot.SayAsync("ana", "ack payments"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pressed_twice_a_page_goes_on_by_one_level()
    {
        var bot = await PagingTests.BotAsync();
        await bot.SayAsync("out", "page checkout payments fail sev1");
        await world.RunAsync(bot);
        var escalate = world.Chat.Said.Last(said => said.To == Chat.Address.Person("cai")).Reply.Actions
            .Single(action => action.Action == "page-escalate");
        await bot.PressAsync("cai", escalate.Action, escalate.Value);
        await world.RunAsync(bot);
        var again = await bot.PressAsync("cai", escalate.Action, escalate.Value);
        await world.RunAsync(bot);
        Assert.Equal(["cai", "ana"], world.Called());
        Assert.StartsWith("checkout-1 has gone to the next level already.", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Low_urgency_says_until_when_it_waits_and_does_not_go_on_before_that()
    {
        var bot = await Bot.WithAsync(Roster.Of("payments", Roster.Layer("primary", Roster.Weekly, Roster.Office, "cai")));
        bot.Clock.Now = Cases.At("2026-11-21T10:00:00Z");
        Assert.StartsWith("page-1 pages payments: disk fills (sev3). The page waits until Mon 09:00, when somebody is on call.",
            await bot.SayAsync("dot", "page payments disk fills sev3"), StringComparison.Ordinal);
        await world.RunAsync(bot);
        Assert.StartsWith("page-1 is of low urgency and waits until Mon 09:00, when somebody is on call.",
            await bot.SayAsync("dot", "escalate page-1"), StringComparison.Ordinal);
        await world.RunAsync(bot, Cases.At("2026-11-23T09:00:00Z"));
        Assert.Equal(["cai"], world.Called());
    }

    [Fact]
    public async Task A_question_does_nothing_at_once_and_offers_it()
    {
        var bot = await Bot.WithAsync(Some.Payments);
        await bot.SayAsync("dot", "page ben payments fail");
        await world.RunAsync(bot);
        foreach (var asked in new[] { "ack page-1?", "is over page-1?", "page-1 is resolved?", "resolve page-1?", "page ana cards fail?" })
            Assert.DoesNotContain("You have", await bot.SayAsync("ben", asked), StringComparison.Ordinal);
        var incident = Assert.Single(await bot.Store.ListAsync<Incidents.Incident>(IdRange.All, Ct)).Value;
        Assert.True(incident is { Open: true, Acknowledged: null });
        Assert.Equal("oncall ack", (await bot.AskAsync("ben", "i'm on it?")).Form?.Id);
    }

    [Fact]
    public async Task The_incident_that_somebody_works_on_is_the_one_that_they_mean()
    {
        var bot = await Bot.WithAsync(Some.Payments);
        var work = new OpenWork(bot.Store, new OrgChart(bot.Store));
        await bot.SayAsync("dot", "page ben payments fail sev1");
        Assert.Null(await work.OnlyOfAsync("ben", Ct));
        await world.RunAsync(bot);
        Assert.Equal("page-1", (await work.OnlyOfAsync("ben", Ct))?.Id);
        await bot.SayAsync("dot", "page ben cards are slow sev3");
        await world.RunAsync(bot);
        Assert.Null(await work.OnlyOfAsync("ben", Ct));
        await bot.SayAsync("ben", "ack page-2");
        Assert.Equal("page-2", (await work.OnlyOfAsync("ben", Ct))?.Id);
        Assert.Null(await work.OnlyOfAsync("cai", Ct));
        Assert.Null(await work.OnlyServiceOfAsync("ben", Ct));
    }
}
