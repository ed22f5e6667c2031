using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Watchbill.Fixtures;

namespace Watchbill.Rotations;

/// <summary>A calendar link from the chat to a calendar's eyes, with a real host.</summary>
public sealed class FeedTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_parser_reads_a_year_of_shifts_what_changed_and_what_was_cancelled()
    {
        await using var host = new Host();
        await host.StartAsync(Ct);
        using var http = new HttpClient { BaseAddress = host.Url };
        var link =
            (await AskAsync(http, "ana", "calendar payments")).GetProperty("text").GetString()!.Split("All of payments: ")[1].Split('\n')[0]
                .Trim();
        var feed = new Uri(host.Url, new Uri(link).PathAndQuery);

        var before = await OtherParser.EventsOrSkipAsync(await http.GetByteArrayAsync(feed, Ct), Ct);
        Assert.All(before, one => Assert.Empty(one.Errors));
        Assert.All(before, one => Assert.Matches(@"^On call: payments \(\w+\) — \w+ ", one.Summary));
        Assert.Equal(before.Count, before.Select(one => one.Uid).Distinct().Count());
        var now = SystemClock.Instance.GetCurrentInstant();
        Assert.True(Moment(before.Min(one => one.Start)!) < now - Duration.FromDays(90));
        Assert.True(Moment(before.Max(one => one.End)!) > now + Duration.FromDays(366));

        await ConfirmAsync(http, "ana", "override payments dora for 2h because \"semi;colon, comma\"");
        var during = await OtherParser.EventsOrSkipAsync(await http.GetByteArrayAsync(feed, Ct), Ct);
        var known = before.Select(one => one.Uid).ToHashSet();
        Assert.Contains(during,
            one =>
                !known.Contains(one.Uid) && one.Summary.Contains("Dora", StringComparison.Ordinal)
                    && one.Description.Contains("by an override", StringComparison.Ordinal));
        Assert.Contains(during, one => known.Contains(one.Uid) && one.Sequence == 1);

        using var again = new HttpRequestMessage(HttpMethod.Get, feed);
        using (var first = await http.GetAsync(feed, Ct)) again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using (var second = await http.SendAsync(again, Ct)) Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);

        await ConfirmAsync(http, "ana", "calendar reset");
        using (var ended = await http.GetAsync(feed, Ct)) Assert.Equal(HttpStatusCode.NotFound, ended.StatusCode);
    }

    private static Instant Moment(string text) => InstantPattern.General.Parse(text).Value;

    private static async Task<JsonElement> AskAsync(HttpClient http, string person, string text)
    {
        using var answer = await http.PostAsJsonAsync("/chat", new { person, text }, Ct);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    private static async Task ConfirmAsync(HttpClient http, string person, string text)
    {
        var confirm =
            (await AskAsync(http, person, text)).GetProperty("reply").GetProperty("actions").EnumerateArray()
                .Single(action => action.GetProperty("action").GetString() == "confirm");
        using var answer =
            await http.PostAsJsonAsync("/chat/press", new { person, action = "confirm", value = confirm.GetProperty("value").GetString() },
                Ct);
        // What was asked is done, and nothing is asked any more.
        var said = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        Assert.Empty(said.GetProperty("reply").GetProperty("actions").EnumerateArray());
    }
}
