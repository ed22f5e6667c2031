using System.Globalization;
using NodaTime;

namespace Watchbill.Calendars;

/// <summary>How days and zones are written, wherever they stand.</summary>
public static class DayText
{
    private const int MonthsWithoutYear = 6;

    /// <summary>A day: <c>Mon 16 Nov</c>, with its year where it is more than six months from today.</summary>
    /// <param name="today">Null: nobody knows when it is read.</param>
    public static string Of(LocalDate day, LocalDate? today) =>
        today is { } read && day <= read.PlusMonths(MonthsWithoutYear) && day >= read.PlusMonths(-MonthsWithoutYear) ? Of(day)
            : day.ToString("ddd d MMM uuuu", CultureInfo.InvariantCulture);

    /// <summary>A day of which everybody knows the year: <c>Mon 16 Nov</c>.</summary>
    public static string Of(LocalDate day) => day.ToString("ddd d MMM", CultureInfo.InvariantCulture);

    /// <summary>What a zone is called: its city.</summary>
    /// <param name="zone">TZDB id.</param>
    public static string City(string zone)
    {
        var city = zone[(zone.LastIndexOf('/') + 1)..].Replace('_', ' ');
        return city is "GMT" or "Zulu" or "UCT" or "Universal" ? "UTC" : city;
    }
}
