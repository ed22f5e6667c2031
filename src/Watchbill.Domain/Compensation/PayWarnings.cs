using NodaTime;
using Watchbill.Health;

namespace Watchbill.Compensation;

/// <summary>What somebody should look at before a month is approved.</summary>
/// <param name="Unpaid">Hours on call that no class and no policy of their day covers.</param>
/// <param name="Twice">Hours on call in two places at once.</param>
/// <param name="ShortRests">Days after whose beginning of work callouts left less than 11 hours in one piece until the next.</param>
public sealed record PayWarnings(decimal Unpaid, decimal Twice, IReadOnlyList<LocalDate> ShortRests)
{
    public bool Any => Unpaid > 0 || Twice > 0 || ShortRests.Count > 0;

    /// <param name="month">Its first day.</param>
    public static PayWarnings Of(
        PaidPerson person, IReadOnlyList<StandbyTime> standby, IReadOnlyList<Callout> callouts, PayPolicies policies, LocalDate month)
    {
        var zone = DateTimeZoneProviders.Tzdb[person.TimeZone];
        var span = new Interval(zone.AtStartOfDay(month).ToInstant(), zone.AtStartOfDay(month.PlusMonths(1)).ToInstant());
        return new PayWarnings(Uncovered(person, standby, policies, span), TwiceIn(standby, span),
            [.. Enumerable.Range(0, month.Calendar.GetDaysInMonth(month.Year, month.Month)).Select(month.PlusDays)
                .Where(day => IsShort(day, zone, callouts, policies, person))]);
    }

    private static decimal Uncovered(PaidPerson person, IReadOnlyList<StandbyTime> standby, PayPolicies policies, Interval span)
    {
        var held = Inside(standby, span).ToList();
        var paid =
            held.SelectMany(time => policies.Cut(person, time)).Where(one => one.Span.Class is not null || one.Policy.Classes.Count == 0);
        return held.Sum(time => PaidSpan.HoursOf(time.End - time.Start)) - paid.Sum(one => one.Hours);
    }

    private static decimal TwiceIn(IReadOnlyList<StandbyTime> standby, Interval span)
    {
        var twice = Duration.Zero;
        var end = Instant.MinValue;
        foreach (var time in Inside(standby, span).OrderBy(time => time.Start))
        {
            if (Instant.Min(end, time.End) is var until && until > time.Start) twice += until - time.Start;
            end = Instant.Max(end, time.End);
        }

        return PaidSpan.HoursOf(twice);
    }

    private static IEnumerable<StandbyTime> Inside(IEnumerable<StandbyTime> standby, Interval span) =>
        standby.Where(time => !time.Shadow && time.Start < span.End && time.End > span.Start)
            .Select(time => time with { Start = Instant.Max(time.Start, span.Start), End = Instant.Min(time.End, span.End) });

    private static bool IsShort(
        LocalDate day, DateTimeZone zone, IReadOnlyList<Callout> callouts, PayPolicies policies, PaidPerson person) =>
        DailyRest.Of(day, zone, [.. callouts.Select(one => new Interval(one.Start, one.End))], date => policies.IsHoliday(person, date))
            < DailyRest.Least;
}
