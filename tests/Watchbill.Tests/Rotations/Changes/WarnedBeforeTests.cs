using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Reading;
using Watchbill.Storage;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Rotations;

/// <summary>
/// Who is asked reads what it would do to them before they press. Ben has the day of Monday 23 November 2026 from 09:00; the evening before
/// it, 18:00 to 24:00, is Ana's.
/// </summary>
public sealed class WarnedBeforeTests
{
    private const string Cover = @"⚠ You would rest 9 h from .*\. You can still take it\.";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_is_offered_a_swap_reads_it_above_the_button_and_one_press_accepts()
    {
        var bot = await BotAsync();
        await bot.ConfirmAsync("ana", "swap nights sun with ben");
        Assert.Matches(@"⚠ You would rest 9 h from .* \(limit 11 h, EU daily rest\)\. You can still accept\.", await OfAsync(bot, "ben"));
        var accepted = await PressAsync(bot, "ben", "Accept");
        Assert.Contains("⚠ You will rest 9 h from", Bot.Plain(accepted), StringComparison.Ordinal);
        Assert.DoesNotContain("You can still", Bot.Plain(accepted), StringComparison.Ordinal);
        Assert.Single((await bot.Store.FindAsync<RotationChanges>("nights", Ct))!.Value.Changes);
    }

    [Fact]
    public async Task Whoever_has_said_since_that_they_are_away_is_asked_before_they_accept()
    {
        var bot = await BotAsync();
        await bot.ConfirmAsync("ana", "swap nights sun with ben");
        await bot.ConfirmAsync("ben", "away sun 12:00 to 20:00");
        var asked = await PressAsync(bot, "ben", "Accept");
        Assert.StartsWith("Take it all the same?", Bot.Plain(asked), StringComparison.Ordinal);
        Assert.Contains("away in some of that time", Bot.Plain(asked), StringComparison.Ordinal);
        Assert.Null(await bot.Store.FindAsync<RotationChanges>("nights", Ct));
        await bot.PressAsync("ben", "confirm", asked.Actions.Single(action => action.Action == "confirm").Value);
        Assert.Single((await bot.Store.FindAsync<RotationChanges>("nights", Ct))!.Value.Changes);
    }

    [Fact]
    public async Task Whoever_is_asked_for_cover_reads_it_above_the_button_and_when_they_are_reminded()
    {
        var bot = await BotAsync();
        await bot.ConfirmAsync("ana", "cover nights sun");
        Assert.Matches(Cover, await OfAsync(bot, "ben"));
        await new SwapAndCoverJob(bot.Store, new Schedules(bot.Store), new OrgChart(bot.Store))
            .RunAsync(Cases.At("2026-11-21T18:00:00Z"), Ct);
        var reminded = Assert.Single(await bot.Store.ListAsync<Delivery>(IdRange.All, Ct),
            one => one.Value.Kind == MessageKind.Reminder && one.Value.To == Address.Person("ben"));
        Assert.Matches(Cover, Bot.Told(reminded.Value.Reply));
    }

    private static Task<Bot> BotAsync() => Bot.WithAsync(
        Rotation(Layer("primary", Daily, Open("Mon-Sun", "09:00", "17:00"), "ana", "ben", "cai")),
        Rotation(Layer("primary", Daily, Open("Mon-Sun", "18:00", "00:00"), "ben", "ana")) with { Id = "nights" });

    private static async Task<string> OfAsync(Bot bot, string person) => Bot.Told((await AskedAsync(bot, person)).Value.Reply);

    private static async Task<Stored<Delivery>> AskedAsync(Bot bot, string person) => (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct))
        .Last(one => one.Value.To == Address.Person(person) && one.Value.Reply.Actions.Count > 0);

    private static async Task<Reply> PressAsync(Bot bot, string person, string label)
    {
        var button = (await AskedAsync(bot, person)).Value.Reply.Actions.Single(action => action.Label == label);
        return await bot.Router.PressAsync(button.Action, button.Value, new Caller(person, Platforms.Slack, null), Ct);
    }
}
