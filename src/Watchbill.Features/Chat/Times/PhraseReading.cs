using NodaTime;
using NodaTime.Text;
using Watchbill.Calendars;

namespace Watchbill.Chat;

/// <summary>One phrase as it is read: from its words to instants, with notes on what may surprise.</summary>
internal sealed class PhraseReading
{
    private static readonly LocalDateTimePattern Day = LocalDateTimePattern.CreateWithInvariantCulture("d MMM uuuu");
    private static readonly LocalDateTimePattern Clock = LocalDateTimePattern.CreateWithInvariantCulture("HH:mm");

    private readonly string text;
    private readonly string field;
    private readonly List<Text> notes = [];

    public PhraseReading(string text, string field, Instant askedAt, DateTimeZone zone)
    {
        (this.text, this.field, Asked) = (text, field, askedAt.ToWholeSeconds());
        Words = new PhraseWords(text);
        if (Words.ZonesDiffer) throw Refuse("It names two zones; say both times in one.");
        if (Words.Abbreviation is { } abbreviation) throw Refuse(ZoneAbbreviations.Ask(abbreviation));
        Zone = Words.Zone is { } named ? DateTimeZoneProviders.Tzdb[named] : zone;
        Now = Asked.InZone(Zone).LocalDateTime;
        Days = new PhraseDays(Now.Date, why => Refuse(why));
    }

    public PhraseWords Words { get; }
    public PhraseDays Days { get; }

    public DateTimeZone Zone { get; }

    public Instant Asked { get; }

    /// <summary>When it was said, on the clock of the phrase's zone.</summary>
    public LocalDateTime Now { get; }

    public RefusedException Refuse(string why, bool asks = false) => new($"'{text}' is not clear. {why}") { Field = field, Asks = asks };

    public SpokenMoment Moment()
    {
        if (Words.IsTonight)
            return Resolve(PhraseHalves.Tonight(Now.Date).Start, last: false) is var evening && evening > Asked
                ? new(evening, [.. notes, "Tonight begins at 18:00."]) : new(Asked, []);
        var point = Point();
        if (!Words.AtEnd) throw NotUnderstood();
        if (point is { Clock.Midnight: true, Day: not null }) throw WhichMidnight(point);
        if (point.IsDay) notes.Add("No time was said; the beginning of the day is meant.");
        if (point.Part is not null) notes.Add($"{Clock.Format(point.Clock!.Time.On(Now.Date))} is meant.");
        if (point is { Day: null, IsLast: false, Clock: { } clock } && Now.TimeOfDay >= clock.Time && !clock.EndOfDay && !clock.Midnight)
            notes.Add($"{Clock.Format(Now.Date + clock.Time)} has passed today; tomorrow is meant.");
        var at = Exact(point) ?? Resolve(Start(point, stillToCome: true), last: false);
        MustMeanOneZone(at);
        var next = point.IsDay ? (Instant?)Zone.AtStartOfDay(Start(point, stillToCome: true).Date.PlusDays(1)).ToInstant() : null;
        return new SpokenMoment(at, notes) { EndOfDay = next };
    }

    public SpokenSpan Span(Interval? nextTurn)
    {
        if (Words.IsTonight) return Between(PhraseHalves.Tonight(Now.Date).Start, PhraseHalves.Tonight(Now.Date).End);
        if (Words.All == "next week") return nextTurn is { } turn ? Of(turn.Start, turn.End) : PhrasePeriods.NextWeek(this);
        if (Words.All == "next weekend") throw Refuse("Say 'weekend' for the coming one, or its date, such as '5 dec to 6 dec'.");
        if (Words.All is "weekend" or "this weekend" or "the weekend") return PhrasePeriods.Weekend(this);
        if (PhrasePeriods.ComingWeek(this) is { } week) return week;
        var isLength = Words.Take("for");
        Words.Take("the"); // "For the next 3 hours", and without its "for".
        if (Words.Take("next") && PhraseLength.Read(Words) is { } next && Words.AtEnd) return Of(Asked, After(Asked, Now, next));
        Words.Place = isLength ? 1 : 0;
        if (isLength) return Of(Asked, After(Asked, Now, Length()));
        if (Words.TakeTo()) return Until(new PhrasePoint(null, null) { FromNow = new PhraseLength(0, 0, Duration.Zero) });
        if (PhraseLength.Read(Words) is { } alone && Words.AtEnd) return Of(Asked, After(Asked, Now, alone));
        Words.Place = 0;
        Words.Take("from");
        var start = Point();
        if (Words.Take("for")) return Lasting(start, Length());
        if (Words.TakeTo()) return Until(start);
        if (!Words.AtEnd) throw NotUnderstood();
        if (start.Part is { } part)
        {
            var date = Start(start, stillToCome: true).Date;
            return Between(date + part.Start, date.PlusDays(part.End < part.Start ? 1 : 0) + part.End);
        }

        if (!start.IsDay) throw Refuse("It has a start and no end; add one, such as 'to 17:00' or 'for 2h'.");
        var day = Start(start, stillToCome: true).Date;
        return Between(day.AtMidnight(), day.PlusDays(1).AtMidnight());
    }

