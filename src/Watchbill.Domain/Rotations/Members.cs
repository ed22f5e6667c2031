using NodaTime;

namespace Watchbill.Rotations;

/// <summary>Who belongs to a rotation.</summary>
public static class Members
{
    /// <summary>Everybody in a roster, in force now or later, of a layer that is paged; in the order of the rosters.</summary>
    public static IReadOnlyList<string> Of(Rotation rotation, Instant now) => [.. rotation.Layers.Where(layer => !layer.Shadow)
        .SelectMany(layer => layer.MembersFrom(now))
        .Distinct()];
}
