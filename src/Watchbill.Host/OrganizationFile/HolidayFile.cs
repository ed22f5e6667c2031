using NodaTime;
using NodaTime.Text;

namespace Watchbill.OrganizationFiles;

/// <summary>The days off that a calendar names, and those that people work on: observances, and what is not certain.</summary>
internal sealed record HolidayDays(IReadOnlyList<LocalDate> Days, IReadOnlyList<WorkedDay> Worked);

/// <summary>A day that a calendar names and that is no day off.</summary>
/// <param name="Date">The first one, where it comes back.</param>
internal sealed record WorkedDay(LocalDate Date, string Name);

/// <summary>Reads the whole days of an iCalendar file: dates, spans of days, and days that come back every year.</summary>
internal static class HolidayFile
{
    // As far as anybody plans a rotation.
    private const int YearsAhead = 10;
    private const int MaxEventDays = 366;

    /// <returns>The days off in order, each once.</returns>
    /// <exception cref="FormatException">Something in it is not a whole day; the message names the line and is the end of a
    /// sentence.</exception>
    public static HolidayDays Read(string text, LocalDate today)
    {
        var events = CalendarSource.Events(text);
        // An event that stands for one occurrence of another takes its place.
        var replaced = events.Where(one => one.Line("RECURRENCE-ID") is not null)
            .ToLookup(one => one.Line("UID")?.Value, one => one.Line("RECURRENCE-ID")!.Days()[0]);
        var (days, worked) = (new SortedSet<LocalDate>(), new List<WorkedDay>());
        foreach (var one in events)
        {
            if (one.Line("STATUS") is { } status && Is(status.Value, "CANCELLED")) continue;
            var without = one.Line("RECURRENCE-ID") is null ? replaced[one.Line("UID")?.Value] : [];
            if (IsWorked(one))
            {
                worked.Add(new(one.Line("DTSTART")?.Day() ?? today, one.Line("SUMMARY")?.Value ?? ""));
                continue;
            }

            days.UnionWith(Days(one, without, today.PlusYears(YearsAhead)));
        }

        return new([.. days], worked);
    }

    // Google's calendars of countries say it first thing in the description, others in a category.
    private static bool IsWorked(CalendarEvent one) => one.Line("STATUS") is { } status && Is(status.Value, "TENTATIVE")
        || one.Line("DESCRIPTION") is { } description && description.Value.StartsWith("Observance", StringComparison.OrdinalIgnoreCase)
        || one.Lines["CATEGORIES"].Any(line => line.Value.Split(',', StringSplitOptions.TrimEntries)
            .Any(category => Is(category, "Observance")));

    private static bool Is(string text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);

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
                : throw duration.Wrong($"'{CalendarLine.Short(duration.Value)}' is not a number of whole days such as P2D");
        }

        if (one.Line("DTEND") is not { } end) return 1;
        var length = Period.DaysBetween(first, end.Day());
        if (length < 0) throw end.Wrong($"the event ends on {end.Day():uuuu-MM-dd}, before it begins on {first:uuuu-MM-dd}");
        return length <= MaxEventDays ? Math.Max(1, length) : throw end.Wrong($"the event lasts {length} days; {MaxEventDays} is the most");
    }
}
