using NodaTime;

namespace Watchbill.Rotations;

/// <summary>Turns as they will be held, for a preview.</summary>
public static class RotationTurns
{
    public const int Shown = 8;

    /// <summary>
    /// The turn that runs and those after it, eight of each layer that is not shadow,
    /// by start; pieces of one turn of one person are joined.
    /// </summary>
    public static IReadOnlyList<Shift> Next(Schedule schedule, Instant now)
    {
        var turns = new List<Shift>();
        foreach (var layer in schedule.Rotation.Layers.Where(layer => !layer.Shadow))
        {
            var joined = new List<Shift>();
            foreach (var piece in schedule.Between(now, now + (Shown + 1) * schedule.Rotation.LongestTurn, layer.Id))
            {
                if (joined.Count > 0 && joined[^1] is var last && last.Turn == piece.Turn && last.Person == piece.Person)
                    joined[^1] = last with { End = piece.End };
                else if (joined.Count == Shown) break;
                else joined.Add(piece);
            }

            turns.AddRange(joined);
        }

        return [.. turns.OrderBy(turn => turn.Start)];
    }
}
