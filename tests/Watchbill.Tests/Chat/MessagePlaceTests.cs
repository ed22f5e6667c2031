using Watchbill.Fixtures;

namespace Watchbill.Chat;

public sealed class MessagePlaceTests
{
    // As documents have them: these texts never change.
    [Theory]
    [InlineData("local 2026-11-16T09:00:00Z/incident/checkout-12/1/payments", "local", null,
        "2026-11-16T09:00:00Z/incident/checkout-12/1/payments", null)]
    [InlineData("slack C0PAY 1637053200.000100", "slack", "C0PAY", "1637053200.000100", null)]
    [InlineData("slack D0ANA 1637053200.000100 U0ANA", "slack", "D0ANA", "1637053200.000100", "U0ANA")]
    public void It_is_one_text(string text, string platform, string? channel, string message, string? account)
    {
        var place = Platforms.Place(text);
        Assert.Equal((platform, channel, message, account), (place.Platform.Name, place.Channel, place.Message, place.Account));
        Assert.Equal(text, place.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("slack")]
    [InlineData(" C0PAY 1")]
    [InlineData("slack C0PAY 1 U0ANA more")]
    public void What_is_no_place_is_none(string text) => Assert.False(MessagePlace.TryParse(text, out _));
}
