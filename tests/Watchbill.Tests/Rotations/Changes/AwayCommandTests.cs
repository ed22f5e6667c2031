using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Storage;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Rotations;

/// <summary>Ana has payments until Monday 23 November 2026, 09:00, then ben; it is Friday 10:00.</summary>
public sealed class AwayCommandTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_absence_takes_its_person_out_and_asks_at_once()
    {
        var bot = await Bot.WithAsync(Payments);
        Golden.Matches("oncall/away-preview", await bot.SayAsync("ana", "away sat to sun"));
        Golden.Matches("oncall/away-noted", await bot.ConfirmAsync("ana", "away sat to sun"));
        var said = await bot.SaidAsync();
        Golden.Matches("oncall/away-said", said);
        // Private: nothing goes to a channel.
        Assert.DoesNotContain("team:", said, StringComparison.Ordinal);
        Assert.Contains("nobody (Ana away)",
            await bot.SayAsync("cai", "schedule payments"), StringComparison.Ordinal);

        await bot.PressAsync("ben", "Take shift");
        Assert.DoesNotContain("nobody", await bot.SayAsync("cai", "schedule payments"), StringComparison.Ordinal);
        Golden.Matches("oncall/away-list", Anonymous(await bot.SayAsync("ana", "away"), await IdAsync(bot)));
    }

    [Fact]
    public async Task Taken_back_its_requests_are_withdrawn_and_the_shift_is_theirs_again()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", "away sat to sun");
        Golden.Matches("oncall/away-removed", await bot.ConfirmAsync("ana", $"away remove {await IdAsync(bot)}"));
        Assert.Equal(RequestState.Withdrawn, Assert.Single(await bot.Store.ListAsync<CoverRequest>(IdRange.All, Ct)).Value.State);
        Assert.DoesNotContain("nobody", await bot.SayAsync("cai", "schedule payments"), StringComparison.Ordinal);
        Assert.Equal("You are not away. For example: `away 7 dec to 14 dec`", await bot.SayAsync("ana", "away"));
    }

    [Theory]
    [InlineData("ana", "away remove")]
    [InlineData("dot", "absent remove ana")]
    public async Task Without_an_id_the_absences_are_offered_and_a_press_previews_first(string person, string typed)
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", "away sat to sun");
        var button = Assert.Single((await bot.AskAsync(person, typed)).Actions);
        Assert.StartsWith("Remove ", button.Label, StringComparison.Ordinal);
        var preview = await bot.Router.PressAsync(button.Action, button.Value, new Caller(person, Platforms.Slack, null), Ct);
        Assert.Contains("o longer away", Bot.Plain(preview), StringComparison.Ordinal);
        Assert.Single((await bot.Store.FindAsync<Absences>("ana", Ct))!.Value.Items);
    }

    [Fact]
    public async Task A_lead_sees_who_of_a_roster_is_away_by_who_is_first()
    {
        var bot = await Bot.WithAsync(Payments);
        Assert.Equal("Nobody in payments is away, Fri 20 Nov 10:00 - Fri 18 Dec 10:00.", await bot.SayAsync("dot", "absences payments"));
        await bot.ConfirmAsync("ben", "away 7 dec to 14 dec");
        await bot.ConfirmAsync("ben", "away 1 dec to 2 dec");
        await bot.ConfirmAsync("ana", "away sat to sun");
        await bot.ConfirmAsync("cai", "away 1 feb to 2 feb");
        Golden.Matches("oncall/absences", await bot.SayAsync("dot", "absences payments"));
        Assert.StartsWith("1 of 3 people in the rosters you lead is away, ", await bot.SayAsync("dot", "who is away in february?"),
            StringComparison.Ordinal);
        Assert.Equal(await bot.SayAsync("dot", "absences"), await bot.SayAsync("dot", "absences all"));
        Assert.StartsWith("Nobody in payments is away", await bot.SayAsync("dot", "absences payments in 4 dec to 6 dec"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("absences", "You lead no roster, and who is away is shown")]
    [InlineData("absences payments", "You lead nobody in payments, and who is away is shown")]
    public async Task Who_leads_nobody_is_told_that_others_absences_are_private(string typed, string said)
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", "away sat to sun");
        Assert.StartsWith(said, await bot.SayAsync("cai", typed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_coverage_windows_it_is_said_how_much_of_the_span_is_work()
    {
        var bot = await Bot.WithAsync(Roster.Of("payments", Roster.Layer("primary", Roster.Weekly, Roster.Office, "ana", "ben")));
        Assert.Contains(", 24 h in 3 stretches. ", await bot.SayAsync("ben", "away 30 nov 0:00 to 3 dec 0:00"),
            StringComparison.Ordinal);
        await bot.ConfirmAsync("ben", "away 30 nov 0:00 to 3 dec 0:00");
        Assert.Contains(", 24 h in 3 stretches. First to take", await bot.SaidAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_past_of_an_absence_stays()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", "away for 4h");
        bot.Clock.Now += Duration.FromHours(1);
        await bot.ConfirmAsync("ana", $"away remove {await IdAsync(bot)}");
        var left = Assert.Single((await bot.Store.FindAsync<Absences>("ana", Ct))!.Value.Items);
        Assert.Equal((Cases.At("2026-11-20T10:00:00Z"), Cases.At("2026-11-20T11:00:00Z")), (left.Start, left.End));
        Assert.EndsWith("is over. Nothing changed.", await bot.SayAsync("ana", $"away remove {left.Id}"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lead_says_it_for_their_team_and_the_person_is_told()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("dot", "absent ana sat to sun");
        Assert.Contains("person:ana: You are away Sat 21 - Sun 22 Nov. Entered by Dot Lead;",
            await bot.SaidAsync(), StringComparison.Ordinal);
        Assert.StartsWith("Ana Silva is away", await bot.SayAsync("dot", "absent ana"), StringComparison.Ordinal);
        Assert.StartsWith("Ana Silva is no longer away", await bot.ConfirmAsync("dot", $"absent remove ana {await IdAsync(bot)}"),
            StringComparison.Ordinal);
        var audit =
            (await bot.Store.ListAsync<AuditRow>(IdRange.All, Ct))
                .Select(row => (row.Value.Entry.Action, row.Value.Entry.Subject, row.Value.Entry.Reason)).ToList();
        Assert.Contains(("oncall away", "person/ana", null), audit);
    }

    [Theory]
    [InlineData("ana", "absent ben sat", "Only Ben Ode and the leads of their teams can see and enter when they are away.")]
    [InlineData("ana", "absent ben", "Only Ben Ode and the leads of their teams can see and enter when they are away.")]
    [InlineData("ana", "away yesterday", "'yesterday' is over")]
    [InlineData("ana", "away remove 123", "No absence `123`. See yours: away")]
    public async Task Refusals_say_what_to_do(string person, string text, string refusal)
    {
        var bot = await Bot.WithAsync(Payments);
        Assert.StartsWith(refusal, await bot.SayAsync(person, text), StringComparison.Ordinal);
        Assert.Empty(await bot.Store.ListAsync<Absences>(IdRange.All, Ct));
    }

    [Fact]
    public async Task Nobody_is_away_twice_and_nothing_is_asked_twice()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", "cover payments sat");
        await bot.ConfirmAsync("ana", "away sat");
        Assert.Single(await bot.Store.ListAsync<CoverRequest>(IdRange.All, Ct));
        Assert.StartsWith("You are away then already.", await bot.SayAsync("ana", "away sat 9-12"),
            StringComparison.Ordinal);
    }

    private static async Task<string> IdAsync(Bot bot) => Assert.Single((await bot.Store.FindAsync<Absences>("ana", Ct))!.Value.Items).Id;

    private static string Anonymous(string text, string id) => text.Replace(id, "5e1c22d0", StringComparison.Ordinal);
}
