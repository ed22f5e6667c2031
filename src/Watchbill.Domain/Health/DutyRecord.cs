using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Health;

/// <summary>Time on call: a piece of a turn, from start (included) to end (not included).</summary>
/// <param name="Shift">Which turn it is a piece of: <c>payments/primary/12</c>.</param>
public sealed record DutyTime(string Shift, Instant Start, Instant End);

/// <summary>Work on an incident, from start (included) to end (not included).</summary>
public sealed record WorkTime(string Incident, Instant Start, Instant End);

/// <summary>What is known of one person's time on call. Everything that health says of them comes from it.</summary>
public sealed record DutyRecord(string Person, DateTimeZone Zone)
{
    public IReadOnlySet<LocalDate> Holidays { get; init; } = new HashSet<LocalDate>();
    public IReadOnlyList<DutyTime> Duties { get; init; } = [];
    public IReadOnlyList<WorkTime> Callouts { get; init; } = [];

    /// <summary>When they were paged: once for each step of a page that called them.</summary>
    public IReadOnlyList<Instant> Pages { get; init; } = [];

    /// <summary>When rosters with them were recorded: outside of it nothing is known, which is not the same as nothing.</summary>
    public IReadOnlyList<Interval> Known { get; init; } = [];

    // From the first minutes every figure would be a zero that says nothing.
    private static readonly Duration Begun = Duration.FromDays(1);

    /// <summary>Whether anything is known of a span: rosters are recorded for a day at least.</summary>
    public bool Knows(Interval span) => Known.Select(known => known.Start).Concat(Duties.Select(duty => duty.Start))
        .Concat(Callouts.Select(one => one.Start)).Any(start => start <= span.End - Begun) && Touches(span);

    private bool Touches(Interval span) => Known.Any(known => Spans.Within(span, known.Start, known.End) is not null)
        || Duties.Any(duty => Spans.Within(span, duty.Start, duty.End) is not null) || Callouts.Any(one => span.Contains(one.Start));

    /// <summary>When they were on call in a span, in order, however many rotations it was.</summary>
    public IReadOnlyList<Interval> Held(Interval span) =>
        Spans.Union(Duties.Select(duty => Spans.Within(span, duty.Start, duty.End)).OfType<Interval>());

    /// <summary>Whether an instant is in the night, 22:00 to 06:00 of their zone.</summary>
    public bool IsNight(Instant at) => Nights.IsNight(at.InZone(Zone).TimeOfDay);
}

/// <summary>The night, for callouts and health: 22:00 to 06:00 of the person's zone.</summary>
public static class Nights
{
    private static readonly LocalTime Begins = new(22, 0);
    private static readonly LocalTime Ends = new(6, 0);

    public static bool IsNight(LocalTime time) => time >= Begins || time < Ends;

    /// <summary>The night that begins on a date.</summary>
    public static Interval Of(LocalDate date, DateTimeZone zone) =>
        new(zone.AtLeniently(date + Begins).ToInstant(), zone.AtLeniently(date.PlusDays(1) + Ends).ToInstant());

    /// <summary>The date on which the night of an instant began; of an instant by day, that date.</summary>
    public static LocalDate DateOf(Instant at, DateTimeZone zone) =>
        at.InZone(zone) is var local && local.TimeOfDay < Ends ? local.Date.PlusDays(-1) : local.Date;

    /// <summary>The dates of the nights that a span of time touches.</summary>
    public static IEnumerable<LocalDate> Touched(Interval span, DateTimeZone zone)
    {
        for (var date = span.Start.InZone(zone).Date.PlusDays(-1); ; date = date.PlusDays(1))
        {
            var night = Of(date, zone);
            if (night.Start >= span.End) yield break;
            if (night.End > span.Start) yield return date;
        }
    }
}
