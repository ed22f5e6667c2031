using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Rotations;

/// <summary>Who belongs to a rotation, and when: who is in the roster of a layer that is paged at that instant.</summary>
public static class Members
{
    /// <summary>Everybody who belongs to it at some instant of a span, in the order of the rosters.</summary>
    public static IReadOnlyList<string> Within(Rotation rotation, Interval span) => [.. Rosters(rotation)
        .Where(roster => Spans.Within(roster.Time, span.Start, span.End) is not null)
        .SelectMany(roster => roster.Members)
        .Distinct()];

    /// <summary>The parts of some spans in which a person belongs to it. The spans do not overlap; neither do the parts.</summary>
    public static IReadOnlyList<Interval> Parts(Rotation rotation, string person, IReadOnlyList<Interval> spans) =>
        Spans.Minus(spans,
            Spans.Minus(spans, Rosters(rotation).Where(roster => roster.Members.Contains(person)).Select(roster => roster.Time)));

    private static IEnumerable<(Interval Time, IReadOnlyList<string> Members)> Rosters(Rotation rotation) =>
        from layer in rotation.Layers
        where !layer.Shadow
        from version in layer.Versions.Zip(layer.Versions.Skip(1).Select(next => next.From).Append(null))
        let time = new Interval(version.First.From ?? Instant.MinValue, version.Second ?? Instant.MaxValue)
        select (time, version.First.Members);
}
