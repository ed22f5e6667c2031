using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace Watchbill.Chat;

/// <summary>Reads days as people write them. What can be read in two ways is asked back.</summary>
/// <param name="today">The reader's date.</param>
/// <param name="refuse">Makes a refusal that names the phrase's field.</param>
internal sealed partial class PhraseDays(LocalDate today, Func<string, RefusedException> refuse)
{
    private const int FirstYear = 1970;
    private const int LastYear = 2199;

    /// <summary>The day that comes next in the words; null, with nothing read, where none does.</summary>
    /// <param name="clock">The clock time of an ISO date and time in one word.</param>
    public PhraseDay? Read(PhraseWords words, out PhraseClock? clock)
    {
        clock = null;
        var place = words.Place;
        var word = words.AtEnd ? "" : words.Take();
        if (word is "today" or "tonight") return new PhraseDay(today) { IsToday = true, IsTonight = word == "tonight" };
        if (word is "tomorrow" or "yesterday") return new PhraseDay(today.PlusDays(word == "tomorrow" ? 1 : -1));
        if (word == "the" && words.Next == "day") word = words.Take();
        if (word == "day" && words.Take("after") && words.Take("tomorrow")) return new PhraseDay(today.PlusDays(2));
        if (word == "day" && words.Take("before") && words.Take("yesterday")) return new PhraseDay(today.PlusDays(-2));
        if (word == "next" && PhraseWords.Weekday(words.Next) > 0) throw NextWeekday(words.Take());
        if (word == "last" && PhraseWords.Weekday(words.Next) > 0)
            return new PhraseDay(today.Previous(PhraseWords.Weekday(words.Take())));
        if (word == "last" && words.Next.EndsWith('.') && DayOf(words.Next) is { } passed)
        {
            words.Take();
            return new PhraseDay(Coming(passed, today.PlusMonths(-1)));
        }

        if (word == "last" && Read(words, out clock) is { Date: null, Yearly: not null } before) return before with { IsLast = true };
        if (word == "last")
        {
            (clock, words.Place) = (null, place);
            return null;
        }

        if (word == "this" && PhraseWords.Weekday(words.Next) > 0) word = words.Take();
        if (PhraseWords.Weekday(word) is var weekday and > 0) return Weekday(weekday, Read(words, out clock));
        if (Iso().Match(word) is { Success: true } iso)
        {
            clock = iso.Groups[4].Success ? PhrasePoint.ClockOf(iso.Groups[4].Value, dated: true)
                ?? throw refuse($"'{iso.Groups[4].Value}' is no time of day.") : null;
            return new PhraseDay(Date(Number(iso, 1), Number(iso, 2), Number(iso, 3)));
        }

        if (Slashed().Match(word) is { Success: true } slashed)
            return FromSlashes(word, Number(slashed, 1), Number(slashed, 2), slashed.Groups[3].Value);
        if (Dotted().Match(word) is { Success: true } dotted) return FromDots(word, Number(dotted, 1), Number(dotted, 2), dotted.Groups[3]);
        if (PhraseWords.Month(word) is var month and > 0 && DayOf(words.Next) is { } dayAfter)
        {
            words.Take();
            return Of(dayAfter, month, TakeYear(words));
        }

        if (DayOf(word) is { } dayBefore && PhraseWords.Month(words.Next) is var monthAfter and > 0)
        {
            words.Take();
            return Of(dayBefore, monthAfter, TakeYear(words));
        }

        if (word.EndsWith('.') && DayOf(word) is { } ordinal) return new PhraseDay(Coming(ordinal, today));
        words.Place = place;
        return null;
    }

    // The 15th alone: the first one there is from a date on.
    private static LocalDate Coming(int day, LocalDate from)
    {
        var month = from.With(DateAdjusters.StartOfMonth);
        while (day > month.Calendar.GetDaysInMonth(month.Year, month.Month) || month.PlusDays(day - 1) < from) month = month.PlusMonths(1);
        return month.PlusDays(day - 1);
    }

    private static int? DayOf(string word) =>
        word.Length <= 3 && int.TryParse(word.TrimEnd('.'), NumberStyles.None, CultureInfo.InvariantCulture, out var day)
            && day is >= 1 and <= 31 ? day : null;

    private static string TakeYear(PhraseWords words) => Year().IsMatch(words.Next) ? words.Take() : "";

