using NodaTime;
using Watchbill.Chat;

namespace Watchbill.LocalChat;

public sealed class LocalRendererTests
{
    [Fact]
    public void What_takes_the_place_of_its_message_says_so_to_the_page()
    {
        var acknowledged = new Reply("Acknowledged.") { Supersedes = Supersedes.Message };
        Assert.True((bool)LocalRenderer.Render(acknowledged, new Reader(DateTimeZone.Utc, null))["inPlace"]!);
        Assert.Null(LocalRenderer.Render(new Reply("On call: Ana."), new Reader(DateTimeZone.Utc, null))["inPlace"]);
    }
}
