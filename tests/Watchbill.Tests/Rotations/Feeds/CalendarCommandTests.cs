using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Reading;
using Watchbill.Storage;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Rotations;

public sealed class CalendarCommandTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_gives_private_links_whose_key_opens_the_feed()
    {
        var bot = await Bot.WithAsync(Payments);
        var reply = await bot.AskAsync("ana", "calendar payments");
        var key = Bot.Plain(reply).Split("key=")[1].Split('\n')[0].Trim();
        Golden.Matches("oncall/calendar", Bot.Plain(reply).Replace(key, "<key>", StringComparison.Ordinal));
        Assert.Equal((Audience.You, false), (reply.Audience, reply.Shareable));
        Assert.DoesNotContain(reply.Actions, action => action.Action == Buttons.Share);
        var feeds = new Feeds(bot.Store, new Schedules(bot.Store), new WorkedShifts(bot.Store), new OrgChart(bot.Store));
        Assert.NotNull(await feeds.OfPersonAsync("ana", key, bot.Clock.Now, Ct));
        // The log says that somebody made a link, and nothing of the key.
        var entry = Assert.Single(await bot.Store.ListAsync<AuditRow>(IdRange.All, Ct)).Value.Entry;
        Assert.Equal(("ana", "oncall calendar", "person/ana", null, null),
            (entry.Actor, entry.Action, entry.Subject, entry.Old, entry.New));
    }

    [Fact]
    public async Task Reset_ends_all_links_of_the_one_who_asks()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.AskAsync("ana", "calendar");
        await bot.AskAsync("ana", "calendar");
        await bot.AskAsync("ben", "calendar");
        Golden.Matches("oncall/calendar-reset",
            string.Join("\n---\n", await bot.SayAsync("ana", "calendar reset"), await bot.ConfirmAsync("ana", "calendar reset"),
                await bot.SayAsync("ana", "calendar reset")));
        Assert.StartsWith("ben/", Assert.Single(await bot.Store.ListAsync<FeedKey>(IdRange.All, Ct)).Id, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_do_not_pile_up_and_an_unknown_rotation_makes_none()
    {
        var bot = await Bot.WithAsync(Payments);
        Assert.Contains("Did you mean `payments`?", await bot.SayAsync("ana", "calendar paymets"), StringComparison.Ordinal);
        Assert.Empty(await bot.Store.ListAsync<FeedKey>(IdRange.All, Ct));
        for (var i = 0; i < 10; i++) await bot.AskAsync("ana", "calendar");
        Assert.StartsWith("You have 10 calendar links already.", await bot.SayAsync("ana", "calendar"), StringComparison.Ordinal);
    }
}
