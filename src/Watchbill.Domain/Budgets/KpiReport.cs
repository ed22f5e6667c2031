using NodaTime;

namespace Watchbill.Budgets;

/// <summary>The KPIs of a period beside those of the one before.</summary>
/// <param name="Passed">The part of the period that was counted.</param>
public sealed record KpiReport(ReportPeriod Period, Interval Passed, IReadOnlyList<Kpi> Now, IReadOnlyList<Kpi> Before)
{
    /// <summary>Figures that were set from outside, by name: of the period, and of the one before.</summary>
    public IReadOnlyList<(string Name, KpiFigure? Now, KpiFigure? Before)> Figures { get; init; } = [];

    /// <summary>
    /// Whether repairs became quicker while more was lost, so that the mean time to restore shows the contrary of what happened.
    /// </summary>
    public bool RestoreMisleads => Fell(KpiName.TimeToRestore) && (Rose(KpiName.Down) || Rose(KpiName.ConsumedBudget));

    /// <summary>Whether all of the period has passed.</summary>
    public required bool Over { get; init; }

    public static KpiReport Of(ReportPeriod period, ReportFacts facts) =>
        new(period, facts.Passed(period), Kpis.Of(period, facts),
            Kpis.Of(period.Previous, facts))
        { Over = facts.Now >= period.In(facts.Zone).End };

    public Kpi Of(KpiName name) => Now.Single(kpi => kpi.Name == name);

    public Kpi Earlier(KpiName name) => Before.Single(kpi => kpi.Name == name);

    private bool Fell(KpiName name) => Of(name).Value < Earlier(name).Value;

    private bool Rose(KpiName name) => Of(name).Value > Earlier(name).Value;
}
