using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace Watchbill.Chat;

/// <summary>A day as said: a date, a day of the week, or a day of any year.</summary>
internal sealed record PhraseDay(LocalDate? Date, IsoDayOfWeek Weekday = IsoDayOfWeek.None, AnnualDate? Yearly = null)
{
    /// <summary>The day that was said is the one on which it was said.</summary>
    public bool IsToday { get; init; }

    /// <summary>Its evening was said, and the night after it.</summary>
    public bool IsTonight { get; init; }

    /// <summary>Of a day of any year the last one is meant.</summary>
    public bool IsLast { get; init; }
}

/// <summary>A clock time as said.</summary>
/// <param name="Bare">An hour alone, such as 9: the other end of a range may say that it is in the afternoon.</param>
/// <param name="Afternoon">It was said with pm.</param>
internal sealed record PhraseClock(LocalTime Time, bool Bare = false, bool Afternoon = false)
{
    /// <summary>24:00: midnight at the end of the day.</summary>
    public bool EndOfDay { get; init; }
    public bool Midnight { get; init; }

    /// <summary>It was said with am or pm, or as noon: it is one time of the day and no other.</summary>
    public bool HalfSaid { get; init; }
    public Offset? Offset { get; init; }
}

/// <summary>
/// A part of a day: the time that is meant where one is asked for, and from when to when it lasts, into the next day at night.
/// </summary>
internal sealed record DayPart(LocalTime Moment, LocalTime Start, LocalTime End);

/// <summary>A point in time as said, before it is known from which moment it counts.</summary>
internal sealed partial record PhrasePoint(PhraseDay? Day, PhraseClock? Clock)
{
    /// <summary>So long from now; zero is <c>now</c>.</summary>
    public PhraseLength? FromNow { get; init; }

    /// <summary>The day was said after the time: of a span it is then said of both ends, as in <c>9-17 tomorrow</c>.</summary>
    public bool IsDayLast { get; init; }

    /// <summary>Of a time without a day the last one is meant: <c>last 3am</c>.</summary>
    public bool IsLast { get; init; }

    /// <summary>The part of the day that was said instead of a time; null: none was.</summary>
    public DayPart? Part { get; init; }

    public bool IsDay => Day is not null && Clock is null;

    /// <summary>The part of a day that a word names; null: it names none.</summary>
    public static DayPart? PartOf(string word) => word switch
    {
        "morning" => new(new(9, 0), new(6, 0), new(12, 0)),
        "afternoon" => new(new(14, 0), new(12, 0), new(18, 0)),
        "evening" => new(new(18, 0), new(18, 0), new(22, 0)),
        "night" => new(new(22, 0), new(18, 0), new(9, 0)),
        _ => null,
    };

    /// <summary>Reads a day and a clock time in either order; null where there is neither.</summary>
    public static PhrasePoint? Read(PhraseWords words, PhraseDays days)
    {
        if (words.Take("now")) return new PhrasePoint(null, null) { FromNow = new PhraseLength(0, 0, Duration.Zero) };
        if (words.Take("in")) return PhraseLength.Read(words) is { } length ? new PhrasePoint(null, null) { FromNow = length } : null;
        PhraseDay? day = null;
        PhraseClock? clock = null;
        var isDayLast = false;
        while (!words.AtEnd && (day is null || clock is null))
        {
            var place = words.Place;
            words.Take("on", "at", "@");
            // "tomorrow from 2 to 5pm".
            if (day is not null) words.Take("from");
            if (day is null && days.Read(words, out var withClock) is { } readDay)
                (day, clock, isDayLast) = (readDay, withClock ?? clock, clock is not null);
            else if (clock is null && day is not null && PartOf(words.Next) is { } readPart)
            {
                words.Take();
                return new PhrasePoint(day, new PhraseClock(readPart.Moment) { HalfSaid = true }) { Part = readPart };
            }
            else if (day is null && clock is null && words.Take("last"))
                return ReadClock(words, dated: false) is { } passed ? new PhrasePoint(null, passed) { IsLast = true } : null;
            else if (clock is null && ReadClock(words, dated: day?.Date is not null) is { } readClock) clock = readClock;
            else
            {
                words.Place = place;
                break;
            }
        }

        // "2 to 4 this afternoon".
        if (day is not null && clock is { Bare: true } && words.Take("afternoon", "evening"))
            clock = clock with { Time = new LocalTime((clock.Time.Hour % 12) + 12, 0), Bare = false, Afternoon = true, HalfSaid = true };
        return day is null && clock is null ? null : new PhrasePoint(day, clock) { IsDayLast = isDayLast };
    }

    internal static PhraseClock? ReadClock(PhraseWords words, bool dated)
    {
        if (words.Take("noon")) return new PhraseClock(LocalTime.Noon) { HalfSaid = true };
        if (words.Take("midnight")) return new PhraseClock(LocalTime.Midnight) { Midnight = true };
        if (ClockOf(words.Next, dated) is not { } clock) return null;
        words.Take();
        return clock;
    }

    internal static PhraseClock? ClockOf(string word, bool dated)
    {
        var match = ClockPattern().Match(word);
        if (!match.Success) return null;
        var (hour, minute, second) = (Number(match, 1), Number(match, 2), Number(match, 3));
        var (half, offset) = (match.Groups[4].Value, match.Groups[5].Value);
        if (minute > 59 || second > 59 || (offset.Length > 0 && !dated)) return null;
        if (half.Length > 0)
        {
            if (hour is < 1 or > 12) return null;
            return new PhraseClock(new LocalTime((hour % 12) + (half == "pm" ? 12 : 0), minute, second), Afternoon: half == "pm")
            {
                HalfSaid = true,
            };
        }

        if (hour == 24 && minute == 0 && second == 0) return new PhraseClock(LocalTime.Midnight) { EndOfDay = true };
        if (hour > 23) return null;
        return new PhraseClock(new LocalTime(hour, minute, second), Bare: !match.Groups[2].Success && hour is >= 1 and <= 12)
        {
            Offset = offset.Length == 0 ? null : OffsetOf(offset),
        };
    }

    private static Offset OffsetOf(string text)
    {
        if (text == "z") return NodaTime.Offset.Zero;
        var (hours, minutes) =
            (int.Parse(text.AsSpan(1, 2), CultureInfo.InvariantCulture),
                int.Parse(text.AsSpan(text.Length - 2), CultureInfo.InvariantCulture));
        // No zone is further off than 18 hours; what claims to be is held there and shows in the preview.
        var seconds = Math.Min((hours * 3600) + (minutes * 60), 18 * 3600);
        return NodaTime.Offset.FromSeconds(text[0] == '-' ? -seconds : seconds);
    }

    private static int Number(Match match, int group) =>
        match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^([0-9]{1,2})(?::([0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,9})?)?)?(?:(am|pm)|h|(z|[+-][0-9]{2}:?[0-9]{2}))?$")]
    private static partial Regex ClockPattern();
}
