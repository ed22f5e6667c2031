using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Storage;
using static Watchbill.Compensation.PayBot;

namespace Watchbill.Compensation;

/// <summary>
/// The last quarter of 2026 of a team of twelve in Lisbon, New York and Sydney, lived through by moving the clock. Every amount was worked
/// out by hand, in the comments.
/// </summary>
/// <remarks>
/// A week has 48 h of weekend, 40 h of night (eight from Monday to Thursday, two before Saturday, six after Sunday) and 80 h of day,
/// whenever it begins: 48 x 6 + 40 x 5 + 80 x 3 = 728. From December on it is 48 x 8 + 40 x 6 + 80 x 4 = 944.
/// </remarks>
public sealed class QuarterTests
{
    private const string File = """
        timeZone: Europe/Lisbon
        currency: EUR
        holidays:
          PT: [2026-10-05, 2026-12-01, 2026-12-08, 2026-12-25]
          US: [2026-10-12, 2026-11-11, 2026-11-26, 2026-12-25]
          AU: [2026-10-05, 2026-12-25, 2026-12-26, 2026-12-28]
        people:
          - {id: lis1, name: Lia, timeZone: Europe/Lisbon, holidays: PT}
          - {id: lis2, name: Luis, timeZone: Europe/Lisbon, holidays: PT}
          - {id: lis3, name: Lena, timeZone: Europe/Lisbon, holidays: PT}
          - {id: lis4, name: Leo, timeZone: Europe/Lisbon, holidays: PT}
          - {id: nyc1, name: Nina, timeZone: America/New_York, holidays: US}
          - {id: nyc2, name: Noah, timeZone: America/New_York, holidays: US}
          - {id: nyc3, name: Nora, timeZone: America/New_York, holidays: US}
          - {id: nyc4, name: Ned, timeZone: America/New_York, holidays: US}
          - {id: syd1, name: Sam, timeZone: Australia/Sydney, holidays: AU}
          - {id: syd2, name: Sue, timeZone: Australia/Sydney, holidays: AU}
          - {id: syd3, name: Sid, timeZone: Australia/Sydney, holidays: AU}
          - {id: syd4, name: Sia, timeZone: Australia/Sydney, holidays: AU}
          - {id: mia, name: Mia}
          - {id: lea, name: Lea}
        teams: [{id: core, lead: lea, manager: mia, members: [lis1, lis2, lis3, lis4, nyc1, nyc2, nyc3, nyc4, syd1, syd2, syd3, syd4]}]
        services: [{id: checkout, team: core}]
        rotations:
          - id: core
            kind: team
            team: core
            turn: {every: 1 week, from: 2026-09-28, at: "09:00"}
            layers: [{id: primary, members: [syd1, lis1, nyc1, lis2, nyc2, syd2, lis3, nyc3, syd3, lis4, nyc4, syd4]}]
            pay: standard
        compensation:
          - id: standard
            effective: 2026-01-01
            classes: [{id: holiday, on: holidays}, {id: weekend, days: Sat-Sun}, {id: night, from: "22:00", to: "06:00"}, {id: day}]
            standby: {per: hour, rates: {holiday: 8, weekend: 6, night: 5, day: 3}}
            callout: {per: hour, rate: 1.5 x hourly, minimum: 30m, rounding: {to: 15m, mode: up, of: each}}
        """;

    private const string Dearer = """

          - id: standard
            effective: 2026-12-01
            classes: [{id: holiday, on: holidays}, {id: weekend, days: Sat-Sun}, {id: night, from: "22:00", to: "06:00"}, {id: day}]
            standby: {per: hour, rates: {holiday: 10, weekend: 8, night: 6, day: 4}}
            callout: {per: hour, rate: 1.5 x hourly, minimum: 30m, rounding: {to: 15m, mode: up, of: each}}
        """;

