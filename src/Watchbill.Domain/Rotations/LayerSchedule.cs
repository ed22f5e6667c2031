using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Rotations;

/// <summary>Who holds one layer, after everything. Made once from documents, then asked as often as needed.</summary>
internal sealed class LayerSchedule
{
    private readonly LayerPart[] parts;

    public LayerSchedule(Layer layer, OverlappingChanges changes, Almanac almanac)
    {
        Layer = layer;
        Changes = changes;
        parts = new LayerPart[layer.Versions.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            var version = layer.Versions[i];
            var end = i + 1 < parts.Length ? layer.Versions[i + 1].From ?? Instant.MaxValue : Instant.MaxValue;
            parts[i] = new LayerPart(layer.Id, version, end, almanac);
        }
    }

    private LayerSchedule(LayerSchedule other, OverlappingChanges changes) => (Layer, Changes, parts) = (other.Layer, changes, other.parts);

    public Layer Layer { get; }

    public OverlappingChanges Changes { get; }

    /// <summary>The layer as it was when a change was decided: without that one, without later ones, and with nobody away.</summary>
    public LayerSchedule Before(ShiftChange change) => new(this, Changes.Before(change));

    public Interval TurnAfter(Instant at) => (Array.FindLast(parts, part => part.Start <= at) ?? parts[0]).TurnAfter(at);

    /// <summary>The piece that holds an instant; null where the layer is off duty.</summary>
    public Shift? At(Instant at)
    {
        var version = parts.Length - 1;
        while (version >= 0 && parts[version].Start > at) version--;
        if (version < 0) return null;
        return parts[version].At(at, Changes);
    }

    /// <summary>Adds every piece that touches the span, whole, in order.</summary>
    public void Between(Instant from, Instant to, List<Shift> into)
    {
        foreach (var part in parts) part.Between(from, to, Changes, into);
    }
}
