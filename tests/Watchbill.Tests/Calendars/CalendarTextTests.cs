using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Watchbill.Fixtures;
using Interval = NodaTime.Interval;

namespace Watchbill.Calendars;

/// <summary>Weekdays, days and zones as they are written and read, and spans of time as sets.</summary>
public sealed class CalendarTextTests
{
    [Theory]
    [InlineData("Mon", Weekdays.Monday)]
    [InlineData("sunday", Weekdays.Sunday)]
    [InlineData("Mon-Fri", Weekdays.All ^ Weekdays.Saturday ^ Weekdays.Sunday)]
    [InlineData("Fri-Mon", Weekdays.Friday | Weekdays.Saturday | Weekdays.Sunday | Weekdays.Monday)]
    [InlineData("Sat,Sun", Weekdays.Saturday | Weekdays.Sunday)]
    [InlineData(" Tue - Wed , Sat ", Weekdays.Tuesday | Weekdays.Wednesday | Weekdays.Saturday)]
    [InlineData("Tue,Tue-Wed", Weekdays.Tuesday | Weekdays.Wednesday)] // said twice it is the same
    [InlineData("Tue-Tue", Weekdays.Tuesday)]
    [InlineData("Mon-Sun", Weekdays.All)]
    [InlineData("", null)]
    [InlineData("Mo", null)]
    [InlineData("Mon-", null)]
    [InlineData("-Mon", null)]
    [InlineData("Mon-Xyz", null)]
    [InlineData("Xyz-Mon", null)]
    [InlineData("Mon-Tue-Wed", null)]
    [InlineData("Mon,,Tue", null)]
    public void Weekdays_are_read_as_they_are_written(string text, Weekdays? days) => Assert.Equal(days, WeekdaysExtensions.Parse(text));

    [Theory]
    [InlineData(Weekdays.None, "")]
    [InlineData(Weekdays.All, "Mon-Sun")]
    [InlineData(Weekdays.Monday | Weekdays.Tuesday | Weekdays.Wednesday | Weekdays.Saturday, "Mon-Wed,Sat")]
    [InlineData(Weekdays.Monday | Weekdays.Sunday, "Mon,Sun")]
    [InlineData(Weekdays.Saturday | Weekdays.Sunday, "Sat-Sun")]
    public void Days_that_follow_each_other_are_joined(Weekdays days, string text) => Assert.Equal(text, days.Write());

    [Fact]
    public void Every_set_of_weekdays_is_read_back_and_has_its_days()
    {
        for (var set = 1; set <= 127; set++)
        {
            var days = (Weekdays)set;
            Assert.Equal(days, WeekdaysExtensions.Parse(days.Write()));
            Assert.Equal(int.PopCount(set), Enumerable.Range(1, 7).Count(day => days.Has((IsoDayOfWeek)day)));
        }

        Assert.True(Weekdays.Sunday.Has(IsoDayOfWeek.Sunday));
        Assert.False(Weekdays.Sunday.Has(IsoDayOfWeek.Saturday));
    }

