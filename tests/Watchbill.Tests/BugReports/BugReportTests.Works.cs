using NodaTime;
using NodaTime.Text;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.OrganizationFiles;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.BugReports;

public sealed partial class BugReportTests
{
    [Theory]
    [InlineData("100", false)]
    [InlineData("0", false)]
    [InlineData("99,9", false)]
    [InlineData("1e2", false)]
    [InlineData("99.9", true)]
    public async Task Row_26_an_objective_without_a_budget_is_refused(string objective, bool taken)
    {
        var applied = await new Applying().ApplyAsync(Applying.Small.Replace("{id: checkout, team: payments}",
            $"{{id: checkout, team: payments, slos: [{{id: availability, objective: \"{objective}\"}}]}}", StringComparison.Ordinal));
        Assert.Equal(taken, applied.Errors.Count == 0);
    }

    [Fact]
    public async Task Row_27_a_title_that_is_too_long_is_refused_in_words()
    {
        var bot = await ReportedBot.StartAsync();
        Assert.StartsWith("sev3: xxx", await bot.SayInUtcAsync("ben", $"incident declare checkout \"{new string('x', 79)}\" sev3"),
            StringComparison.OrdinalIgnoreCase);
        foreach (var length in new[] { 400, 2900 })
            Assert.Contains("characters", await bot.SayInUtcAsync("ben", $"incident declare checkout \"{new string('x', length)}\" sev3"),
                StringComparison.Ordinal);
    }

    [Fact]
    public void Row_28_a_topic_keeps_what_was_there_or_is_refused()
    {
        Assert.NotNull(Topics.With(new string('x', 200), "On call: BEN", 250));
        Assert.Null(Topics.With(new string('x', 240), "On call: BEN", 250));
    }

    [Theory]
    [InlineData("incident declare checkout “Cards fail” sev2", "Cards fail")]
    [InlineData("incident declare checkout \"Cards fail\" sev2", "Cards fail")]
    public async Task Row_31_curly_quotes_are_quotes(string text, string title)
    {
        var bot = await ReportedBot.StartAsync();
        await bot.AskAsync("ben", text);
        var made = Assert.Single(await bot.Store.ListAsync<Incident>(IdRange.All, Ct)).Value;
        Assert.Equal((title, Severity.Sev2), (made.Title, made.Severity));
    }

