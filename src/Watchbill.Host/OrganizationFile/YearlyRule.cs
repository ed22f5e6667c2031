using System.Globalization;
using NodaTime;

namespace Watchbill.OrganizationFiles;

/// <summary>
/// An RRULE that comes back every year (RFC 5545, 3.3.10): on its date, on a day of a month, or on the nth weekday of a month.
/// </summary>
internal sealed class YearlyRule
{
    private static readonly string[] Known = ["FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYMONTH", "BYMONTHDAY", "BYDAY"];
    private static readonly string[] Weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    private readonly CalendarLine line;
    private readonly LocalDate first;
    private readonly Dictionary<string, string> parts = [];

    /// <exception cref="FormatException">It is another kind of rule.</exception>
    public YearlyRule(CalendarLine line, LocalDate first)
    {
        (this.line, this.first) = (line, first);
        foreach (var part in line.Value.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.ToUpperInvariant().Split('=', 2)))
        {
            if (part.Length < 2 || !Known.Contains(part[0]) || !parts.TryAdd(part[0], part[1])) throw Unreadable();
        }

        if (parts.GetValueOrDefault("FREQ") != "YEARLY" || parts.ContainsKey("BYMONTHDAY") && parts.ContainsKey("BYDAY"))
            throw Unreadable();
        // Without a month a weekday is one of the year; nobody keeps a holiday so.
        if (parts.ContainsKey("BYDAY") && !parts.ContainsKey("BYMONTH")) throw Unreadable();
    }

    /// <summary>
    /// The days from the first one to <paramref name="last"/>. The first day is one of them even where the rule does not hit it.
    /// </summary>
    public IEnumerable<LocalDate> Days(LocalDate last)
    {
        if (parts.TryGetValue("UNTIL", out var until)) last = LocalDate.Min(last, line.DayOf(until.Length > 8 ? until[..8] : until));
        var (interval, left) = (Number("INTERVAL", 1), Number("COUNT", 10_000));
        if (InYear(first.Year).FirstOrDefault() != first)
        {
            yield return first;
            left--;
        }

        for (var year = first.Year; year <= last.Year; year += interval)
        {
            foreach (var day in InYear(year))
            {
                if (day < first) continue;
                if (day > last || left-- <= 0) yield break;
                yield return day;
            }
        }
    }

    // 29 February comes in leap years only, a fifth Monday where there is one.
    private IEnumerable<LocalDate> InYear(int year)
    {
        foreach (var month in Numbers("BYMONTH", first.Month, 1, 12))
        {
            if (parts.TryGetValue("BYDAY", out var weekday))
            {
                if (Nth(year, month, weekday) is { } day) yield return day;
                continue;
            }

            var days = CalendarSystem.Iso.GetDaysInMonth(year, month);
            foreach (var day in Numbers("BYMONTHDAY", first.Day, -31, 31).Select(day => day < 0 ? days + 1 + day : day))
            {
                if (day >= 1 && day <= days) yield return new LocalDate(year, month, day);
            }
        }
    }

    private LocalDate? Nth(int year, int month, string text)
    {
        var weekday = text.Length > 2 ? Array.IndexOf(Weekdays, text[^2..]) + 1 : 0;
        if (weekday == 0 || !int.TryParse(text[..^2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var nth)
            || nth is 0 or < -5 or > 5) throw Unreadable();
        var days = CalendarSystem.Iso.GetDaysInMonth(year, month);
        var edge = nth > 0 ? new LocalDate(year, month, 1) : new LocalDate(year, month, days);
        var toWeekday = nth > 0 ? (weekday - (int)edge.DayOfWeek + 7) % 7 : -(((int)edge.DayOfWeek - weekday + 7) % 7);
        var day = edge.PlusDays(toWeekday + 7 * (nth > 0 ? nth - 1 : nth + 1));
        return day.Month == month ? day : null;
    }

    private IEnumerable<int> Numbers(string name, int otherwise, int least, int most) =>
        !parts.TryGetValue(name, out var list) ? [otherwise] : list.Split(',')
            .Select(
                text =>
                    int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least
                        && number <= most && number != 0 ? number : throw Unreadable())
            .Order();

    private int Number(string name, int otherwise) => !parts.TryGetValue(name, out var text) ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 10_000 ? number
        : throw line.Wrong($"{name} is '{CalendarLine.Short(text)}', which is no count");

    private FormatException Unreadable() =>
        line.Wrong(
            $"the rule '{CalendarLine.Short(line.Value)}' is not a day that comes back every year, such as FREQ=YEARLY or " +
            $"FREQ=YEARLY;BYMONTH=11;BYDAY=4TH; " +
                $"write its dates inline instead");
}
