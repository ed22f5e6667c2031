using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;
using Watchbill.Calendars;
using Watchbill.Rotations;

namespace Watchbill.Chat;

/// <summary>A moment as it was said, in whole seconds. The notes say what the reader may not expect.</summary>
public sealed record SpokenMoment(Instant At, IReadOnlyList<Text> Notes)
{
    /// <summary>The end of the day that was said without a time, not included; null: a time was said.</summary>
    public Instant? EndOfDay { get; init; }
}

/// <summary>A span as it was said, in whole seconds: start included, end not.</summary>
/// <param name="Typed">The local times that were meant; in UTC where no local time says them exactly.</param>
/// <param name="Notes">What the reader may not expect: to be shown in the preview.</param>
public sealed record SpokenSpan(Instant Start, Instant End, TypedSpan Typed, IReadOnlyList<Text> Notes);

/// <summary>
/// Reads times as people say them. What each phrase means is the table in <c>docs/time-phrases.md</c>, which the tests check
/// row by row. A phrase counts from when it was typed, in the zone of who typed it; a skipped local time is the first instant
/// after the gap, a repeated one its first occurrence, and its last where a span ends.
/// </summary>
public static partial class TimePhrases
{
    private static readonly LocalDatePattern DayAndMonth = LocalDatePattern.CreateWithInvariantCulture("d MMM");

    /// <summary>A moment: <c>now</c>, <c>in 2 hours</c>, <c>fri 18:00</c>. It may be in the past.</summary>
    /// <exception cref="RefusedException">The text says no moment, or may say two.</exception>
    public static SpokenMoment When(string text, Instant askedAt, DateTimeZone zone) =>
        new PhraseReading(text, "when", askedAt, zone).Moment();

    /// <summary>A span that lies ahead, at most a year long: <c>fri 18:00 to mon 09:00</c>, <c>for 2h</c>, <c>weekend</c>.</summary>
    /// <param name="nextTurn">What <c>next week</c> means; null: Monday to Sunday.</param>
    /// <exception cref="RefusedException">The text says no span, may say two, or says one that is past, empty or too long.</exception>
    public static SpokenSpan Span(string text, Instant askedAt, DateTimeZone zone, Interval? nextTurn = null) =>
        Ahead(new PhraseReading(text, "span", askedAt, zone).Span(nextTurn), text, askedAt, zone);

    /// <summary>
    /// A span to look at, past or ahead, at most five years long: all that spans are said by, and <c>last week</c>, <c>november</c>,
    /// <c>next 14 days</c>.
    /// </summary>
    /// <param name="nextTurn">What <c>next week</c> means; null: the next calendar week.</param>
    /// <exception cref="RefusedException">The text says no span, may say two, or says one that is empty or too long.</exception>
    public static SpokenSpan Period(string text, Instant askedAt, DateTimeZone zone, Interval? nextTurn = null)
    {
        var reading = new PhraseReading(text, "period", askedAt, zone);
        var span = PhrasePeriods.Read(reading, nextTurn) ?? reading.Span(nextTurn);
        Check(span, text, "period", years: 5);
        return span;
    }

    /// <summary>The same of what is over: a time, a weekday, or a day and month without a year, is the last one, not the next.</summary>
    /// <exception cref="RefusedException">The text says no span, may say two, or says one that is empty or too long.</exception>
    public static SpokenSpan Past(string text, Instant askedAt, DateTimeZone zone)
    {
        var span = Period(text, askedAt, zone);
        var (month, weekday) = (NamesAMonth().IsMatch(text), NamesAWeekday().IsMatch(text));
        if (span.Start <= askedAt || !month && !weekday && !SaysNoDay(text, askedAt, zone)) return span;
        var local = askedAt.InZone(zone).LocalDateTime;
        var before = (month ? local.PlusYears(-1) : weekday ? local.PlusWeeks(-1) : local.PlusDays(-1)).InZoneLeniently(zone).ToInstant();
        if (Period(text, before, zone) is not { } last || last.Start >= askedAt) return span;
        // Which weekday is meant would be told as of a week ago.
        return month ? last : last with { Notes = [] };
    }

