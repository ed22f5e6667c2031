using Watchbill.Storage;

namespace Watchbill.Engagements;

/// <summary>What is stored about who runs a service.</summary>
public static class EngagementKinds
{
    public static IReadOnlyList<StoredKind> All { get; } =
    [
        new StoredKind<EngagementHistory>
        {
            Name = "engagement",
            Id = "service",
            Holds = "who decided what about who runs a service, hand-backs with their evidence and answers, the readiness review with its "
                + "sign-offs",
            Retention = Retention.ForGood<EngagementHistory>(),
            Personal = new("the ids of who decided, proposed, answered and signed, and what they typed beside it")
            {
                Forget = Forget.Keeping<EngagementHistory>(
                    "stays, with ids; the reasons, answers and notes that they wrote are emptied", PersonalHistory.Without),
                Export = Export.Part<EngagementHistory>("what they decided, proposed or signed", PersonalHistory.Of),
            },
            Renamed = Renamed.Derived<EngagementHistory>(EngagementRenames.Renamed, history => history.Service),
        },
    ];
}
