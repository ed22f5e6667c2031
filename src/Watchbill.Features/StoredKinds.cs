using Watchbill.Budgets;
using Watchbill.Chat;
using Watchbill.Compensation;
using Watchbill.Engagements;
using Watchbill.Health;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Paging;
using Watchbill.Rotations;
using Watchbill.Storage;
using Watchbill.Training;

namespace Watchbill;

/// <summary>The kinds of every slice: what is handed to whoever goes through all of them.</summary>
public static class StoredKinds
{
    /// <summary>In the order in which people get their data.</summary>
    public static IReadOnlyList<StoredKind> All { get; } =
    [
        .. OrganizationKinds.File,
        .. ShiftChangeKinds.All,
        .. RotationKinds.All,
        .. HandoffKinds.All,
        .. GroupKinds.All,
        .. IncidentKinds.All,
        .. PagingKinds.All,
        .. BudgetKinds.All,
        .. CompensationKinds.All,
        .. EngagementKinds.All,
        .. TrainingKinds.All,
        .. HealthKinds.All,
        .. ChatKinds.All,
        .. FeedKinds.All,
        .. OrganizationKinds.Tokens,
        .. StorageKinds.All,
    ];
}
