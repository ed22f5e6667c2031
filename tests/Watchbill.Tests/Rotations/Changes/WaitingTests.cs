using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Storage;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Rotations;

/// <summary>
/// What waits for a person on their home. Ana has payments until Monday 23 November 2026, then ben, then cai, then ana; it is Friday 10:00.
/// </summary>
public sealed class WaitingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Those_who_could_take_a_shift_see_it_and_its_person_may_withdraw_it()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", "cover payments sat");
        Assert.Equal(
            "Ana Silva needs cover: payments, tomorrow.\n[Take shift]", await WaitingAsync(bot, "ben"));
        Assert.Equal(
            "Nobody covers for you yet: payments, tomorrow.\n[Withdraw request]", await WaitingAsync(bot, "ana"));
        Assert.Equal("Nothing waits for you.", await WaitingAsync(bot, "dot"));

        // Who will not is not shown it again; who takes it takes all of it.
        await bot.PressAsync("cai", "Decline");
        Assert.Equal("Nothing waits for you.", await WaitingAsync(bot, "cai"));
        Assert.StartsWith("You cover for Ana Silva:", await PressAsync(bot, "ben", "Take shift"), StringComparison.Ordinal);
        foreach (var person in new[] { "ana", "ben", "cai" }) Assert.Equal("Nothing waits for you.", await WaitingAsync(bot, person));
    }

    [Theory]
    [InlineData("cover", "swap", true)]
    [InlineData("cover payments", "swap payments", false)]
    public async Task Under_ones_next_shifts_stands_what_to_do_about_them(string cover, string swap, bool several)
    {
        var bot =
            several
                ? await Bot.WithAsync(Payments, Rotation(Layer("primary", Daily, Office, "ana", "cai")) with { Id = "triage" })
                : await Bot.WithAsync(Payments);
        var ana = new Caller("ana", Platforms.Slack, null);
        var buttons = (await bot.Router.HomeAsync(ana, Ct)).Single(section => section.Title == "Your next shifts").Replies.Single().Actions;
        Assert.Equal([cover, swap], buttons.Select(button => button.Value));
        foreach (var button in buttons) Assert.NotNull((await bot.Router.PressAsync(button.Action, button.Value, ana, Ct)).Form);
        // Who has none has nothing to give away.
        Assert.Empty(
            (await bot.Router.HomeAsync(new Caller("dot", Platforms.Slack, null), Ct))
                .Single(section => section.Title == "Your next shifts").Replies.Single().Actions);
    }

    [Fact]
    public async Task An_offer_waits_for_its_answer_and_with_who_made_it()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", "swap payments 7 dec with ben for 23 nov");
        Assert.Equal(
            "Ana Silva offers you payments, Mon 7 Dec 09:00 - Mon 14 Dec 09:00, for yours: payments, Mon 23 Nov 09:00 - Mon 30 Nov " +
            "09:00. " +
                "Answer by Mon 09:00.\n[Accept] [Decline]",
            await WaitingAsync(bot, "ben"));
        Assert.Equal(
            "Waiting for Ben Ode: payments, Mon 7 Dec 09:00 - Mon 14 Dec 09:00 of Ana Silva, for theirs: payments, Mon 23 Nov 09:00 - " +
                "Mon 30 Nov 09:00. The offer expires Mon 09:00.\n[Withdraw offer]",
            await WaitingAsync(bot, "ana"));
        Assert.Equal("Nothing waits for you.", await WaitingAsync(bot, "cai"));
        Assert.StartsWith("Offer withdrawn.", await PressAsync(bot, "ana", "Withdraw offer"), StringComparison.Ordinal);
        Assert.Equal("Nothing waits for you.", await WaitingAsync(bot, "ben"));
    }

    [Fact]
    public async Task Several_are_told_apart_by_their_days_and_what_is_over_is_gone()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", "cover payments sat");
        await bot.ConfirmAsync("ana", "cover payments sun");
        var waiting = (await WaitingAsync(bot, "ben")).Split('\n');
        Assert.StartsWith("Ana Silva needs cover: payments, tomorrow", waiting[0], StringComparison.Ordinal);
        Assert.StartsWith("Ana Silva needs cover: payments, Sun 22 Nov", waiting[1], StringComparison.Ordinal);
        // Midnight in Lisbon is the evening before where ben is.
        Assert.Equal("[Take Fri 20 Nov] [Take Sat 21 Nov]", waiting[2]);
        bot.Clock.Now = Cases.At("2026-11-22T00:00:00Z");
        Assert.EndsWith("[Take shift]", await WaitingAsync(bot, "ben"), StringComparison.Ordinal);
        bot.Clock.Now = Cases.At("2026-11-23T00:00:00Z");
        Assert.Equal("Nothing waits for you.", await WaitingAsync(bot, "ben"));
    }

    private static async Task<IReadOnlyList<Reply>> RepliesAsync(Bot bot, string person) =>
        (await bot.Router.HomeAsync(new Caller(person, Platforms.Slack, null), Ct))
            .Single(section => section.Title == "Waiting for you").Replies;

    private static async Task<string> WaitingAsync(Bot bot, string person) =>
        string.Join("\n---\n", (await RepliesAsync(bot, person)).Select(Bot.Plain));

    private static async Task<string> PressAsync(Bot bot, string person, string label)
    {
        var button = (await RepliesAsync(bot, person)).SelectMany(reply => reply.Actions).Single(action => action.Label == label);
        return await bot.PressAsync(person, button.Action, button.Value);
    }
}
