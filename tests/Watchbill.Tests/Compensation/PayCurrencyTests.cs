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
}
