using NodaTime;

namespace Watchbill.Calendars;

/// <summary>A set of days of the week.</summary>
[Flags]
public enum Weekdays
{
    None = 0,
    Monday = 1,
    Tuesday = 2,
    Wednesday = 4,
    Thursday = 8,
    Friday = 16,
    Saturday = 32,
    Sunday = 64,
    All = 127,
}

/// <summary>Reads and asks sets of weekdays.</summary>
public static class WeekdaysExtensions
{
    private static readonly string[] Names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    public static bool Has(this Weekdays days, IsoDayOfWeek day) => ((int)days >> ((int)day - 1) & 1) != 0;

    /// <summary>Reads <c>Mon-Fri</c>, <c>Sat,Sun</c> or <c>Fri-Mon</c>; null where the text is none of these.</summary>
    public static Weekdays? Parse(string text)
    {
        var days = Weekdays.None;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-', StringSplitOptions.TrimEntries);
            var first = Index(ends[0]);
            var last = ends.Length switch { 1 => first, 2 => Index(ends[1]), _ => -1 };
            if (first < 0 || last < 0) return null;
            for (var day = first; ; day = (day + 1) % 7)
            {
                days |= (Weekdays)(1 << day);
                if (day == last) break;
            }
        }

        return days;
    }

    private static int Index(string name) =>
        name.Length < 3 ? -1 : Array.FindIndex(Names, day => name.StartsWith(day, StringComparison.OrdinalIgnoreCase));
}
