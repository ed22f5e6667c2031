using Watchbill.Organization;

namespace Watchbill.Rotations;

/// <summary>What is kept about rotations, under the new ids of people, rotations, teams, domains and services.</summary>
public static class RotationRenames
{
    public static Rotation Renamed(this Rotation rotation, Renames renames) => !renames.Any ? rotation : rotation with
    {
        Owner = rotation.Kind == RotationKind.Team ? renames.Team(rotation.Owner) : renames.Domain(rotation.Owner),
        Layers =
        [
            .. rotation.Layers.Select(layer => layer with
            {
                Versions = [.. layer.Versions.Select(
                    version => version with { Members = [.. version.Members.Select(id => renames.Person(id))] })],
            }),
        ],
    };

    public static RotationChanges Renamed(this RotationChanges changes, Renames renames) => new(
    [
        .. changes.Changes.Select(change => change with
        {
            Person = renames.Person(change.Person),
            Instead = renames.Person(change.Instead),
            DecidedBy = renames.Person(change.DecidedBy),
        }),
    ]);

    public static SwapRequest Renamed(this SwapRequest swap, Renames renames) => swap with
    {
        Rotation = renames.Rotation(swap.Rotation),
        Given = swap.Given with { Person = renames.Person(swap.Given.Person) },
        Returned = swap.Returned is { } returned ? returned with { Person = renames.Person(returned.Person) } : null,
        With = renames.Person(swap.With),
        AskedBy = renames.Person(swap.AskedBy),
    };

    public static CoverRequest Renamed(this CoverRequest cover, Renames renames) => cover with
    {
        Rotation = renames.Rotation(cover.Rotation),
        Person = renames.Person(cover.Person),
        AskedBy = renames.Person(cover.AskedBy),
        Asked = [.. cover.Asked.Select(id => renames.Person(id))],
        Declined = [.. cover.Declined.Select(id => renames.Person(id))],
        Taken = [.. cover.Taken.Select(part => part with { Person = renames.Person(part.Person) })],
    };

    public static ShiftCorrection Renamed(this ShiftCorrection correction, Renames renames) => correction with
    {
        Rotation = renames.Rotation(correction.Rotation),
        Person = renames.Person(correction.Person),
        DecidedBy = renames.Person(correction.DecidedBy),
    };

    public static Shift Renamed(this Shift shift, Renames renames) =>
        shift with { Person = renames.Person(shift.Person), Instead = renames.Person(shift.Instead) };

    public static WorkedShift Renamed(this WorkedShift worked, Renames renames) => worked with
    {
        Rotation = renames.Rotation(worked.Rotation),
        Shift = worked.Shift.Renamed(renames),
        Team = renames.Team(worked.Team),
        Domain = renames.Domain(worked.Domain),
        Services = [.. worked.Services.Select(id => renames.Service(id))],
    };

    public static HandoffState Renamed(this HandoffState state, Renames renames) =>
        state with { Holders = state.Holders.ToDictionary(held => held.Key, held => renames.Person(held.Value)) };

    public static Handoff Renamed(this Handoff handoff, Renames renames) => handoff with
    {
        Rotation = renames.Rotation(handoff.Rotation),
        Layers =
        [
            .. handoff.Layers.Select(layer => layer with
            {
                Outgoing = renames.Person(layer.Outgoing),
                Incoming = renames.Person(layer.Incoming),
            }),
        ],
        Notes = Renamed(handoff.Notes, renames),
        Acknowledged = [.. handoff.Acknowledged.Select(one => one with { Person = renames.Person(one.Person) })],
    };

    public static HandoffNotes Renamed(this HandoffNotes notes, Renames renames) => new(Renamed(notes.Notes, renames));

    public static Reminded Renamed(this Reminded reminded, Renames renames) =>
        new([.. reminded.Reminders.Select(reminder => reminder with { Person = renames.Person(reminder.Person) })]);

    private static IReadOnlyList<HandoffNote> Renamed(IReadOnlyList<HandoffNote> notes, Renames renames) =>
        [.. notes.Select(note => note with { Person = renames.Person(note.Person) })];
}
