using System.Globalization;
using NodaTime;
using NodaTime.Calendars;

namespace Watchbill.Chat;

/// <summary>Spans that are only looked at: weeks, months and years by name, and the last or next so many days.</summary>
internal static class PhrasePeriods
{
    /// <summary>The span; null, with nothing read, where the words say no such thing.</summary>
    public static SpokenSpan? Read(PhraseReading reading, Interval? nextTurn)
    {
        var words = reading.Words;
        var place = words.Place;
        if (words.All == "next week" && nextTurn is not null) return null;
        words.Take("calendar");
        var which = words.Take("last", "past", "previous") ? -1 : words.Take("next") ? 1 : words.Take("this") ? 0 : (int?)null;
        if (Named(reading, which ?? 0) is { } named)
        {
            if (words.AtEnd) return named;
            words.Stop();
        }

        words.Place = place;
        if (which is not null) words.Take();
        if (which is not 0 && !words.AtEnd && PhraseLength.Read(words) is { } length && words.AtEnd)
            return Rolling(reading, length, past: which is -1);
        words.Place = place;
        return null;
    }

    /// <summary>Monday to Sunday, where no rotation says otherwise; the preview names the days.</summary>
    public static SpokenSpan NextWeek(PhraseReading reading) =>
        Days(reading, reading.Now.Date.PlusDays(8 - (int)reading.Now.Date.DayOfWeek), date => date.PlusWeeks(1));

    /// <summary>Saturday and Sunday: the coming ones, or those that have begun.</summary>
    public static SpokenSpan Weekend(PhraseReading reading) => Days(reading, Saturday(reading), date => date.PlusDays(2));

    private static LocalDate Saturday(PhraseReading reading) => reading.Now.Date is { DayOfWeek: IsoDayOfWeek.Sunday } sunday
        ? sunday.PlusDays(-1) : reading.Now.Date.PlusDays(-1).Next(IsoDayOfWeek.Saturday);

    private static SpokenSpan? Named(PhraseReading reading, int step)
    {
        var today = reading.Now.Date;
        if (reading.Words.AtEnd) return null;
        var word = reading.Words.Take();
        var month = new LocalDate(today.Year, today.Month, 1);
        if (step == 0 && word is "week" or "kw" or "cw" && OfYear(reading) is { } monday)
            return Days(reading, monday, date => date.PlusWeeks(1));
        if (word == "week") return Days(reading, today.PlusDays(1 - (int)today.DayOfWeek + (7 * step)), date => date.PlusWeeks(1));
        if (word == "month") return Days(reading, month.PlusMonths(step), date => date.PlusMonths(1));
        if (word == "quarter")
            return Days(reading, month.PlusMonths((3 * step) - ((today.Month - 1) % 3)), date => date.PlusMonths(3));
        if (word == "weekend" && step < 0) return Days(reading, Saturday(reading).PlusWeeks(-1), date => date.PlusDays(2));
        if (word == "year") return Days(reading, new LocalDate(today.Year + step, 1, 1), date => date.PlusYears(1));
        if (PhraseWords.Month(word) is var number and > 0) return Days(reading, MonthOf(reading, number, step), date => date.PlusMonths(1));
        return word.Split('-') is [{ Length: 4 } year, { Length: 2 } digits] && Year(year) is { } said
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index is >= 1 and <= 12
            ? Days(reading, new LocalDate(said, index, 1), date => date.PlusMonths(1))
            : word.Length == 4 && Year(word) is { } whole ? Days(reading, new LocalDate(whole, 1, 1), date => date.PlusYears(1)) : null;
    }

    /// <summary>The ISO week with its number: a span that lies ahead, so the coming one; null, with nothing read: none is said.</summary>
    public static SpokenSpan? ComingWeek(PhraseReading reading)
    {
        var place = reading.Words.Place;
        reading.Words.Take("in");
        reading.Words.Take("calendar");
        if (reading.Words.Take("week", "kw", "cw") && OfYear(reading, isAhead: true) is { } monday && reading.Words.AtEnd)
            return Days(reading, monday, date => date.PlusWeeks(1));
        reading.Words.Place = place;
        return null;
    }

    // Of a week to look at the nearest one is meant.
    private static LocalDate? OfYear(PhraseReading reading, bool isAhead = false)
    {
        var (words, today) = (reading.Words, reading.Now.Date);
        var place = words.Place;
        if (!words.AtEnd && int.TryParse(words.Take(), NumberStyles.None, CultureInfo.InvariantCulture, out var week)
            && week is >= 1 and <= 53)
        {
            var year = words.AtEnd ? null : Year(words.Next);
            if (year is not null) words.Take();
            var years = year is { } said ? [said] : new[] { today.Year - 1, today.Year, today.Year + 1, today.Year + 2 };
            var mondays = years.Where(one => week <= WeekYearRules.Iso.GetWeeksInWeekYear(one))
                .Select(one => WeekYearRules.Iso.GetLocalDate(one, week, IsoDayOfWeek.Monday)).ToList();
            if (year is null && isAhead) mondays.RemoveAll(monday => monday.PlusDays(7) <= today);
            if (mondays.Count > 0) return isAhead ? mondays[0] : mondays.MinBy(monday => Math.Abs(Period.DaysBetween(today, monday)));
        }

        words.Place = place;
        return null;
    }

    /// <summary>The nearest such month, the current one included; <c>last</c> and <c>next</c> say on which side.</summary>
    private static LocalDate MonthOf(PhraseReading reading, int month, int step)
    {
        var today = reading.Now.Date;
        if (!reading.Words.AtEnd && Year(reading.Words.Next) is { } year)
        {
            reading.Words.Take();
            return new LocalDate(year, month, 1);
        }

        var current = new LocalDate(today.Year, today.Month, 1);
        return new[] { -1, 0, 1 }.Select(years => new LocalDate(today.Year + years, month, 1))
            .Where(date => step == 0 || (date.CompareTo(current) * step) > 0)
            .MinBy(date => Math.Abs(Period.Between(current, date, PeriodUnits.Months).Months));
    }

    private static SpokenSpan Rolling(PhraseReading reading, PhraseLength length, bool past)
    {
        if (!past) return reading.Of(reading.Asked, reading.After(reading.Asked, reading.Now, length));
        var back = reading.Now.PlusMonths(-Math.Min(length.Months, 120)).PlusDays(-Math.Min(length.Days, 3660));
        return reading.Of(reading.Zone.AtLeniently(back).ToInstant() - length.Elapsed, reading.Asked);
    }

    private static SpokenSpan Days(PhraseReading reading, LocalDate first, Func<LocalDate, LocalDate> next) =>
        reading.Between(first.AtMidnight(), next(first).AtMidnight());

    private static int? Year(string word) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1970 and <= 2199 ? year : null;
}
