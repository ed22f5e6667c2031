using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.BugReports;

/// <summary>
/// What people who do this job reported about tools like this one: each test is named by its row in the collection of reports, and
/// holds for the row's whole kind. These are about who is on call; the rest stands beside it.
/// </summary>
public sealed partial class BugReportTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Row_2_somebody_taken_out_of_the_roster_is_neither_asked_nor_takes()
    {
        var left = ReportedBot.Layer("primary", "ana", "ben", "cai");
        left = left with
        {
            Versions = [.. left.Versions,
                left.Versions[0] with { From = Cases.At("2026-11-30T00:00:00Z"), Members = ["ben", "dora", "ana"] }],
        };
        var bot = await ReportedBot.StartAsync(ReportedBot.Rotation("pay", left));
        var holder = (await new Schedules(bot.Store).FindAsync("pay", Ct))!.At("primary", Cases.At("2026-12-28T12:00:00Z"))!.Person!;
        Assert.DoesNotContain("CAI", await bot.ConfirmAsync(holder, "cover pay 2026-12-28"), StringComparison.Ordinal);
        Assert.StartsWith("You are not in the rosters of pay then",
            await bot.PressAsync("cai", "cover-take", (await bot.RequestAsync()).Id), StringComparison.Ordinal);
        Assert.Contains("not in the rosters", await bot.SayInUtcAsync(holder, "swap pay 2026-12-28 with cai"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("override pay dora tomorrow {0}")]
    [InlineData("cover pay tomorrow {0}")]
    [InlineData("away tomorrow {0}")]
    [InlineData("schedule pay tomorrow {0}")]
    public async Task Row_4_office_hours_said_short_are_asked_back(string command)
    {
        var bot = await ReportedBot.StartAsync();
        var person = command.StartsWith("override", StringComparison.Ordinal) ? "ana" : "ben";
        foreach (var hours in new[] { "9-5", "12-1", "8-6", "10-6" })
        {
            var answer = await bot.SayInUtcAsync(person, string.Format(null, command, hours));
            Assert.Contains("is not clear. It can be", answer, StringComparison.Ordinal);
            Assert.Contains("on the next day; say", answer, StringComparison.Ordinal);
        }

        foreach (var hours in new[] { "22-6", "9-17", "9-5pm" })
            Assert.DoesNotContain("not clear", await bot.SayInUtcAsync(person, string.Format(null, command, hours)),
                StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_6_one_person_on_two_levels_is_named_by_create_and_edit()
    {
        var bot = await ReportedBot.StartAsync();
        const string Same = "create coll owner t layers \"primary: ana, ben, cai; secondary: ana, ben, cai\" from 2026-11-30 zone Etc/UTC";
        var preview = await bot.SayInUtcAsync("ana", Same);
        Assert.Contains(
            "One person is primary and secondary at once: CAI, now until Mon 30 Nov 09:00; ANA, Mon 30 Nov 09:00 - Mon 7 Dec 09:00; BEN, ",
            preview, StringComparison.Ordinal);
        // Another order by one keeps them apart; an edit that brings them together is told.
        await bot.ConfirmAsync("ana", Same.Replace("secondary: ana, ben, cai", "secondary: ben, cai, ana", StringComparison.Ordinal));
        var edit = await bot.SayInUtcAsync("ana", "edit coll layers \"primary: ana, ben, cai; secondary: cai, ben, ana\"");
        Assert.Contains("One person is primary and secondary at once: ", edit, StringComparison.Ordinal);
        Assert.DoesNotContain("at once", await bot.SayInUtcAsync("ana", "edit coll at 10:00"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_6_rosters_of_different_lengths_meet_later_and_that_is_named()
    {
        var bot = await ReportedBot.StartAsync();
        var preview = await bot.SayInUtcAsync("ana",
            "create coll owner t layers \"primary: ana, ben, cai; secondary: ben, cai, dora, ana\" from 2026-11-30 zone Etc/UTC");
        Assert.Contains("at once: ", preview, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_6_changes_that_put_one_person_on_two_levels_say_so()
    {
        var bot = await ReportedBot.StartAsync(ReportedBot.Rotation("pay",
            ReportedBot.Layer("primary", "ana", "ben", "cai"), ReportedBot.Layer("secondary", "ben", "cai", "ana")));
        // Ben has primary and cai secondary until Monday.
        Assert.Contains("⚠ CAI is also on call for pay (secondary)",
            await bot.SayInUtcAsync("ana", "override pay cai for 2h"), StringComparison.Ordinal);
        await bot.ConfirmAsync("ben", "swap pay now with cai");
        Assert.Contains("⚠ You are also on call for pay (secondary)", await bot.SaidAsync() +
            await bot.SayInUtcAsync("cai", $"swap accept {(await bot.Store.ListAsync<SwapRequest>(IdRange.All, Ct))[0].Id}"),
            StringComparison.Ordinal);
        await bot.ConfirmAsync("ben", "cover pay 2026-12-14");
        var request = await bot.RequestAsync();
        Assert.Contains("⚠ You are also on call", await bot.SayInUtcAsync("cai", $"take {request.Id}"), StringComparison.Ordinal);
        // Said beside what is done: neither asks back.
        Assert.Equal(RequestState.Accepted, Assert.Single(await bot.Store.ListAsync<SwapRequest>(IdRange.All, Ct)).Value.State);
        Assert.Equal(RequestState.Accepted, Assert.Single(await bot.Store.ListAsync<CoverRequest>(IdRange.All, Ct)).Value.State);
    }

    [Theory]
    [InlineData("EST", "EST is UTC-5 all year; New York is at UTC-4 then.")]
    [InlineData("MST", "MST is UTC-7 all year; Denver is at UTC-6 then.")]
    [InlineData("HST", "HST is UTC-10 all year; Adak is at UTC-9 then.")]
    [InlineData("PST", "PST is no zone here; say 'America/Los_Angeles'.")]
    [InlineData("IST", "IST can be Asia/Kolkata, Europe/Dublin or Asia/Jerusalem; say which.")]
    public async Task Row_7_short_names_of_zones_that_mean_two_times_are_asked_back(string zone, string says)
    {
        var bot = await ReportedBot.StartAsync();
        Assert.Contains(says, await bot.SayInUtcAsync("ana", $"override pay dora 2027-07-05 9:00 to 17:00 {zone}"),
            StringComparison.Ordinal);
        if (zone.EndsWith("ST", StringComparison.Ordinal) && zone is "EST" or "MST" or "HST")
            Assert.StartsWith("Put DORA on call for pay?",
                await bot.SayInUtcAsync("ana", $"override pay dora 2027-01-05 9:00 to 17:00 {zone}"),
                StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_12_a_taken_cover_is_given_back_by_its_taker_or_the_lead()
    {
        var bot = await ReportedBot.StartAsync();
        await bot.ConfirmAsync("cai", "cover pay 2026-12-01");
        await bot.PressAsync("ben", "cover-take", (await bot.RequestAsync()).Id);
        var made = Assert.Single(await bot.ChangesAsync());
        Assert.StartsWith("Only BEN and leads of pay can hand this back", await bot.SayAsync("dora", $"cover return {made.Id}"),
            StringComparison.Ordinal);
        Assert.Contains("CAI is on call for pay again", await bot.ConfirmAsync("ben", $"cover return {made.Id}"),
            StringComparison.Ordinal);
        Assert.Empty(await bot.ChangesAsync());
        Assert.StartsWith("Tue 1 Dec 12:00: CAI, pay", await bot.SayInUtcAsync("ana", "now pay at 2026-12-01 12:00"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_17_a_week_by_an_exact_list_is_one_change_and_taken_back_as_one()
    {
        var bot = await ReportedBot.StartAsync();
        const string List =
            "override pay ana 2026-12-01 0:00 to 8:00; ben 2026-12-01 8:00 to 16:00; dora 2026-12-01 16:00 to 24:00 because " +
                "of the fair";
        Assert.StartsWith("On call for pay:", await bot.ConfirmAsync("ana", List), StringComparison.Ordinal);
        var made = await bot.ChangesAsync();
        Assert.Equal(["ana", "ben", "dora"], made.OrderBy(change => change.Start).Select(change => change.Person));
        var id = Assert.Single(made.Select(change => change.Id).Distinct());
        Assert.StartsWith("Tue 1 Dec 20:00: DORA, pay", await bot.SayInUtcAsync("ana", "now pay at 2026-12-01 20:00"),
            StringComparison.Ordinal);
        Assert.StartsWith("Override removed.", await bot.ConfirmAsync("ana", $"override remove pay {id}"), StringComparison.Ordinal);
        Assert.Empty(await bot.ChangesAsync());
        Assert.StartsWith("Tue 1 Dec 20:00: CAI, pay", await bot.SayInUtcAsync("ana", "now pay at 2026-12-01 20:00"),
            StringComparison.Ordinal);
    }
}
