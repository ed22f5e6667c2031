using NodaTime;
using NodaTime.Text;

namespace Watchbill.OrganizationFiles;

/// <summary>Reads the whole days of an iCalendar file: dates, spans of days, and days that come back every year.</summary>
internal static class HolidayFile
{
    // As far as anybody plans a rotation.
    private const int YearsAhead = 10;
    private const int MaxEventDays = 366;

    /// <returns>The days in order, each once.</returns>
    /// <exception cref="FormatException">Something in it is not a whole day; the message names the line and is the end of a
    /// sentence.</exception>
    public static IReadOnlyList<LocalDate> Read(string text, LocalDate today)
    {
        var events = CalendarSource.Events(text);
        // An event that stands for one occurrence of another takes its place.
        var replaced = events.Where(one => one.Line("RECURRENCE-ID") is not null)
            .ToLookup(one => one.Line("UID")?.Value, one => one.Line("RECURRENCE-ID")!.Days()[0]);
        var days = new SortedSet<LocalDate>();
        foreach (var one in events)
        {
            if (one.Line("STATUS") is { } status && status.Value.Equals("CANCELLED", StringComparison.OrdinalIgnoreCase)) continue;
            var without = one.Line("RECURRENCE-ID") is null ? replaced[one.Line("UID")?.Value] : [];
            days.UnionWith(Days(one, without, today.PlusYears(YearsAhead)));
        }

        return [.. days];
    }

    private static IEnumerable<LocalDate> Days(CalendarEvent one, IEnumerable<LocalDate> replaced, LocalDate last)
    {
        var start = one.Line("DTSTART") ?? throw one.Begin.Wrong("this event has no DTSTART");
        var first = start.Day();
        var length = Length(one, first);
        var rules = one.Lines["RRULE"].ToList();
        if (rules.Count > 1) throw rules[1].Wrong("an event has one RRULE at most");
        var except = one.Lines["EXDATE"].SelectMany(line => line.Days()).Concat(replaced).ToHashSet();
        var starts =
            (rules.Count == 0 ? [first] : new YearlyRule(rules[0], first).Days(last))
                .Concat(one.Lines["RDATE"].SelectMany(line => line.Days()));
        return starts.Where(day => !except.Contains(day)).SelectMany(day => Enumerable.Range(0, length).Select(day.PlusDays));
    }

    // The end is the first day that no longer belongs to it; without one it is a single day.
    private static int Length(CalendarEvent one, LocalDate first)
    {
        if (one.Line("DURATION") is { } duration)
        {
            return PeriodPattern.NormalizingIso.Parse(
                duration.Value) is { Success: true, Value: { HasTimeComponent: false, Months: 0, Years: 0 } period }
                    && period.Weeks * 7 + period.Days is > 0 and <= MaxEventDays and var days
                ? days
                : throw duration.Wrong($"'{duration.Value}' is not a number of whole days such as P2D");
        }

        if (one.Line("DTEND") is not { } end) return 1;
        var length = Period.DaysBetween(first, end.Day());
        if (length < 0) throw end.Wrong($"the event ends on {end.Day():uuuu-MM-dd}, before it begins on {first:uuuu-MM-dd}");
        return length <= MaxEventDays ? Math.Max(1, length) : throw end.Wrong($"the event lasts {length} days; {MaxEventDays} is the most");
    }
}
