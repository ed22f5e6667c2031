using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Rotations;

/// <summary>The turns of one version of a layer and whose they are, with the seam at its start.</summary>
public sealed class LayerTurns
{
    private readonly LayerVersion version;
    private readonly Turns turns;

    // From the start of the version to the end of its seam; empty where there is none.
    private readonly Turn seam = new(0, Instant.MinValue, Instant.MinValue);

    // The turn that the seam cuts off; none has this number where the seam is part of the first whole turn.
    private readonly long cut = long.MinValue;

    /// <param name="zones">The rules of time zones; null: those of this release.</param>
    public LayerTurns(LayerVersion version, IDateTimeZoneProvider? zones = null)
    {
        this.version = version;
        turns = new Turns(version.Turn, version.Coverage, zones);
        if (version is not { From: { } from, Seam: { } kind }) return;
        var first = turns.At(from);
        // Where newer zone rules put a boundary right on the start, there is nothing between them.
        if (first.Start == from) return;
        if (kind.Kept is null) first = turns.At(first.End);
        else cut = first.Number;
        seam = first with { Start = from };
    }

    /// <summary>The turn that holds an instant of this version; never an empty one.</summary>
    public Turn At(Instant at) => at < seam.End && seam.Start <= at ? seam : turns.At(at);

    /// <summary>The turn after one of these; it may be empty.</summary>
    public Turn After(Turn turn) =>
        turn.End == seam.End ? turns.At(turn.End) : new(turn.Number + 1, turn.End, turns.Start(turn.Number + 2));

    /// <summary>The place in the roster of the person of a turn. The roster is not empty.</summary>
    public int PlaceOf(long number)
    {
        if (number == cut) return version.Seam!.Kept!.Place;
        var place = number + version.Offset;
        return (int)(place - WallClock.Floor(place, version.Members.Count) * version.Members.Count);
    }

    /// <summary>The number that a turn is known by: that of the version before, where its person keeps the seam.</summary>
    public long NumberOf(long number) => number == cut ? version.Seam!.Kept!.Turn : number;
}
