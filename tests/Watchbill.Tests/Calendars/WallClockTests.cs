using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Calendars;

public sealed class WallClockTests
{
    [Theory, MemberData(nameof(Firsts))]
    public void The_first_occurrence_of_a_local_time_is_as_published(string id) => Check(id, (clock, local) => clock.First(local));

    [Theory, MemberData(nameof(Lasts))]
    public void The_last_occurrence_of_a_local_time_is_as_published(string id) => Check(id, (clock, local) => clock.Last(local));

    [Theory]
    [InlineData("Europe/London", "2026-10-25T00:30:00Z", 1, 30)] // 01:30 summer time, before the clock goes back at 02:00
    [InlineData("Europe/London", "2026-10-25T01:10:00Z", 1, 59)] // 01:10 again: it has been 01:59 already
    [InlineData("Europe/London", "2026-10-25T02:00:00Z", 2, 0)]
    [InlineData("America/Santiago", "2026-04-05T03:10:00Z", 23, 59)] // 23:10 again on the 4th
    public void In_a_repeated_hour_the_clock_has_come_as_far_as_its_first_run(string zone, string at, int hour, int minute)
    {
        var furthest = new WallClock(DateTimeZoneProviders.Tzdb[zone]).Furthest(Cases.At(at));
        var time = furthest - WallClock.Floor(furthest, WallClock.Day) * WallClock.Day;
        Assert.Equal(hour * 60 + minute, time / 60);
    }

    [Fact]
    public void Dates_and_seconds_are_the_same_before_and_after_1970()
    {
        foreach (var date in new[] { new LocalDate(1969, 12, 31), new LocalDate(1970, 1, 1), new LocalDate(2026, 2, 28),
            new LocalDate(1900, 3, 1) })
        {
            Assert.Equal(date, WallClock.Date(WallClock.Seconds(date)));
            Assert.Equal(date, WallClock.Date(WallClock.Seconds(date) + WallClock.Day - 1));
        }
    }

    public static TheoryData<string> Firsts() => Cases.Of("wallclock-first");

    public static TheoryData<string> Lasts() => Cases.Of("wallclock-last");

    private static void Check(string id, Func<WallClock, long, Instant> occurrence)
    {
        var row = Cases.Row(id);
        var local = WallClock.Seconds(Cases.Date(row.Text("date")) + Cases.Time(row.Text("local_time")));
        Assert.Equal(row.Instant("expected"), occurrence(new WallClock(DateTimeZoneProviders.Tzdb[row.Text("tz")]), local));
    }
}
