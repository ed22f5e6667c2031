using NodaTime;
using Watchbill.Calendars;
using Watchbill.Compensation;

namespace Watchbill.Health;

/// <summary>Counts and hours of one person on call in a span. No score is made of them, and nobody is ranked by them.</summary>
/// <param name="Hours">On call, once however many rotations it was.</param>
/// <param name="ByClass">The same hours by class; they add up to <paramref name="Hours"/>.</param>
public sealed record HealthFigures(decimal Hours, IReadOnlyDictionary<string, decimal> ByClass)
{
    /// <summary>Turns with any time in the span.</summary>
    public decimal Shifts { get; init; }

    /// <summary>Of those that began in the span.</summary>
    public decimal Callouts { get; init; }

    /// <summary>Callouts with any time in the night.</summary>
    public decimal NightCallouts { get; init; }

    /// <summary>Hours on call in one piece, within the span.</summary>
    public decimal LongestStretch { get; init; }

    /// <summary>
    /// Hours, the least of two: between two times on call, and in one piece in the 24 hours of a day that callouts disturbed. Null: there
    /// was neither.
    /// </summary>
    public decimal? ShortestRest { get; init; }

    /// <summary>On call, as a fraction of the span.</summary>
    public decimal Share { get; init; }

    /// <summary>Null: there was no shift.</summary>
    public decimal? IncidentsPerShift { get; init; }

    /// <summary>Weekends with any time on call.</summary>
    public int Weekends { get; init; }

    /// <summary>Pages at working hours, late and at night.</summary>
    public (int Working, int Late, int Night) Pages { get; init; }

    /// <summary>The middle of several people or weeks, each figure by itself; null: there are none.</summary>
    public static HealthFigures? Median(IReadOnlyCollection<HealthFigures> several)
    {
        if (several.Count == 0) return null;
        var classes = several.SelectMany(one => one.ByClass.Keys).Distinct().Order(StringComparer.Ordinal);
        return new HealthFigures(Middle(one => one.Hours)!.Value,
            classes.ToDictionary(id => id, id => Middle(one => one.ByClass.GetValueOrDefault(id))!.Value))
        {
            Shifts = Middle(one => one.Shifts)!.Value,
            Callouts = Middle(one => one.Callouts)!.Value,
            NightCallouts = Middle(one => one.NightCallouts)!.Value,
            LongestStretch = Middle(one => one.LongestStretch)!.Value,
            ShortestRest = Middle(one => one.ShortestRest),
            Share = Middle(one => one.Share)!.Value,
            IncidentsPerShift = Middle(one => one.IncidentsPerShift),
        };

        decimal? Middle(Func<HealthFigures, decimal?> figure)
        {
            var values = several.Select(figure).OfType<decimal>().Order().ToList();
            return values.Count == 0 ? null : (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
        }
    }
}

/// <summary>What is asked about one person: figures of spans up to now, their own usual week, and the limits they crossed.</summary>
public static class PersonHealth
{
    /// <summary>Days of 24 hours.</summary>
    public static IReadOnlyList<int> Days { get; } = [21, 90, 365];

    private const int Weeks = 12;
    private const int Decimals = 4;

    // Classes of hours are those of the example policy, whoever is paid by which: the same hour weighs the same on everybody.
    private static readonly PayPolicy Classes = new("health", default)
    {
        BusinessHours = new BusinessHours(Weekdays.All ^ Weekdays.Saturday ^ Weekdays.Sunday, new LocalTime(9, 0), new LocalTime(18, 0)),
        Classes =
        [
            new HourClass("holiday") { OnHolidays = true },
            new HourClass("weekend") { Days = Weekdays.Saturday | Weekdays.Sunday },
            new HourClass("night") { From = new LocalTime(22, 0), To = new LocalTime(6, 0) },
            new HourClass("business") { InBusinessHours = true },
            new HourClass("evening"),
        ],
    };

    public static Interval Span(Instant now, int days) => new(now - Duration.FromDays(days), now);

