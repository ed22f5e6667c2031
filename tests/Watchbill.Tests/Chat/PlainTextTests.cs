using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Chat;

public sealed class PlainTextTests
{
    private static readonly DateTimeZone Lisbon = DateTimeZoneProviders.Tzdb["Europe/Lisbon"];
    private static readonly Instant Monday = Instant.FromUtc(2026, 11, 23, 9, 0);

    [Fact]
    public void A_reply_is_shown_whole()
    {
        var reply = new Reply($"{new Mention("ana", "Ana Silva")} is on call until {Monday}; <@here> is a name like any other.")
        {
            Fields = [new("Rotation", "payments"), new("Until", $"{Monday:date}, {Monday:time}")],
            Table = new Table(["Layer", "Who", "From"], [["primary", "Ana Silva", $"{Monday}"], ["secondary", "Ben\nOde", ""]]),
            Chart = new Chart("Hours", ["Oct", "Nov"], [12.5m, 8m], "h"),
            Form = new Form("oncall swap", "Trade a shift",
            [
                new("shift", "Shift") { Value = "mon", Error = "You have no shift then." },
                new("person", "Person") { Hint = "ben", Options = [new("ben", "Ben Ode"), new("cai", "Cai Wen")] },
                new("layer", "Layer") { Optional = true, Value = "p", Options = [new("p", "Primary")] },
            ]),
            Actions = [new("Confirm", "confirm", "1"), new("Cancel", "cancel", "1")],
        };
        Golden.Matches("chat-plain-text", PlainText.Render(reply, Lisbon));
    }

    [Fact]
    public void Without_a_time_no_zone_is_named() =>
        Assert.Equal("Nobody is on call.", PlainText.Render(new Reply("Nobody is on call."), Lisbon));

    [Fact]
    public void A_table_without_rows_shows_its_heads() =>
        Assert.Equal("None.\nA  B", PlainText.Render(new Reply("None.") { Table = new Table(["A", "B"], []) }, Lisbon));

    [Theory]
    [InlineData("Europe/Lisbon", "Mon 23 Nov 2026 09:00")]
    [InlineData("America/New_York", "Mon 23 Nov 2026 04:00")]
    [InlineData("Pacific/Apia", "Mon 23 Nov 2026 22:00")]
    public void Times_are_in_the_readers_zone(string zone, string time) =>
        Assert.Equal($"{time}\nTimes are in {zone}.", PlainText.Render(new Reply($"{Monday}"), DateTimeZoneProviders.Tzdb[zone]));

    [Fact]
    public void In_an_hour_that_happens_twice_the_offset_is_shown()
    {
        var first = Instant.FromUtc(2026, 10, 25, 0, 30);
        Assert.Equal("Sun 25 Oct 2026 01:30 (+01) to 01:30 (+00)",
            PlainText.Render((Text)$"{first} to {first + Duration.FromHours(1):time}", Lisbon));
    }
}
