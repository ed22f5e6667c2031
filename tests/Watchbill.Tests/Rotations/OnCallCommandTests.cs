using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Reading;
using Watchbill.Storage;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Rotations;

/// <summary>
/// Payments: week of Monday 16 November is turn 45, ana's (45 mod 3 = 0); ben's starts
/// on the 23rd, cai's on the 30th. Secondary goes the other way.
/// </summary>
public sealed class OnCallCommandTests
{
    private static readonly Rotation Both = Rotation(
        Layer("primary", Weekly, Coverage.Always, "ana", "ben", "cai"),
        Layer("secondary", Weekly, Coverage.Always, "cai", "ana", "ben"),
        Layer("shadow", Weekly, Coverage.Always) with { Shadow = true });

    private static readonly Rotation Desk = Rotation(Layer("primary", Daily, Office, "ana", "cai")) with { Id = "desk" };

    [Theory]
    [InlineData("now payments", "now-one")]
    [InlineData("/oncall now checkout", "now-service")] // a service answers with its team's rotations
    [InlineData("now payments at mon 10:00", "now-at")]
    [InlineData("now desk at sun 12:00", "now-off-duty")]
    [InlineData("next payments", "next")]
    [InlineData("when ben", "when-other")]
    [InlineData("when me on payments", "when-me")]
    [InlineData("me", "me")]
    [InlineData("schedule payments", "schedule")]
    [InlineData("schedule desk next week", "schedule-next-turn")]
    [InlineData("escalation payments", "escalation")]
    public async Task Answers_as_accepted(string text, string golden)
    {
        var bot = await Bot.WithAsync(Both, Desk);
        Golden.Matches($"oncall/{golden}", await bot.SayAsync("ana", text));
    }

    // Ben is in payments alone: desk is a press away, also at another time.
    [Theory]
    [InlineData("now", "now all")]
    [InlineData("now at mon 10:00", "now all at mon 10:00")]
    public async Task Who_sees_some_of_the_rotations_is_offered_all_of_them(string typed, string all)
    {
        var bot = await Bot.WithAsync(Both, Desk);
        var button = Assert.Single((await bot.AskAsync("ben", typed)).Actions, action => action.Label == "Show all rotations");
        Assert.Equal(all, button.Value);
        var every = await bot.AskAsync("ben", all);
        Assert.EndsWith("all 2 rotations", Bot.Plain(every).Split('\n')[0], StringComparison.Ordinal);
        Assert.Equal(["desk", "payments"], every.Table!.Rows.Select(row => row[1].ToString()).Distinct().Order());
        Assert.DoesNotContain(every.Actions, action => action.Label == "Show all rotations");
    }

    // Ana is primary until Monday and away: cai, who is secondary, is the first who is reached.
    [Fact]
    public async Task Where_primary_is_vacant_the_secondary_is_on_call_and_marked_as_who_answers()
    {
        var bot = await Bot.WithAsync(Both, Desk);
        Assert.Contains("Until somebody takes it, nobody is on call as primary then.", await bot.SayAsync("ana", "away today to sat"),
            StringComparison.Ordinal);
        await bot.ConfirmAsync("ana", "away today to sat");
        Assert.StartsWith("Cai Wen is on call for payments as secondary until Mon 09:00.\n",
            await bot.SayAsync("dot", "now payments"), StringComparison.Ordinal);
        var rows = (await bot.AskAsync("dot", "now")).Table!.Rows.Where(row => row[1].ToString() == "payments")
            .Select(row => $"{row[0]}, {row[2]}");
        Assert.Equal(["nobody (Ana away), primary", "Cai Wen, secondary (answers for primary)"], rows);
        Assert.Contains("\nNobody is on call as primary then.\n", await bot.SayAsync("dot", "override payments ben today"),
            StringComparison.Ordinal);
    }

    // Primary: ana from 16 Nov, ben, cai, ana from 7 Dec, ben, cai from 21 Dec, ana from 28 Dec; secondary: cai, ana, ben, and again.
    [Theory]
    [InlineData("am i on call on 25 dec?", "Fri 25 Dec, you are not on call. Next: Mon 28 Dec 09:00, payments.")]
    [InlineData("am i on call on 8 dec", "Tue 8 Dec, you are on call: payments, primary, all day.")]
    [InlineData("am i on call tomorrow at 10", "Tomorrow 10:00, you are on call: payments, primary, until Mon 09:00.")]
    [InlineData("me at mon 8:59", "Mon 08:59, you are on call: payments, primary, until Mon 09:00.")]
    [InlineData("me at mon 9:00", "Mon 09:00, you are on call: payments, secondary, until Mon 30 Nov 09:00.")]
    [InlineData("am i on call on 14 dec",
        "Mon 14 Dec, you are on call: payments, primary, until 09:00.\nAnd payments, secondary, from 09:00.")]
    [InlineData("is ben on call on monday", "Mon 23 Nov, Ben Ode is on call: payments, primary, from 09:00.")]
    [InlineData("am i on call yesterday", "'yesterday' is past.")]
    [InlineData("am i on call in october", "'october' is past.")]
    [InlineData("do i have any shifts in december?",
        "You have 3 shifts, Tue 1 - Thu 31 Dec.\npayments: Mon 7 Dec 09:00 - Mon 14 Dec 09:00, primary\n"
        + "Mon 14 Dec 09:00 - Mon 21 Dec 09:00, secondary\nMon 28 Dec 09:00 - Mon 4 Jan 09:00, primary")]
    [InlineData("me at fri in december", "Say a time or a period, not both")]
    [InlineData("when ben in this week", "Ben Ode has no shifts, Mon 16 - Sun 22 Nov.")]
    [InlineData("is ben on call right now", "Today 10:00, Ben Ode is not on call. Next: Mon 09:00, payments.")]
    public async Task Somebodys_shifts_at_another_time_are_of_that_time(string text, string said)
    {
        var bot = await Bot.WithAsync(Both);
        Assert.Equal(said, (await bot.SayAsync("ana", text))[..said.Length]);
    }

