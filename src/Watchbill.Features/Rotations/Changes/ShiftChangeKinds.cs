using NodaTime;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>What is stored about who takes whose shift.</summary>
public static class ShiftChangeKinds
{
    public static IReadOnlyList<StoredKind> All { get; } =
    [
        new StoredKind<Absences>
        {
            Name = "absences",
            Id = "person",
            Holds = "when somebody is away; no reason is asked or kept",
            Retention = Retention.ForGood<Absences>(),
            Personal = new("when somebody is away, and never why")
            {
                Forget = Forget.Deleting<Absences>("deleted", (stored, person) => stored.Id == person),
                Export = Export.Whole<Absences>("theirs", (stored, person) => stored.Id == person),
            },
            Renamed = new((stored, renames) =>
                renames.Renamed("people", stored.Id) ? (renames.Person(stored.Id), stored.Value) : null),
        },
        new StoredKind<RotationChanges>
        {
            Name = "changes",
            Id = "rotation",
            Holds = "overrides, swaps and covers",
            Retention = Retention.ForGood<RotationChanges>(),
            Personal = new("the ids of who takes and gives a shift and of who decided, and the reason they typed")
            {
                Forget = Forget.Keeping<RotationChanges>("stay, with ids; the reason is emptied where it is about them or by them",
                    RotationPeople.Without),
                Export = Export.Part<RotationChanges>("those they are in or decided", RotationPeople.Of),
            },
            Renamed = Renamed.Both<RotationChanges>((id, renames) => renames.Rotation(id), RotationRenames.Renamed),
        },
        new StoredKind<SwapRequest>
        {
            Name = "swap",
            Id = "random",
            Holds = "a shift offered to somebody, and how it was answered",
            Retention =
                Retention.For<SwapRequest>(Duration.FromDays(30), swap => swap.ClosedAt ?? swap.Expires, "when it was answered or ended"),
            Personal = new("the ids of both, and of who asked for it")
            {
                Forget = Forget.Deleting<SwapRequest>("theirs are deleted, also those they were offered",
                    (stored, person) => stored.Value.Given.Person == person || stored.Value.With == person),
                Export = Export.Whole<SwapRequest>("those they are in or asked for", (stored, person) => stored.Value.Concerns(person)),
            },
            Renamed = Renamed.Value<SwapRequest>(RotationRenames.Renamed),
        },
        new StoredKind<CoverRequest>
        {
            Name = "cover",
            Id = "random",
            Holds = "a shift that looks for somebody, who was asked and who took what",
            Retention =
                Retention.For<CoverRequest>(Duration.FromDays(30), cover => cover.ClosedAt ?? cover.End, "when it was taken or ended"),
            Personal = new("the ids of whose shift it is, who was asked, who declined and who took what")
            {
                Forget = Forget.Of<CoverRequest>("theirs are deleted; in others' they are no longer among those who were asked",
                    (stored, gone) => stored.Value.Person == gone.Id ? Write.Delete(stored)
                        : stored.Value.Without(gone.Id) is { } left ? Write.Replace(stored, left) : null),
                Export = Export.Part<CoverRequest>("those they are in, without who else was asked", RotationPeople.Of),
            },
            Renamed = Renamed.Value<CoverRequest>(RotationRenames.Renamed),
        },
        new StoredKind<ShiftCorrection>
        {
            Name = "correction",
            Id = "rotation/start/layer/decided",
            Holds = "who really worked a part of a recorded shift, and why; the record stays",
            Retention = Retention.ForGood<ShiftCorrection>(),
            Personal = new("the ids of who worked and of who decided, and the reason they typed")
            {
                Forget = new("stays, with ids; the reason is emptied where it is about them or by them", ForgetReasonsAsync),
                Export = Export.Whole<ShiftCorrection>("those they are in or decided", (stored, person) => stored.Value.Concerns(person)),
            },
            Renamed = new((stored, renames) => stored.Value.Renamed(renames) is var renamed && renamed != stored.Value
                ? (renamed.Id, renamed) : null),
        },
    ];

    // A correction of their shift tells of them, too, whoever it put in.
    private static async Task<Func<Stored<ShiftCorrection>, Write?>> ForgetReasonsAsync(
        IStore store, Stored<Organization.Person> gone, CancellationToken ct)
    {
        var worked = new List<WorkedShift>();
        await foreach (var page in store.PagesAsync<WorkedShift>(ct))
            worked.AddRange(page.Select(stored => stored.Value).Where(shift => shift.Concerns(gone.Id)));
        return stored => stored.Value is { Reason.Length: > 0 } correction
            && (correction.Concerns(gone.Id) || worked.Exists(correction.Corrects))
            ? Write.Replace(stored, correction with { Reason = "" }) : null;
    }
}
