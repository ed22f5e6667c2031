using Microsoft.Extensions.Logging.Abstractions;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Reading;
using Watchbill.Storage;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Rotations;

public sealed class OverrideCommandTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("override payments ben fri 18:00 to mon 09:00 because of a wedding", "override-preview")]
    [InlineData("override payments ana for 2h", "override-same")]
    public async Task The_preview_says_who_is_replaced(string text, string golden)
    {
        var bot = await Bot.WithAsync(Payments);
        Golden.Matches($"oncall/{golden}", await bot.SayAsync("dot", text));
        Assert.Null(await bot.Store.FindAsync<RotationChanges>("payments", Ct));
    }

    [Fact]
    public async Task Confirmed_it_holds_is_audited_and_is_told_once_to_everybody_it_concerns()
    {
        var bot = await Bot.WithAsync(Payments);
        Assert.StartsWith("Ben Ode is on call for payments, ",
            await bot.ConfirmAsync("dot", "override payments ben fri 18:00 to mon 09:00 because of a wedding"), StringComparison.Ordinal);
        bot.Clock.Now = Cases.At("2026-11-21T12:00:00Z");
        Assert.StartsWith("Ben Ode is on call for payments", await bot.SayAsync("ana", "now payments"), StringComparison.Ordinal);

        var entry = Assert.Single(await bot.Store.ListAsync<AuditRow>(IdRange.All, Ct)).Value.Entry;
        Assert.Equal(("dot", "oncall override", "rotation/payments", "slack"), (entry.Actor, entry.Action, entry.Subject, entry.Origin));
        Assert.Equal("primary: ana 2026-11-20T18:00:00Z/2026-11-23T09:00:00Z", entry.Old);
        Assert.Equal("primary: ben 2026-11-20T18:00:00Z/2026-11-23T09:00:00Z", entry.New);

        var said =
            (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct))
                .Select(delivery => $"{delivery.Value.To}: {Bot.Plain(delivery.Value.Reply)}");
        Golden.Matches("oncall/override-said", string.Join('\n', said));
    }

    [Fact]
    public async Task What_begins_now_is_told_by_its_handoff_alone_with_who_decided_it_and_why()
    {
        var bot = await Bot.WithAsync(Payments);
        await HandOverAsync(bot);
        await bot.ConfirmAsync("dot", "override payments ben for 2h because of a wedding");
        await HandOverAsync(bot);
        var said = (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Select(read => read.Value).ToList();
        Assert.Equal(["person:ana", "person:ben", "team:payments"], said.Select(one => one.To.ToString()).Order(StringComparer.Ordinal));
        Assert.StartsWith("Ben Ode is on call instead of you: payments, Fri 20 Nov 10-12.",
            Bot.Told(said.Single(one => one.To.Id == "ana").Reply), StringComparison.Ordinal);
        foreach (var told in said.Where(one => one.To.Id != "ana"))
            Assert.Contains("Override: until Fri 12:00, by Dot Lead: a wedding.", Bot.Told(told.Reply), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Overrides_of_two_layers_that_begin_now_are_told_apart_by_their_layer()
    {
        var bot = await Bot.WithAsync(Rotation(
            Layer("primary", Weekly, Coverage.Always, "ana", "ben"), Layer("secondary", Weekly, Coverage.Always, "ben", "ana")));
        await HandOverAsync(bot);
        await bot.ConfirmAsync("dot", "override payments cai for 2h layer primary because of a wedding");
        await bot.ConfirmAsync("dot", "override payments dot for 3h layer secondary because of a birth");
        await HandOverAsync(bot);
        var told = (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Single(read => read.Value.To.Id == "payments").Value;
        var said = Bot.Told(told.Reply);
        Assert.Contains("\nOverride, primary: until Fri 12:00, by Dot Lead: a wedding.", said, StringComparison.Ordinal);
        Assert.Contains("\nOverride, secondary: until Fri 13:00, by Dot Lead: a birth.", said, StringComparison.Ordinal);
    }

    private static async Task HandOverAsync(Bot bot) => await new HandoffJob(bot.Store, new Schedules(bot.Store),
        new DueRotations(bot.Store, NullLogger<DueRotations>.Instance),
        new OpenWork(bot.Store, new OrgChart(bot.Store)), HostClock).RunAsync(bot.Clock.Now, Ct);

    // No handoff says it: shadows are told of none, and none says that somebody is away.
    [Theory]
    [InlineData("override payments cai for 2h layer shadow", null)]
    [InlineData("override payments cai for 2h", "cai")]
    public async Task What_a_handoff_does_not_say_of_an_override_that_begins_now_is_said_by_itself(string typed, string? away)
    {
        var bot = await Bot.WithAsync(Rotation(
            Layer("primary", Weekly, Coverage.Always, "ana", "ben", "cai"),
            Layer("shadow", Weekly, Coverage.Always, "ben") with { Shadow = true }));
        if (away is not null) await bot.ConfirmAsync(away, "away today");
        await HandOverAsync(bot);
        await bot.ConfirmAsync("dot", typed);
        Assert.Contains((await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Select(read => read.Value), told =>
            told.To.Id == "cai" && Bot.Told(told.Reply).StartsWith("You are on call for payments", StringComparison.Ordinal)
            && Bot.Told(told.Reply).Contains("By Dot Lead.", StringComparison.Ordinal));
    }

    // Ana is on call until Monday 9:00, ben after that.
    [Fact]
    public async Task Whoever_is_replaced_reads_of_their_own_turns_and_not_of_anothers()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("dot", "override payments cai fri 18:00 to tue 12:00");
        var said = (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Select(read => read.Value)
            .ToDictionary(one => one.To.Id, one => Bot.Told(one.Reply));
        Assert.Contains("Fri 20 Nov 18:00 - Mon 23 Nov 09:00", said["ana"], StringComparison.Ordinal);
        Assert.DoesNotContain("Tue", said["ana"], StringComparison.Ordinal);
        Assert.Contains("Mon 23 Nov 09:00 - Tue 24 Nov 12:00", said["ben"], StringComparison.Ordinal);
        Assert.DoesNotContain("Fri", said["ben"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bare_verb_opens_its_own_form_and_not_that_of_a_longer_one()
    {
        var bot = await Bot.WithAsync(Payments);
        Assert.Equal("oncall override", (await bot.AskAsync("dot", "override")).Form!.Id);
        Assert.Equal("oncall override remove", (await bot.AskAsync("dot", "override remove")).Form!.Id);
        Assert.Equal("oncall swap", (await bot.AskAsync("ana", "swap")).Form!.Id);
    }

    [Fact]
    public async Task What_was_typed_is_kept_beside_the_instants()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("dot", "override payments ben fri 18:00 to mon 09:00");
        var made = Assert.Single((await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes);
        Assert.Equal("Europe/Lisbon", made.Typed!.TimeZone);
        Assert.Equal(new NodaTime.LocalDateTime(2026, 11, 20, 18, 0), made.Typed.Start);
    }

    [Theory]
    [InlineData("ana", "override payments ben for 2h", "Only leads can override payments. Ask Dot Lead.")]
    [InlineData("dot", "override payments bne for 2h", "No person `bne`. Did you mean `ben`?")]
    [InlineData("dot", "override payments ben for 2h layer secundary", "No layer `secundary` in payments. It has primary.")]
    [InlineData("dot", "override payments gone for 2h", "No person `gone`.")]
    [InlineData("dot", "override paymets ben for 2h", "No rotation `paymets`. Did you mean `payments`?")]
    public async Task Refusals_say_what_to_do(string person, string text, string refusal)
    {
        var bot = await Bot.WithAsync(Payments);
        Assert.StartsWith(refusal, await bot.SayAsync(person, text), StringComparison.Ordinal);
        Assert.Null(await bot.Store.FindAsync<RotationChanges>("payments", Ct));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task Somebody_may_be_put_in_until_the_very_moment_they_leave(int seconds, bool may)
    {
        var bot = await Bot.WithAsync(Payments);
        var ben = (await bot.Store.FindAsync<Organization.Person>("ben", Ct))!;
        await bot.Store.SaveAsync([Write.Replace(ben, ben.Value with { Until = new NodaTime.LocalDate(2026, 11, 22) })], Ct);
        // His days end at midnight in New York.
        var end = Cases.At("2026-11-22T05:00:00Z") + NodaTime.Duration.FromSeconds(seconds);
        var planned = new Overrides(bot.Store, new Schedules(bot.Store), new OrgChart(bot.Store)).PlanAsync(
            Payments, new NewOverride([new OverrideSpan("ben", bot.Clock.Now, end)]),
            new Actor("dot", "slack", bot.Clock.Now, bot.Clock.Now), Ct);
        if (may) Assert.Equal(end, Assert.Single((await planned).Made).End);
        else Assert.StartsWith("Ben Ode leaves on Sun 22 Nov", (await Assert.ThrowsAsync<RefusedException>(() => planned)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lead_who_has_left_decides_nothing_and_is_not_named()
    {
        var bot = await Bot.WithAsync(Payments);
        var dot = (await bot.Store.FindAsync<Organization.Person>("dot", Ct))!;
        await bot.Store.SaveAsync([Write.Replace(dot, dot.Value with { Until = new NodaTime.LocalDate(2026, 11, 20), Admin = true })], Ct);
        foreach (var person in new[] { "dot", "ana" })
        {
            Assert.Equal("Only leads can override payments. Ask an admin.",
                (await bot.SayAsync(person, "override payments ben for 2h")).Split('\n')[0]);
        }
    }

    [Fact]
    public async Task An_override_that_is_confirmed_later_starts_then_and_not_in_the_past()
    {
        var bot = await Bot.WithAsync(Payments);
        var preview = await bot.AskAsync("dot", "override payments ben for 2h");
        bot.Clock.Now += NodaTime.Duration.FromMinutes(5);
        var done = await bot.Router.PressAsync("confirm", preview.Actions[0].Value, new Caller("dot", Platforms.Slack, null), Ct);
        Assert.StartsWith("Ben Ode is on call for payments, ", Bot.Plain(done), StringComparison.Ordinal);
        var made = Assert.Single((await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes);
        Assert.Equal((Cases.At("2026-11-20T10:05:00Z"), Cases.At("2026-11-20T12:00:00Z")), (made.Start, made.End));
    }

    [Fact]
    public async Task An_override_taken_back_keeps_what_was_worked()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("dot", "override payments ben for 4h");
        var overrides = new Overrides(bot.Store, new Schedules(bot.Store), new OrgChart(bot.Store));
        var made = (await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes[0];
        var later = Cases.At("2026-11-20T11:30:00Z");
        var plan = await overrides.PlanRemovalAsync(Payments, made.Id, new Actor("dot", "api", later, later), Ct);
        await bot.Store.SaveAsync(plan.Writes, Ct);
        var kept = Assert.Single((await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes);
        Assert.Equal((made.Start, later), (kept.Start, kept.End));
        var over =
            await Assert.ThrowsAsync<RefusedException>(
                () => overrides.PlanRemovalAsync(Payments, made.Id, new Actor("dot", "api", later, later), Ct));
        Assert.StartsWith("This override is over", over.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_who_is_away_is_named_before_and_told_after()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("cai", "away sat");
        Assert.Contains("⚠ Cai Wen is away in some of that time, and on call anyway.",
            await bot.SayAsync("dot", "override payments cai fri 18:00 to sun 09:00"), StringComparison.Ordinal);
        Assert.DoesNotContain("away", await bot.SayAsync("dot", "override payments cai sun 9-17"), StringComparison.Ordinal);
        await bot.ConfirmAsync("dot", "override payments cai fri 18:00 to sun 09:00");
        Assert.Contains(" You are away in some of that time: tell them if you cannot.", await bot.SaidAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everybody_who_is_replaced_hears_of_their_own_time_and_hears_when_it_is_theirs_again()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("dot", "override payments dot sat 21 nov 9:00 to fri 25 dec 9:00");
        Golden.Matches("oncall/override-several", await bot.SaidAsync());
        var id = (await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes[0].Id;
        await bot.ConfirmAsync("dot", $"override remove payments {id}");
        Golden.Matches("oncall/override-several-removed",
            string.Join('\n',
                (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct))
                    .Where(delivery => delivery.Id.Contains("removed", StringComparison.Ordinal))
                    .Select(delivery => $"{delivery.Value.To}: {Bot.Plain(delivery.Value.Reply)}")));
    }

    [Fact]
    public async Task Who_has_the_turn_anyway_is_there_for_nobody()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("dot", "override payments ana sat");
        Assert.DoesNotContain("override for", await bot.SayAsync("dot", "schedule payments sat"), StringComparison.Ordinal);
        var shift = (await new Schedules(bot.Store).FindAsync("payments", Ct))!.At("primary", Cases.At("2026-11-21T12:00:00Z"))!;
        Assert.Equal(("ana", ShiftSource.Override, null), (shift.Person, shift.Source, shift.Instead));
    }
}
