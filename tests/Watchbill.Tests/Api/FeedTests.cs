using System.Net;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Api;

public sealed class FeedTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("people/ana.ics")]
    [InlineData("rotations/payments.ics")]
    public async Task A_feed_is_a_calendar_that_is_answered_again_only_when_it_has_changed(string feed)
    {
        var path = $"/api/v1/{feed}?key={await KeyAsync()}";
        var first = await host.GetAsync(path, null);
        Assert.Equal((HttpStatusCode.OK, "text/calendar"), (first.Status, first.Type));
        Assert.StartsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", first.Text, StringComparison.Ordinal);
        Assert.EndsWith("END:VCALENDAR\r\n", first.Text, StringComparison.Ordinal);
        Assert.True(first.Headers.CacheControl!.Private);
        var tag = first.Headers.ETag!.ToString();
        Assert.Equal((HttpStatusCode.NotModified, ""), await AgainAsync(path, tag));
        Assert.Equal((HttpStatusCode.NotModified, ""), await AgainAsync(path, $"\"other\", {tag}"));
        Assert.Equal(HttpStatusCode.OK, (await AgainAsync(path, "\"other\"")).Status);
    }

    [Fact]
    public async Task Whatever_is_wrong_with_a_link_the_answer_is_the_same()
    {
        var key = await KeyAsync();
        string[] wrong =
        [
            "people/ana.ics", "people/ana.ics?key=", $"people/ana.ics?key={key}x", $"people/ben.ics?key={key}",
            $"people/nobody.ics?key={key}", $"people/ana.ics?key=nobody.{key[4..]}",
            $"people/ana.ics?key={key}&key={key}", "rotations/payments.ics?key=x", $"rotations/none.ics?key={key}",
            $"people/ana.ics?key={new string('x', 3000)}",
        ];
        foreach (var path in wrong)
        {
            var answer = await host.GetAsync($"/api/v1/{path}", null);
            Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (answer.Status, answer.Type));
            Assert.Equal("This calendar link is not valid, or not any more. For a new one say to Watchbill: calendar",
                answer.Json.GetProperty("detail").GetString());
        }
    }

    [Fact]
    public async Task The_log_holds_no_key()
    {
        var key = await KeyAsync();
        await host.GetAsync($"/api/v1/people/ana.ics?key={key}", null);
        await host.Log.OfAsync("/api/v1/people/{id}.ics 200", TestContext.Current.CancellationToken);
        Assert.DoesNotContain(
            host.Log.All.Where(
                line =>
                    !line.Contains("Request starting", StringComparison.Ordinal)
                        && !line.Contains("Request finished", StringComparison.Ordinal)),
            line => line.Contains(key[4..], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://oncall.example.com/", "http://*:8080", "https://oncall.example.com")]
    [InlineData(null, "http://*:8080;https://*:8443", "http://localhost:8080")]
    [InlineData("", "http://[::]:5080", "http://localhost:5080")]
    [InlineData(null, "http://10.0.0.7:5080/", "http://10.0.0.7:5080")]
    public void Links_lead_to_the_public_address(string? configured, string urls, string address) =>
        Assert.Equal(address, FeedRoutes.AddressOf(configured, urls));

    private async Task<string> KeyAsync()
    {
        var (key, id) = FeedKey.New("ana");
        await host.Store.SaveAsync([Write.Create(id, new FeedKey(ApiHost.Now))], TestContext.Current.CancellationToken);
        return key;
    }

    private async Task<(HttpStatusCode Status, string Text)> AgainAsync(string path, string tags)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("If-None-Match", tags);
        var answer = await host.SendAsync(request, null);
        return (answer.Status, answer.Status == HttpStatusCode.OK ? "feed" : answer.Text);
    }
}
