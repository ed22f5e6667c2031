using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Health;

/// <summary>Nights from 22:00 to 06:00, and eleven hours of rest in the 24 from nine. All of it in UTC; 3 June 2026 is a
/// Wednesday.</summary>
public sealed class RestAndNightTests
{
    private static DateTimeZone Utc => DateTimeZone.Utc;

    // Work until 18:00 on working days; hours of the longest rest in one piece.
    [Theory]
    [InlineData(3, "", null)]
    [InlineData(3, "03T22:00 03T23:00", 10.0)] // four hours before it, ten behind it
    [InlineData(3, "04T02:00 04T03:00", 8.0)]
    [InlineData(3, "04T02:00 04T03:00, 03T20:00 03T21:00", 6.0)]
    [InlineData(3, "03T20:00 03T23:00, 03T21:00 03T22:00", 10.0)] // one within the other
    [InlineData(3, "03T10:00 03T11:00", 15.0)] // within working hours
    [InlineData(3, "03T17:00 03T18:00", 15.0)]
    [InlineData(3, "03T08:00 03T09:00", null)] // of the day before
    [InlineData(3, "03T08:00 03T09:01", 15.0)]
    [InlineData(3, "04T09:00 04T10:00", null)] // of the day after
    [InlineData(3, "04T08:59 04T10:00", 14.983)]
    [InlineData(5, "05T22:00 05T23:00", 10.0)] // a Friday is worked
    [InlineData(6, "06T22:00 06T23:00", 13.0)] // a Saturday is free from nine
    [InlineData(7, "07T22:00 07T23:00", 13.0)]
    [InlineData(4, "04T22:00 04T23:00", 13.0)] // a holiday
    public void The_longest_rest_of_a_day_is_what_callouts_leave_of_it(int day, string callouts, double? hours)
    {
        var called = callouts.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split(' '))
            .Select(ends => new Interval(At(ends[0]), At(ends[1]))).ToList();
        var rest = DailyRest.Of(new(2026, 6, day), Utc, called, date => date.Day == 4);
        Assert.Equal(hours, rest is { } length ? Math.Round(length.TotalHours, 3) : null);
    }

    [Theory]
    [InlineData("21:59", false)]
    [InlineData("22:00", true)]
    [InlineData("00:00", true)]
    [InlineData("05:59", true)]
    [InlineData("06:00", false)]
    [InlineData("12:00", false)]
    public void The_night_is_from_ten_to_six(string time, bool night) => Assert.Equal(night, Nights.IsNight(Cases.Time(time)));

    [Theory]
    [InlineData("03T05:59", 2)]
    [InlineData("03T06:00", 3)]
    [InlineData("03T22:00", 3)]
    public void A_night_is_that_of_the_date_on_which_it_began(string at, int date) =>
        Assert.Equal(new LocalDate(2026, 6, date), Nights.DateOf(At(at), Utc));

    [Theory]
    [InlineData("03T06:00", "03T22:00", "")]
    [InlineData("03T05:59", "03T06:00", "2")]
    [InlineData("03T21:00", "03T22:01", "3")]
    [InlineData("03T05:00", "03T22:01", "2 3")]
    [InlineData("03T20:00", "04T23:00", "3 4")]
    public void A_time_touches_the_nights_it_shares_a_moment_with(string start, string end, string nights) =>
        Assert.Equal(nights, string.Join(' ', Nights.Touched(new Interval(At(start), At(end)), Utc).Select(date => date.Day)));

    // Paged in the nights of 16, 17 and 18 June, and by day on the 17th and the 20th.
    [Theory]
    [InlineData("18T23:30", 3)]
    [InlineData("18T23:00", 2)] // at the very page of the 18th it has not counted yet
    [InlineData("18T12:00", 2)]
    [InlineData("19T12:00", 3)]
    [InlineData("20T12:00", 0)] // a night without a page lies between
    [InlineData("16T23:00", 0)]
    [InlineData("17T02:00", 1)]
    public void Nights_in_a_row_end_with_the_last_one_before(string at, int nights)
    {
        var record = new DutyRecord("ana", Utc)
        {
            Pages = [At("16T23:00"), At("17T01:00"), At("17T12:00"), At("18T02:00"), At("18T23:00"), At("20T11:00")],
        };
        Assert.Equal(nights, HealthLimits.NightsPagedBefore(record, At(at)));
    }

    [Fact]
    public void Something_is_known_of_a_span_a_day_after_rosters_were_recorded_first()
    {
        var span = new Interval(At("10T00:00"), At("12T00:00"));
        Assert.False(new DutyRecord("ana", Utc).Knows(span));
        Assert.True(Rostered("11T00:00", "20T00:00").Knows(span));
        Assert.False(Rostered("11T00:01", "20T00:00").Knows(span)); // for less than a day
        Assert.False(Rostered("01T00:00", "10T00:00").Knows(span)); // not in it
        Assert.True((Rostered("01T00:00", "10T00:00") with { Duties = [new("r/p/1", At("10T05:00"), At("10T06:00"))] }).Knows(span));
        Assert.True((Rostered("01T00:00", "10T00:00") with { Callouts = [new("c-1", At("11T23:00"), At("12T06:00"))] }).Knows(span));
        Assert.False((Rostered("01T00:00", "10T00:00") with { Callouts = [new("c-1", At("12T00:00"), At("12T06:00"))] }).Knows(span));
        // Of several any will do.
        Assert.True(new DutyRecord("ana", Utc)
        {
            Known = [new(At("01T00:00"), At("02T00:00")), new(At("10T00:00"), At("11T00:00"))],
            Duties = [new("r/p/1", At("01T05:00"), At("01T06:00"))],
        }.Knows(span));

        static DutyRecord Rostered(string start, string end) => new("ana", Utc) { Known = [new(At(start), At(end))] };
    }

    [Fact]
    public void The_middle_of_several_is_of_each_figure_by_itself_and_of_an_even_number_half_way()
    {
        HealthFigures Of(decimal hours, decimal? rest, decimal share) =>
            new(hours, new Dictionary<string, decimal> { ["night"] = hours / 2 })
            {
                Shifts = hours / 10,
                Callouts = 9 - hours / 10,
                ShortestRest = rest,
                Share = share,
            };
        Assert.Null(HealthFigures.Median([]));
        var three = HealthFigures.Median([Of(40, 11, 0.1m), Of(10, null, 0.3m), Of(20, 9, 0.2m)])!;
        Assert.Equal((20m, 10m, 2m, 7m, 10m, 0.2m, null),
            (three.Hours, three.ByClass["night"], three.Shifts, three.Callouts, three.ShortestRest, three.Share, three.IncidentsPerShift));
        var two = HealthFigures.Median([Of(40, null, 0.1m), new(10, new Dictionary<string, decimal> { ["day"] = 6 })])!;
        Assert.Equal((25m, 10m, 3m), (two.Hours, two.ByClass["night"], two.ByClass["day"]));
        Assert.Null(two.ShortestRest);
    }

    [Fact]
    public void Figures_of_a_span_are_counted_within_it()
    {
        // Friday 5 June 20:00 to Saturday 08:00: four hours of evening and night, and the weekend's eight.
        var record = new DutyRecord("ana", Utc)
        {
            Known = [new(At("01T00:00"), At("30T00:00"))],
            Duties = [new("r/p/1", At("05T20:00"), At("06T08:00")), new("r/p/2", At("08T09:00"), At("08T12:00"))],
            Callouts = [new("c-1", At("05T21:00"), At("05T22:00")), new("c-2", At("05T21:30"), At("05T22:01"))],
            Pages = [At("05T21:00"), At("05T22:00"), At("08T09:30"), At("08T18:30")],
        };
        var figures = PersonHealth.Of(record, new Interval(At("01T00:00"), At("11T00:00")))!;
        Assert.Equal((15m, 12m, 2m, 2m, 1m),
            (figures.Hours, figures.LongestStretch, figures.Shifts, figures.Callouts, figures.NightCallouts));
        Assert.Equal([("business", 3m), ("evening", 2m), ("night", 2m), ("weekend", 8m)],
            figures.ByClass.Where(one => one.Value > 0).OrderBy(one => one.Key, StringComparer.Ordinal)
                .Select(one => (one.Key, one.Value)));
        Assert.Equal((1, (1, 2, 1)), (figures.Weekends, figures.Pages));
        Assert.Equal((0.0625m, 1m), (figures.Share, figures.IncidentsPerShift));
        // From 22:01 until nine the next morning are eleven hours, less a minute.
        Assert.Equal(10.983m, decimal.Round(figures.ShortestRest!.Value, 3));
    }

    [Theory]
    [InlineData("2025-05-30", 17, false)]
    [InlineData("2025-05-29", 18, true)]
    public void Toil_is_old_at_eighteen_months(string entered, int months, bool old)
    {
        var toil = new Toil(7, "checkout", "restart", 30, Cases.At($"{entered}T12:00:00Z"), "ana");
        var now = Cases.At("2026-11-29T09:00:00Z");
        Assert.Equal((months, old, "toil-7"), (toil.AgeMonths(now, Utc), toil.IsOld(now, Utc), toil.Id));
    }

    private static Instant At(string time) => Cases.At($"2026-06-{time}:00Z");
}
