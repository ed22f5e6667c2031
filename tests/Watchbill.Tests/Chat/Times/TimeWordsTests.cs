using NodaTime;

namespace Watchbill.Chat;

/// <summary>On Friday 20 November 2026, 10:00 in Lisbon, where nothing else is said.</summary>
public sealed class TimeWordsTests
{
    private static readonly DateTimeZone Lisbon = DateTimeZoneProviders.Tzdb["Europe/Lisbon"];
    private static readonly Reader Now = new(Lisbon, Local("2026-11-20T10:00"));

    [Theory]
    [InlineData("2026-11-20T12:00", "today 12:00 (in 2 h)")]
    [InlineData("2026-11-20T12:22", "today 12:22 (in 2 h)")]
    [InlineData("2026-11-20T10:45", "today 10:45 (in 45 min)")]
    [InlineData("2026-11-20T10:01", "today 10:01 (in 1 min)")]
    [InlineData("2026-11-20T11:29", "today 11:29 (in 1 h 29 min)")]
    [InlineData("2026-11-20T11:30", "today 11:30 (in 1 h 30 min)")]
    [InlineData("2026-11-20T10:00", "today 10:00")]
    [InlineData("2026-11-20T08:00", "today 08:00")]
    [InlineData("2026-11-19T23:59", "yesterday 23:59")]
    [InlineData("2026-11-21T00:00", "tomorrow 00:00")]
    [InlineData("2026-11-21T09:00", "tomorrow 09:00")]
    [InlineData("2026-11-22T09:00", "Sun 09:00")]
    [InlineData("2026-11-26T23:59", "Thu 23:59")]
    [InlineData("2026-11-27T09:00", "Fri 27 Nov 09:00")]
    [InlineData("2026-12-07T09:00", "Mon 7 Dec 09:00")]
    [InlineData("2026-11-18T09:00", "Wed 18 Nov 09:00")]
    [InlineData("2027-05-20T09:00", "Thu 20 May 09:00")]
    [InlineData("2027-05-21T09:00", "Fri 21 May 2027 09:00")]
    [InlineData("2026-05-20T09:00", "Wed 20 May 09:00")]
    [InlineData("2026-05-19T09:00", "Tue 19 May 2026 09:00")]
    public void A_moment_is_as_short_as_it_is_clear(string at, string said) => Assert.Equal(said, TimeWords.Of(Local(at), Now));

    [Theory]
    [InlineData("2026-11-20T08:00", "08:00", "08:00")]
    [InlineData("2026-11-20T23:59", "23:59", "23:59")]
    [InlineData("2026-11-19T23:59", "yesterday 23:59", "Thu 19 Nov 23:59")]
    [InlineData("2026-11-21T00:00", "tomorrow 00:00", "Sat 00:00")]
    [InlineData("2026-11-16T09:00", "Mon 16 Nov 09:00", "Mon 16 Nov 09:00")]
    [InlineData("2026-05-19T09:00", "Tue 19 May 2026 09:00", "Tue 19 May 2026 09:00")]
    public void A_time_alone_is_of_today_and_of_another_day_it_says_which(string at, string said, string stays)
    {
        var time = new Time(Local(at), TimeShape.Time);
        Assert.Equal(said, TimeWords.Of(time, Now));
        Assert.Equal(stays, TimeWords.Of(time, Now with { Stays = true }));
        Assert.Equal(at[11..], TimeWords.Of(time with { Shape = TimeShape.Clock }, Now));
        // Platforms that write times themselves are given the same moment.
        Assert.Equal(said.Length == 5 ? TimeShape.Clock : TimeShape.DateAndTime, Assert.Single(TimeWords.Moments(time, Now)).Shape);
    }

    [Theory]
    [InlineData("2026-11-20T12:00", "Fri 12:00")]
    [InlineData("2026-11-21T09:00", "Sat 09:00")]
    [InlineData("2026-11-26T09:00", "Thu 09:00")]
    [InlineData("2026-11-27T09:00", "Fri 27 Nov 09:00")]
    [InlineData("2026-11-19T09:00", "Thu 19 Nov 09:00")]
    [InlineData("2027-06-07T09:00", "Mon 7 Jun 2027 09:00")]
    public void What_stays_says_neither_today_nor_how_soon(string at, string said) =>
        Assert.Equal(said, TimeWords.Of(Local(at), Now with { Stays = true }));

