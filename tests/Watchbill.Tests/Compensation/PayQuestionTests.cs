using NodaTime;
using Watchbill.Chat;
using Watchbill.Storage;
using static Watchbill.Compensation.PayBot;

namespace Watchbill.Compensation;

/// <summary>
/// Asking people whether their month is right. June 2026 ends on a Tuesday; the third working day after it is Friday 3 July.
/// </summary>
public sealed class PayQuestionTests
{
    [Fact]
    public async Task The_question_comes_on_the_third_working_day_at_nine_and_names_no_amount()
    {
        var bot = await WithAsync(Files.Payments, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-03T08:59:00Z");
        Assert.Empty(await AskedAsync(bot, "ana"));
        await bot.AtAsync("2026-07-03T09:00:00Z");
        var asked = Assert.Single(await AskedAsync(bot, "ana"));
        Assert.Equal(
            """
            Is your on-call pay of 2026-06 right?
            Check it by Wed 8 Jul 2026 09:00 (UTC). After that your manager can approve it unchecked.
            [See my pay] [Check pay] [Report mistake…]
            """, Plain(asked));
        await bot.AtAsync("2026-07-03T10:00:00Z");
        Assert.Single(await AskedAsync(bot, "ana"));
    }

    [Fact]
    public async Task Holidays_and_zone_are_the_persons()
    {
        var bot = await WithAsync(
            Files.Payments.Replace("name: Ana}", "name: Ana, holidays: PT, timeZone: America/New_York}", StringComparison.Ordinal)
                .Replace("currency: EUR", "currency: EUR\nholidays: {PT: [2026-07-02]}", StringComparison.Ordinal), "2026-06-01T04:00:00Z");
        // Wednesday 1, Friday 3 and Monday 6 July; nine in New York is 13:00 UTC.
        await bot.AtAsync("2026-07-06T12:59:00Z");
        Assert.Empty(await AskedAsync(bot, "ana"));
        await bot.AtAsync("2026-07-06T13:00:00Z");
        Assert.Single(await AskedAsync(bot, "ana"));
    }

    [Fact]
    public async Task Whoever_has_nothing_in_the_month_is_not_asked_until_they_have()
    {
        var bot = await WithAsync(Files.Payments, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-03T09:00:00Z");
        Assert.Empty(await AskedAsync(bot, "lea"));
        await bot.EnterAsync("lea", "2026-06-10T10:00:00Z", "2026-06-10T14:00:00Z");
        await bot.AtAsync("2026-07-04T09:00:00Z");
        Assert.Single(await AskedAsync(bot, "lea"));
    }

    [Fact]
    public async Task Nobody_answers_so_it_is_asked_again_and_is_unchecked_five_days_after_the_first_question()
    {
        var bot = await WithAsync(Files.Payments, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-03T09:00:00Z");
        await bot.AtAsync("2026-07-06T08:59:00Z");
        Assert.Single(await AskedAsync(bot, "ana"));
        await bot.AtAsync("2026-07-06T09:00:00Z");
        Assert.Equal(2, (await AskedAsync(bot, "ana")).Count);
        Assert.StartsWith("Still open: is your on-call pay of 2026-06 right?", Plain((await AskedAsync(bot, "ana"))[1]),
            StringComparison.Ordinal);
        await bot.AtAsync("2026-07-08T08:59:00Z");
        Assert.Equal(PayState.Calculated, (await bot.MonthAsync("ana", "2026-06")).State);
        Assert.Contains("is calculated: its person has not checked it yet", await bot.SayAsync("mia", "pay approve ana 2026-06"),
            StringComparison.Ordinal);
        await bot.AtAsync("2026-07-08T09:00:00Z");
        Assert.Equal(PayState.Unchecked, (await bot.MonthAsync("ana", "2026-06")).State);
        Assert.Equal(2, (await AskedAsync(bot, "ana")).Count);
        Assert.Equal(["pay asked", "pay asked again", "pay unchecked"],
            (await bot.Store.ListAsync<AuditRow>(IdRange.All, Ct)).Select(row => row.Value.Entry)
                .Where(entry => entry.Subject == "ana/2026-06").Select(entry => entry.Action));
        Assert.Contains("⚠ Not checked; asked", await bot.SayAsync("mia", "pay approve ana 2026-06"), StringComparison.Ordinal);
        await bot.ConfirmAsync("mia", "pay approve ana 2026-06");
        Assert.True((await bot.MonthAsync("ana", "2026-06")).UncheckedAtApproval);
    }

    [Fact]
    public async Task One_press_checks_the_month_and_nothing_is_asked_any_more()
    {
        var bot = await WithAsync(Files.Payments, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-03T09:00:00Z");
        Assert.Equal("2026-06 of Ana is checked.", await PressAsync(bot, "ana", "Check pay"));
        Assert.Equal(PayState.Checked, (await bot.MonthAsync("ana", "2026-06")).State);
        await bot.AtAsync("2026-07-20T09:00:00Z");
        Assert.Single(await AskedAsync(bot, "ana"));
        Assert.Equal(PayState.Checked, (await bot.MonthAsync("ana", "2026-06")).State);
    }

    [Fact]
    public async Task What_is_wrong_reaches_the_manager_in_private_only()
    {
        var bot = await WithAsync(Files.Payments, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-03T09:00:00Z");
        Assert.Contains("Why?", await PressAsync(bot, "ana", "Report mistake…"), StringComparison.Ordinal);
        await bot.ConfirmAsync("ana", "pay mistake 2026-06 because the night of the 5th is missing");
        var told = Assert.Single(await AskedAsync(bot, "mia"), reply => Plain(reply).Contains("Ana says", StringComparison.Ordinal));
        Assert.DoesNotContain("night", Plain(told), StringComparison.Ordinal);
        Assert.Contains("Ana says something is wrong: the night of the 5th is missing", await bot.SayAsync("mia", "pay team 2026-06"),
            StringComparison.Ordinal);
        Assert.Equal(PayState.Calculated, (await bot.MonthAsync("ana", "2026-06")).State);
        // Put right, its person says that it is right, and the mistake is no news any more.
        await bot.SayAsync("ana", "pay check 2026-06");
        Assert.DoesNotContain("says something is wrong", await bot.SayAsync("mia", "pay team 2026-06"), StringComparison.Ordinal);
        Assert.DoesNotContain("says something is wrong", await bot.SayAsync("mia", "pay approve ana 2026-06"), StringComparison.Ordinal);
        await bot.AtAsync("2026-07-03T10:00:00Z");
        await bot.ConfirmAsync("ana", "pay mistake 2026-06 because now it is too much");
        Assert.Contains("now it is too much", await bot.SayAsync("mia", "pay approve ana 2026-06"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_what_was_wrong_is_corrected_its_person_and_the_manager_hear_of_it_once()
    {
        var bot = await WithAsync(Files.Payments, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-03T09:00:00Z");
        await bot.ConfirmAsync("ana", "pay mistake 2026-06 because ben stood in on the 3rd");
        await bot.AtAsync("2026-07-03T09:10:00Z");
        Assert.Equal((1, 1), ((await AskedAsync(bot, "ana")).Count, (await AskedAsync(bot, "mia")).Count));
        await bot.ConfirmAsync("lea", "correct payments 2026-06-03 09:00 to 2026-06-03 18:00 ben because they covered");
        await bot.AtAsync("2026-07-03T09:30:00Z");
        Assert.Equal(
            """
            Your on-call pay of 2026-06 has changed since you said that something is wrong.
            Is it right now?
            [See my pay] [Check pay] [Report mistake…]
            """, Plain((await AskedAsync(bot, "ana"))[^1]));
        Assert.Equal(
            """
            2026-06 of Ana has changed since they said that something is wrong.
            They are asked whether it is right now.
            [See pay]
            """, Plain((await AskedAsync(bot, "mia"))[^1]));
        await bot.AtAsync("2026-07-03T10:00:00Z");
        Assert.Equal((2, 2), ((await AskedAsync(bot, "ana")).Count, (await AskedAsync(bot, "mia")).Count));
        Assert.Equal("2026-06 of Ana is checked.", await bot.PressToldAsync("ana", "Check pay"));
        // What changes after that is said where it is looked at.
        await bot.ConfirmAsync("mia", "pay adjust ana 2026-06 5 EUR because of a taxi");
        await bot.AtAsync("2026-07-03T11:00:00Z");
        Assert.Equal((2, 2), ((await AskedAsync(bot, "ana")).Count, (await AskedAsync(bot, "mia")).Count));
    }

    // Work on incidents wakes nothing: a month that somebody called wrong is looked at every quarter of an hour.
    [Fact]
    public async Task A_month_that_was_called_wrong_is_looked_at_again_within_a_quarter_of_an_hour()
    {
        var bot = await WithAsync(Files.Payments, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-03T09:00:00Z");
        var job = new PayQuestionJob(bot.Store, bot.Months, bot.Rights);
        Assert.True(await job.RunAsync(bot.Clock.Now, Jobs.Changes.Everything, Ct) > bot.Clock.Now + Duration.FromHours(1));
        await bot.ConfirmAsync("ana", "pay mistake 2026-06 because a night is missing");
        Assert.Equal(bot.Clock.Now + Duration.FromMinutes(15), await job.RunAsync(bot.Clock.Now, Jobs.Changes.Everything, Ct));
    }

    [Fact]
    public async Task Of_a_month_that_goes_on_hours_are_no_change()
    {
        var bot = await WithAsync(Files.Payments, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-06-03T12:00:00Z");
        await bot.ConfirmAsync("ana", "pay mistake june because ben stood in on the 2nd");
        await bot.AtAsync("2026-06-20T12:00:00Z");
        Assert.Empty(await AskedAsync(bot, "ana"));
    }

    [Fact]
    public async Task A_question_that_downtime_delayed_holds_payroll_up_no_longer_than_a_day()
    {
        var bot = await WithAsync(Files.Payments, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-05T12:00:00Z");
        Assert.Single(await AskedAsync(bot, "ana"));
        // Five days after the month are over at 6 July 00:00, and a day after the question at noon.
        await bot.AtAsync("2026-07-06T11:59:00Z");
        Assert.Equal(PayState.Calculated, (await bot.MonthAsync("ana", "2026-06")).State);
        await bot.AtAsync("2026-07-06T12:00:00Z");
        Assert.Equal(PayState.Unchecked, (await bot.MonthAsync("ana", "2026-06")).State);
    }

    [Fact]
    public async Task A_host_that_starts_again_does_not_ask_twice()
    {
        var bot = await WithAsync(Files.Payments, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-03T09:00:00Z");
        await new PayQuestionJob(bot.Store, bot.Months, bot.Rights).RunAsync(bot.Clock.Now + Duration.FromMinutes(1), Ct);
        Assert.Single(await AskedAsync(bot, "ana"));
    }

    [Fact]
    public async Task The_question_stands_on_the_home_of_its_person_until_it_is_answered_and_names_no_amount()
    {
        var bot = await WithAsync(Files.Payments, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-03T08:59:00Z");
        Assert.Null(await HomeAsync(bot, "ana"));
        await bot.AtAsync("2026-07-03T09:00:00Z");
        Assert.Equal(Plain((await AskedAsync(bot, "ana"))[0]), await HomeAsync(bot, "ana"));
        Assert.Null(await HomeAsync(bot, "lea"));
        await PressAsync(bot, "ana", "Check pay");
        Assert.Equal("Your on-call pay of 2026-06 is checked.\n[See my pay]", await HomeAsync(bot, "ana"));
        await bot.AtAsync("2026-08-02T09:00:00Z");
        Assert.Null(await HomeAsync(bot, "ana"));
    }

    private static async Task<string?> HomeAsync(PayBot bot, string person)
    {
        var sections = await bot.Router.HomeAsync(new Caller(person, Fixtures.Platforms.Slack, null), Ct);
        return sections.SelectMany(section => section.Replies).Select(Plain)
            .SingleOrDefault(said => said.Contains("pay", StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<Reply>> AskedAsync(PayBot bot, string person) =>
        [.. (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Select(stored => stored.Value)
            .Where(delivery => delivery.Kind == MessageKind.Pay && delivery.To == Address.Person(person))
                .Select(delivery => delivery.Reply)];

    private static async Task<string> PressAsync(PayBot bot, string person, string label)
    {
        var button = (await AskedAsync(bot, person))[0].Actions.Single(action => action.Label == label);
        return Plain(await bot.Router.PressAsync(button.Action, button.Value, new Caller(person, Fixtures.Platforms.Slack, null), Ct));
    }
}
