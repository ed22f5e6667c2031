using Watchbill.Chat;
using Watchbill.Organization;

namespace Watchbill.Budgets;

/// <summary>A service's budgets and what its gate says to a feature.</summary>
public sealed record BudgetView(Service Service, BudgetPolicy Policy, IReadOnlyList<BudgetReading> Readings, GateVerdict Gate)
{
    /// <summary>The objective that is worst off: used up first, then by what is left; those without data last.</summary>
    public BudgetReading? Worst() => Readings.OrderBy(reading => reading.Status.RemainingPercent ?? 1000).FirstOrDefault();

    public BudgetReading Of(string? slo) => slo is null
        ? Worst()!
        : Readings.FirstOrDefault(reading => reading.Slo.Id == slo) ?? throw Unknown(Service, slo);

    /// <summary>What to say about an objective that a service does not have.</summary>
    public static RefusedException Unknown(Service service, string slo) => new($"{service.Id} has no objective '{slo}'. "
        + (Nearest.To(slo, [.. service.Slos.Select(one => one.Id)]) is { } nearest
            ? $"Did you mean `{nearest}`?" : $"Known: {string.Join(", ", service.Slos.Select(one => one.Id).DefaultIfEmpty("none"))}."))
    { Field = "slo", Missing = true };
}