    /// <summary>One whole day: <c>27 nov</c>, <c>friday</c>, <c>2026-11-27</c>.</summary>
    /// <param name="isOver">Whether it is over: a weekday, or a day and month without a year, is the last one then, not the next.</param>
    /// <exception cref="RefusedException">The text says no day, or may say two.</exception>
    public static LocalDate Day(string text, Instant askedAt, DateTimeZone zone, bool isOver)
    {
        try
        {
            var span = isOver ? Past(text, askedAt, zone) : Period(text, askedAt, zone);
            var day = span.Start.InZone(zone).Date;
            var whole = Period(LocalDatePattern.Iso.Format(day), askedAt, zone);
            if ((whole.Start, whole.End) == (span.Start, span.End)) return day;
        }
        catch (RefusedException)
        {
            // How a day is written says more here than why it is no time.
        }

        var today = askedAt.InZone(zone).Date;
        throw new RefusedException(
            $"'{text}' is no date. Write it like `{DayAndMonth.Format(today)}` or `{LocalDatePattern.Iso.Format(today)}`.")
        { Field = "date" };
    }

    [GeneratedRegex(@"\b(mon(day)?|tue(s|sday)?|wed(nesday)?|thu(r|rs|rsday)?|fri(day)?|sat(urday)?|sun(day)?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex NamesAWeekday();

    /// <summary>
    /// The local times that mean the instants, in UTC where those of the zone would mean others: in an hour that happens twice.
    /// </summary>
    internal static TypedSpan Typed(Instant start, Instant end, DateTimeZone zone)
    {
        var (from, to) = (start.InZone(zone).LocalDateTime, end.InZone(zone).LocalDateTime);
        return zone.MapLocal(from).First().ToInstant() == start && zone.MapLocal(to).Last().ToInstant() == end
            ? new TypedSpan(from, to, zone.Id)
            : new TypedSpan(start.InUtc().LocalDateTime, end.InUtc().LocalDateTime, "Etc/UTC");
    }

    /// <summary>Whether a span is said by times of the clock alone, which may be of any day.</summary>
    internal static bool SaysNoDay(string text, Instant askedAt, DateTimeZone zone)
    {
        var reading = new PhraseReading(text, "span", askedAt, zone);
        reading.Words.Take("from");
        return SaysClock() && (!reading.Words.TakeTo() || SaysClock());

        bool SaysClock() => PhrasePoint.Read(reading.Words, reading.Days) is { Day: null, FromNow: null };
    }

    // By its name, or by numbers without a year: "18.11.", "18/11".
    [GeneratedRegex(@"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\b\d\d?(\.\d\d?\.|/\d\d?)(?![/\d])",
        RegexOptions.IgnoreCase)]
    private static partial Regex NamesAMonth();

    private static SpokenSpan Ahead(SpokenSpan span, string text, Instant askedAt, DateTimeZone zone)
    {
        var now = askedAt.ToWholeSeconds();
        Check(span, text, "span", years: 1);
        if (span.End <= now)
            throw new RefusedException(
                $"'{text}' is over: it ended {TimeWords.Of(span.End, new Reader(zone, now))}. Say a time that is still to come.")
            {
                Field = "span",
            };
        if (span.Start >= now) return span;
        return new SpokenSpan(now, span.End, Typed(now, span.End, zone),
            [.. span.Notes, .. Begins(span, zone) ? Array.Empty<Text>() : [$"Starts now: {span.Start} has passed."]]);
    }

    // Of a whole day the rest is meant, and nobody is surprised.
    private static bool Begins(SpokenSpan span, DateTimeZone zone) => span.Start.InZone(zone).TimeOfDay == LocalTime.Midnight;

    private static void Check(SpokenSpan span, string text, string field, int years)
    {
        // Both times are skipped by the clocks: the later one would not help.
        if (span.End == span.Start && span.Notes is [.., var skipped])
            throw new RefusedException($"'{text}' is empty. {skipped}") { Field = field };
        if (span.End <= span.Start)
            throw new RefusedException(
                $"'{text}' is empty: it ends when it starts or before. Say the earlier time first.")
            { Field = field };
        if (span.End - span.Start > Duration.FromDays(years * 366))
            throw new RefusedException(
                $"'{text}' is longer than {(years == 1 ? "a year" : $"{years} years")}. Say a shorter one.")
            { Field = field };
    }
}
