using static Watchbill.Compensation.PayBot;

namespace Watchbill.Compensation;

/// <summary>Lea leads payments; a correction of what is over moves its pay.</summary>
public sealed class PaidCorrectionTests
{
    private const string ToThemselves = "correct payments 2026-06-02 09:00 to 2026-06-02 21:00 lea because i covered";

    [Fact]
    public async Task Nobody_corrects_a_paid_shift_to_themselves_and_hears_who_can()
    {
        var bot = await WithAsync(Files.Payments, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-06-09T00:00:00Z");
        Assert.Equal("Nobody records a paid shift for themselves. Ask an admin, or enter your hours for your manager to approve: `pay add`",
            await bot.SayAsync("lea", ToThemselves));
        Assert.Equal(0, await bot.AmountAsync("lea", "2026-06"));
        // From themselves to somebody else they may.
        await bot.ConfirmAsync("lea", ToThemselves.Replace(" lea ", " ben ", StringComparison.Ordinal));
        // Beside the 24 hours of their own week.
        Assert.Equal(120 + 60, await bot.AmountAsync("ben", "2026-06"));
    }

    [Fact]
    public async Task Another_lead_can_and_is_named()
    {
        var bot = await WithAsync(Files.Payments
            .Replace("teams: [{id: payments,", "domains: [{id: money, lead: mia}]\nteams: [{id: payments, domain: money,",
                StringComparison.Ordinal), "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-06-09T00:00:00Z");
        Assert.StartsWith("Nobody records a paid shift for themselves. Ask Mia, or", await bot.SayAsync("lea", ToThemselves),
            StringComparison.Ordinal);
        await bot.ConfirmAsync("mia", ToThemselves);
        Assert.Equal(60, await bot.AmountAsync("lea", "2026-06"));
    }

    [Fact]
    public async Task What_is_not_paid_they_correct_themselves()
    {
        var bot = await WithAsync(Files.Payments.Replace("    pay: standard\n", "", StringComparison.Ordinal), "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-06-09T00:00:00Z");
        await bot.ConfirmAsync("lea", ToThemselves);
    }
}
