using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Rotations;

/// <summary>
/// One version of a layer, before changes and absences: its turns cut by its windows, from <see
/// cref="Start"/> to <see cref="End"/>. A piece with neither person nor reason is off duty.
/// </summary>
internal sealed class LayerPart
{
    private const string NobodyListed = "nobody is in the roster";

    private readonly string layer;
    private readonly LayerVersion version;
    private readonly LayerTurns turns;
    private readonly Windows windows;

    public LayerPart(string layer, LayerVersion version, Instant end, Almanac almanac)
    {
        this.layer = layer;
        this.version = version;
        turns = new LayerTurns(version, almanac.Zones);
        windows = new Windows(version.Coverage, version.Turn.TimeZone, almanac);
        Start = version.From ?? Instant.MinValue;
        End = end;
    }

    public Instant Start { get; }

    public Instant End { get; }

    /// <summary>The first turn with time in it after the one that holds an instant, whatever versions come later.</summary>
    public Interval TurnAfter(Instant at)
    {
        var next = turns.At(turns.At(at).End);
        return new Interval(next.Start, next.End);
    }

    /// <summary>The piece that holds an instant, after the changes; null where it is off duty.</summary>
    public Shift? At(Instant at, OverlappingChanges changes)
    {
        if (windows.IsAlways && !version.Removed)
        {
            var turn = turns.At(at);
            var piece = Piece(turn, Instant.Max(turn.Start, Start), Instant.Min(turn.End, End));
            if (changes.NextTouch(piece.Start) >= piece.End && !changes.IsEverAway(piece.Person)) return piece;
        }

        var pieces = new List<Shift>(1);
        Between(at, at + Duration.Epsilon, changes, pieces);
        return pieces is [var held] ? held : null;
    }

    /// <summary>Adds the pieces that touch the span, whole, in order, after the changes.</summary>
    public void Between(Instant from, Instant to, OverlappingChanges changes, List<Shift> into)
    {
        from = Instant.Max(from, Start);
        to = Instant.Min(to, End);
        if (from >= to || version.Removed) return;

        var turn = turns.At(from);
        // From the start of the turn: a change that is over by then still cuts the piece that is asked for.
        var touch = changes.NextTouch(Instant.Max(turn.Start, Start));
        var offDuty = touch < to;
        IReadOnlyList<Interval> open = windows.IsAlways ? [] : windows.Between(turn.Start, offDuty ? turns.At(to).End : to);
        var next = 0;
        for (; turn.Start < to; turn = turns.After(turn))
        {
            var start = Instant.Max(turn.Start, Start);
            var end = Instant.Min(turn.End, End);
            if (start >= end) continue;
            if (windows.IsAlways)
            {
                Add(Piece(turn, start, end));
                continue;
            }

            while (next < open.Count && open[next].End <= start) next++;
            var reached = start;
            for (var i = next; i < open.Count && open[i].Start < end; i++)
            {
                var opens = Instant.Max(open[i].Start, start);
                var closes = Instant.Min(open[i].End, end);
                if (offDuty && reached < opens && IsTouched(reached, opens)) changes.Apply(OffDuty(turn, reached, opens), from, to, into);
                Add(Piece(turn, opens, closes));
                reached = closes;
            }

            if (offDuty && reached < end && IsTouched(reached, end)) changes.Apply(OffDuty(turn, reached, end), from, to, into);
        }

        // Most pieces end before the next change begins, and need no search.
        bool IsTouched(Instant start, Instant end)
        {
            if (end <= touch) return false;
            touch = changes.NextTouch(start);
            return touch < end;
        }

        void Add(Shift piece)
        {
            if (IsTouched(piece.Start, piece.End) || changes.IsEverAway(piece.Person)) changes.Apply(piece, from, to, into);
            else if (piece.Start < to && piece.End > from) into.Add(piece);
        }
    }

    private Shift OffDuty(Turn turn, Instant start, Instant end) =>
        new(layer, turns.NumberOf(turn.Number), start, end, null, ShiftSource.Turn);

    private Shift Piece(Turn turn, Instant start, Instant end)
    {
        if (version.Members.Count == 0) return OffDuty(turn, start, end) with { Reason = NobodyListed };
        var person = version.Members[turns.PlaceOf(turn.Number)];
        return new Shift(layer, turns.NumberOf(turn.Number), start, end, person, ShiftSource.Turn);
    }
}
