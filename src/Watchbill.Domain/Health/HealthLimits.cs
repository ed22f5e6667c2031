using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Health;

/// <summary>A limit that was crossed, or would be.</summary>
/// <param name="At">When, where it is of one time; null: it is of a whole span.</param>
public sealed record CrossedLimit(LimitRule Rule, decimal Value, Instant? At = null);

/// <summary>What load is measured by. A limit names who set it: none of them is ours.</summary>
/// <param name="Id">As the API names it.</param>
public sealed record LimitRule(string Id, decimal Limit, string Source)
{
    public static LimitRule Rest { get; } = new("rest", 11, "EU daily rest, Directive 2003/88/EC article 3");
    public static LimitRule ConsecutiveDays { get; } = new("consecutive-days", 7, "PagerDuty's compliance template: 7 days in a row");
    public static LimitRule HoursAWeek { get; } =
        new("hours-a-week", 48,
            "EU average working week, Directive 2003/88/EC article 6, as PagerDuty's template counts it: 192 h in 28 days");
    public static LimitRule DoubleDuty { get; } = new("double-duty", 0, "SRE book, chapter 11: primary and secondary are two people");
    public static LimitRule NightsPaged { get; } =
        new("nights-paged", 1, "incident.io, pager insights: relieve whoever was paged at night");
    public static LimitRule Share { get; } = new("share", 0.25m, "SRE book, chapter 11: at most 25 % on call");
    public static LimitRule IncidentsPerShift { get; } = new("incidents-per-shift", 2, "SRE book, chapter 11: at most 2 incidents a shift");
}

/// <summary>Compares a person's time on call with the limits.</summary>
public static class HealthLimits
{
    private const int Lately = 21;
    private const int Quarter = 90;
    private static readonly Duration FourWeeks = Duration.FromDays(28);
    private static readonly Duration Day = Duration.FromDays(1);

    /// <summary>
    /// What somebody crossed: of 21 days, hours a week of 28 and shares of 90, since a few weeks say little about those.
    /// </summary>
    public static IReadOnlyList<CrossedLimit> Crossed(DutyRecord record, Instant now)
    {
        var (lately, crossed) = (PersonHealth.Span(now, Lately), new List<CrossedLimit>());
        if (Least(PersonHealth.Rests(record, lately)) is { } rest) crossed.Add(rest);
        crossed.AddRange(OfTimes(record, lately));
        if (Nights(record, lately) is { } nights) crossed.Add(nights);
        if (PersonHealth.Of(record, PersonHealth.Span(now, Quarter)) is not { } quarter) return crossed;
        if (decimal.Round(quarter.Share, 3) > LimitRule.Share.Limit) crossed.Add(new(LimitRule.Share, quarter.Share));
        if (quarter.IncidentsPerShift is { } incidents && Shown(incidents) > LimitRule.IncidentsPerShift.Limit)
            crossed.Add(new(LimitRule.IncidentsPerShift, incidents));
        return crossed;
    }

    /// <summary>
    /// What a change would cross that is not crossed without it, in and around the time that it is about. What the roster itself crosses
    /// is no news to whoever swaps a day.
    /// </summary>
    /// <param name="before">As it stands; <paramref name="after"/> is as it would be. Both from five weeks before the span to five
    /// after.</param>
    /// <param name="turn">
    /// How long a turn of the roster is. Two in a row are what an exchange in it makes of them, and what both agree to; more are said.
    /// Zero: the roster itself is what changes.
    /// </param>
    public static IReadOnlyList<CrossedLimit> Brought(DutyRecord before, DutyRecord after, Interval span, Duration turn)
    {
        var around = new Interval(span.Start - FourWeeks, span.End + FourWeeks);
        var (was, crossed) = (OfTimes(before, around), new List<CrossedLimit>());
        var rests = PersonHealth.Gaps(before, around).ToHashSet();
        if (Least(PersonHealth.Gaps(after, around).Where(gap => !rests.Contains(gap))) is { } rest) crossed.Add(rest);
        crossed.AddRange(OfTimes(after, around).Where(now => now.Rule != LimitRule.DoubleDuty && !was.Any(one => one.Rule == now.Rule)
            && now.Value > Exchanged(now.Rule, turn)));
        return crossed;
    }

