namespace Watchbill.Rotations;

/// <summary>
/// What is kept about rotations as it concerns one person. <c>Of</c>: what they may have of it, without others; null: they are not in it.
/// <c>Without</c>: what is left when they are forgotten; null: nothing has to go.
/// </summary>
public static class RotationPeople
{
    public static RotationChanges? Of(this RotationChanges changes, string person) =>
        changes.Changes.Where(change => Concerns(change, person)).ToList() is { Count: > 0 } own ? new RotationChanges(own) : null;

    /// <summary>Why somebody was put in or taken out may describe them.</summary>
    public static RotationChanges? Without(this RotationChanges changes, string person)
    {
        bool Tells(ShiftChange change) => change.Reason is not null && Concerns(change, person);
        return changes.Changes.Any(Tells)
            ? new RotationChanges([.. changes.Changes.Select(change => Tells(change) ? change with { Reason = null } : change)])
            : null;
    }

    public static bool Concerns(this SwapRequest swap, string person) =>
        swap.Given.Person == person || swap.With == person || swap.AskedBy == person;

    /// <summary>Who else was asked is theirs.</summary>
    public static CoverRequest? Of(this CoverRequest cover, string person) =>
        cover.Person == person || cover.AskedBy == person || cover.Asked.Contains(person)
            || cover.Taken.Any(part => part.Person == person)
            ? cover with
            {
                Asked = [.. cover.Asked.Where(one => one == person)],
                Declined = [.. cover.Declined.Where(one => one == person)],
                Taken = [.. cover.Taken.Where(part => part.Person == person)],
            }
            : null;

    /// <summary>Somebody else's request: they are no longer looked for, and what they took stays with the id.</summary>
    public static CoverRequest? Without(this CoverRequest cover, string person) =>
        cover.Asked.Contains(person) || cover.Declined.Contains(person)
            ? cover with
            {
                Asked = [.. cover.Asked.Where(one => one != person)],
                Declined = [.. cover.Declined.Where(one => one != person)],
            }
            : null;

    public static bool Concerns(this ShiftCorrection correction, string person) =>
        correction.Person == person || correction.DecidedBy == person;

    /// <summary>Whether a correction is about a part of a recorded shift.</summary>
    public static bool Corrects(this ShiftCorrection correction, WorkedShift worked) =>
        correction.Rotation == worked.Rotation && correction.Layer == worked.Shift.Layer
            && correction.Start < worked.Shift.End && correction.End > worked.Shift.Start;

    public static bool Concerns(this WorkedShift worked, string person) =>
        worked.Shift.Person == person || worked.Shift.Instead == person;

    public static Handoff? Of(this Handoff handoff, string person)
    {
        var own = handoff with
        {
            Layers = [.. handoff.Layers.Where(layer => layer.Outgoing == person || layer.Incoming == person)],
            Notes = [.. handoff.Notes.Where(note => note.Person == person)],
            Acknowledged = [.. handoff.Acknowledged.Where(one => one.Person == person)],
        };
        return own.Layers.Count + own.Notes.Count + own.Acknowledged.Count == 0 ? null : own;
    }

    public static Handoff? Without(this Handoff handoff, string person) => handoff.Notes.Any(note => note.Person == person)
        ? handoff with { Notes = [.. handoff.Notes.Where(note => note.Person != person)] } : null;

    public static HandoffNotes? Of(this HandoffNotes notes, string person) =>
        notes.Notes.Where(note => note.Person == person).ToList() is { Count: > 0 } own ? new HandoffNotes(own) : null;

    public static HandoffNotes? Without(this HandoffNotes notes, string person) => notes.Notes.Any(note => note.Person == person)
        ? new HandoffNotes([.. notes.Notes.Where(note => note.Person != person)]) : null;

    public static Reminded? Of(this Reminded reminded, string person) =>
        reminded.Reminders.Where(reminder => reminder.Person == person).ToList() is { Count: > 0 } own ? new Reminded(own) : null;

    private static bool Concerns(ShiftChange change, string person) =>
        change.Person == person || change.Instead == person || change.DecidedBy == person;
}