    // Ben's days begin at midnight in New York, which is 05:00 for Ana in Lisbon.
    [Theory]
    [InlineData("is ben on vacation", "Away: Mon 30 Nov 05:00 - Mon 7 Dec 05:00")]
    [InlineData("when ben at 1 dec", "Away: Mon 30 Nov 05:00 - Mon 7 Dec 05:00")]
    [InlineData("when ben in december", "Away: Mon 30 Nov 05:00 - Mon 7 Dec 05:00")]
    [InlineData("when ben at 8 dec", null)]
    [InlineData("when cai", null)]
    public async Task Who_is_asked_about_and_is_away_is_said_to_be(string text, string? said)
    {
        var bot = await Bot.WithAsync(Both);
        await bot.ConfirmAsync("ben", "away 30 nov to 6 dec");

        var answer = await bot.SayAsync("ana", text);

        Assert.Equal(said, answer.Split('\n').FirstOrDefault(line => line.StartsWith("Away", StringComparison.Ordinal)));
    }

    // Two people take turns of a working day each: ana has half of the 261 weekdays of 2027.
    [Fact]
    public async Task A_long_time_says_how_many_shifts_there_are_and_that_not_all_are_shown()
    {
        var bot = await Bot.WithAsync(Desk);
        var answer = await bot.SayAsync("ana", "me in 2027");
        Assert.Matches("^You have 1[23][0-9] shifts, ", answer);
        Assert.Contains("The first 40 are shown. Ask for a shorter time to see the others.", answer, StringComparison.Ordinal);
        Assert.Equal(40, answer.Split('\n').Count(line => line.EndsWith(", primary", StringComparison.Ordinal)));
    }

    // Handover is Monday at 09:00: of a day without a time all who have it are named, not who has its midnight.
    [Theory]
    [InlineData("who has payments on monday",
        "Mon 23 Nov: Ana Silva, until 09:00, then Ben Ode, payments.\nSecondary: Cai Wen, then Ana Silva")]
    [InlineData("now payments sat", "Tomorrow 00:00: Ana Silva, payments until Mon 09:00.")]
    [InlineData("now desk monday", "Mon 23 Nov: ")]
    public async Task A_day_without_a_time_is_answered_whole(string text, string said)
    {
        var bot = await Bot.WithAsync(Both, Desk);
        Assert.Equal(said, (await bot.SayAsync("ana", text))[..said.Length]);
    }

