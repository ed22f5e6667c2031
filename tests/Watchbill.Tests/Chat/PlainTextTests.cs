using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Chat;

public sealed class PlainTextTests
{
    private static readonly Reader Lisbon = new(DateTimeZoneProviders.Tzdb["Europe/Lisbon"], Instant.FromUtc(2026, 11, 20, 10, 0));
    private static readonly Instant Monday = Instant.FromUtc(2026, 11, 23, 9, 0);

    [Fact]
    public void A_reply_is_shown_whole()
    {
        var reply = new Reply($"{new Mention("ana", "Ana Silva")} is on call until {Monday}; <@here> is a name like any other.")
        {
            Fields = [new("Rotation", "payments"), new("Until", $"{Monday:date}, {new Time(Monday, TimeShape.Clock)}")],
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
    public void What_is_written_between_backticks_is_code_with_what_is_filled_in_there_and_names_are_not()
    {
        var (rotation, name) = ("payments", "Eve `the` Moe");
        Text said = $"{name}: `schedule {rotation} next week`, or `me`.";
        Assert.Equal(
            (Text)$"{name}: {Text.Code("schedule payments next week")}, or {Text.Code("me")}.", said);
        Assert.Equal(2, said.Parts.OfType<Code>().Count());
    }

    [Fact]
    public void A_table_without_rows_shows_its_heads() =>
        Assert.Equal("None.\nA  B", PlainText.Render(new Reply("None.") { Table = new Table(["A", "B"], []) }, Lisbon));

    [Fact]
    public void The_zone_is_said_once_where_it_is_not_the_readers() =>
        Assert.Equal("Mon 09:00 (Lisbon) and Mon 10:00",
            PlainText.Render((Text)$"{Monday} and {Monday + Duration.FromHours(1)}", Lisbon with { Elsewhere = true }));
}