    /// <summary>How many nights in a row somebody was paged, up to and with the last one before an instant.</summary>
    public static int NightsPagedBefore(DutyRecord record, Instant at)
    {
        var paged = record.Pages.Where(page => page < at && record.IsNight(page))
            .Select(page => Health.Nights.DateOf(page, record.Zone)).ToHashSet();
        var (date, nights) = (Health.Nights.DateOf(at, record.Zone), 0);
        if (!paged.Contains(date)) date = date.PlusDays(-1);
        for (; paged.Contains(date); date = date.PlusDays(-1)) nights++;
        return nights;
    }

    // A value that reads like its limit has not crossed it: a handoff some minutes late is no double duty.
    private static decimal Shown(decimal value) => decimal.Round(value, 1);

    // What two turns come to, in days in a row or in hours a week over four weeks.
    private static decimal Exchanged(LimitRule rule, Duration turn) =>
        rule == LimitRule.ConsecutiveDays ? (decimal)Math.Ceiling(2 * turn.TotalDays) : PersonHealth.Hours(2 * turn) / 4;

    private static List<CrossedLimit> OfTimes(DutyRecord record, Interval span)
    {
        var (held, crossed) = (record.Held(span), new List<CrossedLimit>());
        if (LongestRun(held, record.Zone) is { Days: var days, Last: var last } && days > LimitRule.ConsecutiveDays.Limit)
            crossed.Add(new(LimitRule.ConsecutiveDays, days, last.AtStartOfDayInZone(record.Zone).ToInstant()));
        var most = Enumerable.Range(0, 1 + Math.Max(0, (int)(span.Duration - FourWeeks).TotalDays))
            .Select(day => span.End - day * Day).Select(end => (End: end, Hours: HoursIn(record, new Interval(end - FourWeeks, end)) / 4))
            .MaxBy(window => window.Hours);
        if (Shown(most.Hours) > LimitRule.HoursAWeek.Limit) crossed.Add(new(LimitRule.HoursAWeek, most.Hours));
        var twice = record.Duties.Select(duty => Spans.Within(span, duty.Start, duty.End)).OfType<Interval>()
            .Sum(time => PersonHealth.Hours(time.Duration)) - held.Sum(time => PersonHealth.Hours(time.Duration));
        if (Shown(twice) > LimitRule.DoubleDuty.Limit) crossed.Add(new(LimitRule.DoubleDuty, twice));
        return crossed;
    }

    private static decimal HoursIn(DutyRecord record, Interval span) =>
        record.Held(span).Sum(time => PersonHealth.Hours(time.Duration));

    private static CrossedLimit? Least(IEnumerable<(Instant At, Duration Length)> rests) =>
        rests.Where(rest => Shown(PersonHealth.Hours(rest.Length)) < LimitRule.Rest.Limit).OrderBy(rest => rest.Length).Select(rest =>
            new CrossedLimit(LimitRule.Rest, PersonHealth.Hours(rest.Length), rest.At)).FirstOrDefault();

    private static CrossedLimit? Nights(DutyRecord record, Interval span)
    {
        var nights = record.Pages.Where(page => span.Contains(page) && record.IsNight(page))
            .Select(page => Health.Nights.DateOf(page, record.Zone)).Distinct().Order().ToList();
        var (run, longest, last) = (0, 0, default(LocalDate));
        for (var i = 0; i < nights.Count; i++)
        {
            run = i > 0 && nights[i - 1].PlusDays(1) == nights[i] ? run + 1 : 1;
            if (run >= longest) (longest, last) = (run, nights[i]);
        }

        return longest > LimitRule.NightsPaged.Limit
            ? new(LimitRule.NightsPaged, longest, last.AtStartOfDayInZone(record.Zone).ToInstant()) : null;
    }

    // Each date that a time touches counts, but one on which it merely ends: a week from Monday to Monday is seven days.
    private static (int Days, LocalDate Last) LongestRun(IReadOnlyList<Interval> held, DateTimeZone zone)
    {
        var dates = held.SelectMany(time => PersonHealth.Dates(time, zone).ToList() is { Count: > 1 } several
                && time.End.InZone(zone) is var end && end.Date == several[^1] ? several[..^1] : [.. PersonHealth.Dates(time, zone)])
            .Distinct().Order().ToList();
        var (run, longest, last) = (0, 0, default(LocalDate));
        for (var i = 0; i < dates.Count; i++)
        {
            run = i > 0 && dates[i - 1].PlusDays(1) == dates[i] ? run + 1 : 1;
            if (run > longest) (longest, last) = (run, dates[i]);
        }

        return (longest, last);
    }
}
