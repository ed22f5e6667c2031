using NodaTime;
using NodaTime.Text;

namespace Watchbill.Chat;

/// <summary>Which half of the day, and which day, a clock time of a range is in, where it does not say so itself.</summary>
internal static class PhraseHalves
{
    private static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    // What tonight lasts from and to.
    private static readonly LocalTime Evening = new(18, 0);
    private static readonly LocalTime Morning = new(9, 0);

    /// <summary>Tonight, with nothing else said.</summary>
    public static (LocalDateTime Start, LocalDateTime End) Tonight(LocalDate today) => (today + Evening, today.PlusDays(1) + Morning);

    /// <summary>Eight tonight is 20:00. Null: it was said of a time before the evening.</summary>
    public static PhrasePoint? Tonight(PhrasePoint point)
    {
        if (point is not { Day.IsTonight: true, Part: null, Clock: { Midnight: false, EndOfDay: false } clock }) return point;
        if (clock is { HalfSaid: false, Time.Hour: >= 1 and < 12 })
            clock = clock with { Time = clock.Time.PlusHours(12), Bare = false, Afternoon = true, HalfSaid = true };
        return clock.Time < Evening ? null : point with { Clock = clock };
    }

    /// <summary>In <c>tonight 8 to 11</c> the second is in the evening, too, in <c>tonight 8 to 6</c> it is not.</summary>
    public static PhrasePoint ToTonight(PhrasePoint start, PhrasePoint end) =>
        start is { Day.IsTonight: true, Clock.Time: var from } && end is { Day: null, Clock: { Bare: true, Time.Hour: var hour } clock }
            && hour + (hour < 12 ? 12 : 0) is var late && (hour == 12 || late > from.Hour)
            ? end with
            {
                Clock = hour == 12 ? new(LocalTime.Midnight) { EndOfDay = true } : clock with { Time = new(late, 0), Bare = false },
            }
            : end;

    /// <summary>When today or tonight begins, where no time of it was said: now, and not before the evening.</summary>
    public static PhrasePoint FromNow(PhrasePoint start, LocalTime now) => start is { IsDay: true, Day: { IsToday: true } day }
        ? start with { Clock = new(day.IsTonight && now < Evening ? Evening : now) { HalfSaid = true } } : start;

    /// <summary>In <c>1-5pm</c> the first is in the afternoon too, in <c>9-5pm</c> it is not.</summary>
    public static PhrasePoint InAfternoon(PhrasePoint start, PhrasePoint end) =>
        start.Clock is { Bare: true, Time.Hour: < 12 } clock && end is { Day: null, Clock: { Afternoon: true } late }
            && clock.Time.Hour + 12 < late.Time.Hour
            ? start with { Clock = clock with { Time = clock.Time.PlusHours(12) } }
            : start;

    /// <summary>The start, of which <c>9-17 tomorrow</c> says the day, too. Null: the day said may be that of either end.</summary>
    public static PhrasePoint? OnDay(PhrasePoint start, PhrasePoint end, LocalDate tomorrow)
    {
        if (start is not { Day: null, Clock: { } first } || end is not { IsDayLast: true, Clock: { Offset: null } last }) return start;
        if (last.EndOfDay || last.Time > first.Time) return start with { Day = end.Day };
        return end.Day!.Date == tomorrow ? start : null;
    }

    /// <summary>
    /// What to ask about <c>9-5</c>, which is office hours to some and twenty hours to others: two clock times of at most twelve, not both
    /// written in full, of which the second is not the later one. Null: it can be read in one way only.
    /// </summary>
    public static string? Ask(PhrasePoint start, PhrasePoint end)
    {
        if (start.Clock is not { Time.Hour: >= 1 and <= 12 } first
            || end is not { Day: null, Clock: { Time.Hour: >= 1 and <= 12, HalfSaid: false } second }
            || !(first.Bare || first.HalfSaid || second.Bare) || second.Time > first.Time) return null;
        var (from, morning) = (Clock.Format(first.Time), Clock.Format(second.Time));
        var evening = second.Time.Hour == 12 ? $"24:{second.Time.Minute:00}" : Clock.Format(second.Time.PlusHours(12));
        return $"It can be {from} to {evening}, or {from} to {morning} on the next day; say '{from}-{evening}' or '{from}-{morning}'.";
    }
}
