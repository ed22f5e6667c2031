using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>
/// Whom a page calls, as what, and whom next, as it is read. Friday 20 November 2026, 10:00 in Lisbon: cai is primary of payments, ana
/// secondary, dot leads.
/// </summary>
public sealed class PageStandingTests
{
    private readonly PagingWorld world = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_that_is_days_old_says_of_which_day_its_times_are_each_day_once()
    {
        var bot = await PagedAsync();
        bot.Clock.Now += Duration.FromMinutes(1);
        await bot.SayAsync("cai", "ack checkout-1");
        bot.Clock.Now += Duration.FromHours(72);
        Assert.StartsWith("You have checkout-1 already, since Fri 20 Nov 10:01.", await bot.SayAsync("cai", "ack checkout-1"),
            StringComparison.Ordinal);
        await world.RunAsync(bot);
        var shown = await bot.SayAsync("out", "incident show checkout-1");
        Assert.Contains("Paged: Cai Wen: answered by chat Fri 20 Nov 10:01", shown, StringComparison.Ordinal);
        Assert.Contains(
            """
            Page: Fri 20 Nov 10:00 The page was opened.
            10:00 Cai Wen (primary) was paged.
            10:01 Cai Wen acknowledged by chat.
            Today 10:01 Cai Wen was silent for too long. It was opened again.
            """, shown, StringComparison.Ordinal);
        Assert.Contains("Since Fri 20 Nov 10:00.", Bot.Told(Called("ana"), bot.Clock.Now), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("incident declare checkout \"payments fail\" sev1 impact 0.25", "Since 10:00, 25 % of users.")]
    [InlineData("incident declare checkout \"payments fail\" sev1 impact 1", "Since 10:00, all users.")]
    // What a severity stands for by itself is nobody's word, and a page of no service counts against nothing.
    [InlineData("incident declare checkout \"payments fail\" sev1", "Since 10:00.")]
    [InlineData("page payments the database is down sev1", "Since 10:00.")]
    public async Task It_says_who_is_affected_where_somebody_said_so(string typed, string said)
    {
        var bot = await PagingTests.BotAsync();
        await bot.SayAsync("out", typed);
        await world.RunAsync(bot);
        Assert.Contains(said, Bot.Told(Called("cai"), bot.Clock.Now), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dot", "Dot Lead (lead) has no account here: call them.")]
    [InlineData("", "There is nobody to page; Watchbill tries again.")]
    public async Task A_page_says_who_is_paged_where_nobody_is_on_call(string lead, string says)
    {
        var bot = await Bot.WithAsync(Roster.Of("payments", Roster.Primary()));
        await bot.Store.SaveAsync([Write.Put("payments", new Team("payments", "Payments") { Lead = lead })], Ct);
        Assert.Contains(says, await bot.SayAsync("ana", "page payments please look"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_runbooks_are_links_by_their_names()
    {
        var bot = await PagingTests.BotAsync();
        var books = new[] { new Runbook("HighErrorRate", "https://runbooks.example.com/errors") };
        await bot.Store.SaveAsync([Write.Put("checkout", new Service("checkout", "payments") { Runbooks = books })],
            TestContext.Current.CancellationToken);
        await bot.SayAsync("out", "incident declare checkout \"payments fail\" sev1");
        await world.RunAsync(bot);
        Assert.Contains(new Link("HighErrorRate", "https://runbooks.example.com/errors"),
            Called("cai").Fields.Single(field => field.Name == "Runbook").Value.Parts);
    }

    // Ana was secondary when she took it, and nobody's secondary when she is called again.
    [Fact]
    public async Task Who_had_it_and_was_silent_is_called_for_that_and_not_as_the_level_whose_turn_it_is()
    {
        var bot = await PagedAsync();
        await bot.SayAsync("ana", "ack checkout-1");
        await world.RunAsync(bot, bot.Clock.Now + Duration.FromMinutes(30));
        Assert.Contains("@Ana Silva, you had it and were silent for too long.", Bot.Told(Called("ana")), StringComparison.Ordinal);
        Assert.Contains("@Cai Wen, you are primary for payments.", Bot.Told(Called("cai")), StringComparison.Ordinal);
        Assert.Contains("10:30 Cai Wen (primary), Ana Silva (had it) were paged.", await bot.SayAsync("out", "incident show checkout-1"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snooze_that_is_over_is_said_to_whom_it_was()
    {
        var bot = await PagedAsync();
        await bot.SayAsync("dot", "snooze checkout-1 1 h");
        await world.RunAsync(bot, bot.Clock.Now + Duration.FromHours(1));
        Assert.Contains("@Dot Lead, your snooze is over.", Bot.Told(Called("dot")), StringComparison.Ordinal);
    }

    // Nobody is secondary on Friday: after five minutes it is the lead who is called.
    [Fact]
    public async Task Next_is_who_is_called_next_and_not_a_level_that_nobody_is_on()
    {
        var bot = await Bot.WithAsync(Roster.Of("payments", Roster.Primary("cai"),
            Roster.Layer("secondary", Roster.Weekly, Coverage.Always)));
        await bot.SayAsync("ana", "page checkout payments fail sev1");
        await world.RunAsync(bot);
        Assert.Contains("Next: Dot Lead, 10:05", Bot.Told(Called("cai"), bot.Clock.Now), StringComparison.Ordinal);
        await world.RunAsync(bot, bot.Clock.Now + Duration.FromMinutes(5));
        Assert.Equal(["cai", "dot"], world.Called());
    }

    [Fact]
    public async Task A_person_who_is_paged_does_not_answer_and_their_lead_reads_whose_page_it_is()
    {
        var bot = await PagingTests.BotAsync();
        await bot.SayAsync("out", "page ben are you there sev1");
        await world.RunAsync(bot);
        Assert.Contains("@Ben Ode, you are paged directly.", Bot.Told(Called("ben")), StringComparison.Ordinal);
        await world.RunAsync(bot, bot.Clock.Now + Duration.FromMinutes(5));
        Assert.Contains("@Dot Lead, Ben Ode has not acknowledged, and you lead their team.", Bot.Told(Called("dot")),
            StringComparison.Ordinal);
        Assert.Contains("10:00 Ben Ode was paged.\n10:05 Dot Lead (lead) was paged.", await bot.SayAsync("out", "incident show page-1"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_that_person_cannot_be_reached_the_channel_reads_that_and_not_of_levels()
    {
        var bot = await PagingTests.BotAsync();
        await bot.Store.SaveAsync(
            [Write.Put("payments", new Organization.Team("payments", "Payments") { Lead = "gone", Members = ["ben"] }),
            Write.Put("ana", new Organization.Person("ana", "Ana Silva") { TimeZone = "Europe/Lisbon", Admin = true })], Ct);
        world.Chat.First = to => to == Address.Person("ben") ? throw new UnreachableException("ben has no account.") : Task.CompletedTask;
        await bot.SayAsync("out", "page ben are you there sev1");
        for (var i = 0; i < 2; i++) await world.RunAsync(bot);
        Assert.Contains("@Ana Silva, Ben Ode cannot be reached, and you are an admin.", Bot.Told(Called("ana")), StringComparison.Ordinal);
    }

    // Cai, as primary of payments.
    private async Task<Bot> PagedAsync()
    {
        var bot = await PagingTests.BotAsync();
        await bot.SayAsync("out", "page checkout payments fail sev1");
        await world.RunAsync(bot);
        return bot;
    }

    private Reply Called(string person) => world.Chat.Said.Last(said => said.To == Address.Person(person)).Reply;
}