    [Fact]
    public async Task A_quarter_is_lived_through()
    {
        var bot = await WithAsync(File, "2026-09-28T08:00:00Z");
        await bot.ConfirmAsync("mia", "pay rate lis2 30 EUR from 2026-01-01");
        await bot.ConfirmAsync("mia", "pay rate lis2 40 EUR from 2026-10-24");
        await bot.ConfirmAsync("mia", "pay rate nyc4 50 EUR from 2026-01-01");
        var number = 0;
        foreach (var (from, to) in new[]
        {
            ("2026-10-21T01:00:00Z", "2026-10-21T01:20:00Z"), ("2026-10-22T02:00:00Z", "2026-10-22T03:10:00Z"),
            ("2026-10-24T00:00:00Z", "2026-10-24T01:00:00Z"), ("2026-10-24T23:30:00Z", "2026-10-25T02:30:00Z"),
        }) await RespondAsync(bot, $"checkout-{++number}", "lis2", from, to);

        await bot.AtAsync("2026-11-05T12:00:00Z");
        await MonthIsAsync(bot, "2026-10", new()
        {
            // From Thursday 1 October, 00:00 in Sydney, to Monday 5th, 19:00: nights 16 x 5, days 32 x 3; Saturday 24 h and Sunday, on
            // which
            // the clocks go forward, 23 h x 6; 19 h of Labour Day x 8.
            ["syd1"] = 80 + 96 + 282 + 152,
            // A week; on Monday, a holiday in Portugal, 13 h of day and 2 h of night are 15 h of holiday.
            ["lis1"] = 728 - 39 - 10 + 120,
            // A week from Monday 12th, 04:00 in New York, Columbus Day: 16 h of day and 4 h of night are 20 h of holiday.
            ["nyc1"] = 728 - 48 - 20 + 160,
            // A week with 25 h of Sunday. Callouts at 1.5 x 30: 20 min as half an hour 22.50, 70 min as 75 min 56.25; at 1.5 x 40: an hour
            // 60,
            // and from 00:30 to 02:30 in the night in which the clocks go back 3 h: 180.
            ["lis2"] = 728 + 6 + 22.50m + 56.25m + 60 + 180,
            // From Monday 26th, 05:00 (Lisbon's clocks have gone back, New York's not): nights 35 x 5, days 80 x 3, Saturday 24 x 6.
            ["nyc2"] = 175 + 240 + 144,
        });
        await LookAndApproveAsync(bot, "2026-10", ["syd1", "lis1", "nyc1", "lis2", "nyc2"], "3,840.75 EUR");

        // In the middle of her week syd2 gives what is left of it to lis4.
        await bot.AtAsync("2026-11-07T12:00:00Z");
        await bot.ConfirmAsync("syd2", "swap core today with lis4");
        Assert.StartsWith("You take core from Sue", await bot.PressToldAsync("lis4", "Accept"), StringComparison.Ordinal);
        await bot.ConfirmAsync("lea", "override core nyc3 2026-11-11 18:00 to 2026-11-12 06:00 because a school play");
        await bot.ConfirmAsync("mia", "pay factor nyc3 1.5 from 2026-11-16");
        // October is locked: what was swapped by word of mouth is of November.
        var october = await bot.MonthAsync("lis1", "2026-10");
        await bot.ConfirmAsync("lea", "correct core 2026-10-08 09:00 to 2026-10-08 21:00 nyc1 because swapped by word of mouth");
        await bot.AtAsync("2026-12-04T12:00:00Z");
        Assert.Equal(october.Lines, (await bot.MonthAsync("lis1", "2026-10")).Lines);
        await MonthIsAsync(bot, "2026-11", new()
        {
            // Sunday 1 November has 25 h in New York, x 6; Monday from midnight to 04:00 x 5.
            ["nyc2"] = 150 + 20,
            // A week without what is left from Saturday, 23:00 in Sydney: 25 h of weekend, 6 h of night, 14 h of day.
            ["syd2"] = 728 - 150 - 30 - 42,
            // A week without 4 h of day and 8 h of night.
            ["lis3"] = 728 - 12 - 40,
            // 13:00 to 24:00 of Veterans Day x 8 and an hour of night; then a week with the factor.
            ["nyc3"] = 88 + 5 + 728 * 1.5m,
            ["syd3"] = 728,
            // From Saturday 7th, 12:00 in Lisbon, to Monday 9th, 09:00: 36 h of weekend, 6 h of night, 3 h of day; and Monday 30th from
            // 09:00: 13 h of day, 2 h of night.
            ["lis4"] = 216 + 30 + 9 + 39 + 10,
            // Twelve hours of day; in New York from 04:00 to 16:00: 2 h of night, 10 h of day.
            ["lis1"] = -36,
            ["nyc1"] = 10 + 30,
        });
        Assert.Equal(["-36 of 2026-10"], await bot.AdjustmentsAsync("lis1", "2026-11"));
        await LookAndApproveAsync(bot, "2026-11", ["nyc2", "syd2", "lis3", "nyc3", "syd3", "lis4", "lis1", "nyc1"], "3,573.00 EUR");

        Assert.Empty(await bot.ErrorsAsync(File + Dearer));
        // A page at two in the morning in New York, answered five minutes later and resolved after 70 minutes.
        await bot.AtAsync("2026-12-09T07:00:00Z");
        await bot.DoAsync("lea", "page checkout the cards fail sev2");
        await bot.AtAsync("2026-12-09T07:05:00Z");
        await bot.DoAsync("nyc4", "ack checkout-5");
        await bot.AtAsync("2026-12-09T08:15:00Z");
        await bot.DoAsync("nyc4", "incident resolve checkout-5");
        await bot.AtAsync("2027-01-05T12:00:00Z");
        await MonthIsAsync(bot, "2026-12", new()
        {
            // The holiday of 1 December 24 x 10; Wednesday to Friday 24 x 6 and 48 x 4; the weekend 48 x 8; Monday 6 x 6 and 3 x 4.
            ["lis4"] = 240 + 144 + 192 + 384 + 36 + 12,
            // A week, and 70 minutes as 75 at 1.5 x 50.
            ["nyc4"] = 944 + 93.75m,
            ["syd4"] = 944,
            // A week from Monday 21st, 20:00. Christmas takes 8 h of night and 16 h of day, Boxing Day a Saturday, and of Monday 28th 6 h
            // of
            // night and 14 h of day are holiday.
            ["syd1"] = 944 - 48 - 64 + 240 + 48 - 36 - 56 + 200,
            // Monday 28th from 09:00 to New Year: nights 26 x 6, days 61 x 4.
            ["lis1"] = 156 + 244,
        });
        Assert.Equal(october.Lines, (await bot.MonthAsync("lis1", "2026-10")).Lines);
    }

