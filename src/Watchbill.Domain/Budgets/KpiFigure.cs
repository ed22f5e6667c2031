using NodaTime;

namespace Watchbill.Budgets;

/// <summary>A figure that is measured elsewhere and set by hand, such as the satisfaction of customers.</summary>
/// <param name="Period">Name of the period: <c>2026-Q4</c>.</param>
/// <param name="Unit"><c>%</c>; null: a plain number.</param>
public sealed record KpiFigure(string Name, string Period, decimal Value, string? Unit)
{
    public required string By { get; init; }
    public required Instant At { get; init; }

    /// <summary><c>2026-Q4/customer-satisfaction</c>: the figures of a period are a range of ids.</summary>
    public static string IdOf(string period, string name) => $"{period}/{name}";
}
