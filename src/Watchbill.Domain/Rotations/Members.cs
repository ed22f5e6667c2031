using NodaTime;

namespace Watchbill.Rotations;

/// <summary>Who belongs to a rotation.</summary>
public static class Members
{
    /// <summary>Everybody in a roster, in force now or later, of a layer that is paged; in the order of the rosters.</summary>
    public static IReadOnlyList<string> Of(Rotation rotation, Instant now) => [.. rotation.Layers.Where(layer => !layer.Shadow)
        .SelectMany(layer => layer.Versions.Where((_, i) => i + 1 == layer.Versions.Count || layer.Versions[i + 1].From > now))
        .SelectMany(version => version.Members)
        .Distinct()];
}
