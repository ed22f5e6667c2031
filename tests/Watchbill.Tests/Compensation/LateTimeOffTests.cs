using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Storage;
using static Watchbill.Compensation.PayBot;

namespace Watchbill.Compensation;

/// <summary>
/// What turns up after a month is approved earns its time off, too. Ana has four hours for each callout, for ninety days; her June is
/// locked in July, with one callout on the 10th.
/// </summary>
public sealed class LateTimeOffTests
{
    [Fact]
    public async Task A_callout_that_is_told_after_the_lock_earns_its_time_off_once()
    {
        var bot = await LockedAsync();
        Assert.Equal((0m, 4m), await JulyAsync(bot));
        await AnswerAsync(bot, 2, "2026-06-12");
        Assert.Equal((4m, 8m), await JulyAsync(bot));
        // 10 June and ninety days, and 12 June and ninety days.
        Assert.Equal(["4 until 2026-09-08", "4 until 2026-09-10"], (await bot.MonthAsync("ana", "2026-07")).TimeOff.Lots
            .Select(one => Cases.Invariant($"{one.Left:0.##} until {one.Lot.Expires:uuuu-MM-dd}")));
        await bot.ConfirmAsync("mia", "pay off take ana 7 2026-07-20");
        await bot.AtAsync("2026-08-05T12:00:00Z");
        await bot.TakeToAsync(PayState.Locked, "2026-07", "ana");
        var august = (await bot.MonthAsync("ana", "2026-08")).TimeOff;
        Assert.Equal((0m, 1m), (august.Earned, august.Balance));
        // Another, of June again.
        await AnswerAsync(bot, 3, "2026-06-14");
        august = (await bot.MonthAsync("ana", "2026-08")).TimeOff;
        Assert.Equal((4m, 5m), (august.Earned, august.Balance));
    }

    [Fact]
    public async Task What_had_expired_when_it_turned_up_can_be_taken_to_the_end_of_that_month()
    {
        var bot = await LockedAsync("10 days");
        await AnswerAsync(bot, 2, "2026-06-12");
        Assert.Equal((4m, 4m), await JulyAsync(bot));
        await bot.ConfirmAsync("mia", "pay off take ana 4 2026-07-31");
    }

    [Fact]
    public async Task A_callout_that_was_none_takes_what_is_left_of_its_time_off_and_no_more()
    {
        var bot = await LockedAsync();
        await bot.ConfirmAsync("mia", "pay off take ana 1 2026-07-08");
        var read = (await bot.Store.FindAsync<Incident>(Incident.DocumentId("checkout", 1), Ct))!;
        await bot.Store.SaveAsync([Write.Replace(read, read.Value with { Responders = [] })], Ct);
        var july = (await bot.MonthAsync("ana", "2026-07")).TimeOff;
        Assert.Equal((-4m, 0m), (july.Earned, july.Balance));
        Assert.Equal(["-30 of 2026-06"], await bot.AdjustmentsAsync("ana", "2026-07"));
    }

    // July is approved first, on 5 August, and June on the 8th; four hours were earned on 10 June.
    [Fact]
    public async Task What_was_taken_in_a_month_that_is_approved_after_a_later_one_is_taken()
    {
        var bot = await LaterFirstAsync();
        Assert.Equal(4, await AugustAsync(bot));
        await bot.ConfirmAsync("mia", "pay off take ana 1 2026-06-20");
        var august = (await bot.MonthAsync("ana", "2026-08")).TimeOff;
        Assert.Equal((1m, 3m), (august.Taken, august.Balance));
        await bot.AtAsync("2026-08-08T12:00:00Z");
        await bot.TakeToAsync(PayState.Approved, "2026-06", "ana");
        Assert.Equal(3, await AugustAsync(bot));
        await bot.AtAsync("2026-09-05T12:00:00Z");
        await bot.TakeToAsync(PayState.Approved, "2026-08", "ana");
        Assert.Equal((0m, 3m), await OfAsync(bot, "2026-09"));
    }

    [Fact]
    public async Task What_turned_up_in_a_month_that_is_approved_after_a_later_one_is_earned_once()
    {
        var bot = await LaterFirstAsync();
        await AnswerAsync(bot, 2, "2026-06-12");
        Assert.Equal((4m, 8m), await OfAsync(bot, "2026-08"));
        await bot.AtAsync("2026-08-08T12:00:00Z");
        await bot.TakeToAsync(PayState.Approved, "2026-06", "ana");
        Assert.Equal((4m, 8m), await OfAsync(bot, "2026-08"));
        await bot.AtAsync("2026-09-05T12:00:00Z");
        await bot.TakeToAsync(PayState.Approved, "2026-08", "ana");
        Assert.Equal((0m, 8m), await OfAsync(bot, "2026-09"));
        // Of June again, of which August is the last to know.
        await AnswerAsync(bot, 3, "2026-06-14");
        Assert.Equal((4m, 12m), await OfAsync(bot, "2026-09"));
    }

