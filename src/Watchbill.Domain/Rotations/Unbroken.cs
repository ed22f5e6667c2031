using NodaTime;

namespace Watchbill.Rotations;

/// <summary>
/// Shifts as people speak of them: what follows on in a layer without a break and with the same person is one, until somebody else comes.
/// </summary>
public static class Unbroken
{
    /// <summary>The end of a shift that goes on for as long as was looked.</summary>
    public static Instant Endless { get; } = Instant.MaxValue;

    /// <summary>The pieces, joined; of each the turn is the first one's.</summary>
    /// <param name="pieces">Of any layers, by start.</param>
    /// <param name="limit">How far was looked: a shift that reaches it is endless.</param>
    public static IReadOnlyList<Shift> Of(IReadOnlyList<Shift> pieces, Instant limit)
    {
        var joined = new List<Shift>(pieces.Count);
        var last = new Dictionary<string, int>();
        foreach (var piece in pieces)
        {
            if (last.TryGetValue(piece.Layer, out var at) && joined[at] is var before && before.End == piece.Start
                && before.Person == piece.Person && before.Reason == piece.Reason)
            {
                joined[at] = before with { End = piece.End };
                continue;
            }

            last[piece.Layer] = joined.Count;
            joined.Add(piece);
        }

        return [.. joined.Select(shift => shift.End < limit ? shift : shift with { End = Endless })];
    }
}
