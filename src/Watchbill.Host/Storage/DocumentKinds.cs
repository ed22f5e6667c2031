using Watchbill.Budgets;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Compensation;
using Watchbill.Engagements;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Rotations;

namespace Watchbill.Storage;

/// <summary>
/// The name under which each type is stored. Names are never changed and never used again; a golden file pins each one's JSON.
/// </summary>
internal static class DocumentKinds
{
    public static IReadOnlyDictionary<Type, string> Names { get; } = new Dictionary<Type, string>
    {
        [typeof(AuditRow)] = "audit",
        [typeof(Restored)] = "restored",
        [typeof(OrganizationSettings)] = "organization",
        [typeof(Person)] = "person",
        [typeof(Team)] = "team",
        [typeof(Domain)] = "domain",
        [typeof(Service)] = "service",
        [typeof(HolidayCalendar)] = "calendar",
        [typeof(PolicyText)] = "policy",
        [typeof(AppliedFile)] = "file",
        [typeof(Rotation)] = "rotation",
        [typeof(RotationChanges)] = "changes",
        [typeof(Absences)] = "absences",
        [typeof(SwapRequest)] = "swap",
        [typeof(CoverRequest)] = "cover",
        [typeof(Correction)] = "correction",
        [typeof(WorkedShift)] = "shift",
        [typeof(Recorded)] = "recorded",
        [typeof(HandoffState)] = "holders",
        [typeof(Handoff)] = "handoff",
        [typeof(HandoffNotes)] = "notes",
        [typeof(Incident)] = "incident",
        [typeof(IncidentVersion)] = "incidentversion",
        [typeof(OpenIncident)] = "openincident",
        [typeof(UnknownAlert)] = "unknownalert",
        [typeof(RunbookUses)] = "runbooks",
        [typeof(Postmortem)] = "postmortem",
        [typeof(BudgetCorrection)] = "budgetcorrection",
        [typeof(BucketDay)] = "buckets",
        [typeof(LevelReached)] = "level",
        [typeof(GateAnswer)] = "gate",
        [typeof(GateOpening)] = "opening",
        [typeof(KpiFigure)] = "kpi",
        [typeof(TimeEntry)] = "timeentry",
        [typeof(Delivery)] = "delivery",
        [typeof(Message)] = "message",
        [typeof(Posted)] = "posted",
        [typeof(Reminded)] = "reminded",
        [typeof(Reported)] = "reported",
        [typeof(GroupState)] = "group",
        [typeof(FeedKey)] = "feedkey",
        [typeof(FeedState)] = "feed",
        [typeof(Pending)] = "pending",
        [typeof(Shared)] = "shared",
        [typeof(Seen)] = "seen",
        [typeof(ChatLink)] = "link",
        [typeof(ApiToken)] = "token",
        [typeof(ZoneRules)] = "zones",
        [typeof(EngagementHistory)] = "engagement",
    };
}