    private PhraseDay Weekday(IsoDayOfWeek weekday, PhraseDay? date)
    {
        if (date is null or { IsToday: true } or { Weekday: not IsoDayOfWeek.None })
            return date is null ? new PhraseDay(null, weekday) : throw refuse("It names two days.");
        var day = date.Date ?? Coming(date.Yearly!.Value, today);
        return day.DayOfWeek == weekday
            ? date with { Date = day } : throw refuse($"{Name(day.Day, day.Month)} {day.Year} is a {day.DayOfWeek}, not a {weekday}.");
    }

    /// <summary>The first date on or after another that falls on a day of the year.</summary>
    public static LocalDate Coming(AnnualDate day, LocalDate from)
    {
        var year = from.Year;
        // 29 February: the next year that has one.
        while (!day.IsValidYear(year) || day.InYear(year) < from) year++;
        return day.InYear(year);
    }

    /// <summary>The last date on or before another that falls on a day of the year.</summary>
    public static LocalDate Passed(AnnualDate day, LocalDate until)
    {
        var year = until.Year;
        while (!day.IsValidYear(year) || day.InYear(year) > until) year--;
        return day.InYear(year);
    }

    private RefusedException NextWeekday(string word)
    {
        var first = today.Next(PhraseWords.Weekday(word));
        return refuse($"'next {word}' can be {Say(first)} or {Say(first.PlusDays(7))}; say which, such as '{Typed(first)}'.");
    }

    private PhraseDay FromSlashes(string word, int first, int second, string year)
    {
        if (first <= 12 && second <= 12 && first != second)
        {
            var (one, other) = (Name(first, second), Name(second, first));
            throw refuse($"'{word}' can be {one} or {other}; say '{one.ToLowerInvariant()}' or '{other.ToLowerInvariant()}'.");
        }

        return second > 12 ? Of(second, first, year) : Of(first, second, year);
    }

    private PhraseDay FromDots(string word, int day, int month, Group rest)
    {
        // 24:12 is no time, and nobody counts thirty months.
        if (!rest.Success && month > 12) throw refuse($"'{word}' is no date; say '{day}:{month:00}' for the time.");
        if (!rest.Success && day < 24)
            throw refuse($"'{word}' can be a date or a time; say '{day}.{month}.' for the date or '{day}:{month:00}' for the time.");
        return Of(day, month, rest.Value.TrimStart('.'));
    }

    private PhraseDay Of(int day, int month, string year)
    {
        if (year.Length > 0)
        {
            var number = int.Parse(year, CultureInfo.InvariantCulture);
            return new PhraseDay(Date(year.Length == 2 ? 2000 + number : number, month, day));
        }

        if (month is < 1 or > 12) throw refuse($"There is no month {month}.");
        // A leap year knows every day there is.
        if (day < 1 || day > CalendarSystem.Iso.GetDaysInMonth(2000, month))
            throw refuse($"There is no {Name(day, month)}; say another day.");
        return new PhraseDay(null, Yearly: new AnnualDate(month, day));
    }

    private LocalDate Date(int year, int month, int day)
    {
        if (year is < FirstYear or > LastYear) throw refuse($"The year {year} is out of reach; say one from {FirstYear} to {LastYear}.");
        if (month is < 1 or > 12) throw refuse($"There is no month {month}.");
        var days = CalendarSystem.Iso.GetDaysInMonth(year, month);
        return day >= 1 && day <= days
            ? new LocalDate(year, month, day) : throw refuse($"There is no {Name(day, month)} {year}; the month has {days} days.");
    }

    private static string Name(int day, int month) =>
        $"{day} {CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames[Math.Clamp(month, 1, 12) - 1]}";

    private static string Say(LocalDate date) => date.ToString("ddd d MMM", CultureInfo.InvariantCulture);

    private static string Typed(LocalDate date) => date.ToString("d MMM", CultureInfo.InvariantCulture).ToLowerInvariant();

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^([0-9]{4})[-/]([0-9]{2})[-/]([0-9]{2})(?:t(.+))?$")]
    private static partial Regex Iso();

    [GeneratedRegex(@"^([0-9]{1,2})/([0-9]{1,2})(?:/([0-9]{2}|[0-9]{4}))?$")]
    private static partial Regex Slashed();

    [GeneratedRegex(@"^([0-9]{1,2})\.([0-9]{1,2})(\.(?:[0-9]{4}|[0-9]{2})?)?$")]
    private static partial Regex Dotted();

    [GeneratedRegex("^[0-9]{4}$")]
    private static partial Regex Year();
}
