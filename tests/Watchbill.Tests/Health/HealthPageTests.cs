using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Paging;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Health;

/// <summary>
/// What is read, of a quarter that was recorded week by week: Monday 31 August to Monday 30 November 2026, 09:00 in Lisbon, 13 turns of
/// ana, ben, cai, dan, eve. Summer time ended on Sunday 25 October.
/// </summary>
public sealed class HealthPageTests
{
    private static readonly string[] Roster = ["ana", "ben", "cai", "dan", "eve"];

    /// <summary>
    /// Cai has the weeks of 14 Sep (168 h), 19 Oct (169: 25 h on the Sunday) and 23 Nov (168, Fri 27 Nov is a holiday).
    /// 14 Sep: weekend 48; night Mon 2, Tue to Fri 8 each, Mon 6 = 40; business 5 x 9 = 45; evening Mon 4, Tue to Fri 7 each, Mon 3 = 35.
    /// 19 Oct the same with a weekend of 49. 23 Nov: holiday 24, weekend 48, night 40 - 8 = 32, business 36, evening 35 - 7 = 28.
    /// 21 days: the last alone, 168 of 504 h = 33.3 %. 90 days, from Tue 1 Sep: weekend 145, night 112, business 126, evening 98, holiday
    /// 24,
    /// together 505 of 2160 h = 23.4 %; between them 672 h (21 Sep to 19 Oct, 26 Oct to 23 Nov). The year knows no more: 505 of 8760 h =
    /// 5.8 %. Of the last twelve weeks nine were free, so the middle is 0.
    /// </summary>
    [Fact]
    public async Task The_page_of_a_person_is_what_was_worked_out_by_hand()
    {
        var bot = await HealthBot.AtAsync("2026-11-30T09:00:00Z");
        Golden.Matches("health/person", await bot.SayAsync("cai", "health"));
        Golden.Matches("health/team", await bot.SayAsync("lea", "health team payments"));
    }

    [Theory]
    [InlineData("2026-08-31T08:00:01Z", "No data about you yet.")]
    [InlineData("2026-09-01T07:59:59Z", "No data about you yet.")]
    [InlineData("2026-09-01T08:00:00Z", "You were on call 24 h in the last 21 days.")]
    public async Task The_first_day_is_no_data_and_not_a_row_of_zeros(string at, string says)
    {
        var bot = await HealthBot.AtAsync(at);
        var said = await bot.SayAsync("ana", "health");
        Assert.StartsWith(says, said, StringComparison.Ordinal);
        Assert.Equal(says.StartsWith("No data", StringComparison.Ordinal), !said.Contains("90 days", StringComparison.Ordinal));
    }

    /// <summary>Four answer, then the fifth; one of two weeks of ana's and none of the others' went to projects.</summary>
    [Fact]
    public async Task The_teams_share_of_engineering_is_a_sum_from_five_people_on_for_members_and_leads()
    {
        var bot = await HealthBot.AtAsync("2026-11-30T09:00:00Z");
        foreach (var person in Roster.Take(4)) await AnswerAsync(bot, person, "2026-11-23", WeekKind.OnCall);
        await AnswerAsync(bot, "ana", "2026-11-16", WeekKind.Project);
        Assert.DoesNotContain("Project work", await bot.SayAsync("lea", "health team payments"), StringComparison.Ordinal);
        await AnswerAsync(bot, "eve", "2026-11-23", WeekKind.Toil);
        foreach (var person in new[] { "lea", "ben" })
            Assert.Contains("Project work took most of 1 of 6 weeks of 5 people in the last 12 weeks; half of them is the goal",
                await bot.SayAsync(person, "health team payments"), StringComparison.Ordinal);
    }

    /// <summary>Cai has until Mon 30 Nov 09:00, dan begins then: Sunday 09:00 to 23:00 leaves dan ten hours.</summary>
    [Theory]
    [InlineData("lea", "override payments dan 29 nov 09:00 to 29 nov 23:00", "⚠ Dan would rest 10 h from")]
    [InlineData("lea", "override payments dan 29 nov 09:00 to 29 nov 22:00", null)]
    [InlineData("dan", "take {cover} 29 nov 09:00 to 29 nov 23:00", "⚠ You will rest 10 h from")]
    [InlineData("dan", "take {cover} 29 nov 09:00 to 29 nov 22:00", null)]
    public async Task Each_preview_warns_of_less_than_eleven_hours_of_rest_and_forbids_nothing(string person, string text, string? warns)
    {
        var bot = await HealthBot.AtAsync("2026-11-25T10:00:00Z");
        if (text.Contains("{cover}", StringComparison.Ordinal))
        {
            await bot.ConfirmAsync("cai", "cover payments 29 nov 09:00 to 29 nov 23:00");
            text = text.Replace("{cover}", (await bot.Store.ListAsync<Rotations.CoverRequest>(IdRange.All, HealthBot.Ct))[0].Id,
                StringComparison.Ordinal);
        }

        var said = await bot.SayAsync(person, text);
        Assert.True(warns is not null == said.Contains(warns ?? " rest ", StringComparison.Ordinal), said);
        // A cover is taken at once, and given back by a button.
        var asks = person != "dan";
        Assert.Equal(asks && warns is not null, said.Contains("You can still confirm.", StringComparison.Ordinal));
        Assert.Contains(asks ? "[Cancel]" : "You cover for Cai", said, StringComparison.Ordinal);
    }