    [Fact]
    public async Task Row_31_dashes_and_apostrophes_of_a_phone_are_read()
    {
        var bot = await ReportedBot.StartAsync();
        Assert.StartsWith("Put DORA on call for pay? Sun 29 Nov 9-17, instead of BEN. Reason: I’m away.",
            await bot.SayInUtcAsync("ana", "override pay dora tomorrow 9–17 because I’m away"),
                StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("now\u00a0pay")]
    [InlineData("now  pay")]
    [InlineData("now\npay")]
    public async Task Row_32_spaces_of_any_kind_are_spaces(string text) =>
        Assert.StartsWith("BEN is on call for pay", await (await ReportedBot.StartAsync()).SayInUtcAsync("ana", text),
            StringComparison.Ordinal);

    [Fact]
    public void Row_34_every_event_of_a_feed_has_an_id_of_its_own()
    {
        var office = ReportedBot.Layer("primary", "ana", "ben");
        office = office with
        {
            Versions = [office.Versions[0] with { Coverage = Some.Open("Mon-Fri", "09:00", "17:00") }],
        };
        var moved = Some.Override("o", "2026-12-01T10:00:00Z", "2026-12-01T12:00:00Z", "cai", "2026-11-28T10:00:00Z");
        var shifts = Some.Schedule(ReportedBot.Rotation("pay", office), moved)
            .Between(Cases.At("2026-11-28T00:00:00Z"), Cases.At("2027-01-28T00:00:00Z"));
        Assert.True(shifts.Count > 40);
        Assert.Equal(shifts.Count, shifts.Select(shift => (shift.Layer, shift.Turn, shift.Start)).Distinct().Count());
    }

    [Fact]
    public void Row_35_one_stretch_over_several_windows_is_one_persons()
    {
        var zone = new TurnRule("America/New_York", new LocalDateTime(2026, 1, 5, 0, 0), 1, TurnUnit.Week);
        CoverageWindow Window(Weekdays days, string from, string to) => new(days, Cases.Time(from), Cases.Time(to));
        var coverage = new Coverage
        {
            Windows = [Window(Weekdays.Monday, "09:00", "00:00"), Window(Weekdays.Tuesday, "00:00", "00:00"),
                Window(Weekdays.Wednesday, "00:00", "17:00")],
        };
        var schedule = Some.Schedule(ReportedBot.Rotation("pay", new Layer("primary")
        {
            Versions = [new LayerVersion(null, zone, coverage, ["ana", "ben"])],
        }));
        var pieces = schedule.Between(Cases.At("2026-11-30T00:00:00Z"), Cases.At("2026-12-06T00:00:00Z"));
        Assert.Equal((Cases.At("2026-11-30T14:00:00Z"), Cases.At("2026-12-02T22:00:00Z")), (pieces[0].Start, pieces[^1].End));
        Assert.Single(pieces.Select(piece => piece.Person).Distinct());
        Assert.All(pieces.Skip(1).Zip(pieces), pair => Assert.Equal(pair.Second.End, pair.First.Start));
    }

    [Fact]
    public void Row_38_turns_of_four_days_begin_where_they_fall()
    {
        var every = new TurnRule("Etc/UTC", new LocalDateTime(2026, 11, 5, 0, 0), 4, TurnUnit.Day);
        var turns = new Turns(every, Coverage.Always);
        Assert.Equal(["2026-11-17", "2026-11-21", "2026-11-25", "2026-11-29"],
            Enumerable.Range(3, 4).Select(number => LocalDatePattern.Iso.Format(turns.Start(number).InUtc().Date)));
    }

    [Fact]
    public async Task Row_39_today_is_the_readers_and_the_zone_is_named()
    {
        var bot = await ReportedBot.StartAsync();
        var ben = (await bot.Store.FindAsync<Person>("ben", Ct))!;
        await bot.Store.SaveAsync([Write.Replace(ben, ben.Value with { TimeZone = "Asia/Kolkata" })], Ct);
        Assert.StartsWith("pay, Sat 28 Nov\n",
            await bot.SayAsync("ben", "schedule pay today", DateTimeZoneProviders.Tzdb["Asia/Kolkata"]), StringComparison.Ordinal);
        var ana = await bot.SayInUtcAsync("ana", "schedule pay today");
        Assert.StartsWith("pay, Sat 28 Nov\n", ana, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_40_the_newest_override_wins_and_the_preview_shows_each_piece()
    {
        var bot = await ReportedBot.StartAsync();
        await bot.ConfirmAsync("ana", "override pay dora 2026-12-01 10:00 to 12:00");
        bot.Clock.Now += Duration.FromMinutes(1);
        var preview = await bot.SayInUtcAsync("ana", "override pay ben 2026-12-01 9:00 to 13:00");
        Assert.Contains("CAI   BEN  Tue 1 Dec 9-10", preview, StringComparison.Ordinal);
        Assert.Contains("DORA  BEN  Tue 1 Dec 10-12", preview, StringComparison.Ordinal);
        await bot.ConfirmAsync("ana", "override pay ben 2026-12-01 9:00 to 13:00");
        Assert.StartsWith("Tue 1 Dec 11:00: BEN, pay", await bot.SayInUtcAsync("ana", "now pay at 2026-12-01 11:00"),
            StringComparison.Ordinal);
        bot.Clock.Now += Duration.FromMinutes(1);
        await bot.ConfirmAsync("ana", "override pay dora 2026-12-01 10:00 to 12:00");
        Assert.StartsWith("Tue 1 Dec 11:00: DORA, pay", await bot.SayInUtcAsync("ana", "now pay at 2026-12-01 11:00"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_42_every_view_of_the_roster_knows_an_override()
    {
        var bot = await ReportedBot.StartAsync();
        await bot.ConfirmAsync("ana", "override pay dora 2026-12-01 10:00 to 12:00");
        Assert.StartsWith("Tue 1 Dec 11:00: DORA, pay", await bot.SayInUtcAsync("ana", "now pay at 2026-12-01 11:00"),
            StringComparison.Ordinal);
        Assert.Contains("DORA (override for CAI)", await bot.SayInUtcAsync("ana", "schedule pay 2026-12-01"), StringComparison.Ordinal);
        Assert.Contains("Tue 1 Dec 10-12", await bot.SayInUtcAsync("dora", "me"), StringComparison.Ordinal);
        var piece = (await new Schedules(bot.Store).FindAsync("pay", Ct))!.At("primary", Cases.At("2026-12-01T11:00:00Z"))!;
        Assert.Equal(("dora", ShiftSource.Override, "cai"), (piece.Person, piece.Source, piece.Instead));
    }

    [Fact]
    public async Task Row_43_a_typo_in_a_roster_is_refused_with_the_right_name() =>
        Assert.Equal("No person `benn`. Did you mean `ben`?",
            await (await ReportedBot.StartAsync()).SayInUtcAsync("ana", "create x owner t members ana,benn from 2026-11-30 zone Etc/UTC"));
}
