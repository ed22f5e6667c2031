using System.Text.Json;
using Watchbill.Incidents;
using Watchbill.Storage;
using static Watchbill.Compensation.PayBot;

namespace Watchbill.Compensation;

/// <summary>What of the store reaches pay, and what an approved month does when it changes.</summary>
public sealed class PayMonthTests
{
    private static readonly string File = Files.Payments;

    // Five days at 5 and two at 10.
    private const decimal Week = 120 * 5 + 48 * 10;

    [Fact]
    public async Task Pay_begins_with_the_first_record_of_a_rotation()
    {
        var bot = await WithAsync(File, "2026-06-03T12:00:00Z");
        await bot.AtAsync("2026-06-03T22:00:00Z");
        Assert.Equal(10 * 5, await bot.AmountAsync("ana", "2026-06"));
        await bot.AtAsync("2026-07-01T00:00:00Z");
        // From Wednesday noon: 60 h of the week, and the third week whole. The fifth began on Monday 29 June.
        Assert.Equal(60 * 5 + 48 * 10 + Week + 48 * 5, await bot.AmountAsync("ana", "2026-06"));
        Assert.Equal(0, await bot.AmountAsync("ana", "2026-05"));
    }

    [Fact]
    public async Task An_override_moves_pay_with_the_shift()
    {
        var bot = await WithAsync(File, "2026-06-01T00:00:00Z");
        await bot.ConfirmAsync("lea", "override payments ben tue 0:00 to wed 0:00 because a course");
        await bot.AtAsync("2026-06-08T00:00:00Z");
        Assert.Equal(Week - 24 * 5, await bot.AmountAsync("ana", "2026-06"));
        Assert.Equal(24 * 5, await bot.AmountAsync("ben", "2026-06"));
    }

