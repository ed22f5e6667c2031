using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Reading;
using Watchbill.Storage;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Rotations;

/// <summary>Time in which nobody is there, as it is shown and asked for: ana has payments until Monday 23 November 2026, 09:00.</summary>
public sealed class VacantTimeTests
{
    private static readonly Rotation Two = Rotation(
        Layer("primary", Weekly, Coverage.Always, "ana", "ben", "cai"),
        Layer("secondary", Weekly, Coverage.Always, "ben", "cai", "ana"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    // Promised always; between 20 and 22 no layer covers it.
    private static Rotation Hole => Rotation(
        Layer("day", Daily, Open("Mon-Sun", "08:00", "20:00"), "ana") with { Level = "primary" },
        Layer("night", Daily, Open("Mon-Sun", "22:00", "08:00"), "ben") with { Level = "primary" }) with
    {
        Promises = [new CoverageVersion(null, Daily, Coverage.Always)],
    };

    [Theory]
    [InlineData("now payments at 2026-12-01 21:00",
        "Tue 1 Dec 21:00: Nobody is on call for payments (no layer covers it).")]
    [InlineData("now payments at 2026-12-01 20:00", "Tue 1 Dec 20:00: Nobody is on call for payments")]
    [InlineData("now payments at 2026-12-01 22:00", "22:00: Ben Ode, payments")]
    [InlineData("now payments at 2026-12-01 19:59", "19:59: Ana Silva, payments")]
    [InlineData("schedule payments 2026-12-01", "nobody (no layer covers it)")]
    public async Task A_daily_hole_in_what_is_promised_is_a_gap_for_now_and_schedule(string text, string says) =>
        Assert.Contains(says, await (await Bot.WithAsync(Hole)).SayAsync("ana", text), StringComparison.Ordinal);

    [Fact]
    public async Task The_hole_is_a_gap_over_several_rotations_too()
    {
        var bot = await Bot.WithAsync(Hole, Payments with { Id = "other" });
        bot.Clock.Now = Cases.At("2026-12-01T21:00:00Z");
        var board = await bot.SayAsync("ana", "now");
        Assert.Contains("nobody (no layer covers it)", board, StringComparison.Ordinal);
        bot.Clock.Now = Cases.At("2026-12-01T12:00:00Z");
        Assert.DoesNotContain("no layer", await bot.SayAsync("ana", "now"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outside_what_is_promised_it_is_outside_its_hours()
    {
        var bot = await Bot.WithAsync(Rotation(Layer("primary", Weekly, Office, "ana")));
        Assert.StartsWith("Tomorrow 12:00: payments is off-hours. Next: Ana Silva, Mon 09:00.",
            await bot.SayAsync("ana", "now payments at 2026-11-21 12:00"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schedule_shows_the_hours_in_which_a_layer_has_nobody_though_another_has()
    {
        var bot = await Bot.WithAsync(Two);
        await bot.ConfirmAsync("ana", "away sat");
        var schedule = await bot.SayAsync("cai", "schedule payments fri 20 nov to sun");
        Assert.Contains("Ben Ode", schedule, StringComparison.Ordinal);
        Assert.Contains("nobody (Ana away)", schedule,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schedule_has_a_row_a_turn_and_says_the_hours_that_a_layer_has_in_it()
    {
        var bot = await Bot.WithAsync(Rotation(Layer("primary", Weekly, Office, "ben", "ana")));
        Assert.Equal(
            """
            payments, next 4 weeks
            Hours: Mon-Fri 09:00-17:00.
            When                                 primary
            Today 9-17                           Ana Silva
            Mon 23 Nov 09:00 - Fri 27 Nov 17:00  Ben Ode
            """.ReplaceLineEndings("\n"), Top(await bot.SayAsync("ana", "schedule payments"), 5));
        // Whoever has the layer in between by an override, or is missing, has a row of their own; the hours of another zone name it.
        await bot.ConfirmAsync("dot", "override payments cai 24 nov 9-17");
        await bot.ConfirmAsync("ben", "away 26 nov");
        var week = await bot.SayAsync("ana", "schedule payments 23 nov to 29 nov");
        Assert.Contains("Cai Wen (override for Ben)", week, StringComparison.Ordinal);
        Assert.Contains("nobody (Ben away)", week, StringComparison.Ordinal);
        Assert.DoesNotContain("Hours:", week, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schedule_of_layers_that_follow_the_sun_says_who_is_there_in_which_hours()
    {
        var bot = await Bot.WithAsync(Rotation(
            Layer("day", Weekly, Open("Mon-Sun", "08:00", "20:00"), "ana", "ben"),
            Layer("night", Weekly, Open("Mon-Sun", "20:00", "08:00"), "cai", "dot")));
        var schedule = await bot.SayAsync("ana", "schedule payments 24 nov to 27 nov");
        Assert.Contains("\nHours: day Mon-Sun 08:00-20:00; night Mon-Sun 20:00-08:00.\n", schedule, StringComparison.Ordinal);
        Assert.DoesNotContain("turns.", schedule, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schedule_says_no_hours_that_do_not_hold_for_all_of_it()
    {
        var layer = Layer("primary", Weekly, Office, "ben", "ana");
        var bot = await Bot.WithAsync(Rotation(layer with
        {
            Versions = [layer.Versions[0], layer.Versions[0] with { From = Cases.At("2026-11-30T09:00:00Z"), Coverage = Coverage.Always }],
        }));
        var schedule = await bot.SayAsync("ana", "schedule payments 23 nov to 13 dec");
        Assert.DoesNotContain("Hours:", schedule, StringComparison.Ordinal);
        Assert.Contains("\nMon 9-17 ", schedule, StringComparison.Ordinal);
    }

    private static string Top(string text, int lines) =>
        string.Join('\n', text.Split('\n').Take(lines).Select(line => line.TrimEnd()));

    // Outside the span one layer is known and the other is not: a blank would read as nobody.
    [Fact]
    public async Task Schedule_shows_no_time_outside_what_was_asked_for()
    {
        var bot = await Bot.WithAsync(Two);
        await bot.ConfirmAsync("dot", "override payments cai sat to sun 09:00");
        var rows = (await bot.AskAsync("cai", "schedule payments sun 22 nov 12:00 to tue 24 nov")).Table!.Rows;
        Assert.Equal(["Ana Silva", "Ben Ode"], rows.Select(row => row[1].ToString()));
        Assert.DoesNotContain(rows, row => row[1].IsEmpty || row[2].IsEmpty);
    }

    [Fact]
    public async Task A_gap_of_the_schedule_names_who_is_missing_by_name()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", "away sat");
        Assert.Contains("nobody (Ana away)",
            await bot.SayAsync("cai", "schedule payments sat"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_swap_in_several_pieces_warns_once_that_its_taker_is_away()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ben", "away sat");
        await bot.ConfirmAsync("dot", "override payments cai sat 10:00 to 12:00");
        var preview = await bot.SayAsync("ana", "swap payments sat with ben");
        Assert.Equal(2, preview.Split("Ben Ode is away in some of that time").Length);
    }

    [Fact]
    public async Task Away_asks_only_for_the_time_that_nobody_covers_yet()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", "cover payments sat 9:00 to 21:00");
        await bot.PressAsync("ben", "Take shift");
        var preview = await bot.SayAsync("ana", "away sat");
        Assert.Contains("Tomorrow 0-9    payments", preview, StringComparison.Ordinal);
        Assert.Contains("Tomorrow 21-24  payments", preview, StringComparison.Ordinal);
        await bot.ConfirmAsync("ana", "away sat");
        Assert.Equal(["2026-11-21T00:00:00Z/2026-11-21T09:00:00Z", "2026-11-21T21:00:00Z/2026-11-22T00:00:00Z"], await OpenAsync(bot));
    }

    [Fact]
    public async Task Away_asks_only_for_the_time_that_nobody_is_asked_for_yet()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", "cover payments sat 9:00 to 21:00");
        await bot.ConfirmAsync("ana", "away sat");
        Assert.Equal(["2026-11-21T00:00:00Z/2026-11-21T09:00:00Z", "2026-11-21T09:00:00Z/2026-11-21T21:00:00Z",
            "2026-11-21T21:00:00Z/2026-11-22T00:00:00Z"], await OpenAsync(bot));
    }

    [Fact]
    public async Task Cover_speaks_of_the_time_that_is_still_theirs()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("dot", "override payments cai sat 9:00 to 21:00");
        var preview = await bot.SayAsync("ana", "cover payments sat");
        Assert.Contains("Tomorrow 0-9    payments", preview, StringComparison.Ordinal);
        Assert.Contains("Tomorrow 21-24  payments", preview, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Those_who_are_asked_read_only_what_is_still_open()
    {
        const string Left = "0-9 and ";
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", "cover payments sat");
        var id = Assert.Single(await bot.Store.ListAsync<CoverRequest>(IdRange.All, Ct)).Id;
        await bot.SayAsync("ben", $"take {id} 2026-11-21 9:00 to 21:00 Europe/Lisbon");
        var anew =
            (await bot.SaidAsync()).Split('\n')
                .Single(line => line.StartsWith("person:cai, anew: Still uncovered:", StringComparison.Ordinal));
        Assert.Contains(Left, anew, StringComparison.Ordinal);
        await new SwapAndCoverJob(bot.Store, new Schedules(bot.Store), new OrgChart(bot.Store))
            .RunAsync(Cases.At("2026-11-20T18:00:00Z"), Ct);
        var reminder =
            (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).First(delivery => delivery.Value.Kind == MessageKind.Reminder);
        Assert.Contains(Left, Bot.Plain(reminder.Value.Reply), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Off_duty_hours_do_not_cut_a_request()
    {
        var bot = await Bot.WithAsync(Rotation(Layer("primary", Weekly, Office, "ana")));
        await bot.ConfirmAsync("ana", "away mon to wed");
        Assert.Equal(["2026-11-23T09:00:00Z/2026-11-25T17:00:00Z"], await OpenAsync(bot));
    }

    private static async Task<IEnumerable<string>> OpenAsync(Bot bot) => (await bot.Store.ListAsync<CoverRequest>(IdRange.All, Ct))
        .Select(request => request.Value).Where(request => request.State == RequestState.Open).OrderBy(request => request.Start)
        .Select(request => $"{request.Start}/{request.End}");
}
