using System.Diagnostics;

namespace Watchbill.Budgets;

/// <summary>Which figure it is.</summary>
public enum KpiName
{
    ServicesWithinBudget,
    SmallIncidents,
    TimeBetweenFailures,
    TimeToRestore,
    Down,
    ConsumedBudget,
    TimeToDetect,
    TimeToAcknowledge,
    TimeToMitigate,
    ReleasesAllowed,
    ReleasesHalted,
    ReleasesExempted,
}

/// <summary>Figures as answers of the API name them.</summary>
public static class KpiNames
{
    /// <summary>Never changed: others read them.</summary>
    public static string Text(this KpiName name) => name switch
    {
        KpiName.ServicesWithinBudget => "servicesWithinBudget",
        KpiName.SmallIncidents => "incidentsUnder30Percent",
        KpiName.TimeBetweenFailures => "mtbf",
        KpiName.TimeToRestore => "mttr",
        KpiName.Down => "downtime",
        KpiName.ConsumedBudget => "consumedBudget",
        KpiName.TimeToDetect => "timeToDetect",
        KpiName.TimeToAcknowledge => "timeToAcknowledge",
        KpiName.TimeToMitigate => "timeToMitigate",
        KpiName.ReleasesAllowed => "releasesAllowed",
        KpiName.ReleasesHalted => "releasesHalted",
        KpiName.ReleasesExempted => "releasesExempted",
        _ => throw new UnreachableException(),
    };
}
