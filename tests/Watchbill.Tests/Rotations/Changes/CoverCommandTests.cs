using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Rotations;

/// <summary>Ana has payments until Monday 23 November 2026, 09:00; it is Friday 10:00.</summary>
public sealed class CoverCommandTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_who_could_are_asked_and_the_first_who_takes_it_has_it()
    {
        var bot = await Bot.WithAsync(Payments);
        Golden.Matches("oncall/cover-preview", await bot.SayAsync("ana", "cover payments sat"));
        Golden.Matches("oncall/cover-asked", await bot.ConfirmAsync("ana", "cover payments sat"));
        Golden.Matches("oncall/cover-wanted", await bot.SaidAsync());
        Golden.Matches("oncall/cover-list", Anonymous(await bot.SayAsync("ben", "covers"), await IdAsync(bot)));

        bot.Clock.Now += Duration.FromHours(1);
        Golden.Matches("oncall/cover-taken", await bot.PressAsync("ben", "Take shift"));
        Assert.Equal("Ben Ode took this already. Nothing to do.", await bot.PressAsync("cai", "Take shift"));
        Golden.Matches("oncall/cover-told", await bot.SaidAsync());
        var made = Assert.Single((await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes);
        Assert.Equal((ShiftSource.Cover, "ben", "ana", Cases.At("2026-11-21T00:00:00Z"), Cases.At("2026-11-22T00:00:00Z")),
            (made.Kind, made.Person, made.Instead, made.Start, made.End));
        Assert.StartsWith("No open cover requests.\nTake over", await bot.SayAsync("cai", "covers"), StringComparison.Ordinal);
        Assert.Equal(["oncall cover", "oncall take"],
            (await bot.Store.ListAsync<AuditRow>(IdRange.All, Ct)).Select(row => row.Value.Entry.Action));
    }

    // Whoever presses Take and is refused would have been promised something.
    [Theory]
    [InlineData("cai", "1 open cover request. Take part of it", 2)]
    [InlineData("dot", "1 open cover request. It is not one that you can take. Why: `take ", 0)]
    [InlineData("ana", "1 open cover request. It is yours.", 0)]
    public async Task Only_who_is_in_the_roster_is_offered_to_take_and_all_see_what_is_open(string reader, string said, int buttons)
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", "cover payments sat");
        var list = await bot.AskAsync(reader, "covers");
        Assert.StartsWith(said, Bot.Plain(list), StringComparison.Ordinal);
        Assert.Equal(buttons, list.Actions.Count(action => action.Action is "cover-take" or "cover-part"));
        Assert.Single(list.Table!.Rows);
    }

    [Fact]
    public async Task Of_several_requests_those_are_offered_that_the_reader_can_take()
    {
        var bot = await Bot.WithAsync(Payments, Rotation(Layer("primary", Weekly, Coverage.Always, "dot", "ana")) with { Id = "edge" });
        foreach (var rotation in new[] { "payments", "edge" }) await bot.ConfirmAsync("ana", $"cover {rotation} sat");
        var list = await bot.AskAsync("dot", "covers");
        Assert.StartsWith("2 open cover requests. You can take 1 of them, whole or in part", Bot.Plain(list), StringComparison.Ordinal);
        Assert.Equal("Take edge, Sat 21 Nov", Assert.Single(list.Actions).Label);
        Assert.StartsWith("You cover for Ana Silva: edge", await bot.PressAsync("dot", list.Actions[0].Action, list.Actions[0].Value),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_times_are_kept_in_the_zone_that_is_in_force_then()
    {
        var moved = new CoverageVersion(Cases.At("2026-12-01T00:00:00Z"), Weekly with { TimeZone = "Asia/Tokyo" }, Coverage.Always);
        var bot = await Bot.WithAsync(Payments with { Promises = [.. Payments.Promises, moved] });
        await bot.ConfirmAsync("ana", "cover payments sat");
        await bot.PressAsync("ben", "Take shift");
        Assert.Equal("Europe/Lisbon",
            Assert.Single((await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes).Typed!.TimeZone);
    }

    [Fact]
    public async Task A_shadow_turn_is_not_covered()
    {
        var shadow = Layer("shadow", Weekly, Coverage.Always, "ben") with { Shadow = true };
        var bot = await Bot.WithAsync(Payments with { Layers = [.. Payments.Layers, shadow] });
        Assert.StartsWith("You are not on call for payments then", await bot.SayAsync("ben", "cover payments sat"),
            StringComparison.Ordinal);
        Assert.StartsWith("You are not on call then.", await bot.SayAsync("ben", "cover me sat"), StringComparison.Ordinal);
        // The lead asks for those who are paged, and for nobody else.
        await bot.ConfirmAsync("dot", "cover payments sat");
        Assert.Equal("ana", Assert.Single(await bot.Store.ListAsync<CoverRequest>(IdRange.All, Ct)).Value.Person);
    }

    [Fact]
    public async Task Nobody_takes_or_is_given_what_ends_after_they_leave()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", "cover payments sat");
        var ben = (await bot.Store.FindAsync<Person>("ben", Ct))!;
        await bot.Store.SaveAsync([Write.Replace(ben, ben.Value with { Until = new LocalDate(2026, 11, 21) })], Ct);
        Assert.StartsWith("You leave on Sat 21 Nov, before that ends.", await bot.PressAsync("ben", "Take shift"),
            StringComparison.Ordinal);
        Assert.StartsWith("Ben Ode leaves on Sat 21 Nov, before the override ends.", await bot.SayAsync("dot", "override payments ben sat"),
            StringComparison.Ordinal);
        var (schedules, sat) = (new Schedules(bot.Store), new Interval(Cases.At("2026-11-21T00:00:00Z"), Cases.At("2026-11-22T00:00:00Z")));
        var held = HeldShift.Within((await schedules.FindAsync("payments", Ct))!, "ana", sat);
        var agreed = await Assert.ThrowsAsync<RefusedException>(() =>
            new CoverTakes(bot.Store, schedules, new OrgChart(bot.Store))
                .PlanAgreedAsync(Payments, held, "ben", null, new Actor("token:t", "api", bot.Clock.Now, bot.Clock.Now), Ct));
        Assert.StartsWith("Ben Ode leaves on Sat 21 Nov", agreed.Message, StringComparison.Ordinal);
        Assert.Null(await bot.Store.FindAsync<RotationChanges>("payments", Ct));
    }

    [Fact]
    public async Task Two_who_take_it_in_the_same_moment_do_not_both_have_it()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", "cover payments sat");
        var id = await IdAsync(bot);
        var previews = new List<Reply>();
        foreach (var person in new[] { "ben", "cai" })
            previews.Add(await bot.Router.PressAsync("cover-take", id, new Caller(person, Platforms.Slack, null), Ct));
        Assert.StartsWith("You cover for Ana Silva:", Bot.Plain(previews[0]),
            StringComparison.Ordinal);
        Assert.Equal("Ben Ode took this already. Nothing to do.", Bot.Plain(previews[1]));
        Assert.Single((await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes);
    }

    [Fact]
    public async Task A_part_is_taken_and_the_rest_stays_open()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", "cover payments sat");
        var id = await IdAsync(bot);
        var form = await bot.Router.PressAsync("cover-part", id, new Caller("cai", Platforms.Slack, null), Ct);
        Assert.Equal(("oncall take", id), (form.Form!.Id, form.Form.Fields[0].Value));
        var preview =
            await bot.Router.SubmitAsync("oncall take", new Dictionary<string, string> { ["request"] = id, ["span"] = "sat 9-21" },
                new Caller("cai", Platforms.Slack, null), Ct);
        Golden.Matches("oncall/cover-part", Bot.Plain(preview));
        Assert.Contains("Nothing of", await bot.SayAsync("ben", $"take {id} sat 10:00 to 12:00 Europe/Lisbon"), StringComparison.Ordinal);
        Assert.StartsWith(
            "You cover for Ana Silva: payments, tomorrow 0-9.\nYou cover for Ana Silva: payments, tomorrow 21-24.",
                    await bot.PressAsync("ben", "Take shift"), StringComparison.Ordinal);
        Assert.Equal(RequestState.Accepted, (await bot.Store.FindAsync<CoverRequest>(id, Ct))!.Value.State);
        Assert.Equal(["ana", "ben", "cai", "ben", "ana"],
            (await new Schedules(bot.Store).FindAsync("payments", Ct))!.Between(bot.Clock.Now, Cases.At("2026-11-23T09:00:00Z"))
                .Select(shift => shift.Person));
    }

    [Fact]
    public async Task Only_those_are_asked_who_could()
    {
        var rotation = Rotation(
            Layer("primary", Weekly, Coverage.Always, "ana", "ben", "cai"),
            Layer("secondary", Weekly, Coverage.Always, "ben", "cai", "ana"),
            Layer("shadow", Weekly, Coverage.Always, "dot") with { Shadow = true });
        var bot = await Bot.WithAsync(rotation);
        // Ben has secondary then; cai is away on Saturday.
        Assert.Contains("Ask Cai Wen to cover?", await bot.SayAsync("ana", "cover payments sat"), StringComparison.Ordinal);
        await bot.ConfirmAsync("cai", "away sat");
        Golden.Matches("oncall/cover-nobody", await bot.ConfirmAsync("ana", "cover payments sat"));
        Assert.StartsWith("You are not in the rosters of payments then.",
            await bot.PressAsync("dot", "cover-take", await IdAsync(bot)), StringComparison.Ordinal);
        Assert.Contains("It is not one that you can take.", await bot.SayAsync("cai", "covers"), StringComparison.Ordinal);
        Assert.StartsWith("Take it all the same?\n⚠ You are away in some of that time",
            Bot.Plain(await bot.Router.PressAsync("cover-take", await IdAsync(bot), new Caller("cai", Platforms.Slack, null), Ct)),
            StringComparison.Ordinal);
        // Ben may take it all the same, and is told what it means.
        var preview =
            Bot.Plain(await bot.Router.PressAsync("cover-take", await IdAsync(bot), new Caller("ben", Platforms.Slack, null), Ct));
        Assert.Contains("⚠ You are also on call for payments (secondary)", preview, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cover_me_asks_in_every_rotation()
    {
        var bot = await Bot.WithAsync(Payments, Payments with { Id = "orders" });
        var preview = await bot.SayAsync("ana", "cover me tomorrow");
        Assert.Contains("  payments  ", preview, StringComparison.Ordinal);
        Assert.Contains("  orders  ", preview, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Withdrawn_it_is_taken_by_nobody_and_where_it_was_asked_that_is_said()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", "cover payments sat");
        Assert.Equal("You declined. No more reminders. While it is open you can still take it.",
            await bot.PressAsync("cai", "Decline"));
        Assert.StartsWith("Only Ana Silva or a lead can withdraw", await bot.PressAsync("ben", "cover-withdraw", await IdAsync(bot)),
            StringComparison.Ordinal);
        Assert.StartsWith("Request withdrawn: payments", await bot.SayAsync("ana", $"cover withdraw {await IdAsync(bot)}"),
            StringComparison.Ordinal);
        Assert.Equal("This request was withdrawn. Nothing changed.", await bot.PressAsync("ben", "Take shift"));
        var said = await bot.SaidAsync();
        // Nobody is called for what asks nothing of them; there is nothing left to press, also for who has said no.
        Assert.DoesNotContain(": Cover for Ana Silva no longer needed:", said.Replace(", anew: ", ", anew ", StringComparison.Ordinal),
            StringComparison.Ordinal);
        foreach (var asked in new[] { "ben", "cai" })
            Assert.Contains($"person:{asked}, anew: Cover for Ana Silva no longer needed: payments,", said,
                StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ana", "cover payments 24 nov",
        "You are not on call for payments then. See your shifts: `when me on payments`")]
    [InlineData("dot", "cover me 24 nov", "You are not on call then. See your shifts: me")]
    [InlineData("ana", "cover payments yesterday", "'yesterday' is over")]
    [InlineData("ana", "take 123", "No request `123`. See those that are open: `covers`")]
    [InlineData("ana", "cover paymets sat", "No rotation `paymets`. Did you mean `payments`?")]
    public async Task Refusals_say_what_to_do(string person, string text, string refusal)
    {
        var bot = await Bot.WithAsync(Payments);
        Assert.StartsWith(refusal, await bot.SayAsync(person, text), StringComparison.Ordinal);
        Assert.Empty(await bot.Store.ListAsync<CoverRequest>(IdRange.All, Ct));
    }

    [Fact]
    public async Task One_s_own_shift_is_not_taken_and_nothing_is_asked_twice()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", "cover payments sat");
        Assert.StartsWith("This is your own shift", await bot.PressAsync("ana", "cover-take", await IdAsync(bot)),
            StringComparison.Ordinal);
        Assert.Equal(
            $"A cover for some of that time in payments is open already. Withdraw it first: `cover withdraw {await IdAsync(bot)}`",
            await bot.SayAsync("ana", "cover payments sat 9-12"));
        bot.Clock.Now = Cases.At("2026-11-22T00:00:00Z");
        Assert.StartsWith("This request has expired", await bot.PressAsync("ben", "cover-take", await IdAsync(bot)),
            StringComparison.Ordinal);
    }

    private static async Task<string> IdAsync(Bot bot) => Assert.Single(await bot.Store.ListAsync<CoverRequest>(IdRange.All, Ct)).Id;

    private static string Anonymous(string text, string id) => text.Replace(id, "3f2a91bc", StringComparison.Ordinal);
}
