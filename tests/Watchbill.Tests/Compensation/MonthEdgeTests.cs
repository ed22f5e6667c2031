using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Storage;
using static Watchbill.Compensation.PayBot;

namespace Watchbill.Compensation;

/// <summary>
/// What is agreed for a week, or for a month's callouts together, over the end of July 2026, a Friday: the two months come to what one
/// calculation over both would. Ana works on incidents at 60 an hour, and the week is that of Monday 27 July.
/// </summary>
public sealed class MonthEdgeTests
{
    private const string Cap = "callout: {per: hour, rate: 60}, caps: {week: 200}";
    private const string Sum = "callout: {per: hour, rate: 60, rounding: {to: 1h, mode: up, of: sum}}";

    [Theory]
    // 120 + 60 in July leave 20 of 200 for August.
    [InlineData(Cap, "07-27T01:00 120, 07-28T01:00 60, 08-01T01:00 120", 180, 20)]
    // 240 are cut to 200, and August has nothing.
    [InlineData(Cap, "07-27T01:00 240, 08-01T01:00 60", 200, 0)]
    // 60 and 60 are within the cap, and the next week begins on 3 August.
    [InlineData(Cap, "07-27T01:00 60, 08-01T01:00 60, 08-03T01:00 120", 60, 180)]
    // 20 minutes and 20 over midnight, which began in July: 40 are paid as 60, the 20 more where the last one ended.
    [InlineData(Sum, "07-10T01:00 20, 07-31T23:50 20", 30, 30)]
    // The 10 minutes of August are a sum of their own.
    [InlineData(Sum, "07-10T01:00 20, 08-01T01:00 10", 60, 60)]
    // July's sum of 70 minutes is paid as 120: 10 on 2 July, and 110 in the week of the cap, which leaves 90 for August.
    [InlineData(Sum + ", caps: {week: 200}", "07-02T01:00 10, 07-27T01:00 60, 08-01T01:00 60, 08-02T01:00 60", 120, 90)]
    // The fee of 27 July is also that of a callout within seven days of it, and not of one at the end of them.
    [InlineData("callout: {per: callout, fee: 20, window: 7 days}", "07-27T01:00 10, 08-01T01:00 10", 20, 0)]
    [InlineData("callout: {per: callout, fee: 20, window: 7 days}", "07-27T01:00 10, 08-01T01:00 10, 08-03T01:00 10", 20, 20)]
    public async Task Two_months_come_to_what_both_together_are_worth(string policy, string callouts, int july, int august)
    {
        var bot = await BotAsync(policy, callouts);
        Assert.Equal((july, august), (await bot.AmountAsync("ana", "2026-07"), await bot.AmountAsync("ana", "2026-08")));
        // What is approved first makes no difference, and owes nothing more.
        await bot.TakeToAsync(PayState.Approved, "2026-07", "ana");
        Assert.Equal(august, await bot.AmountAsync("ana", "2026-08"));
        Assert.Empty(await bot.AdjustmentsAsync("ana", "2026-08"));
    }

    // Ben has two weeks from 27 July and from 24 August at 50 a day; and at 100 a day weeks to 30 July, from 6 and 20 August and from
    // 3 September. Of their July turn three days and four are the dearer rotation's: 700 - 150 - 200, and as much of that of August.
    [Fact]
    public async Task Of_two_turns_at_once_the_dearer_may_begin_in_the_next_month()
    {
        var file = Files.Of("ben, ana", "{id: standard, effective: 2026-01-01, standby: {per: week, rate: 350}}")
            .Replace("every: 1 week, from: 2026-06-01", "every: 2 weeks, from: 2026-07-27", StringComparison.Ordinal)
            .Replace("rotations:\n", """
                rotations:
                  - id: alpha
                    kind: team
                    team: payments
                    turn: {every: 1 week, from: 2026-08-06, at: "00:00"}
                    layers: [{id: primary, members: [ben, ana]}]
                    pay: dear

                """, StringComparison.Ordinal) + "\n  - {id: dear, effective: 2026-01-01, standby: {per: week, rate: 700}}";
        var bot = await WithAsync(file, "2026-07-27T00:00:00Z");
        await bot.AtAsync("2026-09-20T00:00:00Z");
        Assert.Equal(350, (await bot.MonthAsync("ben", "2026-07")).Lines.Where(line => line.Rotation == "payments")
            .Sum(line => line.Amount.Amount));
        Assert.Equal(2 * 700 + 350, await bot.AmountAsync("ben", "2026-08"));
    }

    [Fact]
    public async Task A_month_that_is_to_come_is_projected_whatever_its_policy_looks_back_on()
    {
        var bot = await WithAsync(File("standby: {per: hour, rate: 1}, caps: {week: 1000}, " + Sum), "2026-06-01T00:00:00Z");
        Assert.Equal(PayState.Projected, (await bot.MonthAsync("ben", "2026-07")).State);
        Assert.Equal(31 * 24, await bot.AmountAsync("ben", "2026-07"));
    }

    private static async Task<PayBot> BotAsync(string policy, string callouts)
    {
        var bot = await WithAsync(File(policy), "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-09-10T12:00:00Z");
        var number = 0;
        foreach (var one in callouts.Split(", ").Select(one => one.Split(' ')))
        {
            var from = Cases.At($"2026-{one[0]}:00Z");
            var to = from + NodaTime.Duration.FromMinutes(int.Parse(one[1], null));
            var incident = new Incident("checkout", ++number, "It is slow", Severity.Sev2, from, to)
            { At = to, By = "ana", Responders = [new Responder("ana", from, to)] };
            await bot.Store.SaveAsync([Write.Create(Incident.DocumentId("checkout", number), incident)], Ct);
        }

        return bot;
    }

    private static string File(string policy) => Files.OfBen($"{{id: standard, effective: 2026-01-01, {policy}}}");
}
