using NodaTime;
using Watchbill.Rotations;

namespace Watchbill.Compensation;

/// <summary>What a turn is as a whole, for those who are paid for a part of it.</summary>
/// <param name="Length">How long somebody is on call in it, whoever holds it.</param>
/// <param name="Weeks">How many weeks it lasts from handover to handover.</param>
public sealed record PaidTurn(Duration Length, decimal Weeks)
{
    /// <summary>
    /// The turn that hours by hand are a part of: that of the first layer that had begun last, also where nobody is on call; null: there
    /// is none around.
    /// </summary>
    public static PaidTurn? Of(Schedule schedule, Instant at)
    {
        if (schedule.Rotation.LayersAt(at).FirstOrDefault(layer => !layer.Shadow) is not { } layer) return null;
        // Twice: the turn before, whole, where the next has not begun.
        var around = 2 * schedule.Rotation.LongestTurn;
        return schedule.Between(at - around, at + around, layer.Id).GroupBy(piece => (piece.Turn, layer.CountOf(piece.Start, piece.Turn)))
            .LastOrDefault(turn => turn.First().Start <= at)?.ToList() is { } pieces
            ? new PaidTurn(pieces.Aggregate(Duration.Zero, (sum, piece) => sum + (piece.End - piece.Start)),
                WeeksOf(layer, pieces[0].Start))
            : null;
    }

    /// <summary>How many weeks a turn lasts that begins at an instant.</summary>
    public static decimal WeeksOf(Layer layer, Instant begins) => layer.At(begins)?.Turn is { } rule
        ? rule.Weeks(begins.InZone(DateTimeZoneProviders.Tzdb[rule.TimeZone]).Date) : 1;
}
