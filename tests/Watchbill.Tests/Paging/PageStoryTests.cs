using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Reading;
using Watchbill.Rotations;

namespace Watchbill.Paging;

/// <summary>
/// What is read of a page where its incident stands, and what is done with it by hand. Cai is primary of payments, ana secondary.
/// </summary>
public sealed class PageStoryTests
{
    private readonly PagingWorld world = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_incident_shows_who_was_reached_how_and_the_whole_course()
    {
        var bot = await PagingTests.BotAsync();
        await bot.SayAsync("out", "incident declare checkout \"payments fail\" sev1");
        await world.RunAsync(bot);
        world.Chat.First =
            to => to == Address.Person("ana") ? throw new UnreachableException("ana has no account.") : Task.CompletedTask;
        await world.RunAsync(bot, bot.Clock.Now + Duration.FromMinutes(5));
        await bot.SayAsync("cai", "ack checkout-1");
        await world.RunAsync(bot);
        Golden.Matches("paging/incident", await bot.SayAsync("out", "incident show checkout-1"));
    }

    [Fact]
    public async Task The_card_of_the_incident_shows_whom_the_page_reached_as_soon_as_it_did()
    {
        var bot = await PagingTests.BotAsync();
        await bot.SayAsync("out", "incident declare checkout \"payments fail\" sev1");
        await world.RunAsync(bot);
        await world.RunAsync(bot);
        Assert.Equal(["Cai Wen: reached by chat 10:00"], Shown());
        await world.RunAsync(bot, bot.Clock.Now + Duration.FromMinutes(5));
        await world.RunAsync(bot);
        Assert.Equal("Cai Wen: reached by chat 10:00\nAna Silva: reached by chat 10:05", Shown()[^1]);
        var button = world.Chat.Said.Last(said => said.To == Address.Person("ana")).Reply.Actions[0];
        await bot.PressAsync("ana", button.Action, button.Value);
        await world.RunAsync(bot);
        await world.RunAsync(bot);
        Assert.Equal("Cai Wen: reached by chat 10:00\nAna Silva: answered by chat 10:05", Shown()[^1]);
        var shown = world.Chat.Edited.Count;
        await world.RunAsync(bot);
        Assert.Equal(shown, world.Chat.Edited.Count);
        List<string> Shown() => [.. world.Chat.Edited.SelectMany(edit => edit.Reply.Fields).Where(field => field.Name == "Paged")
            .Select(field => Bot.Plain(new Reply(field.Value))).Distinct()];
    }

    [Fact]
    public async Task Somebody_takes_it_over_and_who_had_it_is_told_and_works_on_it_no_longer()
    {
        var bot = await PagingTests.BotAsync();
        await bot.SayAsync("out", "incident declare checkout \"payments fail\" sev1");
        await world.RunAsync(bot);
        await bot.SayAsync("cai", "ack checkout-1");
        var held = await new OpenWork(bot.Store, new OrgChart(bot.Store))
            .HeldAsync((await bot.Store.FindAsync<Rotation>("payments", Ct))!.Value, bot.Clock.Now, Ct);
        var button = Assert.Single(OpenWorkReplies.Take(held));
        Assert.Equal("Take it", button.Label);
        bot.Clock.Now += Duration.FromHours(1);
        Assert.StartsWith("You have checkout-1 now, and Cai Wen is told.", await bot.PressAsync("ana", button.Action, button.Value),
            StringComparison.Ordinal);
        await world.RunAsync(bot);
        Assert.Equal("ana", (await bot.Store.FindAsync<Page>("checkout/000001", Ct))!.Value.By);
        var incident = (await bot.Store.FindAsync<Incident>("checkout/000001", Ct))!.Value;
        Assert.Equal(["ana"], incident.Working());
        Assert.Equal(bot.Clock.Now, incident.Responders.Single(responder => responder.Person == "cai").End);
        Assert.Contains(world.Chat.Said, said => said.To == Address.Person("cai")
            && said.Reply.Text.ToString() == "Ana Silva took checkout-1 over from you. Your callout has ended.");
        Assert.Contains("You have checkout-1 already", await bot.PressAsync("ana", button.Action, button.Value), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Escalated_before_the_first_look_the_second_level_is_called_and_not_the_first()
    {
        var bot = await PagingTests.BotAsync();
        await bot.SayAsync("out", "incident declare checkout \"payments fail\" sev1");
        await bot.SayAsync("out", "escalate checkout-1");
        await world.RunAsync(bot);
        Assert.Equal(["ana"], world.Called());
        await world.RunAsync(bot, bot.Clock.Now + Duration.FromMinutes(5));
        Assert.Equal(["ana", "dot"], world.Called());
    }

    [Theory]
    [InlineData("escalate checkout-1", "Out Sider escalated checkout-1, which you had. Others are paged.")]
    [InlineData("giveback checkout-1", "Out Sider gave back checkout-1, which you had. Others are paged.")]
    public async Task Whoever_had_it_hears_that_somebody_else_gave_it_to_others(string said, string news)
    {
        var bot = await PagingTests.BotAsync();
        await bot.SayAsync("out", "incident declare checkout \"payments fail\" sev1");
        await world.RunAsync(bot);
        await bot.SayAsync("cai", "ack");
        await bot.SayAsync("out", said);
        await world.RunAsync(bot);
        Assert.Single(world.Chat.Said, one => one.To == Address.Person("cai")
            && one.Reply.Text.ToString().StartsWith(news, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("escalate checkout-1", "Out Sider escalated checkout-1.")]
    [InlineData("snooze checkout-1 30 min", "Out Sider snoozed checkout-1 until")]
    [InlineData("giveback checkout-1", "Out Sider gave checkout-1 back: payments fail. Whoever is on call is paged.")]
    public async Task The_channel_reads_once_what_somebody_did_with_it(string said, string news)
    {
        var bot = await PagingTests.BotAsync();
        await bot.SayAsync("out", "incident declare checkout \"payments fail\" sev1");
        await world.RunAsync(bot);
        await bot.SayAsync("cai", "ack checkout-1");
        await world.RunAsync(bot);
        await bot.SayAsync("out", said);
        await world.RunAsync(bot);
        await world.RunAsync(bot, bot.Clock.Now + Duration.FromMinutes(1));
        Assert.Single(world.Chat.Said,
            one => one.To == Address.Team("payments") && Bot.Plain(one.Reply).StartsWith(news, StringComparison.Ordinal));
    }
}
