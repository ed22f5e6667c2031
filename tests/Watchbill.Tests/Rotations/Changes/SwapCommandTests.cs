using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Rotations;

/// <summary>Payments turns weekly on Mondays at nine: ana has 16 November 2026, ben 23, cai 30, ana 7 December.</summary>
public sealed class SwapCommandTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Offered_accepted_and_told_once()
    {
        var bot = await Bot.WithAsync(Payments);
        Golden.Matches("oncall/swap-preview", await bot.SayAsync("ana", "swap payments 7 dec with ben for 23 nov"));
        Golden.Matches("oncall/swap-asked", await bot.ConfirmAsync("ana", "swap payments 7 dec with ben for 23 nov"));
        Golden.Matches("oncall/swap-offered", await bot.SaidAsync());
        Assert.Null(await bot.Store.FindAsync<RotationChanges>("payments", Ct));

        bot.Clock.Now += NodaTime.Duration.FromHours(1);
        Golden.Matches("oncall/swap-accepted", await bot.PressAsync("ben", "Accept"));
        Golden.Matches("oncall/swap-told", await bot.SaidAsync());
        var changes = (await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes;
        Assert.Equal(
            [("ben", "ana", Cases.At("2026-12-07T09:00:00Z"), Cases.At("2026-12-14T09:00:00Z")),
                ("ana", "ben", Cases.At("2026-11-23T09:00:00Z"), Cases.At("2026-11-30T09:00:00Z"))],
            changes.Select(change => (change.Person, change.Instead!, change.Start, change.End)));
        Assert.All(changes,
            change => Assert.Equal((ShiftSource.Swap, "ben", bot.Clock.Now), (change.Kind, change.DecidedBy, change.DecidedAt)));
        Assert.Equal(["oncall swap", "oncall swap accept"],
            (await bot.Store.ListAsync<AuditRow>(IdRange.All, Ct)).Select(row => row.Value.Entry.Action));

        Assert.Equal("This swap was accepted already. Nothing to do.", await bot.PressAsync("ben", "Accept"));
        Assert.Equal(2, (await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes.Count);
        Golden.Matches("oncall/swap-changes",
            (await bot.SayAsync("ana", "changes payments")).Replace(changes[0].Id, "ID", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_times_are_kept_in_the_zone_that_is_in_force_then()
    {
        var moved = new CoverageVersion(Cases.At("2026-12-01T00:00:00Z"), Weekly with { TimeZone = "Asia/Tokyo" }, Coverage.Always);
        var bot = await Bot.WithAsync(Payments with { Promises = [.. Payments.Promises, moved] });
        await bot.ConfirmAsync("ana", "swap payments 7 dec with ben for 23 nov");
        await bot.PressAsync("ben", "Accept");
        var changes = (await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes;
        Assert.Equal([("2026-12-07T18:00:00", "Asia/Tokyo"), ("2026-11-23T09:00:00", "Europe/Lisbon")],
            changes.Select(change => ($"{change.Typed!.Start:s}", change.Typed.TimeZone)));
    }

    [Fact]
    public async Task Declined_nothing_changes_and_the_asker_is_told()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", "swap payments 7 dec with ben");
        Golden.Matches("oncall/swap-waiting", Anonymous(await bot.SayAsync("ben", "swaps"), await IdAsync(bot)));
        Assert.StartsWith("Only Ben Ode can decline this swap.", await bot.PressAsync("cai", "swap-decline", await IdAsync(bot)),
            StringComparison.Ordinal);
        Assert.Equal("You declined. Ana Silva stays on call and is told.", await bot.PressAsync("ben", "Decline"));
        Assert.Contains(
            "person:ana: Ben Ode declined: you stay on call for payments, Mon 7 Dec 09:00 - Mon 14 Dec 09:00.",
            await bot.SaidAsync(), StringComparison.Ordinal);
        Assert.Null(await bot.Store.FindAsync<RotationChanges>("payments", Ct));
        Assert.StartsWith("This swap was declined", await bot.PressAsync("ben", "Accept"), StringComparison.Ordinal);
        Assert.StartsWith("No offers waiting.", await bot.SayAsync("ben", "swaps"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ben", "2026-11-30", "Mon 30 Nov", "swap payments 7 dec with ben for 23 nov")]
    [InlineData("ana", "2026-11-28", "Sat 28 Nov", "swap payments 7 dec with ben for 23 nov")]
    [InlineData("ben", "2026-12-13", "Sun 13 Dec", "swap payments 7 dec with ben")]
    public async Task Nobody_is_given_a_shift_that_ends_after_they_leave(string person, string until, string day, string swap)
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", swap);
        var stored = (await bot.Store.FindAsync<Person>(person, Ct))!;
        await bot.Store.SaveAsync(
            [Write.Replace(stored, stored.Value with { Until = NodaTime.Text.LocalDatePattern.Iso.Parse(until).Value })], Ct);
        var refused = $"{stored.Value.Name} leaves on {day}, before that shift ends.";
        // Also where that became known after the offer.
        Assert.StartsWith(refused, await bot.PressAsync("ben", "Accept"), StringComparison.Ordinal);
        Assert.Null(await bot.Store.FindAsync<RotationChanges>("payments", Ct));
        await bot.PressAsync("ben", "Decline");
        Assert.StartsWith(refused, await bot.SayAsync("ana", swap), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_expired_is_not_accepted_before_a_job_has_closed_it()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", "swap payments 7 dec with ben for 23 nov");
        bot.Clock.Now = Cases.At("2026-11-23T09:00:00Z");
        Assert.Contains("expired", await bot.PressAsync("ben", "Accept"), StringComparison.Ordinal);
        Assert.Null(await bot.Store.FindAsync<RotationChanges>("payments", Ct));
    }

    [Fact]
    public async Task A_shift_that_runs_is_offered_from_now_and_taken_from_when_it_is_accepted()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", "swap payments now with cai");
        bot.Clock.Now += NodaTime.Duration.FromHours(3);
        await bot.PressAsync("cai", "Accept");
        var made = Assert.Single((await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes);
        Assert.Equal((Cases.At("2026-11-20T13:00:00Z"), Cases.At("2026-11-23T09:00:00Z"), "cai"), (made.Start, made.End, made.Person));
    }

    [Theory]
    [InlineData("tomorrow 18:00 to 22:00", "2026-11-21T18:00:00Z", "2026-11-21T22:00:00Z")]
    [InlineData("tonight", "2026-11-20T18:00:00Z", "2026-11-21T09:00:00Z")]
    [InlineData("sun 20:00 to mon 12:00", "2026-11-22T20:00:00Z", "2026-11-23T09:00:00Z")]
    [InlineData("tomorrow", "2026-11-20T10:00:00Z", "2026-11-23T09:00:00Z")]
    [InlineData("tomorrow 18:00", "2026-11-20T10:00:00Z", "2026-11-23T09:00:00Z")]
    public async Task Hours_are_a_part_of_a_shift_and_a_day_or_a_moment_names_the_whole(string when, string start, string end)
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", $"swap payments {when} with cai");
        var given = Assert.Single(await bot.Store.ListAsync<SwapRequest>(IdRange.All, Ct)).Value.Given;
        Assert.Equal((Cases.At(start), Cases.At(end)), (given.Start, given.End));
    }

    [Fact]
    public async Task A_lead_offers_the_shift_of_whoever_holds_it_and_that_one_hears_of_it()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("dot", "swap payments 23 nov with cai");
        Assert.Contains("person:ben: Dot Lead offered your shift to Cai Wen: payments", await bot.SaidAsync(),
            StringComparison.Ordinal);
        Assert.Contains("person:cai: Dot Lead asks you to take a shift of Ben Ode: you take payments", await bot.SaidAsync(),
            StringComparison.Ordinal);
        Assert.StartsWith("Offer withdrawn.", await bot.PressAsync("ben", "swap-withdraw", await IdAsync(bot)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_swap_of_two_layers_in_the_same_week_is_no_double_duty_but_another_rotation_is()
    {
        var both =
            Rotation(Layer("primary", Weekly, Coverage.Always, "ana", "ben"), Layer("secondary", Weekly, Coverage.Always, "ben", "ana"));
        var other = Payments with { Id = "orders", Layers = [Layer("primary", Weekly, Coverage.Always, "ben", "cai")] };
        var bot = await Bot.WithAsync(both, other);
        // The week of 7 December: ana has primary and ben secondary; of orders, ben has it, too.
        var preview = await bot.SayAsync("ana", "swap payments 7 dec with ben for 7 dec");
        Assert.DoesNotContain("also on call for payments", preview, StringComparison.Ordinal);
        Assert.DoesNotContain("⚠ Ana", preview, StringComparison.Ordinal);
        Assert.Contains("⚠ Ben Ode is also on call for orders, Mon 7 Dec 09:00 - Mon 14 Dec 09:00.",
            await bot.SayAsync("ana", "swap payments 7 dec with ben"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ana", "swap payments 7 dec with ana", "You cannot swap with yourself.")]
    [InlineData("ana", "swap payments 7 dec with dot",
        "Dot Lead is not in the rosters of payments then. Swap with Ben Ode or Cai Wen, or ask a lead")]
    [InlineData("ana", "swap payments 24 nov with ben",
        "You are not on call for payments then. See your shifts: `when me on payments`")]
    [InlineData("ana", "swap payments 9 nov 2026 with ben", "You are not on call for payments then.")]
    [InlineData("ana", "swap payments 7 dec with ben for 1 dec", "Ben Ode is not on call for payments then")]
    [InlineData("ana", "swap payments 1 dec to 31 dec with ben",
        "Which shift? You have 2 of payments then. Name a moment in it; they start Mon 7 Dec 09:00; Mon 28 Dec 09:00.")]
    [InlineData("ana", "swap payments sometime with ben", "'sometime' is not understood as a time")]
    [InlineData("ana", "swap payments fri 18:00 to mno 09:00 with ben",
        "'fri 18:00 to mno 09:00' is not understood as a time from 'mno' on.")]
    [InlineData("ana", "swap payments 7 dec with bne", "No person `bne`. Did you mean `ben`?")]
    [InlineData("ana", "swap accept 123", "No swap `123`. See those that wait: swaps")]
    public async Task Refusals_say_what_to_do(string person, string text, string refusal)
    {
        var bot = await Bot.WithAsync(Payments);
        Assert.StartsWith(refusal, await bot.SayAsync(person, text), StringComparison.Ordinal);
        Assert.Empty(await bot.Store.ListAsync<SwapRequest>(IdRange.All, Ct));
    }

    [Fact]
    public async Task What_is_offered_already_is_not_offered_twice()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", "swap payments 7 dec with ben");
        var refused = await bot.SayAsync("ana", "swap payments 7 dec with cai");
        Assert.Equal(
            $"A swap for some of that time in payments is open already. Withdraw it first: `swap withdraw {await IdAsync(bot)}`",
            refused);
        Assert.StartsWith("A swap for some of that time", await bot.SayAsync("ana", "cover payments 8 dec"), StringComparison.Ordinal);
        Assert.StartsWith("Only Ben Ode",
            (await bot.PressAsync("cai", "swap-accept", await IdAsync(bot)))
                .Replace("This swap is offered to Ben Ode; only they can accept it.", "Only Ben Ode", StringComparison.Ordinal),
                    StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_no_longer_holds_the_shift_cannot_give_it()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", "swap payments 7 dec with ben");
        await bot.ConfirmAsync("dot", "override payments cai 7 dec 09:00 to 14 dec 09:00");
        Assert.StartsWith("Ana Silva is no longer on call for payments then", await bot.PressAsync("ben", "Accept"),
            StringComparison.Ordinal);
    }

    private static async Task<string> IdAsync(Bot bot) => Assert.Single(await bot.Store.ListAsync<SwapRequest>(IdRange.All, Ct)).Id;

    private static string Anonymous(string text, string id) => text.Replace(id, "3f2a91bc", StringComparison.Ordinal);
}
