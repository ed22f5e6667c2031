using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Rotations;

/// <summary>
/// Counts the days on which a coverage opens, in O(1): the day turns of Monday to Friday go from Friday to Monday. A window that runs past
/// midnight belongs to the day it opens, to its very end: on the next day a turn begins when that window has closed, in a repeated hour
/// the second time.
/// </summary>
internal sealed class CoveredDays
{
    // 1970-01-01 was a Thursday: day number + 3 counts from a Monday.
    private const int MondayShift = 3;

    private readonly int[] countUpTo = new int[7];
    private readonly int[] dayOf = new int[7];
    private readonly long[] begins = new long[7];
    private readonly long?[] closes = new long?[7];
    private readonly int perWeek;

    public CoveredDays(IReadOnlyList<CoverageWindow> windows, LocalTime at)
    {
        for (var day = 0; day < 7; day++)
        {
            if (windows.Any(window => window.Days.Has((IsoDayOfWeek)(day + 1)))) dayOf[perWeek++] = day;
            countUpTo[day] = perWeek;
            closes[day] = windows
                .Where(window => window.To <= window.From && window.Days.Has((IsoDayOfWeek)((day + 6) % 7 + 1)))
                .Max(window => (long?)Seconds(window.To));
            begins[day] = Math.Max(Seconds(at), closes[day] ?? 0);
        }
    }

    /// <summary>
    /// The number of the last covered day that has begun by a local time; any two covered days that follow each other differ by one. In a
    /// repeated hour it may be one too many: the night before goes on while the hour is repeated.
    /// </summary>
    public long NumberAt(long local)
    {
        var day = WallClock.Floor(local, WallClock.Day);
        if (local - day * WallClock.Day < begins[Weekday(day)]) day--;
        return WallClock.Floor(day + MondayShift, 7) * perWeek + countUpTo[Weekday(day)] - 1;
    }

    /// <summary>The number of the first covered day on or after a date.</summary>
    public long NumberFrom(LocalDate date)
    {
        var dayBefore = WallClock.Seconds(date) / WallClock.Day - 1;
        return WallClock.Floor(dayBefore + MondayShift, 7) * perWeek + countUpTo[Weekday(dayBefore)];
    }

    /// <summary>When a covered day begins.</summary>
    public Instant Begin(long number, WallClock clock)
    {
        var week = WallClock.Floor(number, perWeek);
        var weekday = dayOf[number - week * perWeek];
        var midnight = (week * 7 - MondayShift + weekday) * WallClock.Day;
        var begins = clock.First(midnight + this.begins[weekday]);
        return closes[weekday] is { } close ? Instant.Max(begins, clock.Last(midnight + close)) : begins;
    }

    private static int Weekday(long day) => (int)(day + MondayShift - WallClock.Floor(day + MondayShift, 7) * 7);

    private static long Seconds(LocalTime time) => time.TickOfDay / NodaConstants.TicksPerSecond;
}
