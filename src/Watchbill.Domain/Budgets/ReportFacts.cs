using NodaTime;
using Watchbill.Incidents;
using Watchbill.Organization;

namespace Watchbill.Budgets;

/// <summary>What reports are worked out from.</summary>
/// <param name="Zone">Where months begin.</param>
/// <param name="Now">Later facts do not count; what goes on counts up to here.</param>
public sealed record ReportFacts(IReadOnlyList<ReportedService> Services, DateTimeZone Zone, Instant Now)
{
    /// <summary>What the services' gates answered.</summary>
    public IReadOnlyList<GateAnswer> Answers { get; init; } = [];

    /// <summary>The part of a period that has passed; empty where it has not begun.</summary>
    public Interval Passed(ReportPeriod period)
    {
        var span = period.In(Zone);
        return new Interval(span.Start, Instant.Max(span.Start, Instant.Min(span.End, Now)));
    }
}

/// <summary>A service and what happened to it.</summary>
public sealed record ReportedService(Service Service, BudgetFacts Facts)
{
    /// <summary>The objective of time that allows least: a service counts once, whatever else it promises. Null: it has none.</summary>
    public Slo? Strictest => Service.Slos.Where(slo => slo.Kind == SloKind.Time).MaxBy(slo => slo.Objective);

    /// <summary>Its incidents that began in a span; none that was taken back.</summary>
    public IEnumerable<Incident> Begun(Interval span) =>
        Facts.Incidents.Where(incident => incident.Counts && span.Contains(incident.Began));

    /// <summary>When it was down in a span, in seconds weighted by impact and with the corrections of its strictest objective.</summary>
    public IReadOnlyList<Spent> Down(Interval span) => Downtime.In(span, Strictest?.Id ?? "", Facts);
}
