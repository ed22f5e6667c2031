using NodaTime;

namespace Watchbill.Budgets;

/// <summary>
/// A piece of a budget as it was used, from start (included) to end (not included). Pieces are in order and do not overlap.
/// </summary>
/// <param name="Bad">Seconds weighted by impact, or failed requests.</param>
/// <param name="Valid">Seconds of the piece, or its requests.</param>
/// <param name="Cause">Id of the incident that it counts for; null: none is known.</param>
public sealed record Spent(Instant Start, Instant End, decimal Bad, decimal Valid, string? Cause);

/// <summary>What happened to a service, as it is known.</summary>
/// <param name="Buckets">Of all its objectives, sources and days that matter.</param>
public sealed record BudgetFacts(
    IReadOnlyList<Incidents.Incident> Incidents, IReadOnlyList<BudgetCorrection> Corrections, IReadOnlyList<BucketDay> Buckets)
{
    public static BudgetFacts None { get; } = new([], [], []);
}
