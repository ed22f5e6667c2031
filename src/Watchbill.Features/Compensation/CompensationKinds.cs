using NodaTime;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Compensation;

/// <summary>What is stored about work that is paid.</summary>
public static class CompensationKinds
{
    public static IReadOnlyList<StoredKind> All { get; } =
    [
        new StoredKind<TimeEntry>
        {
            Name = "timeentry",
            Id = "person/start/kind/team or rotation",
            Holds = "hours of standby or support that were entered by hand, and by whom; nobody has approved them",
            Retention = Retention.For<TimeEntry>(Duration.FromDays(3660), entry => entry.End, "its end"),
            Personal = new("who worked when for which team or rotation, who entered it, and a note")
            {
                Forget = Forget.Keeping<TimeEntry>(
                    "stays, with ids, because it is paid by it; the note is emptied where it is about them or by them",
                    (entry, person) => entry.Note.Length > 0 && Concerns(entry, person) ? entry with { Note = "" } : null),
                Export = Export.Whole<TimeEntry>("those about them or by them", (stored, person) => Concerns(stored.Value, person)),
            },
            Renamed = new((stored, renames) => Renamed(stored.Value, renames) is var entry && entry != stored.Value
                ? (entry.Id, entry) : null),
        },
    ];

    private static bool Concerns(TimeEntry entry, string person) => entry.Person == person || entry.By == person;

    private static TimeEntry Renamed(TimeEntry entry, Renames renames) => entry with
    {
        Person = renames.Person(entry.Person),
        By = renames.Person(entry.By),
        Rotation = renames.Rotation(entry.Rotation),
        Team = renames.Team(entry.Team),
    };
}
