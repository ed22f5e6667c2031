using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Rotations;

/// <summary>
/// What one person holds of one turn of a layer, in one piece or several: from the start of the first to
/// the end of the last. A vacant piece still belongs to whoever is missing there.
/// </summary>
/// <param name="Pieces">The spans really held, in order.</param>
public sealed record HeldShift(string Layer, string Person, IReadOnlyList<Interval> Pieces)
{
    public Instant Start => Pieces[0].Start;

    public Instant End => Pieces[^1].End;

    /// <summary>
    /// Every holding of a person, in layers that are paged, that touches the span, by start; only the part in the span. Where somebody else
    /// has a part in the middle, what is before and behind it are two.
    /// </summary>
    public static IReadOnlyList<HeldShift> Within(Schedule schedule, string person, Interval span)
    {
        var pieces = schedule.Between(span.Start, span.End);
        return [.. Of(pieces, schedule, person, span.Start, span.End).SelectMany(held => held.Without(
            [.. pieces.Where(piece => piece.Layer == held.Layer && !piece.IsOf(person))
                .Select(piece => new Interval(piece.Start, piece.End))])).OrderBy(held => held.Start)];
    }

    /// <summary>The same with all of the turns that touch the span.</summary>
    public static IReadOnlyList<HeldShift> Touching(Schedule schedule, string person, Interval span)
    {
        var around = schedule.Between(span.Start - schedule.Rotation.LongestTurn, span.End + schedule.Rotation.LongestTurn);
        var touched =
            around.Where(piece => piece.IsOf(person) && piece.Start < span.End && piece.End > span.Start)
                .Select(piece => (piece.Layer, piece.Turn)).ToHashSet();
        return Of(around.Where(piece => touched.Contains((piece.Layer, piece.Turn))), schedule, person, Instant.MinValue, Instant.MaxValue);
    }

    /// <summary>What is left of it without some spans: cut in two by each that lies in the middle, not by off-duty time.</summary>
    public IEnumerable<HeldShift> Without(IReadOnlyList<Interval> others)
    {
        var left = new List<Interval>();
        foreach (var piece in Spans.Minus(Pieces, others))
        {
            if (left.Count > 0 && others.Any(other => other.Start < piece.Start && other.End > left[^1].End))
            {
                yield return this with { Pieces = [.. left] };
                left.Clear();
            }

            left.Add(piece);
        }

        if (left.Count > 0) yield return this with { Pieces = left };
    }

    private static IReadOnlyList<HeldShift> Of(IEnumerable<Shift> pieces, Schedule schedule, string person, Instant from, Instant to)
    {
        var paged = schedule.Rotation.Layers.Where(layer => !layer.Shadow).Select(layer => layer.Id).ToHashSet();
        return [.. pieces.Where(piece => piece.IsOf(person) && paged.Contains(piece.Layer))
            .GroupBy(piece => (piece.Layer, piece.Turn))
            .Select(
                turn =>
                    new HeldShift(turn.Key.Layer, person,
                        [.. turn.Select(piece => new Interval(Instant.Max(piece.Start, from), Instant.Min(piece.End, to)))]))
            .OrderBy(holding => holding.Start)];
    }
}