    [Theory]
    [InlineData("now paymnets", "No rotation `paymnets`. Did you mean `payments`?")]
    [InlineData("now chekout", "No rotation `chekout`. Did you mean `checkout`?")]
    [InlineData("when bne", "No person `bne`. Did you mean `ben`?")]
    [InlineData("when gone", "No person `gone`.")]
    public async Task An_unknown_name_is_answered_with_the_nearest(string text, string refusal)
    {
        var bot = await Bot.WithAsync(Both);
        Assert.StartsWith(refusal, await bot.SayAsync("ana", text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vacancy_is_said_with_its_reason()
    {
        var bot = await Bot.WithAsync(Rotation(Layer("primary", Weekly, Coverage.Always, "ana", "ben", "cai")));
        var absence =
            new Absence("a1", Cases.At("2026-11-20T00:00:00Z"), Cases.At("2026-11-21T00:00:00Z"), Cases.At("2026-11-01T00:00:00Z"));
        await bot.Store.SaveAsync([Write.Create("ana", new Absences([absence]))], TestContext.Current.CancellationToken);
        Golden.Matches("oncall/now-vacant", await bot.SayAsync("ben", "now payments"));
    }

    [Fact]
    public async Task Until_and_next_are_when_somebody_else_comes_and_pieces_stay_apart_for_the_api()
    {
        var bot = await Bot.WithAsync(Payments);
        // Ana goes on for a day of ben's week.
        await bot.Store.SaveAsync(
            [Write.Create("payments",
                new RotationChanges([Override("1", "2026-11-23T09:00:00Z", "2026-11-24T09:00:00Z", "ana", "2026-11-19T09:00:00Z")]))],
                    TestContext.Current.CancellationToken);
        var said = await bot.SayAsync("ana", "now payments");
        Assert.StartsWith("Ana Silva is on call for payments until Tue 09:00", said, StringComparison.Ordinal);
        Assert.Contains("Then: Ben Ode", said, StringComparison.Ordinal);
        Assert.Contains("You are on call: payments, primary, until Tue 09:00", await bot.SayAsync("ana", "me"),
            StringComparison.Ordinal);

        var schedules = new Schedules(bot.Store);
        var pieces =
            (await new OnCallBoard(schedules, new WorkedShifts(bot.Store), new OrgChart(bot.Store))
                .OfAsync(Payments, bot.Clock.Now, bot.Clock.Now, TestContext.Current.CancellationToken)).Layers[0];
        Assert.Equal((Cases.At("2026-11-23T09:00:00Z"), "ana", Cases.At("2026-11-23T09:00:00Z")),
            (pieces.Now!.End, pieces.Next!.Person, pieces.Next.Start));
    }

    [Fact]
    public async Task Somebody_whom_nobody_follows_is_on_call_without_an_end()
    {
        var bot = await Bot.WithAsync(Rotation(Layer("primary", Weekly, Coverage.Always, "ana")));
        Assert.StartsWith("Ana Silva is on call for payments.", await bot.SayAsync("ben", "now payments"), StringComparison.Ordinal);
        Assert.StartsWith("You are on call: payments, primary.", await bot.SayAsync("ana", "me"), StringComparison.Ordinal);
        Assert.DoesNotContain("9999", await bot.SayAsync("ana", "next payments"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_name_somebody_is_in_a_rotation_until_a_coming_version_drops_them_and_once_one_takes_them_in()
    {
        var now = Both.Layers[0].Versions[0];
        var next = now with { From = Cases.At("2026-11-23T09:00:00Z"), Members = ["ben", "dot"] };
        var changing = Both with { Layers = [Both.Layers[0] with { Versions = [now, next] }] };
        var bot = await Bot.WithAsync(changing, Desk with
        {
            Owner = "elsewhere",
            Layers = [Desk.Layers[0] with
        {
            Versions = [Desk.Layers[0].Versions[0] with { Members = ["cai"] }],
        }]
        });
        // Ana is on call until Monday; dot comes with the version that begins then.
        Assert.StartsWith("Ana Silva is on call for payments", Bot.Plain(await bot.AskAsync("ana", "now")), StringComparison.Ordinal);
        Assert.StartsWith("Ana Silva is on call for payments", Bot.Plain(await bot.AskAsync("dot", "now")), StringComparison.Ordinal);
        bot.Clock.Now = Cases.At("2026-11-23T09:00:00Z");
        Assert.StartsWith("On call now:", Bot.Plain(await bot.AskAsync("ana", "now")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Months_are_told_to_their_end()
    {
        var monthly = Weekly with { Anchor = new NodaTime.LocalDateTime(2026, 11, 1, 9, 0), Unit = TurnUnit.Month };
        var bot = await Bot.WithAsync(Rotation(Layer("primary", monthly, Coverage.Always, "ana", "ben")));
        Assert.Contains("until Tue 1 Dec 09:00", await bot.SayAsync("ben", "now payments"), StringComparison.Ordinal);
        var next = await bot.SayAsync("ben", "next payments");
        Assert.Contains("Next for payments: Ben Ode, Tue 1 Dec 09:00", next, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_name_now_answers_for_the_conversation_then_for_the_person_then_for_all()
    {
        var other = Rotation(Layer("primary", Weekly, Coverage.Always, "ben")) with { Id = "other", Owner = "elsewhere" };
        var bot = await Bot.WithAsync(Both, other);
        Assert.StartsWith("Ana Silva is on call for payments", Bot.Plain(await bot.AskAsync("ben", "", "C0PAY")), StringComparison.Ordinal);
        Assert.StartsWith("Ana Silva is on call for payments", Bot.Plain(await bot.AskAsync("cai", "")), StringComparison.Ordinal);
        Assert.StartsWith("On call now: all 2 rotations", Bot.Plain(await bot.AskAsync("dot", "")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_ups_notify_nobody_and_answer_only_you()
    {
        var bot = await Bot.WithAsync(Both);
        foreach (var text in new[] { "now payments", "next payments", "schedule payments", "escalation payments", "me" })
        {
            var reply = await bot.AskAsync("ana", text);
            Assert.Equal(Audience.You, reply.Audience);
            Assert.DoesNotContain(reply.Text.Parts.Concat(reply.Fields.SelectMany(field => field.Value.Parts)),
                part => part is Mention { Quiet: false });
        }
    }
}
