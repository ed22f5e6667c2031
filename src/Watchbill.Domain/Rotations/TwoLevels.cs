using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Rotations;

/// <summary>
/// One person on two levels of a rotation at one time, start included, end not: an escalation would go from them to them.
/// </summary>
/// <param name="First">The level that comes first in the rotation.</param>
public sealed record TwoLevels(string Person, string First, string Second, Instant Start, Instant End)
{
    private static readonly Duration Soon = Duration.FromDays(28);
    private static readonly Duration Far = Duration.FromDays(366);

    /// <summary>
    /// Those of the next 28 days, else of the next year: rosters of different lengths, or turns of different speeds, meet later.
    /// </summary>
    public static IReadOnlyList<TwoLevels> Ahead(Schedule schedule, Instant now) =>
        Within(schedule, now, now + Soon) is { Count: > 0 } soon ? soon
        : MayMeet(schedule.Rotation) ? Within(schedule, now, now + Far) : [];

    /// <summary>The times in a span, by start. Layers of one level, and those that are not paged, are none.</summary>
    public static IReadOnlyList<TwoLevels> Within(Schedule schedule, Instant from, Instant to)
    {
        var paged = schedule.Rotation.Layers.Where(layer => !layer.Shadow).ToList();
        if (paged.DistinctBy(layer => layer.Level).Count() < 2) return [];
        var held = paged.ConvertAll(layer => Unbroken.Of([.. schedule.Between(from, to, layer.Id)], Instant.MaxValue));
        var found = new List<TwoLevels>();
        for (var first = 0; first < paged.Count; first++)
        {
            for (var second = first + 1; second < paged.Count; second++)
            {
                if (paged[first].Level == paged[second].Level) continue;
                foreach (var (person, span) in Together(held[first], held[second]))
                {
                    if (Spans.Within(span, from, to) is { } part)
                        found.Add(new(person, paged[first].Level, paged[second].Level, part.Start, part.End));
                }
            }
        }

        return [.. found.OrderBy(both => both.Start)];
    }

    private static bool MayMeet(Rotation rotation) => rotation.Layers.Where(layer => !layer.Shadow)
        .SelectMany(layer => layer.Versions.SelectMany(version => version.Members).Distinct().Select(person => (person, layer.Level)))
        .Distinct().GroupBy(entry => entry.person).Any(levels => levels.Skip(1).Any());

    // Both lists are in order and neither overlaps itself.
    private static IEnumerable<(string Person, Interval Span)> Together(IReadOnlyList<Shift> one, IReadOnlyList<Shift> other)
    {
        for (int i = 0, j = 0; i < one.Count && j < other.Count;)
        {
            if (one[i].Person is { } person && person == other[j].Person
                && Spans.Within(new(one[i].Start, one[i].End), other[j].Start, other[j].End) is { } span) yield return (person, span);
            if (one[i].End <= other[j].End) i++;
            else j++;
        }
    }
}
