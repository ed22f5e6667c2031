using NodaTime;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>What is stored about handoffs.</summary>
public static class HandoffKinds
{
    private const string IdsStay = "stays: it holds ids only";

    public static IReadOnlyList<StoredKind> All { get; } =
    [
        new StoredKind<HandoffState>
        {
            Name = "holders",
            Id = "rotation",
            Holds = "who held each layer last, as it was told",
            Retention = Retention.Until<HandoffState>("the rotation is gone"),
            Personal = new("the ids of who was on call")
            {
                Forget = Forget.Stays<HandoffState>(IdsStay),
                Export = Export.Nothing<HandoffState>(),
            },
            Renamed = Renamed.Both<HandoffState>((id, renames) => renames.Rotation(id), RotationRenames.Renamed),
        },
        new StoredKind<Handoff>
        {
            Name = "handoff",
            Id = "rotation/instant",
            Holds = "a handoff as it was told, its notes, who acknowledged it",
            Retention = Retention.For<Handoff>(Duration.FromDays(400), handoff => handoff.At, "when it happened"),
            Personal = new("the ids of who handed over to whom and who acknowledged it, and the notes they typed")
            {
                Forget =
                    Forget.Keeping<Handoff>("their notes are deleted; who handed over to whom stays, with ids", RotationPeople.Without),
                Export = Export.Part<Handoff>("the layers they handed over or took, their notes and acknowledgements", RotationPeople.Of),
            },
            Renamed = Renamed.Derived<Handoff>(RotationRenames.Renamed, handoff => Handoff.IdOf(handoff.Rotation, handoff.At)),
        },
        new StoredKind<HandoffNotes>
        {
            Name = "notes",
            Id = "rotation",
            Holds = "notes that wait for the next handoff",
            Retention = Retention.Until<HandoffNotes>("that handoff"),
            Personal = new("the id of who wrote a note, and what they typed")
            {
                Forget = Forget.Keeping<HandoffNotes>("theirs are deleted", RotationPeople.Without),
                Export = Export.Part<HandoffNotes>("theirs", RotationPeople.Of),
            },
            Renamed = Renamed.Both<HandoffNotes>((id, renames) => renames.Rotation(id), RotationRenames.Renamed),
        },
        new StoredKind<Reminded>
        {
            Name = "reminded",
            Id = "rotation",
            Holds = "the shifts to come, and those of the last day, of which people were reminded",
            Retention = Retention.ForGood<Reminded>(),
            Personal = new("the ids of who was reminded")
            {
                Forget = Forget.Stays<Reminded>(IdsStay),
                Export = Export.Part<Reminded>("reminders of theirs", RotationPeople.Of),
            },
            Renamed = Renamed.Both<Reminded>((id, renames) => renames.Rotation(id), RotationRenames.Renamed),
        },
    ];
}
