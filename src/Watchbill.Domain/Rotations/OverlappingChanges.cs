using NodaTime;

namespace Watchbill.Rotations;

/// <summary>What people decided about one layer: changes in the order of decision, then absences.</summary>
internal sealed class OverlappingChanges
{
    private readonly ShiftChange[] byStart;
    private readonly Instant[] endsBy;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<Away>> away;

    public OverlappingChanges(IEnumerable<ShiftChange> changes, IReadOnlyDictionary<string, IReadOnlyList<Away>> away)
    {
        byStart = [.. changes.OrderBy(change => change.Start)];
        this.away = away;
        endsBy = new Instant[byStart.Length];
        var latest = Instant.MinValue;
        for (var i = 0; i < byStart.Length; i++) endsBy[i] = latest = Instant.Max(latest, byStart[i].End);
    }

    public bool Mention(string person) => Array.Exists(byStart, change => change.Person == person);

    /// <summary>The changes that were decided before one.</summary>
    public OverlappingChanges Before(ShiftChange change) =>
        new(byStart.Where(other => ByDecision(other, change) < 0), new Dictionary<string, IReadOnlyList<Away>>());

    /// <summary>The first instant from <paramref name="start"/> on that a change touches; the end of time where there is none.</summary>
    public Instant NextTouch(Instant start)
    {
        var before = StartedBefore(start);
        if (before > 0 && endsBy[before - 1] > start) return start;
        return before < byStart.Length ? byStart[before].Start : Instant.MaxValue;
    }

    /// <summary>Whether a person is ever away: only then an absence can touch their pieces.</summary>
    public bool IsEverAway(string? person) => person is not null && AwayOf(person).Count > 0;

    /// <summary>
    /// Adds the piece, cut and given to whom the decisions say, where that touches the
    /// span. Off duty pieces are dropped unless an override fills them.
    /// </summary>
    public void Apply(Shift piece, Instant from, Instant to, List<Shift> into)
    {
        var first = into.Count;
        into.Add(piece);
        foreach (var change in Touching(piece)) Give(into, first, change, piece.Person);
        TakeOut(into, first);

        var kept = first;
        for (var i = first; i < into.Count; i++)
        {
            var part = into[i];
            if (part.Person is null && part.Reason is null) continue;
            // An older decision within a newer one leaves edges that decide nothing.
            if (kept > first && into[kept - 1] is var last && last.End == part.Start && IsSame(last, part))
                into[kept - 1] = last with { End = part.End };
            else into[kept++] = part;
        }

        into.RemoveRange(kept, into.Count - kept);
        // Not before they are joined: what touches the span is added whole.
        for (var i = kept - 1; i >= first; i--)
        {
            if (into[i].End <= from || into[i].Start >= to) into.RemoveAt(i);
        }
    }

    // A swap or cover whose person no longer holds the span has lapsed there.
    private static void Give(List<Shift> parts, int first, ShiftChange change, string? turns)
    {
        for (var i = parts.Count - 1; i >= first; i--)
        {
            var held = parts[i];
            if (change.Kind != ShiftSource.Override && (change.Instead is null || change.Instead != held.Person)) continue;
            var instead = change.Instead ?? turns;
            Replace(parts, i, new Shift(
                held.Layer, held.Turn, Instant.Max(held.Start, change.Start), Instant.Min(held.End, change.End), change.Person, change.Kind,
                instead == change.Person ? null : instead)
            {
                Change = change.Id,
            });
        }
    }

    private void TakeOut(List<Shift> parts, int first)
    {
        for (var i = parts.Count - 1; i >= first && away.Count > 0; i--)
        {
            if (parts[i] is not { Person: { } person } part) continue;
            var decided = part.Change is { } id ? Array.Find(byStart, change => change.Id == id)!.DecidedAt : Instant.MinValue;
            foreach (var absence in AwayOf(person))
            {
                if (absence.DecidedAt < decided) continue;
                // A part that an absence has cut goes on behind it.
                for (var j = parts.Count - 1; j >= i; j--)
                {
                    if (parts[j].Person != person || parts[j].Change != part.Change || parts[j].Start < part.Start
                        || parts[j].End > part.End) continue;
                    Replace(parts, j, parts[j] with
                    {
                        Start = Instant.Max(parts[j].Start, absence.Start),
                        End = Instant.Min(parts[j].End, absence.End),
                        Person = null,
                        Instead = person,
                        Reason = absence.Reason,
                    });
                }
            }
        }
    }

    // Puts a piece in the place of the part of an older one that it covers; what is
    // before and behind it stays. An empty one changes nothing.
    private static void Replace(List<Shift> parts, int at, Shift by)
    {
        if (by.Start >= by.End) return;
        var old = parts[at];
        parts[at] = by;
        if (by.End < old.End) parts.Insert(at + 1, old with { Start = by.End });
        if (old.Start < by.Start) parts.Insert(at, old with { End = by.Start });
    }

    private List<ShiftChange> Touching(Shift piece)
    {
        var touching = new List<ShiftChange>();
        for (var i = StartedBefore(piece.End) - 1; i >= 0 && endsBy[i] > piece.Start; i--)
        {
            if (byStart[i].End > piece.Start) touching.Add(byStart[i]);
        }

        if (touching.Count > 1) touching.Sort(ByDecision);
        return touching;
    }

    private IReadOnlyList<Away> AwayOf(string person) => away.Count > 0 && away.TryGetValue(person, out var absences) ? absences : [];

    private static int ByDecision(ShiftChange one, ShiftChange other) =>
        one.DecidedAt != other.DecidedAt ? one.DecidedAt.CompareTo(other.DecidedAt) : string.CompareOrdinal(one.Id, other.Id);

    private static bool IsSame(Shift one, Shift other) =>
        one.Person == other.Person && one.Change == other.Change && one.Reason == other.Reason;

    private int StartedBefore(Instant end)
    {
        var (low, high) = (0, byStart.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (byStart[middle].Start < end) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
