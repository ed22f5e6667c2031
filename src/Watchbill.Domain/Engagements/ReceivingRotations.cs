using NodaTime;
using Watchbill.Calendars;
using Watchbill.Rotations;

namespace Watchbill.Engagements;

/// <summary>What a receiving rotation lacks against those that have answered for a service so far.</summary>
/// <param name="Uncovered">Promised so far and not by the receiving ones, in order.</param>
/// <param name="Levels">How many levels answer so far, and how many then.</param>
/// <param name="Response">How soon so far and then; null: not said.</param>
/// <param name="Unfilled">Layers without anybody, as <c>payments secondary</c>.</param>
public sealed record ReceivingLacks(
    IReadOnlyList<Interval> Uncovered, (int Had, int Has) Levels, (Duration? Had, Duration? Has) Response, IReadOnlyList<string> Unfilled)
{
    public bool None => Uncovered.Count == 0 && Levels.Has >= Levels.Had && !IsSlower && Unfilled.Count == 0;

    public bool IsSlower => Response.Had is { } had && !(Response.Has <= had);
}

/// <summary>Compares those who give a service with those who take it.</summary>
public static class ReceivingRotations
{
    /// <summary>How long the coverage is compared: four weeks hold every window, and most clock changes are near enough.</summary>
    public static Duration Ahead { get; } = Duration.FromDays(28);

    /// <summary>
    /// What is lacking from <paramref name="at"/> on. Several rotations cover together; of several response times the best one counts.
    /// </summary>
    public static ReceivingLacks Compare(IReadOnlyList<Rotation> giving, IReadOnlyList<Rotation> receiving, Instant at, Almanac almanac)
    {
        var had = giving.SelectMany(rotation => Promised(rotation, at, almanac));
        var has = receiving.SelectMany(rotation => Promised(rotation, at, almanac)).ToList();
        return new ReceivingLacks(
            Joined(had.SelectMany(span => Spans.Minus([span], has))),
            (LevelsOf(giving, at), LevelsOf(receiving, at)),
            (ResponseOf(giving), ResponseOf(receiving)),
            [.. receiving.SelectMany(
                rotation =>
                    rotation.LayersAt(at).Where(layer => !layer.Shadow && layer.MembersAt(at).Count == 0)
                        .Select(layer => $"{rotation.Id} {layer.Id}"))]);
    }

    /// <summary>
    /// The next boundary of those who take a service: the first end of a turn of their first paged layers after an instant.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no rotation, or none with a layer that is paged.</exception>
    public static Instant Boundary(IReadOnlyList<Rotation> receiving, Instant now, IDateTimeZoneProvider zones) =>
        receiving.Select(rotation => rotation.Layers.FirstOrDefault(layer => !layer.Shadow)).OfType<Layer>().Min(layer =>
        {
            var end = new LayerTurns(layer.At(now) ?? layer.Versions[0], zones).At(now).End;
            // A new version begins a turn of its own.
            return layer.Versions.Select(one => one.From).OfType<Instant>().Where(from => from > now).Append(end).Min();
        });

    // The promise in force at the start counts for all of the time: a later one is its owner's to answer for.
    private static IEnumerable<Interval> Promised(Rotation rotation, Instant at, Almanac almanac)
    {
        var promise = rotation.CoverageAt(at);
        var end = at + Ahead;
        return promise.Coverage.IsAlways
            ? [new Interval(at, end)]
            : new Windows(promise.Coverage, promise.Turn.TimeZone, almanac).Between(at, end)
                .Select(span => Spans.Within(span, at, end)!.Value);
    }

    private static List<Interval> Joined(IEnumerable<Interval> spans)
    {
        var joined = new List<Interval>();
        foreach (var span in spans.OrderBy(span => span.Start))
        {
            if (joined.Count > 0 && joined[^1].End >= span.Start)
                joined[^1] = new Interval(joined[^1].Start, Instant.Max(joined[^1].End, span.End));
            else joined.Add(span);
        }

        return joined;
    }

    // Layers that fill one level together count once.
    private static int LevelsOf(IReadOnlyList<Rotation> rotations, Instant at) =>
        rotations.Select(rotation => rotation.LayersAt(at).Where(layer => !layer.Shadow).Select(layer => layer.Level).Distinct().Count())
            .DefaultIfEmpty(0).Max();

    private static Duration? ResponseOf(IReadOnlyList<Rotation> rotations) => rotations.Select(rotation => rotation.Response).Min();
}
