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

    [Fact]
    public void A_link_is_words_for_who_reads_them_and_a_noun_with_its_address_for_who_draws_them()
    {
        var link = new Link("High error rate", "https://runbooks.example.com/a");
        var reply = new Reply("Read this.")
        {
            Fields = [new Field("Runbook", new Text([link]))],
            Table = new Table(["Runbook"], [[new Text([link])], [new Text([link with { Url = "https://runbooks.example.com/b" }])]]),
        };
        var shown = LocalRenderer.Render(reply, new Reader(DateTimeZone.Utc, null));
        Assert.Equal("High error rate: https://runbooks.example.com/a", (string)shown["fields"]![0]!["value"]!);
        Assert.Equal(
            [("High error rate", "https://runbooks.example.com/a"), ("High error rate", "https://runbooks.example.com/b")],
            shown["links"]!.AsArray().Select(one => ((string)one!["noun"]!, (string)one["url"]!)));
        Assert.Null(LocalRenderer.Render(new Reply("On call: Ana."), new Reader(DateTimeZone.Utc, null))["links"]);
    }
}
