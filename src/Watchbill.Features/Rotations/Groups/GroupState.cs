using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;

namespace Watchbill.Rotations;

/// <summary>What follows who is on call: a user group, or the topic of a channel.</summary>
public sealed record GroupTarget
{
    // Its groups are stored without its name, as they were when no other platform had any.
    private static readonly PlatformId First = new("slack");

    private GroupTarget(string id, string name) => (Id, Name) = (id, name);

    /// <summary>The document's id: <c>group/S0PAY</c>, <c>group/matrix/!ops</c> or <c>topic/team:payments</c>.</summary>
    public string Id { get; }

    /// <summary>As people are told of it.</summary>
    public string Name { get; }

    /// <summary>The group's id on its platform; null: it is a topic.</summary>
    public string? Group { get; private init; }

    /// <summary>The platform that has the group; null: it is a topic, which every platform sets in its own channel.</summary>
    public PlatformId? Platform { get; private init; }

    public Address? Channel { get; private init; }

    public static GroupTarget Of(PlatformId platform, string group) =>
        new(platform == First ? $"group/{group}" : $"group/{platform}/{group}", $"group {group}") { Group = group, Platform = platform };

    /// <summary>The topic that a document of this id is about.</summary>
    public static GroupTarget TopicOf(string id)
    {
        var parts = id.Split(['/', ':'], 3);
        return TopicOf(new Address(Enum.Parse<AddressKind>(parts[1], ignoreCase: true), parts[2]));
    }

    public static GroupTarget TopicOf(Address channel) => new($"topic/{channel}", $"topic of {channel.Id}'s channel") { Channel = channel };
}

/// <summary>What a group or topic should be, and what of it the platform was told.</summary>
/// <param name="Wanted">Ids of people; for a topic its one text, and none where it is over.</param>
public sealed record GroupState(IReadOnlyList<string> Wanted)
{
    /// <summary>What the platform took last; null: nothing yet.</summary>
    public IReadOnlyList<string>? Done { get; init; }

    /// <summary>People who have no open account on the platform, and of whom the lead was told.</summary>
    public IReadOnlyList<string> Unlinked { get; init; } = [];

    /// <summary>Failures in a row, when to try again, and whether the lead knows.</summary>
    public int Failures { get; init; }
    public Instant NotBefore { get; init; }
    public bool FailureTold { get; init; }

    /// <summary>What they were told last that they can mend; null: nothing yet.</summary>
    public string? Refusal { get; init; }

    /// <summary>Nobody is on call who should be, so the last people stay; the lead was told.</summary>
    public bool Kept { get; init; }

    public bool IsDone => Done is not null && Done.SequenceEqual(Wanted);
}

/// <summary>What a group or topic should be now.</summary>
/// <param name="Wanted">Empty: nobody is on call; of a topic, that no rotation feeds it.</param>
/// <param name="Vacant">Whether somebody should be.</param>
/// <param name="Rotations">All that feed it.</param>
public sealed record GroupWish(GroupTarget Target, IReadOnlyList<string> Wanted, bool Vacant, IReadOnlyList<Rotation> Rotations);
