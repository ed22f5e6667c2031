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
            "Ana Silva needs cover for payments (primary), Sat 21 Nov 2026 00:00 to Sun 22 Nov 2026 00:00.\n[Take it]\nTimes are in " +
                "Europe/Lisbon.", await WaitingAsync(bot, "ben"));
        Assert.Equal(
            "Nobody has taken payments (primary), Sat 21 Nov 2026 00:00 to Sun 22 Nov 2026 00:00 for Ana Silva yet.\n[Withdraw]\nTimes " +
                "are in Europe/Lisbon.", await WaitingAsync(bot, "ana"));
        Assert.Equal("Nothing waits for you.", await WaitingAsync(bot, "dot"));

        // Who will not is not shown it again; who takes it takes all of it.
        await bot.PressAsync("cai", "No");
        Assert.Equal("Nothing waits for you.", await WaitingAsync(bot, "cai"));
        Assert.StartsWith("Done. Ben Ode covers", await PressAsync(bot, "ben", "Take it"), StringComparison.Ordinal);
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
            "Ana Silva offers you payments (primary) from Mon 7 Dec 2026 09:00 to Mon 14 Dec 2026 09:00, for yours (primary) from Mon 23 " +
                "Nov 2026 09:00 to Mon 30 Nov 2026 09:00. The offer ends Mon 23 Nov 2026 09:00.\n[Accept] [Decline]\nTimes are in " +
                "Europe/Lisbon.",
            await WaitingAsync(bot, "ben"));
        Assert.Equal(
            "Ben Ode has not answered whether they take payments (primary) of Ana Silva from Mon 7 Dec 2026 09:00 to Mon 14 Dec 2026 " +
                "09:00, for theirs (primary) from Mon 23 Nov 2026 09:00 to Mon 30 Nov 2026 09:00. The offer ends Mon 23 Nov 2026 " +
                "09:00.\n[Withdraw]\nTimes are in Europe/Lisbon.",
            await WaitingAsync(bot, "ana"));
        Assert.Equal("Nothing waits for you.", await WaitingAsync(bot, "cai"));
        Assert.StartsWith("Withdrawn.", await PressAsync(bot, "ana", "Withdraw"), StringComparison.Ordinal);
        Assert.Equal("Nothing waits for you.", await WaitingAsync(bot, "ben"));
    }

    [Fact]
    public async Task Several_are_told_apart_by_their_ids_and_on_buttons_by_their_days_and_what_is_over_is_gone()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", "cover payments sat");
        await bot.ConfirmAsync("ana", "cover payments sun");
        var ids = (await bot.Store.OpenCoversAsync(Ct)).OrderBy(open => open.Value.Start).Select(open => open.Id).ToList();
        var waiting = (await WaitingAsync(bot, "ben")).Split('\n');
        Assert.StartsWith($"{ids[0]}: Ana Silva needs cover for payments (primary), Sat 21 Nov 2026", waiting[0], StringComparison.Ordinal);
        Assert.StartsWith($"{ids[1]}: Ana Silva needs cover for payments (primary), Sun 22 Nov 2026", waiting[1], StringComparison.Ordinal);
        // Midnight in Lisbon is the evening before where ben is.
        Assert.Equal("[Take payments, Fri 20 Nov] [Take payments, Sat 21 Nov]", waiting[2]);
        bot.Clock.Now = Cases.At("2026-11-22T00:00:00Z");
        Assert.EndsWith("[Take it]\nTimes are in Europe/Lisbon.", await WaitingAsync(bot, "ben"), StringComparison.Ordinal);
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
