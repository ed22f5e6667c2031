using Watchbill.Budgets;
using Watchbill.Chat;
using Watchbill.Compensation;
using Watchbill.Engagements;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Paging;
using Watchbill.Rotations;
using Watchbill.Training;

namespace Watchbill.Storage;

/// <summary>
/// Documents made in code, slice by slice: what their golden files hold. Where a member is renamed, it is here and not in the file. A kind
/// without one is pinned by its file alone.
/// </summary>
internal static class DocumentSamples
{
    public static IReadOnlyList<object> All { get; } =
    [
        .. OrganizationSamples.All,
        .. ShiftChangeSamples.All,
        .. RotationSamples.All,
        .. IncidentSamples.All,
        .. PagingSamples.All,
        .. BudgetSamples.All,
        .. CompensationSamples.All,
        .. EngagementSamples.All,
        .. TrainingSamples.All,
        .. ChatSamples.All,
        .. StorageSamples.All,
    ];
}
