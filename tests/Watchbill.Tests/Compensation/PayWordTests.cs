using static Watchbill.Compensation.PayBot;

namespace Watchbill.Compensation;

/// <summary>How hours are written: as they are multiplied, and never as a fraction that nobody can read.</summary>
public sealed class PayWordTests
{
    [Theory]
    [InlineData("0", "0 h")]
    [InlineData("62", "62 h")]
    [InlineData("1.25", "1.25 h")]
    [InlineData("-0.5", "-0.5 h")]
    [InlineData("0.0007", "3 s")]
    [InlineData("0.33333333333333", "20 min")]
    [InlineData("-0.33333333333333", "-20 min")]
    [InlineData("1.16666666666667", "1 h 10 min")]
    [InlineData("1.17638888888889", "1 h 10 min 35 s")]
    [InlineData("348.33333333333333", "348 h 20 min")]
    public void Hours_have_two_digits_or_are_said_to_the_second(string hours, string said) =>
        Assert.Equal(said, PayReplies.Hours(decimal.Parse(hours, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("62.04", "62 h")]
    [InlineData("0.9", "54 min")]
    [InlineData("0.0007", "3 s")]
    public void A_sum_of_hours_is_short(string hours, string said) =>
        Assert.Equal(said, PayReplies.About(decimal.Parse(hours, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public async Task A_shift_that_has_just_begun_reads_in_seconds()
    {
        var bot = await WithAsync(Files.Payments, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-06-01T00:00:03Z");
        var said = await bot.SayAsync("ana", "pay me");
        Assert.StartsWith("2026-06: 0.00 EUR for 3 s on call", said, StringComparison.Ordinal);
        Assert.Contains("3 s x 5 by standard", said, StringComparison.Ordinal);
    }
}