    // June is approved on 8 August, with what had turned up of May; what August goes on from, July, did not know of it.
    [Fact]
    public async Task What_a_month_settles_that_is_approved_late_is_not_lost()
    {
        var bot = await WithAsync(File("365 days"), "2026-05-01T00:00:00Z");
        await bot.AtAsync("2026-06-05T12:00:00Z");
        await bot.TakeToAsync(PayState.Approved, "2026-05", "ana");
        await bot.AtAsync("2026-08-05T12:00:00Z");
        await bot.TakeToAsync(PayState.Approved, "2026-07", "ana");
        await AnswerAsync(bot, 1, "2026-05-10");
        await bot.AtAsync("2026-08-08T12:00:00Z");
        await bot.TakeToAsync(PayState.Approved, "2026-06", "ana");
        Assert.Equal((4m, 4m), await OfAsync(bot, "2026-08"));
    }

    private static async Task<PayBot> LaterFirstAsync()
    {
        var bot = await WithAsync(File("365 days"), "2026-06-01T00:00:00Z");
        await AnswerAsync(bot, 1, "2026-06-10");
        await bot.AtAsync("2026-08-05T12:00:00Z");
        await bot.TakeToAsync(PayState.Approved, "2026-07", "ana");
        await bot.AtAsync("2026-08-05T12:01:00Z");
        return bot;
    }

    private static async Task<decimal> AugustAsync(PayBot bot) => (await bot.MonthAsync("ana", "2026-08")).TimeOff.Balance;

    private static async Task<(decimal Earned, decimal Balance)> OfAsync(PayBot bot, string month) =>
        (await bot.MonthAsync("ana", month)).TimeOff is var off ? (off.Earned, off.Balance) : default;

    [Fact]
    public async Task Nothing_turns_up_because_the_policy_or_the_home_of_its_person_changes()
    {
        var bot = await LockedAsync();
        await bot.ApplyAsync(File("90 days").Replace("name: Ana}", "name: Ana, timeZone: Pacific/Auckland}", StringComparison.Ordinal)
            + "\n  - {id: standard, effective: 2026-07-01, timeOff: [{for: callout, hours: 8}]}");
        Assert.Equal((0m, 4m), await JulyAsync(bot));
    }

    // Of a month that is not locked the file may still change its version.
    [Fact]
    public async Task An_approved_month_goes_by_the_version_that_it_was_approved_by()
    {
        var bot = await LockedAsync(to: PayState.Approved);
        await bot.ApplyAsync(File("90 days").Replace("hours: 4", "hours: 8", StringComparison.Ordinal));
        Assert.Equal((0m, 4m), await JulyAsync(bot));
        await AnswerAsync(bot, 2, "2026-06-12");
        Assert.Equal((4m, 8m), await JulyAsync(bot));
    }

    private static async Task<PayBot> LockedAsync(string expires = "90 days", PayState to = PayState.Locked)
    {
        var bot = await WithAsync(File(expires), "2026-06-01T00:00:00Z");
        await AnswerAsync(bot, 1, "2026-06-10");
        await bot.AtAsync("2026-07-05T12:00:00Z");
        await bot.TakeToAsync(to, "2026-06", "ana");
        return bot;
    }

    private static Task<(decimal Earned, decimal Balance)> JulyAsync(PayBot bot) => OfAsync(bot, "2026-07");

    private static string File(string expires) => Files.OfBen("{id: standard, effective: 2026-01-01, callout: {per: hour, rate: 30}, "
        + $"timeOff: [{{for: callout, hours: 4, expires: {expires}}}]}}");

    private static Task AnswerAsync(PayBot bot, int number, string day)
    {
        var (from, to) = (Cases.At($"{day}T01:00:00Z"), Cases.At($"{day}T02:00:00Z"));
        var incident = new Incident("checkout", number, "It is slow", Severity.Sev2, from, to)
        {
            At = to,
            By = "ana",
            Responders = [new Responder("ana", from, to)],
        };
        return bot.Store.SaveAsync([Write.Create(Incident.DocumentId("checkout", number), incident)], Ct);
    }
}
