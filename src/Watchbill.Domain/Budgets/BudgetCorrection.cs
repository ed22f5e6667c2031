using NodaTime;

namespace Watchbill.Budgets;

/// <summary>
/// A row that changes what counts, from start (included) to end (not included). What it corrects stays as it was recorded.
/// </summary>
/// <param name="Slo">Id of the objective; null: all of the service's.</param>
public sealed record BudgetCorrection(string Id, string Service, string? Slo, CorrectionKind Kind, Instant Start, Instant End)
{
    public required string Reason { get; init; }
    public required string By { get; init; }
    public required Instant At { get; init; }

    /// <summary>Who took the row back, and when; null: it holds.</summary>
    public string? UndoneBy { get; init; }
    public Instant? UndoneAt { get; init; }

    /// <summary>
    /// Whether alerts that begin in it page only at its end. Maintenance of one objective holds none: an alert does not say which one it
    /// is about.
    /// </summary>
    public bool HoldsPages => this is { Kind: CorrectionKind.Maintenance, Slo: null, UndoneAt: null };

    /// <summary><c>checkout/2026-11-16T09:00:00Z/k3f9</c>.</summary>
    public string DocumentId => $"{Service}/{NodaTime.Text.InstantPattern.General.Format(Start)}/{Id}";
}

/// <summary>How the span of a correction counts.</summary>
public enum CorrectionKind
{
    /// <summary>Nobody was hurt, or nobody was to be served: the span counts as uptime, and the budget stays as large as it is.</summary>
    Uptime,

    /// <summary>Planned and told beforehand: counts as uptime.</summary>
    Maintenance,

    /// <summary>Users were hurt though no incident says so: counts as downtime.</summary>
    Downtime,
}
