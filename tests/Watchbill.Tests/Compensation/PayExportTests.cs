using static Watchbill.Compensation.PayBot;

namespace Watchbill.Compensation;

/// <summary>What a manager hears who hands June 2026 to payroll, which ana and ben have checked, or locks it.</summary>
public sealed class PayExportTests
{
    [Theory]
    [InlineData("mia", "pay export payments 2026-05", "Nothing to export for payments, 2026-05: nobody is owed anything for it.")]
    [InlineData("mia", "pay lock payments 2026-05", "Nothing to lock for payments, 2026-05: nobody is owed anything for it.")]
    [InlineData("lea", "pay export payments 2026-05", "Only its manager can export payments.")]
    [InlineData("mia", "pay export payments 2026-06",
        "2026-06 of Ana is checked: it has to be approved first. 2026-06 of Ben is checked: it has to be approved first.")]
    [InlineData("mia", "pay approve ana 2026-05", "Nothing is owed to Ana for 2026-05")]
    public async Task What_cannot_be_exported_or_locked_says_why(string person, string text, string said) =>
        Assert.Equal(said, await (await CheckedAsync()).SayAsync(person, text));

    [Fact]
    public async Task Whoever_managed_on_the_last_day_is_named_to_whoever_manages_now()
    {
        var bot = await CheckedAsync();
        await bot.ApplyAsync(Files.Payments.Replace("manager: mia", "manager: lea", StringComparison.Ordinal));
        await bot.AtAsync("2026-07-04T12:00:00Z");
        Assert.Equal("Whoever manages payments on the last day of 2026-06 can export it: Mia.",
            await bot.SayAsync("lea", "pay export payments 2026-06"));
    }

    [Fact]
    public async Task Whoever_is_not_ready_is_named_when_the_others_are_exported()
    {
        var bot = await CheckedAsync();
        await bot.ConfirmAsync("mia", "pay approve ana 2026-06");
        Assert.Contains("Hand 2026-06 of Ana to payroll?\n⚠ Left out: Ben (checked).",
            await bot.SayAsync("mia", "pay export payments 2026-06"),
            StringComparison.Ordinal);
        Assert.StartsWith("2026-06 of Ana is exported.\n⚠ Left out: Ben (checked).\n",
            await bot.ConfirmAsync("mia", "pay export payments 2026-06"), StringComparison.Ordinal);
        Assert.StartsWith("Lock 2026-06 of Ana? What changes later is adjusted in a later month.\n⚠ Left out: Ben (checked).",
            await bot.SayAsync("mia", "pay lock payments 2026-06"), StringComparison.Ordinal);
    }

    // June, July and August are locked one after another; what is corrected in June then is of September.
    [Fact]
    public async Task A_month_that_was_locked_long_ago_is_adjusted_in_the_first_open_one()
    {
        var bot = await WithAsync(Files.Payments, "2026-06-01T00:00:00Z");
        foreach (var (month, at) in new[] { ("2026-06", "2026-08-05"), ("2026-07", "2026-08-06"), ("2026-08", "2026-09-05") })
        {
            await bot.AtAsync($"{at}T12:00:00Z");
            await bot.TakeToAsync(PayState.Locked, month, "ana", "ben");
        }

        await bot.ConfirmAsync("lea", "correct payments 2026-06-02 09:00 to 2026-06-02 21:00 ben because swapped by word of mouth");
        Assert.Equal(["-60 of 2026-06"], await bot.AdjustmentsAsync("ana", "2026-09"));
        Assert.Equal(["60 of 2026-06"], await bot.AdjustmentsAsync("ben", "2026-09"));
        Assert.Empty(await bot.AdjustmentsAsync("ana", "2026-10"));
    }

    private static async Task<PayBot> CheckedAsync()
    {
        var bot = await WithAsync(Files.Payments, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-03T12:00:00Z");
        foreach (var person in new[] { "ana", "ben" }) await bot.SayAsync(person, "pay check 2026-06");
        return bot;
    }
}
