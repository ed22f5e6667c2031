using System.Globalization;

namespace Watchbill.Budgets;

/// <summary>
/// When a level of a policy is reached: <c>remaining &lt;= 25%</c>, <c>burn &gt;
/// 14.4</c>, <c>incident &gt; 20%</c>, <c>exhausted 2 of 4</c>.
/// </summary>
/// <param name="Value">In percent, a burn rate, or how many periods.</param>
/// <param name="Inclusive">Whether the value itself is in.</param>
public sealed record PolicyCondition(PolicyMetric Metric, decimal Value, bool Inclusive)
{
    /// <summary>Of how many periods; 0 for other conditions.</summary>
    public int Of { get; init; }

    /// <summary>What was written; null: it is no condition.</summary>
    public static PolicyCondition? Parse(string text)
    {
        var words = text.Replace("%", " %", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            ["exhausted", var count, "of", var of] => Periods(count, of),
            ["remaining", "<=" or "<", var value, "%"] =>
                Number(value) is <= 100 and { } number ? new(PolicyMetric.Remaining, number, words[1] == "<=") : null,
            ["incident", ">=" or ">", var value, "%"] =>
                Number(value) is >= 0 and <= 100 and { } number ? new(PolicyMetric.Incident, number, words[1] == ">=") : null,
            ["burn", ">=" or ">", var value] =>
                Number(value) is > 0 and { } number ? new(PolicyMetric.Burn, number, words[1] == ">=") : null,
            _ => null,
        };
    }

    /// <summary>Whether a value satisfies it; not for periods.</summary>
    public bool Holds(decimal value) => Metric == PolicyMetric.Remaining
        ? value < Value || (Inclusive && value == Value)
        : value > Value || (Inclusive && value == Value);

    /// <summary>As it is written.</summary>
    public override string ToString() => Metric switch
    {
        PolicyMetric.Exhausted => string.Create(CultureInfo.InvariantCulture, $"exhausted {Value} of {Of}"),
        PolicyMetric.Remaining => string.Create(CultureInfo.InvariantCulture, $"remaining {(Inclusive ? "<=" : "<")} {Value}%"),
        PolicyMetric.Incident => string.Create(CultureInfo.InvariantCulture, $"incident {(Inclusive ? ">=" : ">")} {Value}%"),
        _ => string.Create(CultureInfo.InvariantCulture, $"burn {(Inclusive ? ">=" : ">")} {Value}"),
    };

    private static PolicyCondition? Periods(string count, string of) =>
        Whole(count) is { } k && Whole(of) is { } m && k >= 1 && k <= m ? new(PolicyMetric.Exhausted, k, true) { Of = m } : null;

    private static int? Whole(string text) =>
        text.Length <= 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value : null;
}

/// <summary>What a condition looks at.</summary>
public enum PolicyMetric
{
    /// <summary>What is left of the budget.</summary>
    Remaining,

    /// <summary>The burn rate over the last hour, and over the last five minutes.</summary>
    Burn,

    /// <summary>What one incident took of the budget.</summary>
    Incident,

    /// <summary>How many of the last periods used their budget up.</summary>
    Exhausted,
}
