using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Health;

/// <summary>
/// A quarter of one person in Lisbon, until Mon 30 Nov 2026 09:00, worked out by hand. On call: weeks from Mon 7 Sep and Mon 19 Oct 09:00
/// local (the second has 25 h on Sunday the 25th, so it begins at 08:00Z and ends at 09:00Z: 169 h), the week from Mon 16 Nov, and on
/// Mon 23 Nov 16-22 in another rotation, seven hours after that week. Fri 20 Nov is a holiday.
/// </summary>
public sealed class PersonHealthTests
{
    private static readonly Instant Now = Cases.At("2026-11-30T09:00:00Z");

    private static readonly DutyRecord Quarter = new("ben", DateTimeZoneProviders.Tzdb["Europe/Lisbon"])
    {
        Holidays = new HashSet<LocalDate> { new(2026, 11, 20) },
        Known = [new Interval(Cases.At("2026-09-01T00:00:00Z"), Now)],
        Duties =
        [
            Duty("payments/primary/1", "2026-09-07T08:00:00Z", "2026-09-14T08:00:00Z"),
            Duty("payments/primary/7", "2026-10-19T08:00:00Z", "2026-10-26T09:00:00Z"),
            Duty("payments/primary/11", "2026-11-16T09:00:00Z", "2026-11-23T09:00:00Z"),
            Duty("catalog/primary/3", "2026-11-23T16:00:00Z", "2026-11-23T22:00:00Z"),
        ],
        Callouts =
        [
            new("checkout-1", Cases.At("2026-09-09T14:00:00Z"), Cases.At("2026-09-09T15:00:00Z")),
            new("checkout-2", Cases.At("2026-11-18T02:00:00Z"), Cases.At("2026-11-18T03:00:00Z")),
            new("checkout-3", Cases.At("2026-11-19T23:30:00Z"), Cases.At("2026-11-20T00:30:00Z")),
        ],
        Pages = [Cases.At("2026-11-18T02:00:00Z"), Cases.At("2026-11-18T23:00:00Z"), Cases.At("2026-11-19T10:00:00Z"),
            Cases.At("2026-11-21T19:00:00Z")],
    };

    /// <summary>
    /// The week from 16 Nov: business Mon to Thu 4 x 9 = 36; evening 4 + 3 x 7 + 3 = 28; night 2 + 3 x 8 + 6 = 32, since Sunday's goes on
    /// until Monday 06:00; holiday 24; weekend 48; together 168. The evening of the 23rd adds business 2 and evening 4: 174 h.
    /// </summary>
    [Fact]
    public void Three_weeks_are_hours_by_class_that_add_up()
    {
        var figures = PersonHealth.Of(Quarter, PersonHealth.Span(Now, 21))!;
        Assert.Equal(174, figures.Hours);
        Assert.Equal((24m, 48m, 32m, 38m, 32m), (figures.ByClass["holiday"], figures.ByClass["weekend"], figures.ByClass["night"],
            figures.ByClass["business"], figures.ByClass["evening"]));
        Assert.Equal(figures.Hours, figures.ByClass.Values.Sum());
        // Two turns, two callouts in the night; 174 of 504 h; two incidents in two shifts; one weekend.
        Assert.Equal((2m, 2m, 2m, 168m, 0.3452m, 1m, 1), (figures.Shifts, figures.Callouts, figures.NightCallouts, figures.LongestStretch,
            figures.Share, figures.IncidentsPerShift, figures.Weekends));
        // From 09:00 to 16:00 on the 23rd; the callouts left 8 h (Tue 18:00 to 02:00) and 8.5 h (Fri 00:30 to 09:00) of their days.
        Assert.Equal(7, figures.ShortestRest);
        // Thu 10:00; Sat 19:00; 02:00 and 23:00.
        Assert.Equal((1, 1, 2), figures.Pages);
    }

    [Fact]
    public void Ninety_days_have_four_shifts_and_an_hour_more_for_the_clocks()
    {
        var figures = PersonHealth.Of(Quarter, PersonHealth.Span(Now, 90))!;
        // 168 + 169 + 168 + 6 of 2160 h; three incidents in four shifts.
        Assert.Equal((511m, 4m, 3m, 2m, 169m, 0.2366m, 0.75m), (figures.Hours, figures.Shifts, figures.Callouts, figures.NightCallouts,
            figures.LongestStretch, figures.Share, figures.IncidentsPerShift));
    }

    /// <summary>
    /// 16 to 22 Nov and the evening of the 23rd are eight days in a row; nights of the 17th and the 18th were paged. 174 h in four weeks
    /// are 43.5 a week, within 48; a share of 23.7 % and 0.75 incidents a shift are within theirs.
    /// </summary>
    [Fact]
    public void A_crossed_limit_has_its_value_and_who_set_it()
    {
        var crossed = HealthLimits.Crossed(Quarter, Now);
        Assert.Equal([("rest", 7m), ("consecutive-days", 8m), ("nights-paged", 2m)], crossed.Select(one => (one.Rule.Id, one.Value)));
        Assert.All(crossed, one => Assert.NotEmpty(one.Rule.Source));
    }

    /// <summary>Of the twelve weeks 7 were free, the others had 1, 6, 167, 168 and 168 h: the middle is 0.</summary>
    [Fact]
    public void The_usual_week_is_the_middle_of_twelve() => Assert.Equal(0, PersonHealth.UsualWeek(Quarter, Now)!.Hours);

    [Fact]
    public void Nothing_known_is_no_data_and_a_free_month_in_the_roster_is_zero()
    {
        var free = new DutyRecord("eve", DateTimeZone.Utc) { Known = [new Interval(Now - Duration.FromDays(30), Now)] };
        Assert.Equal(0, PersonHealth.Of(free, PersonHealth.Span(Now, 21))!.Hours);
        Assert.Null(PersonHealth.Of(free, PersonHealth.Span(Now - Duration.FromDays(60), 21)));
        Assert.Null(PersonHealth.UsualWeek(new DutyRecord("new", DateTimeZone.Utc), Now));
    }

    [Fact]
    public void Two_rotations_at_once_count_once_and_are_double_duty()
    {
        var both = new DutyRecord("ben", DateTimeZone.Utc)
        {
            Duties = [Duty("a/primary/1", "2026-11-24T09:00:00Z", "2026-11-24T17:00:00Z"),
                Duty("b/primary/1", "2026-11-24T13:00:00Z", "2026-11-24T19:00:00Z")],
        };
        Assert.Equal(10, PersonHealth.Of(both, PersonHealth.Span(Now, 21))!.Hours);
        Assert.Equal([("double-duty", 4m)], HealthLimits.Crossed(both, Now).Select(one => (one.Rule.Id, one.Value)));
    }

    [Fact]
    public void Toil_is_old_on_the_day_it_is_eighteen_months()
    {
        var toil = new Toil(7, "checkout", "restart the queue", 30, Cases.At("2025-05-30T10:00:00Z"), "ben");
        Assert.Equal(17, toil.AgeMonths(Cases.At("2026-11-29T23:00:00Z"), DateTimeZone.Utc));
        Assert.False(toil.IsOld(Cases.At("2026-11-29T23:00:00Z"), DateTimeZone.Utc));
        Assert.True(toil.IsOld(Now, DateTimeZone.Utc));
    }

    private static DutyTime Duty(string shift, string start, string end) => new(shift, Cases.At(start), Cases.At(end));
}
