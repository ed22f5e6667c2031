using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Compensation;

/// <summary>A piece of time that lies within one day and one class of a pay policy.</summary>
/// <param name="Day">The day that the policy counts it with.</param>
/// <param name="Class">Id of the first class that it matches; null: it matches none.</param>
public sealed record ClassedSpan(LocalDate Day, string? Class, Instant Start, Instant End)
{
    /// <summary>Elapsed time, whatever the clocks did.</summary>
    public Duration Length => End - Start;
}

/// <summary>
/// Cuts time into the days and classes of one pay policy. A class window opens at the first occurrence of its local time and closes at
/// the last; one past midnight belongs to the day it opens.
/// </summary>
/// <param name="dayBegins">Local time at which a day begins; midnight but where days go by handovers or shifts.</param>
public sealed class HourCutter(PayPolicy policy, WallClock clock, IReadOnlySet<LocalDate> holidays, LocalTime dayBegins)
{
    private readonly long begins = Seconds(dayBegins);

    // Where nothing but the day decides, a day is one piece.
    private readonly bool hasWindows = policy.Classes.Any(IsWindow);

    /// <summary>The day that holds an instant.</summary>
    public LocalDate DayOf(Instant at)
    {
        var day = WallClock.Date(clock.Local(at) - begins).PlusDays(-1);
        while (Whole(day).End <= at) day = day.PlusDays(1);
        return day;
    }

    /// <summary>From when (included) to when (not included) a day lasts.</summary>
    public Interval Whole(LocalDate day) =>
        new(clock.First(WallClock.Seconds(day) + begins), clock.First(WallClock.Seconds(day.PlusDays(1)) + begins));

    /// <summary>The pieces of a span, in order; together they are the span.</summary>
    public IEnumerable<ClassedSpan> Cut(Instant start, Instant end)
    {
        for (var day = DayOf(start); ; day = day.PlusDays(1))
        {
            if (Spans.Within(Whole(day), start, end) is { } piece)
            {
                foreach (var span in CutDay(day, piece)) yield return span;
            }

            if (Whole(day).End >= end) yield break;
        }
    }

    /// <summary>Id of the first class that holds for a whole day; null: none does, only windows of it.</summary>
    public string? OfDay(LocalDate day) => policy.Classes.FirstOrDefault(one => !IsWindow(one) && Holds(one, day))?.Id;

    private IEnumerable<ClassedSpan> CutDay(LocalDate day, Interval piece)
    {
        if (!hasWindows)
        {
            yield return new ClassedSpan(day, OfDay(day), piece.Start, piece.End);
            yield break;
        }

        var open = WindowsAround(day, piece);
        // The whole of a shift's day is of the class in which it begins.
        var edges = policy.Day.Kind == PayDayKind.ShiftStart ? [piece.Start, piece.End]
            : open.SelectMany(span => new[] { span.Opens, span.Closes }).Where(edge => piece.Contains(edge))
                .Append(piece.Start).Append(piece.End).Distinct().Order().ToArray();
        ClassedSpan? last = null;
        for (var i = 1; i < edges.Length; i++)
        {
            var found = open.FirstOrDefault(span => span.Opens <= edges[i - 1] && edges[i - 1] < span.Closes).Class;
            if (last is not null && last.Class == found)
            {
                last = last with { End = edges[i] };
                continue;
            }

            if (last is not null) yield return last;
            last = new ClassedSpan(day, found, edges[i - 1], edges[i]);
        }

        if (last is not null) yield return last;
    }

    // In the order of the classes. A window that opened the day before may reach into this one.
    private List<(string Class, Instant Opens, Instant Closes)> WindowsAround(LocalDate day, Interval piece)
    {
        var open = new List<(string Class, Instant Opens, Instant Closes)>();
        foreach (var one in policy.Classes)
        {
            if (!IsWindow(one))
            {
                if (Holds(one, day)) open.Add((one.Id, piece.Start, piece.End));
                continue;
            }

            for (var date = day.PlusDays(-1); date <= day.PlusDays(1); date = date.PlusDays(1))
            {
                if (Window(one, date) is { } window && window.Start < piece.End && window.End > piece.Start)
                    open.Add((one.Id, window.Start, window.End));
            }
        }

        return open;
    }

    private Interval? Window(HourClass one, LocalDate date)
    {
        Interval? window = null;
        if (one is { From: { } from, To: { } to }) window = Opened(date, from, to);
        if (one.InBusinessHours && policy.BusinessHours is { } business)
        {
            if (!business.Days.Has(date.DayOfWeek)) return null;
            var hours = Opened(date, business.From, business.To);
            window = window is { } own ? Spans.Within(own, hours.Start, hours.End) : hours;
        }

        return window is { } found && Holds(one, DayOf(found.Start)) ? window : null;
    }

    private Interval Opened(LocalDate date, LocalTime from, LocalTime to)
    {
        var midnight = WallClock.Seconds(date);
        return new Interval(clock.First(midnight + Seconds(from)), clock.Last(midnight + Seconds(to) + (to <= from ? WallClock.Day : 0)));
    }

    private bool Holds(HourClass one, LocalDate day) => one.Days.Has(day.DayOfWeek) && (!one.OnHolidays || holidays.Contains(day));

    private static bool IsWindow(HourClass one) => one.From is not null || one.InBusinessHours;

    private static long Seconds(LocalTime time) => time.TickOfDay / NodaConstants.TicksPerSecond;
}