    [Fact]
    public async Task A_correction_reaches_an_open_month()
    {
        var bot = await WithAsync(File, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-06-09T00:00:00Z");
        Assert.Equal(Week, await bot.AmountAsync("ana", "2026-06"));
        await CorrectAsync(bot);
        Assert.Equal(Week - 12 * 5, await bot.AmountAsync("ana", "2026-06"));
        Assert.Equal(24 * 5 + 12 * 5, await bot.AmountAsync("ben", "2026-06"));
    }

    [Fact]
    public async Task A_correction_after_the_lock_is_an_adjustment_of_the_next_open_month_once()
    {
        var bot = await WithAsync(File, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-05T00:00:00Z");
        await bot.TakeToAsync(PayState.Locked, "2026-06", "ana", "ben");
        Assert.Empty(await bot.AdjustmentsAsync("ana", "2026-07"));
        await CorrectAsync(bot);
        Assert.Equal(["-60 of 2026-06"], await bot.AdjustmentsAsync("ana", "2026-07"));
        Assert.Equal(["60 of 2026-06"], await bot.AdjustmentsAsync("ben", "2026-07"));
        Assert.Equal(["-60 of 2026-06"], await bot.AdjustmentsAsync("ana", "2026-07"));
        Assert.Empty(await bot.AdjustmentsAsync("ana", "2026-08"));
        // Once July is approved with it, it is settled.
        await bot.AtAsync("2026-08-05T00:00:00Z");
        await bot.TakeToAsync(PayState.Approved, "2026-07", "ana");
        Assert.Equal(["-60 of 2026-06"], await bot.AdjustmentsAsync("ana", "2026-07"));
        Assert.Empty(await bot.AdjustmentsAsync("ana", "2026-08"));
        Assert.Equal(["60 of 2026-06"], await bot.AdjustmentsAsync("ben", "2026-07"));
    }

    [Fact]
    public async Task An_amount_by_hand_for_a_locked_month_is_paid_once_and_never_taken_back()
    {
        var bot = await WithAsync(File, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-05T00:00:00Z");
        await bot.TakeToAsync(PayState.Locked, "2026-06", "ana");
        await bot.ConfirmAsync("mia", "pay adjust ana 2026-06 25 EUR because of a taxi");
        Assert.Equal(["25 of 2026-06"], await bot.AdjustmentsAsync("ana", "2026-07"));
        await bot.AtAsync("2026-08-05T00:00:00Z");
        await bot.TakeToAsync(PayState.Locked, "2026-07", "ana");
        Assert.Empty(await bot.AdjustmentsAsync("ana", "2026-08"));
    }

    [Fact]
    public async Task An_adjustment_names_the_line_it_changes()
    {
        var bot = await WithAsync(File, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-05T00:00:00Z");
        await bot.TakeToAsync(PayState.Locked, "2026-06", "ana");
        await CorrectAsync(bot);
        var adjusted = Assert.Single((await bot.MonthAsync("ana", "2026-07")).Lines, line => line.Kind == PayKind.Adjustment);
        var of = (await bot.MonthAsync("ana", "2026-06")).Lines[adjusted.OfLine!.Value - 1];
        Assert.Equal(("payments/primary/0", "week", 600m), (of.Shift, of.Class, of.Amount.Amount));
        Assert.Equal("watchbill", adjusted.By);
    }

    [Fact]
    public async Task Another_policy_of_a_rotation_pays_from_when_the_file_brings_it()
    {
        var bot = await WithAsync(File, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-06-03T00:00:00Z");
        await bot.ApplyAsync(File.Replace("pay: standard", "pay: plain", StringComparison.Ordinal)
            .Replace("id: standard\n    effective: 2026-01-01\n    classes: [{id: weekend, days: Sat-Sun}, {id: week}]",
                "id: plain\n    effective: 2026-01-01\n    classes: [{id: weekend, days: Sat-Sun}, {id: week}]", StringComparison.Ordinal)
            .Replace("weekend: 10, week: 5", "weekend: 1, week: 1", StringComparison.Ordinal));
        await bot.AtAsync("2026-06-09T00:00:00Z");
        Assert.Equal(48 * 5 + 120, await bot.AmountAsync("ana", "2026-06"));
    }

    [Fact]
    public async Task A_late_entry_is_an_adjustment()
    {
        var bot = await WithAsync(File, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-05T00:00:00Z");
        await bot.TakeToAsync(PayState.Locked, "2026-06", "ana", "lea");
        await bot.EnterAsync("lea", "2026-06-10T10:00:00Z", "2026-06-10T14:00:00Z");
        Assert.Equal(["20 of 2026-06"], await bot.AdjustmentsAsync("lea", "2026-07"));
    }

    [Fact]
    public async Task Work_on_an_incident_that_is_told_late_is_an_adjustment()
    {
        var bot = await WithAsync(File, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-05T00:00:00Z");
        await bot.TakeToAsync(PayState.Locked, "2026-06", "ana");
        await AnswerAsync(bot, "2026-06-02T01:00:00Z", "2026-06-02T03:00:00Z");
        Assert.Equal(["120 of 2026-06"], await bot.AdjustmentsAsync("ana", "2026-07"));
    }

    [Fact]
    public async Task A_locked_month_answers_the_same_bytes_and_owes_nothing_more_whatever_the_file_becomes()
    {
        var bot = await WithAsync(File, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-06-09T00:00:00Z");
        await AnswerAsync(bot, "2026-06-02T01:00:00Z", "2026-06-02T03:00:00Z");
        await bot.AtAsync("2026-07-05T00:00:00Z");
        await bot.TakeToAsync(PayState.Locked, "2026-06", "ana");
        var before = JsonSerializer.Serialize(await bot.MonthAsync("ana", "2026-06"));
        foreach (var (what, text) in Later)
        {
            await bot.ApplyAsync(text);
            Assert.Equal((what, before), (what, JsonSerializer.Serialize(await bot.MonthAsync("ana", "2026-06"))));
            Assert.Equal((what, ""), (what, string.Join(", ", await bot.AdjustmentsAsync("ana", "2026-07"))));
        }
    }

    // Each of them is applied after the one before.
    private static IEnumerable<(string What, string File)> Later
    {
        get
        {
            var text = File;
            foreach (var (what, old, now) in new[]
            {
                ("name", "name: Ana}", "name: Ana Silva}"), ("zone", "name: Ana Silva}", "name: Ana Silva, timeZone: Pacific/Auckland}"),
                ("dearer", "    callout: {per: hour, rate: 60}", "    callout: {per: hour, rate: 60}" + Files.Later("2026-07-01")),
                ("policy gone from the rotation", "    pay: standard\n", ""),
                ("currency of the organisation", "currency: EUR", "currency: USD"),
                ("layer", "id: primary, members: [ana, ben]", "id: first, members: [ana, ben]"),
                ("rotation renamed", "- id: payments\n    kind", "- id: paying\n    was: payments\n    kind"),
                ("service renamed", "{id: checkout,", "{id: buying, was: checkout,"),
            })
            {
                Assert.Contains(old, text, StringComparison.Ordinal);
                text = text.Replace(old, now, StringComparison.Ordinal);
                yield return (what, text);
            }
        }
    }

    [Fact]
    public async Task A_locked_month_stays_when_its_holidays_are_told_anew()
    {
        var holidays = File.Replace("name: Ana}", "name: Ana, holidays: PT}", StringComparison.Ordinal)
            .Replace("classes: [", "classes: [{id: holiday, on: holidays}, ", StringComparison.Ordinal)
            .Replace("currency: EUR", "currency: EUR\nholidays: {PT: [2026-06-10]}", StringComparison.Ordinal);
        var bot = await WithAsync(holidays, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-05T00:00:00Z");
        await bot.TakeToAsync(PayState.Locked, "2026-06", "ana");
        await bot.ApplyAsync(holidays.Replace("2026-06-10", "2026-06-02", StringComparison.Ordinal));
        Assert.Empty(await bot.AdjustmentsAsync("ana", "2026-07"));
    }

    [Fact]
    public async Task An_amount_for_a_turn_is_of_the_month_in_which_the_turn_begins()
    {
        // Four weeks from Saturday 13 June, weekends only: 13/14, 20/21, 27/28 June and 4/5 July.
        var bot = await WithAsync(File
            .Replace("{every: 1 week, from: 2026-06-01", "{every: 4 weeks, from: 2026-06-13", StringComparison.Ordinal)
            .Replace("    layers:", "    coverage: {windows: [{days: Sat-Sun, from: \"00:00\", to: \"00:00\"}]}\n    layers:",
                StringComparison.Ordinal)
            .Replace("standby: {per: hour, rates: {weekend: 10, week: 5}}", "standby: {per: shift, rate: 100, minimum: 1h}",
                StringComparison.Ordinal),
            "2026-06-10T00:00:00Z");
        await bot.AtAsync("2026-08-01T00:00:00Z");
        Assert.Equal(100, await bot.AmountAsync("ana", "2026-06"));
        Assert.Equal(0, await bot.AmountAsync("ana", "2026-07"));
    }

    [Fact]
    public async Task A_turn_of_two_weeks_is_paid_two_weeks()
    {
        var bot = await WithAsync(File.Replace("every: 1 week", "every: 2 weeks", StringComparison.Ordinal)
            .Replace("standby: {per: hour, rates: {weekend: 10, week: 5}}", "standby: {per: week, rate: 700}", StringComparison.Ordinal),
            "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-06-16T00:00:00Z");
        Assert.Equal(1400, await bot.AmountAsync("ana", "2026-06"));
    }

    [Fact]
    public async Task Of_a_turn_that_goes_on_the_part_that_has_been_held_counts()
    {
        var bot = await WithAsync(
            File.Replace("standby: {per: hour, rates: {weekend: 10, week: 5}}", "standby: {per: week, rate: 700}",
                StringComparison.Ordinal),
            "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-06-03T00:00:00Z");
        Assert.Equal(200, await bot.AmountAsync("ana", "2026-06"));
    }

    [Fact]
    public async Task A_turn_longer_than_a_month_and_a_half_is_paid_once_it_is_over()
    {
        var bot = await WithAsync(File.Replace("every: 1 week", "every: 2 months", StringComparison.Ordinal), "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-05T00:00:00Z");
        Assert.Equal(0, await bot.AmountAsync("ana", "2026-06"));
        await bot.TakeToAsync(PayState.Locked, "2026-06", "ana");
        await bot.AtAsync("2026-08-01T00:00:00Z");
        // June has 22 weekdays and 8 days of weekends.
        Assert.Equal(["2640 of 2026-06", "1920 of 2026-06"], await bot.AdjustmentsAsync("ana", "2026-07"));
    }

    private static Task<string> CorrectAsync(PayBot bot) =>
        bot.ConfirmAsync("lea", "correct payments 2026-06-02 09:00 to 2026-06-02 21:00 ben because swapped by word of mouth");

    private static Task AnswerAsync(PayBot bot, string from, string to)
    {
        var incident = new Incident("checkout", 1, "It is slow", Severity.Sev2, Fixtures.Cases.At(from), Fixtures.Cases.At(to))
        {
            At = bot.Clock.Now,
            By = "ana",
            Responders = [new Responder("ana", Fixtures.Cases.At(from), Fixtures.Cases.At(to))],
        };
        return bot.Store.SaveAsync([Write.Create(Incident.DocumentId("checkout", 1), incident)], Ct);
    }
}
