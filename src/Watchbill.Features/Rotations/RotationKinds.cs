using NodaTime;
using Watchbill.Calendars;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>What is stored about rotations and the shifts worked in them.</summary>
public static class RotationKinds
{
    private const string IdsStay = "stays: it holds ids only";

    public static IReadOnlyList<StoredKind> All { get; } =
    [
        new StoredKind<Rotation>
        {
            Name = "rotation",
            Id = "rotation",
            Holds = "a rotation of the organisation file or made in chat, with every version of its parts",
            Retention = Retention.ForGood<Rotation>(),
            Personal = new("the ids of its members")
            {
                Forget = Forget.Stays<Rotation>(IdsStay),
                Export = Export.Nothing<Rotation>(),
            },
            // The file's own are renamed as they are compared; it does not name these.
            Renamed = new((stored, renames) => stored.Value.InChat ? (stored.Id, stored.Value.Renamed(renames)) : null),
        },
        new StoredKind<WorkedShift>
        {
            Name = "shift",
            Id = "rotation/start/layer",
            Holds = "a shift as it was worked",
            Retention = Retention.For<WorkedShift>(Duration.FromDays(3660), worked => worked.Shift.End, "its end"),
            Personal = new("the ids of who was on call, and instead of whom")
            {
                Forget = Forget.Stays<WorkedShift>(IdsStay),
                Export = Export.Whole<WorkedShift>("those they worked or were replaced in",
                    (stored, person) => stored.Value.Concerns(person)),
            },
            Renamed = new(RenamedShift),
        },
        new StoredKind<Recorded>
        {
            Name = "recorded",
            Id = "rotation",
            Holds = "how far worked shifts are recorded",
            Retention = Retention.ForGood<Recorded>(),
            Personal = Personal.Nobodys<Recorded>(),
            Renamed = new((stored, renames) =>
                renames.Renamed("rotations", stored.Id) ? (renames.Rotation(stored.Id), stored.Value) : null),
        },
        new StoredKind<ZoneRules>
        {
            Name = "zones",
            Id = ZoneRules.DocumentId,
            Holds = "the rules of the time zones in use, as instants were last worked out by them",
            Retention = Retention.ForGood<ZoneRules>(),
            Personal = Personal.Nobodys<ZoneRules>(),
            Renamed = Renamed.Never<ZoneRules>(),
        },
        new StoredKind<Reported>
        {
            Name = "reported",
            Id = "gaps/rotation, budgets/team, training/person, calendars",
            Holds = "the Monday for which a weekly report was made",
            Retention = Retention.Until<Reported>("the rotation is gone; those of teams, people and calendars stay"),
            Personal = Personal.Nobodys<Reported>(),
            Renamed = Renamed.Never<Reported>(),
        },
    ];

    private static (string, WorkedShift)? RenamedShift(Stored<WorkedShift> stored, Organization.Renames renames)
    {
        var (before, after) = (stored.Value, stored.Value.Renamed(renames));
        var same = before.Rotation == after.Rotation && before.Shift == after.Shift && before.Team == after.Team
            && before.Domain == after.Domain && before.Services.SequenceEqual(after.Services);
        return same ? null : (WorkedShift.IdOf(after.Rotation, after.Shift.Start, after.Shift.Layer), after);
    }
}