    // Everybody's month, nobody else has one, and whatever is paid opens into its parts.
    private static async Task MonthIsAsync(PayBot bot, string month, Dictionary<string, decimal> expected)
    {
        var found = await bot.Months.OfAsync(Month(month), null, bot.Clock.Now, Ct);
        Assert.Equal(expected.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} {one.Value:0.00}"),
            found.Where(one => one.Lines.Count > 0).Select(one => $"{one.Person} {one.Lines.Sum(line => line.Amount.Amount):0.00}"));
        Assert.All(found.SelectMany(one => one.Lines), line => Assert.Equal(line.Amount.Amount, line.Parts.Sum(part => part.Amount)));
    }

    // Each checks by the button of their question; the manager approves in one press, exports and locks.
    private static async Task LookAndApproveAsync(PayBot bot, string month, string[] people, string sum)
    {
        foreach (var person in people)
        {
            var asked = (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Select(stored => stored.Value)
                .Where(delivery => delivery.Kind == MessageKind.Pay && delivery.To == Address.Person(person)).Last();
            var button = asked.Reply.Actions.Single(action => action.Label == "Check pay");
            await bot.Router.PressAsync(button.Action, button.Value, new Caller(person, Platforms.Slack, null), Ct);
        }

        var team = await bot.AskAsync("mia", $"pay team core {month}");
        Assert.StartsWith($"core, {month}: {sum}; {people.Length} of {people.Length} wait for you", Plain(team), StringComparison.Ordinal);
        var approve = team.Actions.Single(action => action.Action == "pay-approve");
        await bot.Router.PressAsync(approve.Action, approve.Value, new Caller("mia", Platforms.Slack, null), Ct);
        await bot.ConfirmAsync("mia", $"pay export core {month}");
        await bot.ConfirmAsync("mia", $"pay lock core {month}");
        foreach (var person in people) Assert.Equal(PayState.Locked, (await bot.MonthAsync(person, month)).State);
    }

    // Declared and answered at once, and resolved by whoever answered.
    private static async Task RespondAsync(PayBot bot, string incident, string person, string from, string to)
    {
        await bot.AtAsync(from);
        await bot.DoAsync("lea", "incident declare checkout \"It is slow\" sev2");
        await bot.DoAsync(person, $"incident ack {incident}");
        await bot.AtAsync(to);
        await bot.DoAsync(person, $"incident resolve {incident}");
    }
}
