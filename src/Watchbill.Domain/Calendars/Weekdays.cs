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
    private static readonly string[] Names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

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

    /// <summary><c>Mon-Fri</c>, or <c>Mon-Wed,Sat</c>: days that follow each other are joined.</summary>
    public static string Write(this Weekdays days)
    {
        var runs = new List<string>();
        for (var day = 0; day < Names.Length; day++)
        {
            var first = day;
            while (day < Names.Length && ((int)days >> day & 1) != 0) day++;
            if (day > first) runs.Add(day == first + 1 ? Names[first] : $"{Names[first]}-{Names[day - 1]}");
        }

        return string.Join(',', runs);
    }

    private static int Index(string name) =>
        name.Length < 3 ? -1 : Array.FindIndex(Names, day => name.StartsWith(day, StringComparison.OrdinalIgnoreCase));
}
