using NodaTime;
using NodaTime.Text;

namespace Watchbill.Compensation;

/// <summary>
/// Hours that somebody worked and that no shift or incident tells of, from start
/// (included) to end (not included). They count once they are approved.
/// </summary>
/// <param name="By">A person's id, or <c>token:name</c>.</param>
public sealed record TimeEntry(string Person, TimeEntryKind Kind, Instant Start, Instant End, string By, Instant At)
{
    /// <summary>Id of the rotation whose pay policy says what standby is worth.</summary>
    public string? Rotation { get; init; }

    /// <summary>Id of the team that was supported.</summary>
    public string? Team { get; init; }

    /// <summary>Null: nobody has approved or rejected it yet.</summary>
    public EntryDecision? Decision { get; init; }

    public bool IsApproved => Decision is { Approved: true };

    /// <summary>What was done; empty once its author or its person is forgotten.</summary>
    public string Note { get; init; } = "";

    /// <summary>
    /// <c>ana/2026-11-16T09:00:00Z/support/payments</c>: the entries of a person are a range of ids, and the same one is not written twice.
    /// </summary>
    public string Id => $"{Person}/{InstantPattern.General.Format(Start)}/{Kind.ToString().ToLowerInvariant()}/{Worked}";

    /// <summary>What it was for.</summary>
    public string Worked => (Kind == TimeEntryKind.Standby ? Rotation : Team) ?? "";

    /// <summary>Whether the two say the same hours of the same work.</summary>
    public bool Repeats(TimeEntry other) =>
        (Person, Kind, Worked) == (other.Person, other.Kind, other.Worked) && Start < other.End && other.Start < End;
}

/// <summary>What an entry is for.</summary>
public enum TimeEntryKind
{
    /// <summary>Being reachable for a rotation outside its shifts.</summary>
    Standby,

    /// <summary>Work for a team.</summary>
    Support,
}

/// <summary>What became of an entry.</summary>
/// <param name="By">A person's id, or <c>token:name</c>.</param>
public sealed record EntryDecision(bool Approved, string By, Instant At, string? Reason);
