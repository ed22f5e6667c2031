using NodaTime;
using Watchbill.Storage;

namespace Watchbill.Training;

/// <summary>What is stored about who may be on call.</summary>
public static class TrainingKinds
{
    public static IReadOnlyList<StoredKind> All { get; } =
    [
        new StoredKind<Enrollment>
        {
            Name = "enrollment",
            Id = "person/rotation/program",
            Holds = "somebody's way through a training program: items done and signed, who qualified them, when it lapsed, who insisted",
            Retention = Retention.ForGood<Enrollment>(),
            Personal = new("what somebody has learned and who said so, with the evidence and remarks")
            {
                Forget = Forget.Keeping<Enrollment>("stays, with ids: it says who was qualified on a day; evidence and remarks are emptied",
                    (one, person) => one.Events.Any(happened => Told(one, happened, person)) ? one with
                    {
                        Events = [.. one.Events.Select(happened => Told(one, happened, person) ? happened with { Text = null } : happened)],
                    } : null),
                Export = Export.Whole<Enrollment>("theirs", (stored, person) => stored.Value.Person == person),
            },
            Renamed = Renamed.Derived<Enrollment>((one, renames) => one.Renamed(renames), one => one.Id),
        },
        new StoredKind<ShadowTurn>
        {
            Name = "shadowturn",
            Id = "rotation/start/person",
            Holds = "a shift that somebody in training sits beside, and whose it is",
            Retention = Retention.For<ShadowTurn>(Duration.FromDays(1826), turn => turn.End, "its end"),
            Personal = new("who sat beside whom, and when")
            {
                Forget = Forget.Stays<ShadowTurn>("stays, with ids"),
                Export = Export.Whole<ShadowTurn>("theirs", (stored, person) => stored.Value.Person == person),
            },
            Renamed = Renamed.Derived<ShadowTurn>((turn, renames) => turn.Renamed(renames), turn => turn.Id),
        },
        new StoredKind<Drill>
        {
            Name = "drill",
            Id = "number",
            Holds = "a tabletop drill: who played what, what was asked for and told, notes, learnings and the runbooks gone through",
            Retention = Retention.For<Drill>(Duration.FromDays(1826), drill => drill.StartedAt, "its beginning"),
            Personal = new("which drills somebody played, and what they wrote")
            {
                Forget = Forget.Keeping<Drill>("stays, with ids: it says what was learned; what they wrote is emptied",
                    (drill, person) => drill.Events.Any(one => one.By == person && one.Text is not null) ? drill with
                    {
                        Events = [.. drill.Events.Select(one => one.By == person ? one with { Text = null } : one)],
                    } : null),
                Export = Export.Whole<Drill>("those they had a part in", (stored, person) => stored.Value.Has(person)),
            },
            Renamed = Renamed.Derived<Drill>((drill, renames) => drill.Renamed(renames), drill => drill.DocumentId),
        },
        new StoredKind<Requirement>
        {
            Name = "requirement",
            Id = "rotation",
            Holds = "since when a rotation has required a training program, and those of that time were granted it",
            Retention = Retention.Until<Requirement>("the rotation is gone"),
            Personal = Personal.Nobodys<Requirement>(),
            Renamed = Renamed.Derived<Requirement>(
                (one, renames) => one with { Rotation = renames.Rotation(one.Rotation) }, one => one.Rotation),
        },
    ];

    private static bool Told(Enrollment one, TrainingEvent happened, string person) =>
        happened.Text is not null && (one.Person == person || happened.By == person);
}