    [Theory]
    [InlineData("2026-11-21T09:00", "2026-11-21T17:00", "tomorrow 9-17", "Sat 21 Nov 9-17")]
    [InlineData("2026-11-21T09:00", "2026-11-21T09:00", "tomorrow 09:00", "Sat 21 Nov 09:00")]
    [InlineData("2026-12-01T09:00", "2026-12-01T18:00", "Tue 1 Dec 9-18", "Tue 1 Dec 9-18")]
    [InlineData("2026-11-23T09:30", "2026-11-23T17:00", "Mon 09:30 - 17:00", "Mon 23 Nov 09:30 - 17:00")]
    [InlineData("2026-11-21T16:00", "2026-11-22T00:00", "tomorrow 16-24", "Sat 21 Nov 16-24")]
    [InlineData("2026-11-21T16:30", "2026-11-22T00:00", "tomorrow 16:30 - 24:00", "Sat 21 Nov 16:30 - 24:00")]
    [InlineData("2026-11-23T22:00", "2026-11-24T06:00", "Mon 22:00 - Tue 06:00", "Mon 23 Nov 22:00 - Tue 24 Nov 06:00")]
    [InlineData("2026-11-20T18:00", "2026-11-23T09:00", "today 18:00 - Mon 09:00", "Fri 20 Nov 18:00 - Mon 23 Nov 09:00")]
    [InlineData("2026-11-30T09:00", "2026-12-07T09:00", "Mon 30 Nov 09:00 - Mon 7 Dec 09:00", "Mon 30 Nov 09:00 - Mon 7 Dec 09:00")]
    [InlineData("2026-11-16T09:00", "2026-11-23T09:00", "Mon 16 Nov 09:00 - Mon 23 Nov 09:00", "Mon 16 Nov 09:00 - Mon 23 Nov 09:00")]
    [InlineData("2026-11-21T00:00", "2026-11-23T00:00", "Sat 21 - Sun 22 Nov", "Sat 21 - Sun 22 Nov")]
    [InlineData("2026-11-28T00:00", "2026-12-02T00:00", "Sat 28 Nov - Tue 1 Dec", "Sat 28 Nov - Tue 1 Dec")]
    [InlineData("2026-11-23T00:00", "2026-11-24T00:00", "Mon 23 Nov", "Mon 23 Nov")]
    [InlineData("2026-11-21T00:00", "2026-11-22T00:00", "tomorrow", "Sat 21 Nov")]
    [InlineData("2027-06-05T00:00", "2027-06-07T00:00", "Sat 5 - Sun 6 Jun 2027", "Sat 5 - Sun 6 Jun 2027")]
    public void A_span_says_each_day_once(string start, string end, string said, string stays)
    {
        Assert.Equal(said, TimeWords.Span(Local(start), Local(end), Now));
        Assert.Equal(stays, TimeWords.Span(Local(start), Local(end), Now with { Stays = true }));
    }

    [Theory]
    [InlineData("2026-07-01T00:00", "2026-08-01T00:00", "Wed 1 - Fri 31 Jul")]
    [InlineData("2026-11-01T00:00", "2026-11-20T10:00", "Sun 1 - Fri 20 Nov")]
    [InlineData("2026-11-20T09:00", "2026-11-20T10:00", "today")]
    public void Days_include_the_last_one(string start, string end, string said) =>
        Assert.Equal(said, PlainText.Render((Text)$"of {Text.Days(Local(start), Local(end))}", Now)["of ".Length..]);

    [Theory]
    [InlineData("Europe/Lisbon", "Mon 09:00")]
    [InlineData("America/New_York", "Mon 04:00")]
    [InlineData("Pacific/Apia", "Mon 22:00")]
    public void Times_are_in_the_readers_zone(string zone, string said) =>
        Assert.Equal(said, TimeWords.Of(Local("2026-11-23T09:00"), Now with { Zone = DateTimeZoneProviders.Tzdb[zone] }));

    [Theory]
    [InlineData("America/New_York", "New York")]
    [InlineData("America/Argentina/Buenos_Aires", "Buenos Aires")]
    [InlineData("Etc/UTC", "UTC")]
    [InlineData("UTC", "UTC")]
    public void A_zone_is_called_by_its_city(string zone, string city) =>
        Assert.Equal(city, TimeWords.City(DateTimeZoneProviders.Tzdb[zone]));

    [Fact]
    public void In_an_hour_that_happens_twice_the_offset_is_shown()
    {
        var first = Instant.FromUtc(2026, 10, 25, 0, 30);
        var second = first + Duration.FromHours(1);
        Assert.Equal("Sun 25 Oct 01:30 (+01)", TimeWords.Of(first, Now));
        Assert.Equal("Sun 25 Oct 01:30 (+01) - Sun 25 Oct 01:30 (+00)", TimeWords.Span(first, second, Now));
    }

    [Fact]
    public void Where_nobody_knows_when_it_is_read_every_time_has_its_year() =>
        Assert.Equal("Fri 20 Nov 2026 12:00", TimeWords.Of(Local("2026-11-20T12:00"), Now with { Now = null }));

    [Fact]
    public void A_sentence_begins_with_a_capital()
    {
        var at = Local("2026-11-21T09:00");
        Assert.Equal("Tomorrow 09:00: you. Tomorrow 09:00, then tomorrow 09:00.\nTomorrow 09:00",
            PlainText.Render((Text)$"{at}: you. {at}, then {at}.\n{at}", Now));
    }

    private static Instant Local(string at) =>
        NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(at).Value.InZoneStrictly(Lisbon)
            .ToInstant();
}