    /// <summary>Figures of a span; null: nothing is known of it.</summary>
    public static HealthFigures? Of(DutyRecord record, Interval span)
    {
        if (!record.Knows(span)) return null;
        var held = record.Held(span);
        var cutter = new HourCutter(Classes, new WallClock(record.Zone), record.Holidays, LocalTime.Midnight);
        var byClass = Classes.Classes.ToDictionary(one => one.Id, _ => 0m);
        foreach (var piece in held.SelectMany(time => cutter.Cut(time.Start, time.End))) byClass[piece.Class!] += Hours(piece.Length);
        var shifts = record.Duties.Where(duty => Spans.Within(span, duty.Start, duty.End) is not null).Select(duty => duty.Shift)
            .Distinct().Count();
        var called = record.Callouts.Where(one => span.Contains(one.Start)).ToList();
        var pages = record.Pages.Where(span.Contains).ToList();
        var nights = pages.Count(record.IsNight);
        var working = pages.Count(at => !record.IsNight(at) && cutter.Cut(at, at + Duration.Epsilon).First().Class == "business");
        var hours = held.Sum(time => Hours(time.End - time.Start));
        return new HealthFigures(hours, byClass)
        {
            Shifts = shifts,
            Callouts = called.Count,
            NightCallouts = called.Count(one => Nights.Touched(new Interval(one.Start, one.End), record.Zone).Any()),
            LongestStretch = held.Select(time => Hours(time.End - time.Start)).DefaultIfEmpty().Max(),
            ShortestRest = Rests(record, span).Select(rest => (decimal?)Hours(rest.Length)).Min(),
            Share = decimal.Round(hours / Hours(span.Duration), Decimals),
            IncidentsPerShift = shifts == 0 ? null
                : decimal.Round(called.Select(one => one.Incident).Distinct().Count() / (decimal)shifts, Decimals),
            Weekends = held.SelectMany(time => Dates(time, record.Zone)).Where(date => date.DayOfWeek >= IsoDayOfWeek.Saturday)
                .Select(date => date.Next(IsoDayOfWeek.Monday)).Distinct().Count(),
            Pages = (working, pages.Count - working - nights, nights),
        };
    }

    /// <summary>The middle of the last twelve weeks of which anything is known, each 7 x 24 h; null: of none.</summary>
    public static HealthFigures? UsualWeek(DutyRecord record, Instant now) => HealthFigures.Median(
        [.. Enumerable.Range(0, Weeks).Select(week => now - Duration.FromDays(7 * week))
            .Select(end => Of(record, new Interval(end - Duration.FromDays(7), end))).OfType<HealthFigures>()]);

    /// <summary>Each rest, and the instant at which it began or the day that callouts disturbed.</summary>
    internal static IEnumerable<(Instant At, Duration Length)> Rests(DutyRecord record, Interval span)
    {
        foreach (var gap in Gaps(record, span)) yield return gap;
        var called = record.Callouts.Where(one => Spans.Within(span, one.Start, one.End) is not null)
            .Select(one => new Interval(one.Start, one.End)).ToList();
        // A day's 24 hours begin at nine: what disturbed the night before is of the day before.
        var days = called.SelectMany(one => Dates(one, record.Zone)).SelectMany(date => new[] { date.PlusDays(-1), date }).Distinct();
        foreach (var day in days)
        {
            if (DailyRest.Of(day, record.Zone, called, record.Holidays.Contains) is { } rest)
                yield return (day.AtStartOfDayInZone(record.Zone).ToInstant(), rest);
        }
    }

    /// <summary>
    /// Between two times on call. The hours in which a turn's coverage pauses are not: who has the nights of a week is at home by day.
    /// </summary>
    internal static IEnumerable<(Instant At, Duration Length)> Gaps(DutyRecord record, Interval span)
    {
        var held = record.Held(span);
        return held.Zip(held.Skip(1)).Where(pair => !record.Duties.Where(duty => duty.End == pair.First.End)
                .Any(duty => record.Duties.Any(next => next.Shift == duty.Shift && next.Start == pair.Second.Start)))
            .Select(pair => (pair.First.End, pair.Second.Start - pair.First.End));
    }

    /// <summary>The local dates that a time touches.</summary>
    internal static IEnumerable<LocalDate> Dates(Interval time, DateTimeZone zone)
    {
        var last = (time.End - Duration.Epsilon).InZone(zone).Date;
        for (var date = time.Start.InZone(zone).Date; date <= last; date = date.PlusDays(1)) yield return date;
    }

    internal static decimal Hours(Duration length) => PaidSpan.HoursOf(length);
}
