using NodaTime;
using Watchbill.Calendars;
using Watchbill.Fixtures;

namespace Watchbill.Rotations;

public sealed class WindowTests
{
    [Theory, MemberData(nameof(Rows))]
    public void Windows_are_as_published(string id)
    {
        var row = Cases.Row(id);
        // A row without times covers whole days.
        var from = row.Says("window_start") ? Cases.Time(row.Text("window_start")) : LocalTime.Midnight;
        var to = row.Says("window_end") ? Cases.Time(row.Text("window_end")) : LocalTime.Midnight;
        var windows = Make(row.Text("tz"), new CoverageWindow(row.Days(), from, to));
        if (row.Says("expected_segments"))
        {
            var expected =
                row.GetProperty("expected_segments").EnumerateArray()
                    .Select(
                        span =>
                            new Interval(Cases.Offset(span[0].GetString()!).ToInstant(), Cases.Offset(span[1].GetString()!).ToInstant()));
            Assert.Equal(expected, windows.Between(row.Instant("query_from"), row.Instant("query_to")));
            return;
        }

        var query = row.Instant("query");
        var spans = windows.Between(query, query + Duration.FromDays(15));
        if (row.Says("expected_active"))
            Assert.Equal(row.GetProperty("expected_active").GetBoolean(), spans.Count > 0 && spans[0].Contains(query));
        if (row.Says("expected_end")) Assert.Equal(row.Instant("expected_end"), spans[0].End);
        if (row.Says("expected_current_or_next_start")) Assert.Equal(row.Instant("expected_current_or_next_start"), spans[0].Start);
    }

    [Fact]
    public void A_repeated_hour_at_the_end_of_a_window_is_covered()
    {
        // New York, Sunday 1 November 2026: 01:30 comes twice. 20:00 (EDT) to the second 01:30 (EST) is 6.5 hours.
        var nights = Make("America/New_York", new CoverageWindow(Weekdays.Saturday, new LocalTime(20, 0), new LocalTime(1, 30)));
        var night = Assert.Single(nights.Between(Cases.At("2026-11-01T00:00:00Z"), Cases.At("2026-11-02T00:00:00Z")));
        Assert.Equal(new Interval(Cases.At("2026-11-01T00:00:00Z"), Cases.At("2026-11-01T06:30:00Z")), night);
    }

    [Fact]
    public void A_window_in_a_skipped_hour_is_not_opened_or_starts_after_it()
    {
        // London, Sunday 29 March 2026: 01:00 to 02:00 does not exist.
        var windows = Make("Europe/London",
            new CoverageWindow(Weekdays.Sunday, new LocalTime(1, 15), new LocalTime(1, 45)),
            new CoverageWindow(Weekdays.Sunday, new LocalTime(1, 30), new LocalTime(3, 0)));
        var spans = windows.Between(Cases.At("2026-03-29T00:00:00Z"), Cases.At("2026-03-29T12:00:00Z"));
        Assert.Equal([new Interval(Cases.At("2026-03-29T01:00:00Z"), Cases.At("2026-03-29T02:00:00Z"))], spans);
    }

    [Fact]
    public void Every_edge_cuts_where_windows_overlap()
    {
        var windows = Make("Etc/UTC",
            new CoverageWindow(Weekdays.Monday, new LocalTime(9, 0), new LocalTime(17, 0)),
            new CoverageWindow(Weekdays.Monday, new LocalTime(16, 0), new LocalTime(20, 0)));
        var hours =
            windows.Between(Cases.At("2026-01-05T00:00:00Z"), Cases.At("2026-01-06T00:00:00Z"))
                .Select(span => (span.Start.InUtc().Hour, span.End.InUtc().Hour));
        Assert.Equal([(9, 16), (16, 17), (17, 20)], hours);
    }

    [Fact]
    public void No_window_opens_on_a_holiday_and_the_night_before_runs_to_its_end()
    {
        var coverage = new Coverage
        {
            Windows = [new CoverageWindow(Weekdays.All, new LocalTime(22, 0), new LocalTime(6, 0))],
            HolidaysOff = "PT",
        };
        var windows = new Windows(coverage, "Etc/UTC", new HolidayCalendar("PT", [new LocalDate(2026, 12, 25)]));
        var spans = windows.Between(Cases.At("2026-12-24T12:00:00Z"), Cases.At("2026-12-26T23:00:00Z"));
        Assert.Equal([Cases.At("2026-12-24T22:00:00Z"), Cases.At("2026-12-26T22:00:00Z")], spans.Select(span => span.Start));
        Assert.Equal(Cases.At("2026-12-25T06:00:00Z"), spans[0].End);
    }

    public static TheoryData<string> Rows() => Cases.Of("window");

    private static Windows Make(string zone, params CoverageWindow[] windows) => new(new Coverage { Windows = windows }, zone, null);
}