    /// <summary>Dan has until midnight of the 25th; at five, cai's week would be his until Monday.</summary>
    [Fact]
    public async Task The_preview_of_a_swap_warns_too()
    {
        var bot = await HealthBot.AtAsync("2026-11-24T10:00:00Z");
        await bot.ConfirmAsync("lea", "override payments dan 24 nov 18:00 to 25 nov 00:00 because they asked");
        await bot.MoveAsync("2026-11-25T05:00:00Z");
        var said = await bot.SayAsync("cai", "swap payments 25 nov 06:00 with dan for 4 jan");
        Assert.Contains("⚠ Dan would rest 5 h from", said, StringComparison.Ordinal);
        Assert.Contains("You can still confirm.", said, StringComparison.Ordinal);
        Assert.Contains("[Confirm offer]", said, StringComparison.Ordinal);
    }

    /// <summary>Five people, and eight around the clock with a secondary (SRE book, chapter 11).</summary>
    [Theory]
    [InlineData(4, 0, false, "payments has 4 people; it needs 5")]
    [InlineData(5, 0, false, null)]
    [InlineData(5, 2, false, "payments has 7 people; it needs 8")]
    [InlineData(5, 3, false, null)]
    [InlineData(3, 1, true, "payments has 4 people; it needs 5")]
    [InlineData(3, 2, true, null)]
    public async Task A_roster_with_too_few_people_is_named(int primary, int secondary, bool office, string? says)
    {
        var bot = await HealthBot.AtAsync("2026-11-30T09:00:00Z");
        var read = (await bot.Store.FindAsync<Rotation>("payments", HealthBot.Ct))!;
        var people = Enumerable.Range(0, primary + secondary).Select(number => $"p{number}").ToList();
        var coverage = office ? Some.Office : Coverage.Always;
        Layer[] layers = [Some.Layer("primary", Some.Weekly, coverage, [.. people.Take(primary)]),
            Some.Layer("secondary", Some.Weekly, coverage, [.. people.Skip(primary)])];
        await bot.Store.SaveAsync([Write.Replace(read, Some.Rotation(secondary == 0 ? layers[..1] : layers))], HealthBot.Ct);
        var said = await bot.SayAsync("lea", "health team payments");
        Assert.True(said.Contains(says ?? "; it needs", StringComparison.Ordinal) == says is not null, said);
    }

    /// <summary>The nights of 23 and 24 November, and then that of the 25th.</summary>
    [Theory]
    [InlineData("2026-11-23T23:30:00Z", "2026-11-25T02:00:00Z", "⚠ Dan was paged 2 nights in a row: let somebody else have the next one.")]
    [InlineData("2026-11-22T23:30:00Z", "2026-11-25T02:00:00Z", null)]
    [InlineData("2026-11-24T10:00:00Z", "2026-11-25T02:00:00Z", null)]
    public async Task A_preview_says_that_somebody_was_paged_two_nights_in_a_row(string first, string second, string? says)
    {
        var bot = await HealthBot.AtAsync("2026-11-25T18:00:00Z");
        var pages = new[] { first, second }.Index().Select(one => (At: Cases.At(one.Item), Number: one.Index + 1))
            .Select(one => new Page("checkout", one.Number, Urgency.High, one.At)
            {
                Taken = [new TakenStep(0, 0, "primary", one.At, one.At, ["dan"])],
            });
        await bot.Store.SaveAsync([.. pages.Select(page => Write.Create(page.DocumentId, page))], HealthBot.Ct);
        var said = await bot.SayAsync("lea", "override payments dan 25 nov 20:00 to 26 nov 07:00");
        Assert.True(said.Contains(says ?? "nights in a row", StringComparison.Ordinal) == says is not null, said);
    }

    private static async Task AnswerAsync(HealthBot bot, string person, string monday, WeekKind kind)
    {
        var day = NodaTime.Text.LocalDatePattern.Iso.Parse(monday).Value;
        var id = WorkWeek.IdOf(person, day);
        await bot.Store.SaveAsync([Write.Put(id, new WorkWeek(person, day, kind, bot.Clock.Now))], HealthBot.Ct);
    }
}
