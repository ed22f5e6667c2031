using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Training;

/// <summary>Shifts that eve shadows, by the clock: ana has the week, ben that of 23 November, cai that of the 30th.</summary>
public sealed class ShadowWalkTests
{
    private static readonly TrainingProgram Program = TrainingBot.Program with
    {
        Stages = [new("shadow") { ShadowShifts = 2, Incidents = new IncidentCount(1, OrDrill: false) }],
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_shifts_are_added_beside_the_qualified_and_count_once_they_are_worked()
    {
        var bot = await BeginAsync();
        await ShadowAsync(bot);
        await ShadowAsync(bot);
        Assert.Equal(["payments/2026-11-23T09:00:00Z/eve beside ben", "payments/2026-11-30T09:00:00Z/eve beside cai"],
            await TurnsAsync(bot));
        Assert.Contains("person:eve: You shadow Ben Ode: payments, Mon 23", await bot.SaidAsync(), StringComparison.Ordinal);
        Assert.Contains("person:cai: Eve Moe shadows you: payments", await bot.SaidAsync(), StringComparison.Ordinal);
        Assert.Equal(0, (await bot.ProgressAsync("eve"))!.Shares.Shadowed);
        bot.Clock.Now = Cases.At("2026-11-30T09:00:00Z");
        Assert.Equal(1, (await bot.ProgressAsync("eve"))!.Shares.Shadowed);
        bot.Clock.Now = Cases.At("2026-12-07T09:00:00Z");
        Assert.Equal(2, (await bot.ProgressAsync("eve"))!.Shares.Shadowed);
        await ShadowAsync(bot);
        Assert.Equal(2, (await TurnsAsync(bot)).Count);
    }

    [Fact]
    public async Task One_that_is_declined_or_whose_person_is_no_longer_on_call_is_replaced()
    {
        var bot = await BeginAsync();
        await ShadowAsync(bot);
        Assert.StartsWith("No shadowing", await bot.PressAsync("eve", "shadow-decline", "payments/2026-11-23T09:00:00Z/eve"),
            StringComparison.Ordinal);
        Assert.StartsWith("Only Eve Moe or a lead", await bot.PressAsync("ana", "shadow-decline", "payments/2026-11-30T09:00:00Z/eve"),
            StringComparison.Ordinal);
        await ShadowAsync(bot);
        Assert.Equal(["payments/2026-11-30T09:00:00Z/eve beside cai", "payments/2026-12-07T09:00:00Z/eve beside ana"],
            await TurnsAsync(bot));
        await Roster.OverrideAsync(bot.Store, "payments", "ben", "2026-11-30T09:00:00Z", "2026-12-07T09:00:00Z");
        await ShadowAsync(bot);
        Assert.Equal(["payments/2026-12-07T09:00:00Z/eve beside ana", "payments/2026-12-14T09:00:00Z/eve beside ben"],
            await TurnsAsync(bot));
        Assert.Contains("Cai Wen is no longer on call for payments", await bot.SaidAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_incident_of_the_shift_is_told_while_it_is_open_and_looked_back_at_once_it_is_over()
    {
        var bot = await BeginAsync();
        await ShadowAsync(bot);
        bot.Clock.Now = Cases.At("2026-11-24T10:00:00Z");
        await bot.SayAsync("ben", "incident declare checkout payments fail sev2");
        await ShadowAsync(bot);
        Assert.Contains("Ben Ode is on call. Follow along", await bot.SaidAsync(), StringComparison.Ordinal);
        bot.Clock.Now += Duration.FromHours(1);
        await bot.SayAsync("ben", "incident resolve checkout");
        await ShadowAsync(bot);
        await ShadowAsync(bot);
        Assert.Equal(2, (await bot.SaidAsync()).Split("Look back at checkout-1: payments fail.").Length);
        var form =
            (await bot.Router.PressAsync("training-debrief", "incident/checkout/1", new Caller("eve", Platforms.Slack, null), Ct)).Form!;
        Assert.Equal(["incident", "seen", "clear", "instead"], form.Fields.Select(field => field.Name));
        var done = await bot.Router.SubmitAsync(form.Id, new Dictionary<string, string>
        {
            ["incident"] = "checkout-1",
            ["seen"] = "5xx",
            ["clear"] = "the rollback",
            ["instead"] = "drained first",
        }, new Caller("eve", Platforms.Slack, null), Ct);
        Assert.StartsWith("Kept: your look back at checkout-1. Ben Ode reads it.", Bot.Plain(done), StringComparison.Ordinal);
        Assert.Equal(1, (await bot.ProgressAsync("eve"))!.Shares.Incidents);
        Assert.StartsWith("You shadowed no shift with checkout-1.",
            await bot.SayAsync("cai", "training debrief checkout-1 saw a made-sense b would-have c"), StringComparison.Ordinal);
    }

    /// <summary>When the job looks, in Lisbon, and whether eve is nudged: training began on Friday 20 November 2026.</summary>
    [Theory]
    [InlineData("2026-11-20T16:00:00Z", 0)]
    [InlineData("2026-11-21T10:00:00Z", 0)]
    [InlineData("2026-11-28T10:00:00Z", 0)]
    [InlineData("2026-11-29T10:00:00Z", 0)]
    [InlineData("2026-11-23T08:59:59Z", 0)]
    [InlineData("2026-11-23T09:00:00Z", 1)]
    // A holiday in Portugal: the next day.
    [InlineData("2026-12-08T10:00:00Z", 0)]
    [InlineData("2026-12-09T10:00:00Z", 1)]
    // Away from 14 to 16 December.
    [InlineData("2026-12-14T10:00:00Z", 0)]
    [InlineData("2026-12-16T10:00:00Z", 1)]
    public async Task Nobody_is_nudged_before_nine_at_weekends_on_holidays_or_while_away(string at, int expected)
    {
        var bot = await BeginAsync();
        var eve = (await bot.Store.FindAsync<Person>("eve", Ct))!;
        await bot.Store.SaveAsync(
        [
            Write.Replace(eve, eve.Value with { Holidays = "PT" }),
            Write.Create("PT", new HolidayCalendar("PT", [new LocalDate(2026, 12, 8)])),
            Write.Create("eve", new Absences([new Absence("a", Cases.At("2026-12-14T00:00:00Z"), Cases.At("2026-12-16T00:00:00Z"),
                bot.Clock.Now)])),
        ], Ct);
        bot.Clock.Now = Cases.At(at);
        await NudgeAsync(bot);
        await NudgeAsync(bot);
        Assert.Equal(expected, await NudgesAsync(bot, "eve"));
    }

    [Fact]
    public async Task A_week_has_one_nudge_with_one_thing_to_do_and_the_mentor_hears_what_waits()
    {
        var bot = await BeginAsync(TrainingBot.Program);
        await bot.SayAsync("eve", "training done access");
        foreach (var day in new[] { "2026-11-23", "2026-11-24", "2026-11-30" })
        {
            bot.Clock.Now = Cases.At($"{day}T15:00:00Z");
            await NudgeAsync(bot);
        }

        Assert.Equal((2, 2), (await NudgesAsync(bot, "eve"), await NudgesAsync(bot, "ben")));
        var said = await bot.SaidAsync();
        Assert.Contains("person:eve: Next: Describe the architecture (architecture).", said, StringComparison.Ordinal);
        Assert.Contains("person:ben: 1 item waits for your signature:\nEve Moe: Have access", said, StringComparison.Ordinal);
    }

    /// <summary>A day before ben's week and a second later; and while eve is away in it.</summary>
    [Theory]
    [InlineData("2026-11-22T09:00:00Z", false, "payments/2026-11-23T09:00:00Z/eve beside ben")]
    [InlineData("2026-11-22T09:00:01Z", false, "payments/2026-11-30T09:00:00Z/eve beside cai")]
    [InlineData("2026-11-20T10:00:00Z", true, "payments/2026-11-30T09:00:00Z/eve beside cai")]
    public async Task A_turn_is_at_least_a_day_ahead_and_one_in_which_she_is_here(string at, bool away, string first)
    {
        var bot = await BeginAsync();
        bot.Clock.Now = Cases.At(at);
        if (away)
            await bot.Store.SaveAsync([Write.Create("eve", new Absences([new Absence("a", Cases.At("2026-11-24T00:00:00Z"),
                Cases.At("2026-11-25T00:00:00Z"), bot.Clock.Now)]))], Ct);
        await ShadowAsync(bot);
        Assert.Equal(first, (await TurnsAsync(bot))[0]);
    }

    [Fact]
    public async Task A_turn_in_which_the_other_one_was_not_on_call_does_not_count()
    {
        var bot = await BeginAsync();
        foreach (var beside in new[] { "ben", "cai" })
        {
            var turn = new ShadowTurn("payments", "eve", beside, Cases.At("2026-11-23T09:00:00Z"), Cases.At("2026-11-30T09:00:00Z"))
            {
                AddedAt = bot.Clock.Now,
            };
            await bot.Store.SaveAsync([Write.Put(turn.Id, turn)], Ct);
            bot.Clock.Now = Cases.At("2026-11-30T09:00:00Z");
            Assert.Equal(beside == "ben" ? 1 : 0, (await bot.ProgressAsync("eve"))!.Shares.Shadowed);
        }
    }

    [Fact]
    public async Task Who_is_qualified_hears_once_a_week_what_a_new_version_asks_and_nothing_else()
    {
        var bot = await BeginAsync(TrainingBot.Program);
        bot.Clock.Now = Cases.At("2026-11-23T15:00:00Z");
        await NudgeAsync(bot);
        Assert.Equal(0, await NudgesAsync(bot, "cai"));
        var read = (await bot.Store.FindAsync<Policy>("training/first-time-on-call", Ct))!;
        await bot.Store.SaveAsync([Write.Replace(read, Policy.Of(TrainingBot.Program with
        {
            Version = 2,
            Stages = [.. TrainingBot.Program.Stages, new("more") { Items = [new("zones", ItemKind.Do, "Drain a zone")] }],
        }))], Ct);
        bot.Clock.Now = Cases.At("2026-11-30T15:00:00Z");
        await NudgeAsync(bot);
        Assert.Equal(1, await NudgesAsync(bot, "cai"));
        Assert.Contains("person:cai: Next: Drain a zone (zones).", await bot.SaidAsync(), StringComparison.Ordinal);
    }

    /// <summary>Ben was asked on Monday before nine: that week's message does not ask again, the next one does.</summary>
    [Fact]
    public async Task What_was_done_this_week_is_not_nudged_for_until_the_next()
    {
        var bot = await BeginAsync(TrainingBot.Program);
        bot.Clock.Now = Cases.At("2026-11-23T08:30:00Z");
        await bot.SayAsync("eve", "training done access");
        bot.Clock.Now = Cases.At("2026-11-23T15:00:00Z");
        await NudgeAsync(bot);
        Assert.Equal((1, 0), (await NudgesAsync(bot, "eve"), await NudgesAsync(bot, "ben")));
        bot.Clock.Now = Cases.At("2026-11-30T15:00:00Z");
        await NudgeAsync(bot);
        Assert.Equal(1, await NudgesAsync(bot, "ben"));
    }

    private static async Task<Bot> BeginAsync(TrainingProgram? program = null)
    {
        var bot = await TrainingBot.BeginAsync();
        var read = (await bot.Store.FindAsync<Policy>("training/first-time-on-call", Ct))!;
        await bot.Store.SaveAsync([Write.Replace(read, Policy.Of(program ?? Program))], Ct);
        await bot.ConfirmAsync("dot", "training start eve payments mentor ben");
        return bot;
    }

    private static Enrollments Enrollments(Bot bot) => new(bot.Store, new OrgChart(bot.Store), Qualifications(bot));

    private static Qualifications Qualifications(Bot bot) => new(bot.Store, new Schedules(bot.Store));

    private static Task<Instant?> ShadowAsync(Bot bot) =>
        new ShadowJob(bot.Store, Enrollments(bot), Qualifications(bot), new Schedules(bot.Store)).RunAsync(bot.Clock.Now, Ct);

    private static Task<Instant?> NudgeAsync(Bot bot) => new NudgeJob(bot.Store, Enrollments(bot)).RunAsync(bot.Clock.Now, Ct);

    private static async Task<IReadOnlyList<string>> TurnsAsync(Bot bot) =>
        [.. (await bot.Store.ListAsync<ShadowTurn>(IdRange.All, Ct)).Where(read => !read.Value.Declined)
            .Select(read => $"{read.Id} beside {read.Value.Beside}")];

    private static async Task<int> NudgesAsync(Bot bot, string person) =>
        (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct))
            .Count(read => read.Id.EndsWith($"training-week/{person}", StringComparison.Ordinal));
}
