using static Watchbill.Compensation.PayBot;

namespace Watchbill.Compensation;

/// <summary>Amounts are never taken from one currency for another, and are told in the digits that theirs has.</summary>
public sealed class PayCurrencyTests
{
    [Theory]
    [InlineData("EUR", 80)]
    [InlineData("KWD", null)]
    public void An_hourly_rate_in_another_currency_than_the_policys_is_none(string currency, int? amount)
    {
        var pay = new PayCase("Etc/UTC", """
            { "currency": "EUR", "standby": {"per": "hour", "rate": "1 x hourly"}, "callout": {"per": "hour", "rate": "2 x hourly"} }
            """).Hourly(10, currency: currency).OnCall("2026-06-03T00:00", "2026-06-03T04:00")
                .Called("2026-06-03T01:00", "2026-06-03T03:00");
        Assert.Equal(amount ?? 0, pay.Amount);
        Assert.All(pay.Lines, line => Assert.Equal((amount is null, "EUR"), (line.Rate is null, line.Amount.Currency)));
    }

    [Theory]
    [InlineData("1250.5", "EUR", "1,250.50 EUR")]
    [InlineData("-12.345", "KWD", "-12.345 KWD")]
    [InlineData("1250", "JPY", "1,250 JPY")]
    public void An_amount_has_the_digits_of_its_currency(string amount, string currency, string told) =>
        Assert.Equal(told, new Money(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), currency).Written());

    [Fact]
    public async Task Chat_tells_the_thousandths_of_a_currency_that_has_them()
    {
        var bot = await WithAsync(Files.OfBen("{id: standard, effective: 2026-01-01, standby: {per: hour, rate: 0.125}}")
            .Replace("currency: EUR", "currency: KWD", StringComparison.Ordinal), "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-06-01T01:00:00Z");
        Assert.Contains("0.125 KWD", await bot.SayAsync("ben", "pay me 2026-06"), StringComparison.Ordinal);
        Assert.Contains("12.345 KWD", await bot.ConfirmAsync("mia", "pay adjust ben 2026-06 12.345 KWD because of a taxi"),
            StringComparison.Ordinal);
    }
}
