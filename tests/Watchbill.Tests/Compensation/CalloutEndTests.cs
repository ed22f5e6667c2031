using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Storage;
using static Watchbill.Compensation.PayBot;

namespace Watchbill.Compensation;

/// <summary>
/// Ben is on call for payments, where an hour of a callout is 60 EUR and each is paid as half an hour at least; a callout of two hours
/// earns four hours off.
/// </summary>
public sealed class CalloutEndTests
{
    [Fact]
    public async Task A_callout_is_paid_to_the_end_of_the_incident_and_no_further()
    {
        var bot = await BotAsync();
        await bot.SayAsync("ben", "incident ack checkout-1");
        await bot.AtAsync("2026-06-10T20:00:00Z");
        await bot.SayAsync("ben", "incident resolve checkout-1 at today 09:00");
        Assert.Equal(60, await bot.AmountAsync("ben", "2026-06"));
    }

    [Fact]
    public async Task What_was_over_before_it_was_acknowledged_pays_nothing()
    {
        var bot = await BotAsync();
        await bot.SayAsync("ben", "incident ack checkout-1");
        await bot.AtAsync("2026-06-10T20:00:00Z");
        await bot.SayAsync("ben", "incident resolve checkout-1 at today 07:58");
        Assert.Equal(0, await bot.AmountAsync("ben", "2026-06"));
    }

    [Fact]
    public async Task An_end_that_moves_in_a_locked_month_is_an_adjustment()
    {
        var bot = await BotAsync();
        await bot.SayAsync("ben", "incident ack checkout-1");
        await bot.AtAsync("2026-06-10T12:00:00Z");
        await bot.SayAsync("ben", "incident resolve checkout-1");
        await bot.AtAsync("2026-07-05T12:00:00Z");
        await bot.TakeToAsync(PayState.Locked, "2026-06", "ben");
        var read = (await bot.Store.FindAsync<Incident>(Incident.DocumentId("checkout", 1), Ct))!;
        var end = Cases.At("2026-06-10T09:00:00Z");
        await bot.Store.SaveAsync([Write.Replace(read, (read.Value with { End = end }).Until(end, bot.Clock.Now))], Ct);
        Assert.Equal(["-180 of 2026-06"], await bot.AdjustmentsAsync("ben", "2026-07"));
    }

    [Fact]
    public async Task Coming_back_within_the_minimum_is_no_second_callout()
    {
        var bot = await BotAsync();
        foreach (var (step, at) in new[]
        {
            ("ack", "08:00:00"), ("leave", "08:00:05"), ("ack", "08:00:10"), ("leave", "08:00:15"), ("ack", "08:00:20"),
            ("leave", "08:00:25"),
        })
        {
            await bot.AtAsync($"2026-06-10T{at}Z");
            await bot.SayAsync("ben", $"incident {step} checkout-1");
        }

        Assert.Equal(30, await bot.AmountAsync("ben", "2026-06"));
        // Half an hour after the first began it is another one.
        await bot.AtAsync("2026-06-10T08:30:00Z");
        await bot.SayAsync("ben", "incident ack checkout-1");
        await bot.AtAsync("2026-06-10T08:30:05Z");
        await bot.SayAsync("ben", "incident leave checkout-1");
        Assert.Equal(60, await bot.AmountAsync("ben", "2026-06"));
    }

    [Fact]
    public async Task Two_incidents_have_a_minimum_each()
    {
        var bot = await BotAsync();
        await bot.SayAsync("ben", "incident declare checkout \"it is slow, too\" sev2");
        foreach (var (text, at) in new[] { ("ack checkout-1", "08:00:00"), ("leave checkout-1", "08:00:05"), ("ack checkout-2", "08:00:10"),
            ("leave checkout-2", "08:00:15") })
        {
            await bot.AtAsync($"2026-06-10T{at}Z");
            await bot.SayAsync("ben", $"incident {text}");
        }

        Assert.Equal(60, await bot.AmountAsync("ben", "2026-06"));
    }

    [Fact]
    public async Task Time_off_that_turns_up_in_a_locked_month_stays_over_the_runs_of_the_jobs()
    {
        var bot = await BotAsync();
        await bot.AtAsync("2026-06-10T12:00:00Z");
        await bot.SayAsync("ben", "incident resolve checkout-1");
        await bot.AtAsync("2026-07-05T12:00:00Z");
        await bot.TakeToAsync(PayState.Locked, "2026-06", "ben");
        var read = (await bot.Store.FindAsync<Incident>(Incident.DocumentId("checkout", 1), Ct))!;
        var worked = new Responder("ben", Cases.At("2026-06-10T08:00:00Z"), Cases.At("2026-06-10T11:00:00Z"));
        await bot.Store.SaveAsync([Write.Replace(read, read.Value.Worked(worked))], Ct);
        for (var day = 5; day <= 31; day += 13)
        {
            await bot.AtAsync(Cases.Invariant($"2026-07-{day:00}T13:00:00Z"));
            Assert.StartsWith("4 h of time off left", await bot.SayAsync("ben", "pay off balance"), StringComparison.Ordinal);
            Assert.Equal(["180 of 2026-06"], await bot.AdjustmentsAsync("ben", "2026-07"));
        }

        foreach (var at in new[] { "2026-08-01T12:00:00Z", "2026-08-02T12:00:00Z" })
        {
            await bot.AtAsync(at);
            Assert.StartsWith("4 h of time off left", await bot.SayAsync("ben", "pay off balance"), StringComparison.Ordinal);
        }

        await bot.TakeToAsync(PayState.Locked, "2026-07", "ben");
        foreach (var at in new[] { "2026-08-03T12:00:00Z", "2026-08-04T12:00:00Z" })
        {
            await bot.AtAsync(at);
            Assert.StartsWith("4 h of time off left", await bot.SayAsync("ben", "pay off balance"), StringComparison.Ordinal);
        }
    }

    // Declared on 10 June at 8.
    private static async Task<PayBot> BotAsync()
    {
        var bot = await WithAsync(
            Files.OfBen("{id: standard, effective: 2026-01-01, callout: {per: hour, rate: 60, minimum: 30m}, "
                + "timeOff: [{for: callout, atLeast: 2h, hours: 4, expires: 180 days}]}"), "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-06-10T07:55:00Z");
        await bot.SayAsync("ben", "incident declare checkout \"it is slow\" sev2");
        await bot.AtAsync("2026-06-10T08:00:00Z");
        return bot;
    }
}
