using System.Globalization;

namespace Watchbill.Compensation;

/// <summary>An amount in one currency (ISO 4217). Amounts of two currencies are never added.</summary>
public sealed record Money(decimal Amount, string Currency)
{
    // ISO 4217 lists the digits of each currency; all others have two.
    private static readonly string[] WithoutDigits =
    [
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF",
    ];
    private static readonly string[] WithThreeDigits = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

    /// <summary>To the smallest unit of the currency, halves away from zero.</summary>
    public static Money Rounded(decimal amount, string currency) =>
        new(decimal.Round(amount, Digits(currency), MidpointRounding.AwayFromZero), currency);

    /// <summary>As it is shown, with the digits of the currency: <c>1,250.00 EUR</c>.</summary>
    public string Written() =>
        $"{Amount.ToString($"N{Digits(Currency)}", CultureInfo.InvariantCulture)} {Currency}";

    private static int Digits(string currency) =>
        WithoutDigits.Contains(currency) ? 0 : WithThreeDigits.Contains(currency) ? 3 : 2;
}
