namespace Watchbill.Budgets;

/// <summary>A figure by which on-call work is judged.</summary>
/// <param name="Value">Not rounded. Null: there is nothing to work it out from, which is neither nought nor all.</param>
public sealed record Kpi(KpiName Name, KpiUnit Unit, decimal? Value)
{
    /// <summary>How many services, incidents or releases it was worked out from.</summary>
    public int Counted { get; init; }

    /// <summary>Out of how many; 0 where it is about no such thing.</summary>
    public int Of { get; init; }

    /// <summary>What is aimed for, at least; null: nothing is.</summary>
    public decimal? Target { get; init; }

    /// <summary>Null: there is no target, or no value.</summary>
    public bool? Met => Value >= Target ? true : Value is null || Target is null ? null : false;
}

/// <summary>What a figure is counted in.</summary>
public enum KpiUnit
{
    Percent,
    Seconds,
    Count,
}
