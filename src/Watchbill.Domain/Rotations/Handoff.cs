using NodaTime;
using NodaTime.Text;

namespace Watchbill.Rotations;

/// <summary>A handoff as it was told, and who has acknowledged it.</summary>
/// <param name="At">When it happened; it may have been told later, after downtime.</param>
public sealed record Handoff(string Rotation, Instant At, IReadOnlyList<LayerHandover> Layers)
{
    /// <summary>How long an incoming person has to acknowledge it, from when it was said; then the lead hears of it.</summary>
    public static Duration Patience { get; } = Duration.FromMinutes(15);

    /// <summary>Handoffs before this one that were not told, because nobody was there to tell them.</summary>
    public int Missed { get; init; }

    /// <summary>The handoff before it that was told, or when the rotation was first seen; null: told by an older release.</summary>
    public Instant? After { get; init; }

    /// <summary>What the outgoing people left for the incoming ones.</summary>
    public IReadOnlyList<HandoffNote> Notes { get; init; } = [];

    public IReadOnlyList<Acknowledgement> Acknowledged { get; init; } = [];

    /// <summary>When the lead was told that somebody has not acknowledged it; null: not told.</summary>
    public Instant? EscalatedAt { get; init; }

    /// <summary>Who takes over and is paged: those who are asked to acknowledge.</summary>
    public IReadOnlyList<string> Incoming() =>
        [.. Layers.Where(layer => !layer.Shadow).Select(layer => layer.Incoming).OfType<string>().Distinct()];

    /// <summary>Who has not acknowledged yet.</summary>
    public IReadOnlyList<string> Awaited() => [.. Incoming().Except(Acknowledged.Select(acknowledged => acknowledged.Person))];

    /// <summary>Ordered by rotation, then instant: <c>payments/2026-11-16T09:00:00Z</c>.</summary>
    public static string IdOf(string rotation, Instant at) => $"{rotation}/{InstantPattern.General.Format(at)}";
}

/// <summary>That somebody knows they are on call now.</summary>
public sealed record Acknowledgement(string Person, Instant At);

/// <summary>Something that whoever comes next should know.</summary>
public sealed record HandoffNote(string Person, Instant At, string Text);

/// <summary>Notes that wait for a rotation's next handoff; the document's id is the rotation's.</summary>
public sealed record HandoffNotes(IReadOnlyList<HandoffNote> Notes)
{
    /// <summary>
    /// What a handoff carries: all but the notes of those who keep what they had; theirs wait until they go. Whoever leaves a layer hands
    /// it over, even where they go on in another one.
    /// </summary>
    /// <param name="told">The handovers that are told together.</param>
    public (IReadOnlyList<HandoffNote> Carried, IReadOnlyList<HandoffNote> Kept) Split(
        IReadOnlyList<Handover> told, HandoffState after)
    {
        var staying = after.Holders.Values.ToHashSet();
        staying.ExceptWith(told.SelectMany(handover => handover.Layers).Select(layer => layer.Outgoing));
        return ([.. Notes.Where(note => !staying.Contains(note.Person))], [.. Notes.Where(note => staying.Contains(note.Person))]);
    }
}
