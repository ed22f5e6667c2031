using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Watchbill.Calendars;

namespace Watchbill.Chat;

/// <summary>
/// The one place that writes times: as short as they are clear. <c>today 15:22 (in 2 h)</c>, <c>tomorrow 09:00</c>, <c>Mon 09:00</c>,
/// <c>Mon 7 Dec 09:00</c>, a year only beyond six months; of a span each day once.
/// </summary>
public static class TimeWords
{
    /// <summary>The moments that a time is shown by: a span has two, the second without the day where it is the same.</summary>
    public static IEnumerable<Time> Moments(Time time, Reader reader)
    {
        var zone = reader.Zone;
        if (time.Until is not { } end)
        {
            return [time.Shape != TimeShape.Time ? time
                : time with { Shape = IsToday(time.At, reader) ? TimeShape.Clock : TimeShape.DateAndTime }];
        }

        var isDays = time.Shape == TimeShape.Date;
        if (isDays) end -= Duration.Epsilon;
        var sameDay = time.At.InZone(zone).Date == end.InZone(zone).Date;
        return isDays && sameDay ? [time with { Until = null }]
            : [time with { Until = null }, new Time(end, sameDay ? TimeShape.Clock : time.Shape)];
    }

    /// <summary>A weekday alone means the next one.</summary>
    private const int Week = 7;

    private static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public static string Of(Time time, Reader reader)
    {
        var start = time.At.InZone(reader.Zone);
        if (time is { Until: { } over, Shape: TimeShape.Date })
            return Days(start.Date, (over - Duration.Epsilon).InZone(reader.Zone).Date, reader);
        if (time.Until is { } end) return Span(start, end.InZone(reader.Zone), reader);
        return time.Shape switch
        {
            TimeShape.Time when IsToday(time.At, reader) => ClockOf(start),
            TimeShape.Clock => ClockOf(start),
            TimeShape.Date => Day(start.Date, reader),
            _ => $"{Near(start.Date, reader) ?? Day(start.Date, reader)} {ClockOf(start)}{Ahead(start, reader)}",
        };
    }

    /// <summary>The moment alone, for sentences that are plain strings, such as refusals.</summary>
    public static string Of(Instant at, Reader reader) => Of(new Time(at, TimeShape.DateAndTime), reader);

    public static string Span(Instant start, Instant end, Reader reader) =>
        Of(new Time(start, TimeShape.DateAndTime) { Until = end }, reader);

    /// <summary>A day: today, <c>Sat 21 Nov</c>.</summary>
    public static string Day(LocalDate day, Reader reader) => Relative(day, reader) ?? Dated(day, reader);

    /// <summary>A day for what has no reader of its own, such as a button's label: <c>Mon 16 Nov</c>.</summary>
    public static string Day(LocalDate day) => DayText.Of(day);

    /// <summary>How the zone is called where it is not the reader's: its city.</summary>
    public static string City(DateTimeZone zone) => DayText.City(zone.Id);

    /// <summary>The words of a moment, with a capital where a sentence or a line begins.</summary>
    public static string At(IReadOnlyList<TextPart> parts, int index, string moment) =>
        Begins(parts, index) ? char.ToUpperInvariant(moment[0]) + moment[1..] : moment;

    private static bool Begins(IReadOnlyList<TextPart> parts, int index)
    {
        var before = "";
        while (index > 0 && parts[index - 1] is Words words && before.Length < 2)
        {
            before = words.Value + before;
            index--;
        }

        return before.Length == 0 ? index == 0
            : before[^1] == '\n' || before.EndsWith(". ", StringComparison.Ordinal) || before.EndsWith("? ", StringComparison.Ordinal);
    }

    private static string Span(ZonedDateTime start, ZonedDateTime end, Reader reader)
    {
        var last = end.TimeOfDay == LocalTime.Midnight && end.Date > start.Date ? end.Date.PlusDays(-1) : end.Date;
        if (start.TimeOfDay == LocalTime.Midnight && end.TimeOfDay == LocalTime.Midnight && last >= start.Date)
            return Days(start.Date, last, reader);
        if (last == start.Date && !IsRepeated(start) && !IsRepeated(end))
            return $"{(reader.Stays ? null : Near(start.Date, reader)) ?? Day(start.Date, reader)} {Hours(start.TimeOfDay, end.TimeOfDay)}";
        var near = reader.Stays || Near(start.Date, reader) is not { } from || Near(end.Date, reader) is not { } to
            ? (Dated(start.Date, reader), Dated(end.Date, reader)) : (from, to);
        return $"{near.Item1} {ClockOf(start)} - {near.Item2} {ClockOf(end)}";
    }

    /// <summary>Whole days, the last included: the month and the year once.</summary>
    private static string Days(LocalDate first, LocalDate last, Reader reader)
    {
        if (first == last) return Day(first, reader);
        var shared = first.Month == last.Month && first.Year == last.Year;
        return $"{(shared ? first.ToString("ddd d", CultureInfo.InvariantCulture) : Dated(first, reader))} - {Dated(last, reader)}";
    }

    /// <summary>
    /// Full hours without their minutes: <c>9-17</c>, <c>09:30 - 17:00</c>; less than a minute is one time: <c>09:30</c>.
    /// </summary>
    private static string Hours(LocalTime start, LocalTime end)
    {
        if (Clock.Format(start) == Clock.Format(end)) return Clock.Format(start);
        if (start.Minute == 0 && end.Minute == 0 && start.Second == 0 && end.Second == 0)
            return string.Create(CultureInfo.InvariantCulture, $"{start.Hour}-{(end == LocalTime.Midnight ? 24 : end.Hour)}");
        return $"{Clock.Format(start)} - {(end == LocalTime.Midnight ? "24:00" : Clock.Format(end))}";
    }

    /// <summary>Null: the date has to be said.</summary>
    private static string? Near(LocalDate day, Reader reader) => Relative(day, reader)
        ?? (DaysAhead(day, reader) is >= 0 and < Week ? day.ToString("ddd", CultureInfo.InvariantCulture) : null);

    private static string? Relative(LocalDate day, Reader reader) => reader.Stays ? null : DaysAhead(day, reader) switch
    {
        -1 => "yesterday",
        0 => "today",
        1 => "tomorrow",
        _ => null,
    };

    // Where nobody knows when it is read, such as over the API, the day stands beside it.
    private static bool IsToday(Instant at, Reader reader) => DaysAhead(at.InZone(reader.Zone).Date, reader) is null or 0;

    private static int? DaysAhead(LocalDate day, Reader reader) =>
        reader.Now is { } now ? Period.DaysBetween(now.InZone(reader.Zone).Date, day) : null;

    private static string Dated(LocalDate day, Reader reader) =>
        DayText.Of(day, reader.Now?.InZone(reader.Zone).Date);

    private static string Ahead(ZonedDateTime at, Reader reader)
    {
        if (reader.Stays || reader.Now is not { } now || DaysAhead(at.Date, reader) != 0) return "";
        var minutes = Math.Ceiling((at.ToInstant() - now).TotalMinutes);
        return minutes <= 0 ? "" : $" (in {LengthWords.Roughly(60 * (decimal)minutes)})";
    }

    // In an hour that happens twice the clock alone does not say which one.
    private static string ClockOf(ZonedDateTime at) => Clock.Format(at.TimeOfDay) + (IsRepeated(at) ? $" ({at.Offset})" : "");

    private static bool IsRepeated(ZonedDateTime at) => at.Zone.MapLocal(at.LocalDateTime).Count > 1;
}
