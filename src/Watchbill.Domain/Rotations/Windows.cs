using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Rotations;

/// <summary>
/// When a coverage is open, in one zone. A window starts at the first occurrence of its local time and ends at the last, so a repeated
/// hour is covered. On a holiday that is off, no window opens; one that has opened the day before runs to its end.
/// </summary>
public sealed class Windows
{
    // Of the many that are always open, and have no days off.
    private static readonly (long From, long To)[][] AlwaysOpen = ByWeekday([new(Weekdays.All, LocalTime.Midnight, LocalTime.Midnight)]);
    private static readonly HashSet<LocalDate> NoDays = [];

    private readonly WallClock clock;
    private readonly (long From, long To)[][] byWeekday;
    private readonly HashSet<LocalDate> off;

    /// <param name="holidays">The calendar that <see cref="Coverage.HolidaysOff"/> names; null where there is none.</param>
    public Windows(Coverage coverage, string timeZone, HolidayCalendar? holidays)
        : this(coverage, timeZone,
            Almanac.With(
                holidays is null || coverage.HolidaysOff is null
                    ? NoCalendars : new Dictionary<string, HolidayCalendar> { [coverage.HolidaysOff] = holidays }))
    {
    }

    internal Windows(Coverage coverage, string timeZone, Almanac almanac)
    {
        clock = new WallClock(almanac.Zones[timeZone]);
        off =
            coverage.HolidaysOff is { } calendar && almanac.Calendars.GetValueOrDefault(calendar) is { } holidays
                ? [.. holidays.Dates] : NoDays;
        IsAlways = coverage.IsAlways;
        byWeekday = coverage.Windows.Count > 0 ? ByWeekday(coverage.Windows) : AlwaysOpen;
    }

    private static IReadOnlyDictionary<string, HolidayCalendar> NoCalendars { get; } = new Dictionary<string, HolidayCalendar>();

    public bool IsAlways { get; }

    /// <summary>
    /// The open spans that touch the given one, whole, in order, cut at every edge of a window, so that they never overlap and two windows
    /// that adjoin stay two.
    /// </summary>
    public IReadOnlyList<Interval> Between(Instant from, Instant to)
    {
        // Two days before: the longest window and a clock that was set back.
        var day = WallClock.Floor(clock.Local(from), WallClock.Day) - 2;
        var last = WallClock.Floor(clock.Local(to), WallClock.Day) + 1;
        var spans = new List<Interval>((int)(last - day + 1));
        for (; day <= last; day++)
        {
            foreach (var (opens, closes) in byWeekday[(int)((day + 3) % 7 + 7) % 7])
            {
                if (off.Count > 0 && off.Contains(WallClock.Date(day * WallClock.Day))) continue;
                var start = clock.First(day * WallClock.Day + opens);
                var end = clock.Last(day * WallClock.Day + closes);
                if (start < end) Add(spans, new Interval(start, end));
            }
        }

        spans.RemoveAll(span => span.End <= from || span.Start >= to);
        return spans;
    }

    // Where windows overlap, every edge cuts: 9-17 and 16-20 make 9-16, 16-17 and 17-20.
    private static void Add(List<Interval> spans, Interval added)
    {
        var at = spans.Count;
        while (at > 0 && spans[at - 1].End > added.Start) at--;
        if (at == spans.Count)
        {
            spans.Add(added);
            return;
        }

        var touched = spans[at..];
        var edges = touched.Append(added).SelectMany(span => new[] { span.Start, span.End }).Distinct().Order().ToArray();
        spans.RemoveRange(at, touched.Count);
        for (var i = 1; i < edges.Length; i++)
        {
            if (added.Contains(edges[i - 1]) || touched.Any(span => span.Contains(edges[i - 1])))
                spans.Add(new Interval(edges[i - 1], edges[i]));
        }
    }

    private static (long From, long To)[][] ByWeekday(IReadOnlyList<CoverageWindow> windows) =>
    [
        .. Enumerable.Range(1, 7).Select(day => windows
            .Where(window => window.Days.Has((IsoDayOfWeek)day))
            .Select(window => (Seconds(window.From), Seconds(window.To) + (window.To <= window.From ? WallClock.Day : 0)))
            .Order()
            .ToArray()),
    ];

    private static long Seconds(LocalTime time) => time.TickOfDay / NodaConstants.TicksPerSecond;
}
