using NodaTime;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>What is stored about calendar feeds.</summary>
public static class FeedKinds
{
    public static IReadOnlyList<StoredKind> All { get; } =
    [
        new StoredKind<FeedKey>
        {
            Name = "feedkey",
            Id = "person/hash",
            Holds = "that a calendar link was made, and when; the link itself is not kept",
            Retention = Retention.ForGood<FeedKey>(),
            Personal = new("the id of whose link it is")
            {
                Forget = Forget.Deleting<FeedKey>("theirs are deleted", (stored, person) => FeedKey.PersonOf(stored.Id) == person),
                Export = Export.Whole<FeedKey>("when theirs were made", (stored, person) => FeedKey.PersonOf(stored.Id) == person),
                Access = new((stored, _) => FeedKey.PersonOf(stored.Id), _ => "calendar link"),
            },
            Renamed = new(RenamedKey),
        },
        new StoredKind<FeedState>
        {
            Name = "feed",
            Id = "people/id, rotations/id",
            Holds = "the shifts as a calendar feed served them last, so that changes and cancellations can be told",
            Retention = Retention.For<FeedState>(Duration.FromDays(90), feed => feed.WrittenAt, "when it last changed"),
            Personal = new("the ids of who is on call")
            {
                Forget = Forget.Deleting<FeedState>("their own is deleted", (stored, person) => stored.Id == $"people/{person}"),
                Export = Export.Whole<FeedState>("their own", (stored, person) => stored.Id == $"people/{person}"),
            },
            Renamed = Renamed.Both<FeedState>(
                (id, renames) => id.Split('/') is [var kind, var of] ? $"{kind}/{renames.New(kind, of)}" : id, RenamedShifts),
        },
    ];

    private static (string, FeedKey)? RenamedKey(Stored<FeedKey> stored, Renames renames)
    {
        var person = FeedKey.PersonOf(stored.Id);
        return renames.Renamed("people", person)
            ? (FeedKey.PrefixOf(renames.Person(person)) + stored.Id[FeedKey.PrefixOf(person).Length..], stored.Value) : null;
    }

    // The rotation is part of what a calendar knows an entry by, so it stays: the next time it is served the old entry is cancelled and the
    // new one stands beside it.
    private static FeedState RenamedShifts(FeedState feed, Renames renames) => feed with
    {
        Events = [.. feed.Events.Select(served => served with { Shift = served.Shift.Renamed(renames) })],
    };
}
