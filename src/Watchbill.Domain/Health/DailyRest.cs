using NodaTime;

namespace Watchbill.Health;

/// <summary>
/// How long somebody rests in the 24 hours from the beginning of work. Directive 2003/88/EC, article 3: eleven consecutive hours in each
/// of them. Standby at home is rest, a callout is not.
/// </summary>
public static class DailyRest
{
    private static readonly LocalTime WorkBegins = new(9, 0);
    private static readonly LocalTime WorkEnds = new(18, 0);

    public static Duration Least { get; } = Duration.FromHours(11);

    /// <summary>The longest rest in one piece from 09:00 of a day; null: no callout disturbed it.</summary>
    /// <param name="isHoliday">On days off work is callouts alone.</param>
    public static Duration? Of(LocalDate day, DateTimeZone zone, IReadOnlyList<Interval> callouts, Func<LocalDate, bool> isHoliday)
    {
        var (start, end) = (At(day, WorkBegins), At(day.PlusDays(1), WorkBegins));
        var called = callouts.Where(one => one.Start < end && one.End > start).OrderBy(one => one.Start).ToList();
        if (called.Count == 0) return null;
        var free = day.DayOfWeek < IsoDayOfWeek.Saturday && !isHoliday(day) ? At(day, WorkEnds) : start;
        var longest = Duration.Zero;
        foreach (var one in called)
        {
            if (one.Start > free) longest = Duration.Max(longest, one.Start - free);
            free = Instant.Max(free, one.End);
        }

        return Duration.Max(longest, end - free);

        Instant At(LocalDate date, LocalTime time) => zone.AtLeniently(date + time).ToInstant();
    }
}
