using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Storage;
using static Watchbill.Compensation.PayBot;

namespace Watchbill.Compensation;

/// <summary>A manager looks at a month, approves it, hands it to payroll, and corrects what comes late.</summary>
public sealed class PayTeamTests
{
    [Fact]
    public async Task A_manager_looks_and_approves_in_one_press()
    {
        var bot = await CheckedAsync();
        var team = await bot.AskAsync("mia", "pay team payments 2026-06");
        Golden.Matches("pay/team", Plain(team));
        var said = await PressAsync(bot, team, "Approve 2 months");
        Assert.Equal("2026-06 of Ana is approved.\n2026-06 of Ben is approved.", said);
        Assert.Equal(PayState.Approved, (await bot.MonthAsync("ana", "2026-06")).State);
        // Pressed again nothing waits any more.
        Assert.Contains("Something changed since you looked", await PressAsync(bot, team, "Approve 2 months"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_changed_since_the_manager_looked_is_shown_and_not_approved()
    {
        var bot = await CheckedAsync();
        var team = await bot.AskAsync("mia", "pay team payments 2026-06");
        await bot.EnterAsync("ana", "2026-06-10T10:00:00Z", "2026-06-10T14:00:00Z");
        Assert.Contains("Something changed since you looked", await PressAsync(bot, team, "Approve 2 months"), StringComparison.Ordinal);
        Assert.Equal(PayState.Checked, (await bot.MonthAsync("ana", "2026-06")).State);
    }

    [Fact]
    public async Task What_changed_since_its_person_checked_it_says_so_to_both_and_is_checked_again()
    {
        var bot = await CheckedAsync();
        Assert.DoesNotContain("changed since", await bot.SayAsync("mia", "pay approve ana 2026-06"), StringComparison.Ordinal);
        // 2,400.00 EUR were checked; four hours more at 5.
        await bot.EnterAsync("ana", "2026-06-10T10:00:00Z", "2026-06-10T14:00:00Z");
        Assert.Contains("It has changed since you checked it. Is it right?", await bot.SayAsync("ana", "pay me 2026-06"),
            StringComparison.Ordinal);
        Assert.Contains("Ana: it has changed since they checked it.", await bot.SayAsync("mia", "pay team payments 2026-06"),
            StringComparison.Ordinal);
        Assert.Contains("it was 2,400.00 EUR.", await bot.SayAsync("mia", "pay approve ana 2026-06"), StringComparison.Ordinal);
        Assert.Equal("2026-06 of Ana is checked.", await bot.SayAsync("ana", "pay check 2026-06"));
        Assert.DoesNotContain("changed since", await bot.SayAsync("mia", "pay approve ana 2026-06"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_month_goes_to_payroll_and_is_locked()
    {
        var bot = await CheckedAsync();
        await bot.ConfirmAsync("mia", "pay approve ana 2026-06");
        Assert.Contains("is approved: it has to be exported first", await bot.SayAsync("mia", "pay lock payments 2026-06"),
            StringComparison.Ordinal);
        Assert.Contains("2026-06 of Ana is exported.", await bot.ConfirmAsync("mia", "pay export payments 2026-06"),
            StringComparison.Ordinal);
        Assert.Equal("2026-06 of Ana is locked.", await bot.ConfirmAsync("mia", "pay lock payments 2026-06"));
        Assert.Equal(PayState.Locked, (await bot.MonthAsync("ana", "2026-06")).State);
        Assert.Equal(PayState.Checked, (await bot.MonthAsync("ben", "2026-06")).State);
    }

    [Fact]
    public async Task Hours_that_are_worth_nothing_for_want_of_a_rate_are_named_before_they_are_approved()
    {
        var bot =
            await WithAsync(Files.Payments.Replace("week: 5", "week: 0.1 x hourly", StringComparison.Ordinal), "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-03T12:00:00Z");
        await bot.SayAsync("ana", "pay check 2026-06");
        const string Said = "⚠ Ana has no hourly rate, so some lines are worth nothing: `pay rate ana 30 EUR from 2026-06-01`";
        foreach (var text in new[] { "pay team 2026-06", "pay lines ana 2026-06", "pay approve ana 2026-06" })
            Assert.Contains(Said, await bot.SayAsync("mia", text), StringComparison.Ordinal);
        await bot.ConfirmAsync("mia", "pay rate ana 30 EUR from 2026-06-01");
        Assert.DoesNotContain(Said, await bot.SayAsync("mia", "pay team 2026-06"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_line_is_found_corrected_and_the_adjustment_seen()
    {
        var bot = await CheckedAsync();
        await bot.TakeToAsync(PayState.Approved, "2026-06");
        foreach (var text in new[] { "pay approve ana 2026-06", "pay export payments 2026-06", "pay lock payments 2026-06" })
            await bot.ConfirmAsync("mia", text);
        await bot.ConfirmAsync("lea", "correct payments 2026-06-02 09:00 to 2026-06-02 21:00 ben because swapped by word of mouth");
        var mine = await bot.SayAsync("ana", "pay me 2026-07");
        var locked = await bot.SayAsync("ana", "pay me 2026-06");
        Golden.Matches("pay/me", $"{locked}\n\n{mine}");
    }

    [Fact]
    public async Task An_adjustment_by_hand_needs_its_reason_and_its_amount()
    {
        var bot = await CheckedAsync();
        await bot.ConfirmAsync("mia", "pay adjust ben 2026-06 12.50 EUR because a taxi at night");
        bot.Clock.Now += NodaTime.Duration.FromSeconds(1);
        await bot.ConfirmAsync("mia", "pay adjust ben last month -2.50 because a mistake");
        Assert.Equal(["12.5 of 2026-06", "-2.5 of 2026-06"], await bot.AdjustmentsAsync("ben", "2026-06"));
        Assert.Contains("is no amount", await bot.SayAsync("mia", "pay adjust ben 2026-06 a lot because x"), StringComparison.Ordinal);
        Assert.Contains("Nobody decides about their own pay", await bot.SayAsync("mia", "pay adjust mia 2026-06 5 because x"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hours_by_hand_wait_for_the_manager()
    {
        var bot = await CheckedAsync();
        await bot.ConfirmAsync("ben", "pay add standby 2026-06-10 10:00 to 2026-06-10 14:00 for payments because stood in");
        Assert.Contains("Ben: 1 entry waits for a decision", await bot.SayAsync("mia", "pay team payments 2026-06"),
            StringComparison.Ordinal);
        var before = await bot.AmountAsync("ben", "2026-06");
        var waiting = await bot.AskAsync("mia", "pay waiting 2026-06");
        Assert.Contains("stood in", Plain(waiting), StringComparison.Ordinal);
        var button = waiting.Actions.Single(action => action.Label == "Approve Ben");
        Assert.Contains("Only their manager", await PressAsync(bot, "lea", button), StringComparison.Ordinal);
        Assert.Contains("approved", await PressAsync(bot, "mia", button), StringComparison.Ordinal);
        // Ben was on call then anyway, and double duty is paid once.
        Assert.Equal(before, await bot.AmountAsync("ben", "2026-06"));
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(false, 0)]
    [InlineData(true, 20)]
    public async Task Hours_by_hand_are_paid_once_they_are_approved(bool? approved, int amount)
    {
        var bot = await WithAsync(Files.Payments, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-05T00:00:00Z");
        var entry = new TimeEntry("lea", TimeEntryKind.Standby, Fixtures.Cases.At("2026-06-10T10:00:00Z"),
            Fixtures.Cases.At("2026-06-10T14:00:00Z"), "lea", bot.Clock.Now)
        {
            Rotation = "payments",
            Decision = approved is { } decided ? new EntryDecision(decided, "mia", bot.Clock.Now, null) : null,
        };
        await bot.Store.SaveAsync([Write.Create(entry.Id, entry)], Ct);
        Assert.Equal(amount, await bot.AmountAsync("lea", "2026-06"));
    }

    [Fact]
    public async Task Time_off_is_earned_taken_from_what_expires_first_and_carried_on()
    {
        var bot = await WithAsync(Files.Payments.Replace("callout:",
            "timeOff: [{for: shift, hours: 4, expires: 90 days}]\n    callout:", StringComparison.Ordinal), "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-20T00:00:00Z");
        // Weeks of 1, 15 and 29 June and of 13 July: 4 h each; those of June are 12 h.
        Assert.Equal((12m, 12m),
            ((await bot.MonthAsync("ana", "2026-06")).TimeOff.Earned, (await bot.MonthAsync("ana", "2026-06")).TimeOff.Balance));
        Assert.Contains("has 16 h of time off", await bot.SayAsync("mia", "pay off take ana 17 2026-07-20"), StringComparison.Ordinal);
        // It is Monday.
        Assert.StartsWith("Ana takes 5 h off on Fri 17 Jul?", await bot.SayAsync("mia", "pay off take ana 5 friday"),
            StringComparison.Ordinal);
        await bot.ConfirmAsync("mia", "pay off take ana 5 2026-07-20");
        var july = (await bot.MonthAsync("ana", "2026-07")).TimeOff;
        Assert.Equal((4m, 5m, 11m), (july.Earned, july.Taken, july.Balance));
        // The lot of 1 June ends on 30 August: nothing is left of it; of the second one hour was taken.
        Assert.Equal([3m, 4m, 4m], july.Lots.Select(lot => lot.Left));
        Assert.Contains("11 h of time off left\nIn 2026-07: 4 h earned, 5 h taken, 0 h expired.",
            await bot.SayAsync("ana", "pay off balance 2026-07"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manager_reads_somebodys_lines_and_how_a_wrong_one_is_put_right()
    {
        var bot = await WithAsync(Files.Payments, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-03T12:00:00Z");
        await bot.ConfirmAsync("ana", "pay mistake june because ben stood in on the 3rd");
        var team = await bot.AskAsync("mia", "pay team jun 2026");
        var lines = team.Actions.Single(action => action.Label == "See lines of Ana");
        Golden.Matches("pay/lines", Plain(await bot.Router.PressAsync(
            lines.Action, lines.Value, new Caller("mia", Platforms.Slack, null), Ct)));
        // As it was told there, by the lead.
        await bot.ConfirmAsync("lea", "correct payments 2026-06-03 09:00 to 2026-06-03 18:00 ben because they covered");
        Assert.StartsWith("Ana, 2026-06: 2,355.00 EUR", await bot.SayAsync("mia", "pay lines ana june"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("june", "2026-06")]
    [InlineData("Jul", "2026-07")]
    [InlineData("august", "2026-08")]
    [InlineData("aug 2025", "2025-08")]
    [InlineData("aug 2026", "2026-08")]
    public async Task A_month_may_be_called_by_its_name(string said, string month)
    {
        var bot = await WithAsync(Files.Payments, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-03T12:00:00Z");
        Assert.Contains(month, await bot.SayAsync("ana", $"pay me {said}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_forecast_the_name_of_a_month_is_the_next_one()
    {
        var bot = await WithAsync(Files.Payments, "2026-06-01T00:00:00Z");
        Assert.Contains("payments, 2027-05", await bot.SayAsync("mia", "pay forecast payments may"), StringComparison.Ordinal);
        Assert.Contains("payments, 2026-06", await bot.SayAsync("mia", "pay forecast payments june"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hours_by_hand_of_a_day_without_a_year_are_of_the_last_such_day()
    {
        var bot = await WithAsync(Files.Payments, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-03T12:00:00Z");
        Assert.StartsWith("Enter 2 h of standby for payments, Wed 3 Jun 2026 18-20",
            await bot.SayAsync("ana", "pay add standby 3 jun 18:00 to 20:00 for payments"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forecast_is_what_the_schedule_costs()
    {
        var bot = await CheckedAsync();
        // August has 21 weekdays and 10 days of weekends.
        Assert.Contains("payments, 2026-08: 4,920 EUR", await bot.SayAsync("mia", "pay forecast payments 2026-08"),
            StringComparison.Ordinal);
    }

    private static async Task<PayBot> CheckedAsync()
    {
        var bot = await WithAsync(Files.Payments, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-03T12:00:00Z");
        await bot.SayAsync("ana", "pay check 2026-06");
        await bot.SayAsync("ben", "pay check");
        return bot;
    }

    private static Task<string> PressAsync(PayBot bot, Reply reply, string label) =>
        PressAsync(bot, "mia", reply.Actions.Single(action => action.Label == label));

    private static async Task<string> PressAsync(PayBot bot, string person, Button button) =>
        Plain(await bot.Router.PressAsync(button.Action, button.Value, new Caller(person, Platforms.Slack, null), Ct));
}
