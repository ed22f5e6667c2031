using NodaTime;
using Watchbill.Rotations;

namespace Watchbill.Compensation;

/// <summary>Finds who was in the rosters of a paid rotation.</summary>
internal static class PayRosters
{
    /// <param name="first">When the rotation was first recorded: nothing is paid before.</param>
    public static IEnumerable<(string Person, RosterTime Time)> Of(Rotation rotation, Interval span, Instant first) =>
        from layer in rotation.Layers
        where !layer.Shadow
        from i in Enumerable.Range(0, layer.Versions.Count)
        let version = layer.Versions[i]
        let start = Instant.Max(span.Start, Instant.Max(first, version.From ?? first))
        let end = i + 1 < layer.Versions.Count ? Instant.Min(span.End, layer.Versions[i + 1].From ?? span.End) : span.End
        where start < end && !version.Removed
        from paid in rotation.PaidIn(new Interval(start, end))
        from person in version.Members.Distinct()
        select (person, new RosterTime(rotation.Id, paid.Pay, version.Coverage, paid.Span, version.Members.Distinct().Count()));
}
