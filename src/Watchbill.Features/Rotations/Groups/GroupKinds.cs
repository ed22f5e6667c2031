using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>What is stored about groups and topics that follow who is on call.</summary>
public static class GroupKinds
{
    public static IReadOnlyList<StoredKind> All { get; } =
    [
        new StoredKind<GroupState>
        {
            Name = "group",
            Id = "group/id, topic/channel",
            Holds = "who should be in a user group or what a topic should say, what the platform took last, and what the lead was told",
            Retention = Retention.ForGood<GroupState>(),
            Personal = new("the ids of who is on call; a topic has their names, as the channel shows them")
            {
                Forget = Forget.Stays<GroupState>("stays until the next shift that is worked out"),
                Export = Export.Nothing<GroupState>(),
            },
            Renamed = Renamed.Never<GroupState>(),
        },
    ];
}
