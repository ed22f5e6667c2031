namespace Watchbill.Slack;

/// <summary>The lines of <see cref="ParityScript"/> about pay; ben manages the team.</summary>
internal static class ParityPay
{
    public const string Lines =
        """
        ana: pay me
        ana: pay me last month
        ana: pay bonus
        ana: pay check
        ana: pay mistake last month because a <b>night</b> is missing
        ana [Confirm]
        ben: pay adjust ana last month 25 EUR because of a taxi
        ben [Confirm]
        ben: pay team payments last month
        ben: pay lines ana last month
        ana: pay check
        ben: pay team payments last month
        ben [Approve 1 month]
        ben: pay approve ana
        ben: pay export payments
        ben [Confirm]
        ben: pay lock payments
        ben [Confirm]
        ana: pay add standby yesterday 18:00 to 20:00 for payments
        ana [Confirm]
        ben: pay waiting this month
        ben [Approve Ana Silva]
        ana: pay add standby yesterday 20:00 to 21:00 for payments because <stood in>
        ana [Confirm]
        ben: pay waiting this month
        ben [Reject Ana Silva]
        ben: pay rate ana 30 EUR
        ben [Confirm]
        ben: pay factor ana 1.25
        ben [Cancel]
        ben: pay off take ana 4 2026-11-20
        ana: pay off balance
        ben: pay forecast payments
        """;
}
