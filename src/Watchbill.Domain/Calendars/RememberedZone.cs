using NodaTime;
using NodaTime.TimeZones;

namespace Watchbill.Calendars;

/// <summary>When a zone's clocks change to an offset from Greenwich, in seconds.</summary>
/// <param name="From">Null: for all time before the next.</param>
public sealed record ZoneStep(Instant? From, int Offset);

/// <summary>A zone as its rules once were, over the span that was written down; outside it the first and the last offset go on.</summary>
public sealed class RememberedZone : DateTimeZone
{
    private readonly ZoneInterval[] spells;

    /// <param name="steps">Oldest first; only the first one has no start.</param>
    public RememberedZone(string id, IReadOnlyList<ZoneStep> steps)
        : base(id, steps.Count == 1, Offset.FromSeconds(steps.Min(step => step.Offset)), Offset.FromSeconds(steps.Max(step => step.Offset)))
    {
        spells = [.. steps.Select((step, i) =>
            new ZoneInterval(id, i == 0 ? null : step.From, i + 1 < steps.Count ? steps[i + 1].From : null, Offset.FromSeconds(step.Offset),
                Offset.Zero))];
    }

    public override ZoneInterval GetZoneInterval(Instant instant) =>
        Array.FindLast(spells, spell => !spell.HasStart || spell.Start <= instant)!;

    /// <summary>Writes the rules of a zone down for a span.</summary>
    public static IReadOnlyList<ZoneStep> StepsOf(DateTimeZone zone, Instant from, Instant to)
    {
        var steps = new List<ZoneStep>();
        foreach (var spell in zone.GetZoneIntervals(from, to))
        {
            // Spells that differ in name only are one to a clock.
            if (steps.Count > 0 && steps[^1].Offset == spell.WallOffset.Seconds) continue;
            steps.Add(new ZoneStep(steps.Count == 0 ? null : spell.Start, spell.WallOffset.Seconds));
        }

        return steps;
    }
}