    public SpokenSpan Between(LocalDateTime start, LocalDateTime end) => Of(Resolve(start, last: false), Resolve(end, last: true));

    public SpokenSpan Of(Instant start, Instant end)
    {
        MustMeanOneZone(start);
        MustMeanOneZone(end);
        return new(start, end, TimePhrases.Typed(start, end, Zone), notes);
    }

    /// <summary>So long after a moment: days on the calendar, then hours as they pass.</summary>
    public Instant After(Instant start, LocalDateTime local, PhraseLength length)
    {
        if (length.Months > 120 || length.Days > 3660 || length.Elapsed > Duration.FromDays(3660))
            throw Refuse("That is longer than anything is planned.");
        var from = length.IsLocal ? Resolve(local.PlusMonths(length.Months).PlusDays(length.Days), last: true) : start;
        return from + length.Elapsed;
    }

    public PhraseLength Length()
    {
        var length = PhraseLength.Read(Words) ?? throw Refuse("Say how long, such as '2h', '90m' or '3 days'.");
        return Words.AtEnd ? length : throw NotUnderstood();
    }

    public RefusedException NotUnderstood()
    {
        var place =
            Words.Stuck is { Length: > 0 } stuck && !text.StartsWith(stuck, StringComparison.OrdinalIgnoreCase)
                ? $" from '{stuck}' on" : "";
        var examples =
            field == "when" ? "'fri 18:00', 'tomorrow at 9' or 'in 2 hours'" : "'fri 18:00 to mon 09:00', 'tomorrow 9-17' or 'for 2h'";
        return new RefusedException($"'{text}' is not understood as a time{place}. Say it like {examples}.") { Field = field };
    }

    private PhrasePoint Point() => PhraseHalves.Tonight(PhrasePoint.Read(Words, Days) ?? throw NotUnderstood())
        ?? throw Refuse("Tonight begins at 18:00. Say another day of that time, such as 'tomorrow 3:00'.");

    private SpokenSpan Lasting(PhrasePoint start, PhraseLength length)
    {
        if (!length.IsLocal || start.Day is { IsTonight: true }) start = PhraseHalves.FromNow(start, Now.TimeOfDay);
        foreach (var stillToCome in (ReadOnlySpan<bool>)[false, true])
        {
            var count = notes.Count;
            var local = Exact(start)?.InZone(Zone).LocalDateTime ?? Start(start, stillToCome);
            var from = Exact(start) ?? Resolve(local, last: false);
            var to = After(from, local, length);
            if (to > Asked || start.Day is not null || stillToCome) return Of(from, to);
            // Today's is over already: tomorrow's is meant.
            notes.RemoveRange(count, notes.Count - count);
        }

        throw NotUnderstood();
    }

    private SpokenSpan Until(PhrasePoint start)
    {
        var end = Point();
        if (!Words.AtEnd) throw NotUnderstood();
        if (start is { Clock.Midnight: true, Day: not null }) throw WhichMidnight(start);
        if (end is { Clock.Midnight: true, Day: not null }) throw WhichMidnight(end);
        if (start.IsDay && end is { Day: null, Clock: not null } && start.Day is { IsToday: false })
            throw Refuse("It says no time to start; add one, such as 'tomorrow 9 to 17'.");
        if (start is { Day.IsTonight: true, Clock: null }) start = PhraseHalves.FromNow(start, Now.TimeOfDay);
        else end = PhraseHalves.ToTonight(start, end);
        if (MixesOffsets(start, end) || MixesOffsets(end, start)) throw Refuse("One time has an offset; say both times with an offset.");
        var clocks = end.IsDayLast ? end with { Day = null } : end;
        start = PhraseHalves.InAfternoon(start, clocks);
        if (PhraseHalves.Ask(start, clocks) is { } ask) throw Refuse(ask, asks: true);
        start = PhraseHalves.OnDay(start, end, Now.Date.PlusDays(1))
            ?? throw Refuse("It names one day, and ends on the next one or began on the one before; say both days.");
        if (end.IsDay && !start.IsDay) notes.Add("No time was said for the end; the end of that day is meant.");
        var local = Exact(start)?.InZone(Zone).LocalDateTime ?? Start(start, stillToCome: false);
        var until = End(end, start.Day is { IsToday: true } && start.IsDay ? Now : local);
        // Times without a day that are over already are tomorrow's.
        var undated = start is { Day: null, IsLast: false, FromNow: null } && end is { Day: null, FromNow: null };
        if (undated && until <= Now) (local, until) = (local.PlusDays(1), until.PlusDays(1));
        var from = Exact(start) ?? Resolve(local, last: false);
        return Of(from, Exact(end) ?? Resolve(until, last: true));
    }

