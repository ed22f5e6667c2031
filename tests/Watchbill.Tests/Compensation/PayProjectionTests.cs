using Watchbill.Fixtures;
using static Watchbill.Compensation.PayBot;

namespace Watchbill.Compensation;

/// <summary>A month that is still to come is worth what the schedule says, until it begins where its person is.</summary>
public sealed class PayProjectionTests
{
    // Of July ana has Wednesday to Sunday of the week of 29 June, the week of 13 July, and Monday to Friday of that of 27 July.
    private const decimal July = 3 * 24 * 5 + 48 * 10 + 120 * 5 + 48 * 10 + 5 * 24 * 5;

    // The same month before and after the recorder has caught up with what ended while the host was down.
    [Fact]
    public async Task What_ended_while_the_host_was_down_is_paid_before_it_is_recorded()
    {
        var bot = await PayBot.WithAsync(Files.Payments, "2026-06-03T12:00:00Z");
        bot.Clock.Now = Cases.At("2026-07-01T00:00:00Z");
        var behind = await bot.AmountAsync("ana", "2026-06");
        Assert.True(behind > 0);
        await bot.AtAsync("2026-07-01T00:00:00Z");
        Assert.Equal(await bot.AmountAsync("ana", "2026-06"), behind);
    }

    [Fact]
    public async Task It_is_projected_from_the_schedule()
    {
        var bot = await WithAsync(Files.Payments, "2026-06-03T12:00:00Z");
        Assert.Equal(PayState.Projected, (await bot.MonthAsync("ana", "2026-07")).State);
        Assert.Equal(July, await bot.AmountAsync("ana", "2026-07"));
    }

    // By New York's midnights July has four hours less of Wednesday 1st, and four more of Friday 31st.
    [Theory]
    [InlineData("2026-06-28T12:00:00Z", "Etc/UTC")]
    [InlineData("2026-06-30T23:59:00Z", "Etc/UTC")]
    [InlineData("2026-07-01T03:00:00Z", "America/New_York")]
    public async Task It_is_projected_until_it_begins(string at, string zone)
    {
        var bot = await WithAsync(Files.Payments.Replace("name: Ana}", $"name: Ana, timeZone: {zone}}}", StringComparison.Ordinal),
            "2026-06-01T00:00:00Z");
        await bot.AtAsync(at);
        var july = await bot.MonthAsync("ana", "2026-07");
        Assert.Equal((PayState.Projected, July), (july.State, july.Lines.Sum(line => line.Amount.Amount)));
        Assert.Contains("payments, 2026-07", await bot.SayAsync("mia", "pay forecast payments 2026-07"), StringComparison.Ordinal);
    }

    // An hour of Wednesday, 1 July.
    [Fact]
    public async Task Once_it_has_begun_it_is_worth_what_was_worked()
    {
        var bot = await WithAsync(Files.Payments, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-01T01:00:00Z");
        var july = await bot.MonthAsync("ana", "2026-07");
        Assert.Equal((PayState.Open, 5m), (july.State, july.Lines.Sum(line => line.Amount.Amount)));
    }
}