    [Theory]
    [InlineData("2027-05-20", "Thu 20 May")] // six months ahead
    [InlineData("2027-05-21", "Fri 21 May 2027")]
    [InlineData("2026-05-20", "Wed 20 May")]
    [InlineData("2026-05-19", "Tue 19 May 2026")]
    [InlineData("2026-11-20", "Fri 20 Nov")]
    public void A_day_has_its_year_where_it_is_more_than_six_months_away(string day, string text)
    {
        Assert.Equal(text, DayText.Of(Cases.Date(day), new LocalDate(2026, 11, 20)));
        Assert.EndsWith(day[..4], DayText.Of(Cases.Date(day), null), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Europe/Lisbon", "Lisbon")]
    [InlineData("America/New_York", "New York")]
    [InlineData("America/Argentina/Buenos_Aires", "Buenos Aires")]
    [InlineData("UTC", "UTC")]
    [InlineData("Etc/UTC", "UTC")]
    [InlineData("Etc/GMT", "UTC")]
    [InlineData("Etc/Zulu", "UTC")]
    [InlineData("Etc/UCT", "UTC")]
    [InlineData("Etc/Universal", "UTC")]
    public void A_zone_is_called_by_its_city(string zone, string city) => Assert.Equal(city, DayText.City(zone));

    [Theory]
    [InlineData("EST", "2026-07-01", "EST is UTC-5 all year; New York is at UTC-4 then. Say 'America/New_York' or 'America/Panama'.")]
    [InlineData("MST", "2026-07-01", "MST is UTC-7 all year; Denver is at UTC-6 then. Say 'America/Denver' or 'America/Phoenix'.")]
    [InlineData("HST", "2026-07-01", "HST is UTC-10 all year; Adak is at UTC-9 then. Say 'America/Adak' or 'Pacific/Honolulu'.")]
    [InlineData("EST", "2026-01-01", null)] // in winter they are one
    [InlineData("Europe/Lisbon", "2026-07-01", null)]
    public void A_name_that_means_two_times_is_asked_about(string zone, string day, string? asked) =>
        Assert.Equal(asked, ZoneAbbreviations.Differ(zone, Cases.At($"{day}T12:00:00Z")));

    [Theory]
    [InlineData("CST", true, "CST can be America/Chicago or Asia/Shanghai; say which.")]
    [InlineData("ist", true, "IST can be Asia/Kolkata, Europe/Dublin or Asia/Jerusalem; say which.")]
    [InlineData("cest", true, "CEST is no zone here; say 'Europe/Berlin'.")]
    [InlineData("utc+2", true, "UTC+2 is an offset; say a zone such as 'Europe/Athens', or times as 2027-07-05T09:00+02:00.")]
    [InlineData("GMT-05:30", true, null)]
    [InlineData("UTC", false, null)]
    [InlineData("EST", false, null)] // the database knows it
    [InlineData("now", false, null)]
    public void A_short_name_is_no_zone_and_says_which_it_may_be(string word, bool isOne, string? asked)
    {
        Assert.Equal(isOne, ZoneAbbreviations.IsOne(word));
        if (asked is not null) Assert.Equal(asked, ZoneAbbreviations.Ask(word));
    }

    [Fact]
    public void A_short_name_means_its_zones_the_likeliest_first()
    {
        Assert.Equal(["America/New_York", "America/Panama"], ZoneAbbreviations.Of("est"));
        Assert.Equal(["Europe/London", "Asia/Dhaka"], ZoneAbbreviations.Of("BST"));
        Assert.Empty(ZoneAbbreviations.Of("Lisbon"));
    }

    [Theory]
    [InlineData("2026-11-16T08:59:59Z", "2026-11-09T09:00:00Z", "2026-11-16T09:00:00Z")]
    [InlineData("2026-11-16T09:00:00Z", "2026-11-16T09:00:00Z", "2026-11-23T09:00:00Z")]
    [InlineData("2026-11-22T23:59:59Z", "2026-11-16T09:00:00Z", "2026-11-23T09:00:00Z")]
    public void Weekly_reports_are_due_on_Mondays_at_nine(string at, string last, string next)
    {
        var lisbon = DateTimeZoneProviders.Tzdb["Europe/Lisbon"];
        Assert.Equal((Cases.At(last), Cases.At(next)), (Mondays.Last(Cases.At(at), lisbon), Mondays.Next(Cases.At(at), lisbon)));
    }

    [Fact]
    public void A_report_is_said_for_its_Monday_unless_that_is_an_hour_past()
    {
        var monday = Cases.At("2026-11-16T09:00:00Z");
        var hour = Duration.FromHours(1);
        Assert.Equal(monday, Mondays.SaidFor(monday, monday + hour - Duration.Epsilon));
        Assert.Equal(monday + hour, Mondays.SaidFor(monday, monday + hour));
    }

    [Theory]
    [InlineData("Europe/Lisbon", "2026-01-01", "2027-01-01", 3)]
    // Britain had summer time all the year from 1968 to 1971: called otherwise, the clocks show the same.
    [InlineData("Europe/London", "1968-01-01", "1972-01-01", 3)]
    [InlineData("Asia/Tokyo", "2026-01-01", "2027-01-01", 1)]
    public void A_zone_that_was_written_down_shows_what_it_showed(string id, string from, string to, int steps)
    {
        var (zone, start, end) = (DateTimeZoneProviders.Tzdb[id], Cases.At($"{from}T00:00:00Z"), Cases.At($"{to}T00:00:00Z"));
        var written = RememberedZone.StepsOf(zone, start, end);
        Assert.Equal(steps, written.Count);
        var remembered = new RememberedZone(id, written);
        for (var at = start; at < end; at += Duration.FromHours(1)) Assert.Equal(zone.GetUtcOffset(at), remembered.GetUtcOffset(at));
        Assert.Equal(Offset.FromSeconds(written.Min(step => step.Offset)), remembered.MinOffset);
        Assert.Equal(Offset.FromSeconds(written.Max(step => step.Offset)), remembered.MaxOffset);
        // Before and after, the first and the last go on.
        Assert.Equal(written[0].Offset, remembered.GetUtcOffset(start - Duration.FromDays(1000)).Seconds);
        Assert.Equal(written[^1].Offset, remembered.GetUtcOffset(end + Duration.FromDays(1000)).Seconds);
    }

    /// <summary>Against sets of hours.</summary>
    [Fact]
    public void Spans_are_sets_of_time()
    {
        var pair = Gen.Choose(0, 12).Two();
        Check.QuickThrowOnFailure(Prop.ForAll(pair.ArrayOf().Two().ToArbitrary(), both =>
        {
            var (some, others) = (both.Item1.Select(Span).ToList(), both.Item2.Select(Span).ToList());
            var union = Spans.Union(some);
            Assert.Equal(Hours(some), Hours(union));
            // In order, and with time between them.
            Assert.All(union.Zip(union.Skip(1)), next => Assert.True(next.First.End < next.Second.Start));
            Assert.All(union, span => Assert.True(span.Start < span.End));
            var left = Spans.Minus(union, others);
            Assert.Equal(Hours(union).Except(Hours(others)), Hours(left));
            Assert.All(left, span => Assert.True(span.Start < span.End));
            foreach (var (one, other) in some.Zip(others))
            {
                var within = Spans.Within(one, other.Start, other.End);
                Assert.Equal(Hours([one]).Intersect(Hours([other])), within is { } part ? Hours([part]) : []);
            }
        }));

        static Interval Span((int, int) ends) => new(At(Math.Min(ends.Item1, ends.Item2)), At(Math.Max(ends.Item1, ends.Item2)));
        static Instant At(int hour) => Instant.FromUnixTimeSeconds(hour * 3600);
        static IEnumerable<int> Hours(IEnumerable<Interval> spans) =>
            Enumerable.Range(0, 13).Where(hour => spans.Any(span => span.Contains(At(hour))));
    }
}