    // EST is one zone to the database, and to most who write it New York: in summer the two differ.
    private void MustMeanOneZone(Instant at)
    {
        if (Words.Zone is { } named && ZoneAbbreviations.Differ(named, at) is { } ask) throw Refuse(ask);
    }

    /// <summary>The instant where the words say it whatever the clocks do: from now, or with an offset.</summary>
    private Instant? Exact(PhrasePoint point)
    {
        if (point.FromNow is { } length) return After(Asked, Now, length);
        return point is { Clock: { Offset: { } offset } clock, Day.Date: { } date }
            ? (date + clock.Time).WithOffset(offset).ToInstant() : null;
    }

    // "09:00+05:30 to 17:00" can mean 17:00 there or here, where that is not the same.
    private bool MixesOffsets(PhrasePoint one, PhrasePoint other) => one.Clock?.Offset is { } offset && Exact(one) is { } at
        && Zone.GetUtcOffset(at) != offset && other is { FromNow: null, Clock: null or { Offset: null } };

    private LocalDateTime Start(PhrasePoint point, bool stillToCome)
    {
        var time = point.Clock?.Time ?? LocalTime.Midnight;
        var today = Now.Date;
        var passed = time <= Now.TimeOfDay && point.Clock is not { EndOfDay: true } ? today : today.PlusDays(-1);
        var date = point.Day switch
        {
            null when point.IsLast => passed,
            null => today.PlusDays(stillToCome && point.Clock is { EndOfDay: false } && time <= Now.TimeOfDay ? 1 : 0),
            { Date: { } said } => said,
            { Yearly: { } yearly, IsLast: true } => PhraseDays.Passed(yearly, passed),
            { Yearly: { } yearly } => PhraseDays.Coming(yearly, today),
            { Weekday: var weekday } =>
                today.DayOfWeek == weekday && point.Clock is not null && time > Now.TimeOfDay ? today : today.Next(weekday),
        };
        var why = point.Clock is { EndOfDay: false } clock ? $"{Clock.Format(today + clock.Time)} has passed" : $"It is {today.DayOfWeek}";
        if (point.Day?.Weekday == today.DayOfWeek && date > today) notes.Add($"{why} today; {Said(date)} is meant.");
        return date.PlusDays(point.Clock is { EndOfDay: true } ? 1 : 0) + time;
    }

    /// <summary>The first such time after the start; a day without a time is meant to its end.</summary>
    private LocalDateTime End(PhrasePoint point, LocalDateTime start)
    {
        if (Exact(point) is { } exact) return exact.InZone(Zone).LocalDateTime;
        var time = point.Clock?.Time ?? LocalTime.Midnight;
        var plus = point.Clock is null or { EndOfDay: true } ? 1 : 0;
        var date = point.Day switch
        {
            null => start.Date,
            { Date: { } said } => said,
            { Yearly: { } yearly } => PhraseDays.Coming(yearly, start.Date),
            { Weekday: var weekday } => start.Date.PlusDays(-1).Next(weekday),
        };
        var end = date.PlusDays(plus) + time;
        if (end > start) return end;
        return point.Day switch { null => end.PlusDays(1), { Weekday: not IsoDayOfWeek.None, Date: null } => end.PlusDays(7), _ => end };
    }

    private Instant Resolve(LocalDateTime local, bool last)
    {
        var map = Zone.MapLocal(local);
        if (map.Count == 1) return map.Single().ToInstant();
        if (map.Count == 0)
        {
            var after = map.LateInterval.Start.InZone(Zone).LocalDateTime;
            var day = after.Date == local.Date ? "" : $"{Said(after.Date)} ";
            notes.Add($"{Clock.Format(local)} does not exist on {Said(local.Date)} in {Zone.Id}; {day}{Clock.Format(after)} is meant.");
            return map.LateInterval.Start;
        }

        notes.Add($"{Clock.Format(local)} happens twice on {Said(local.Date)} in {Zone.Id}; the {(last ? "second" : "first")} is meant.");
        return (last ? map.Last() : map.First()).ToInstant();
    }

    private RefusedException WhichMidnight(PhrasePoint point)
    {
        var day = Start(point with { Clock = null }, stillToCome: true);
        return Refuse($"It can be the beginning or the end of that day; say '{Typed(day)} 00:00' or '{Typed(day.PlusDays(1))} 00:00'.");
    }

    private string Said(LocalDate day) => TimeWords.Day(day, new Reader(Zone, Asked) { Stays = true });

    private static string Typed(LocalDateTime day) => Day.Format(day).ToLowerInvariant();
}
