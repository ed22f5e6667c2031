using NodaTime;
using NodaTime.Text;
using Watchbill.Fixtures;

namespace Watchbill.Chat;

public sealed class PastTimeTests
{
    // A Friday, half past midnight in Lisbon.
    private static readonly Instant Night = Cases.At("2026-11-20T00:30:00Z");
    private static readonly DateTimeZone Lisbon = DateTimeZoneProviders.Tzdb["Europe/Lisbon"];

    [Theory]
    [InlineData("now", "2026-11-20T00:30:00Z")]
    [InlineData("00:10", "2026-11-20T00:10:00Z")]
    [InlineData("23:50", "2026-11-19T23:50:00Z")]
    [InlineData("at 11pm", "2026-11-19T23:00:00Z")]
    [InlineData("midnight", "2026-11-20T00:00:00Z")]
    [InlineData("20 min ago", "2026-11-20T00:10:00Z")]
    [InlineData("2h ago", "2026-11-19T22:30:00Z")]
    [InlineData("fri 18:00", "2026-11-13T18:00:00Z")]
    [InlineData("fri 00:15", "2026-11-20T00:15:00Z")]
    [InlineData("wed 18:00", "2026-11-18T18:00:00Z")]
    [InlineData("yesterday 18:00", "2026-11-19T18:00:00Z")]
    [InlineData("2026-11-05 09:00", "2026-11-05T09:00:00Z")]
    [InlineData("18 nov 9:00", "2026-11-18T09:00:00Z")]
    [InlineData("on nov 18th at 9", "2026-11-18T09:00:00Z")]
    [InlineData("5 jan 9:00", "2026-01-05T09:00:00Z")]
    // What is said to be to come is to come, and so is a date of the next weeks; whoever asks refuses it.
    [InlineData("20 nov 9:00", "2026-11-20T09:00:00Z")]
    [InlineData("1 dec 9:00", "2026-12-01T09:00:00Z")]
    [InlineData("tomorrow at 9", "2026-11-21T09:00:00Z")]
    [InlineData("in 2 hours", "2026-11-20T02:30:00Z")]
    public void A_time_of_an_incident_is_the_last_one(string text, string at) =>
        Assert.Equal(Cases.At(at), PastTime.Read("start", text, Night, Lisbon));

    [Theory]
    [InlineData("2026-11-05", "2026-11-05", "2026-11-05")]
    [InlineData("today", "2026-11-20", "2026-11-20")]
    [InlineData("yesterday", "2026-11-19", "2026-11-19")]
    [InlineData("tue", "2026-11-17", "2026-11-24")]
    [InlineData("last friday", "2026-11-13", "2026-11-13")]
    [InlineData("18 nov", "2026-11-18", "2027-11-18")]
    [InlineData("18.11.", "2026-11-18", "2027-11-18")]
    [InlineData("18/11", "2026-11-18", "2027-11-18")]
    [InlineData("18.11.2025", "2025-11-18", "2025-11-18")]
    public void A_day_is_the_last_one_of_what_is_over_and_else_the_next(string text, string over, string ahead)
    {
        Assert.Equal(over, LocalDatePattern.Iso.Format(TimePhrases.Day(text, Night, Lisbon, isOver: true)));
        Assert.Equal(ahead, LocalDatePattern.Iso.Format(TimePhrases.Day(text, Night, Lisbon, isOver: false)));
    }

    [Theory]
    [InlineData("soonish")]
    [InlineData("last week")]
    [InlineData("today 9-17")]
    [InlineData("tue America/New_York")]
    public void What_is_not_one_day_is_refused_with_how_it_is_written(string text)
    {
        var refused = Assert.Throws<RefusedException>(() => TimePhrases.Day(text, Night, Lisbon, isOver: true));
        Assert.Equal(("date", $"'{text}' is no date. Write it like `20 Nov` or `2026-11-20`."), (refused.Field, refused.Message));
    }

    // In Havana the midnight after 31 October comes twice, and in Santiago that of 6 September not at all.
    [Theory]
    [InlineData("America/Havana", "2026-10-31")]
    [InlineData("America/Santiago", "2026-09-06")]
    public void A_day_is_a_whole_one_whatever_the_clocks_do_at_midnight(string zone, string day) =>
        Assert.Equal(day, LocalDatePattern.Iso.Format(
            TimePhrases.Day($"{day[8..]}.{day[5..7]}.", Night, DateTimeZoneProviders.Tzdb[zone], isOver: true)));

    [Theory]
    [InlineData("whenever")]
    [InlineData("long ago")]
    public void What_is_no_time_is_refused_beside_its_field(string text) =>
        Assert.Equal("start", Assert.Throws<RefusedException>(() => PastTime.Read("start", text, Night, Lisbon)).Field);
}
