using System.Text;
using System.Text.Json.Nodes;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Slack;

public sealed class SlackHostileTests
{
    private const int Requests = 10_000;
    private static readonly string[] Paths = ["/slack/commands", "/slack/interactions", "/slack/events"];
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_thousand_bad_requests_change_nothing_break_nothing_and_leave_no_secret_in_the_log()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var random = new Random(20261120);
        var good = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => Task.FromResult(Encoding.UTF8.GetBytes(Seed(host, i)))));
        var statuses = new System.Collections.Concurrent.ConcurrentDictionary<int, int>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Requests).Select(_ => random.Next()),
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Ct }, async (seed, _) =>
        {
            using var response = await SendAsync(host, new Random(seed), good);
            statuses.AddOrUpdate((int)response.StatusCode, 1, (_, count) => count + 1);
        });
        Assert.True(statuses.Keys.All(status => status is 200 or 400 or 401 or 413 or 415), string.Join(", ", statuses));
        Assert.Equal(5, statuses.Count);
        Assert.Empty(await host.Store.ListAsync<Pending>(IdRange.All, Ct));
        Assert.Empty(await host.Store.ListAsync<RotationChanges>(IdRange.All, Ct));
        Assert.Empty(await host.Store.ListAsync<ChatLink>(IdRange.All, Ct));
        Assert.Empty(await host.Store.ListAsync<AuditRow>(IdRange.All, Ct));
        Assert.Empty(slack.Done);
        Assert.All(host.Log.All, line => Assert.DoesNotContain("secret-in-the-body", line, StringComparison.OrdinalIgnoreCase));
        Assert.All(host.Log.All, line => Assert.DoesNotContain(SlackHost.Secret, line, StringComparison.Ordinal));
        Assert.All(host.Log.All, line => Assert.DoesNotContain(FakeSlack.BotToken, line, StringComparison.Ordinal));
        Assert.All(host.Log.All, line => Assert.DoesNotContain("v0=", line, StringComparison.Ordinal));
        Assert.Contains("U0ANA", (string?)(await host.AnswerAsync("now payments"))["text"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ssl_check=1&token=abc", 200)]
    [InlineData("ssl_check=1&command=%2Foncall&text=now&team_id=T0WATCH&user_id=U0ANA&channel_id=C0PAY", 200)]
    [InlineData("ssl_check=0&token=abc", 401)]
    [InlineData("xssl_check=1", 401)]
    public async Task A_check_of_the_certificate_is_answered_by_nothing(string body, int status)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var response = await host.PostAsync("/slack/commands", Encoding.UTF8.GetBytes(body), "application/x-www-form-urlencoded", null, "");
        Assert.Equal(status, (int)response.StatusCode);
        if (status == 200) Assert.Empty(await response.Content.ReadAsStringAsync(Ct));
        var signed =
            await host.PostAsync("/slack/commands", Encoding.UTF8.GetBytes(body), "application/x-www-form-urlencoded", "1",
                "v0=" + new string('0', 64));
        Assert.Equal(401, (int)signed.StatusCode);
    }

    [Fact]
    public async Task A_stale_request_is_refused_and_named_in_the_log_once_a_minute()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var body = Encoding.UTF8.GetBytes(Seed(host, 0));
        for (var i = 0; i < 20; i++)
            Assert.Equal(401,
                (int)(await host.PostAsync(Paths[0], body, "application/x-www-form-urlencoded",
                    $"{host.Clock.Now.ToUnixTimeSeconds() - 301}", null)).StatusCode);
        Assert.Contains("compare this machine's clock",
            Assert.Single(host.Log.All, line => line.Contains("Requests to /slack that were refused", StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }

    private static string Seed(SlackHost host, int path) => path switch
    {
        0 => SlackHost.Form(
            [.. host.Command("override payments ben for 2h secret-in-the-body").Select(pair => (pair.Key, (string)pair.Value!))]),
        1 => SlackHost.Form(
            ("payload", host.Press(new JsonObject { ["action_id"] = "confirm", ["value"] = "secret-in-the-body" }).ToJsonString())),
        _ => host.Event(SlackHost.Said("override payments ben for 2h secret-in-the-body")).ToJsonString(),
    };

    private static async Task<HttpResponseMessage> SendAsync(SlackHost host, Random random, byte[][] good)
    {
        var path = random.Next(3);
        var (body, type) = (good[path], path == 2 ? "application/json" : "application/x-www-form-urlencoded");
        var now = $"{host.Clock.Now.ToUnixTimeSeconds()}";
        switch (random.Next(100))
        {
            case < 15: // not signed, or by somebody else
                return await host.PostAsync(Paths[path], body, type, random.Next(2) == 0 ? null : now,
                    random.Next(2) == 0 ? "" : SlackHost.Sign("another secret", now, body));
            case < 30: // replayed
                return await host.PostAsync(Paths[path], body, type, $"{host.Clock.Now.ToUnixTimeSeconds() - 301 - random.Next(100_000)}",
                    null);
            case < 45: // changed after it was signed
                return await host.PostAsync(Paths[path], Broken(body, random), type, now, SlackHost.Sign(SlackHost.Secret, now, body));
            case < 46: // too large
                return await host.PostAsync(Paths[path], new byte[(1 << 20) + 1], type, now, SlackHost.Sign(SlackHost.Secret, now, []));
            case < 55: // another kind
                return await host.PostAsync(Paths[path], body, random.Next(2) == 0 ? "text/plain" : null, now, null);
            default: // signed and broken
                return await host.PostAsync(Paths[path], Malformed(path, body, random), type, now, null);
        }
    }

    /// <summary>Signed by Slack, so to speak, and nothing that Slack would send.</summary>
    private static byte[] Malformed(int path, byte[] body, Random random)
    {
        string[] json =
        [
            "", "{", "[]", "null", "7", "{}", "{\"type\":7}", "{\"a\":1,\"a\":2}", "\"\\ud800\"", "{\"type\":\"\\ud800\"}",
            string.Concat(Enumerable.Repeat("[", 500)),
            "{\"type\":\"block_actions\",\"team\":{\"id\":\"T0WATCH\"},\"user\":{\"id\":\"U0ANA\"},\"actions\":[7]}",
            """
            {"type":"block_actions","team":{"id":"T0WATCH"},"user":{"id":"u"},
            "actions":[{"action_id":"confirm","value":"x","action_ts":"1"}]}
            """,
            """
            {"type":"block_actions","team":{"id":"T0OTHER"},"user":{"id":"U0ANA"},
            "actions":[{"action_id":"link","value":"x","action_ts":"1"}]}
            """,
            """
            {"type":"view_submission","team":{"id":"T0WATCH"},"user":{"id":"U0ANA"},
            "view":{"callback_id":"","state":{"values":[]}}}
            """,
            "{\"type\":\"view_submission\",\"team\":{\"id\":\"T0WATCH\"},\"user\":[],\"view\":7}",
            "{\"type\":\"message_action\",\"team\":{\"id\":\"T0WATCH\"},\"user\":{\"id\":\"U0ANA\"}}",
            "{\"type\":\"block_suggestion\",\"team\":{\"id\":\"T0WATCH\"},\"user\":{\"id\":\"U0ANA\"},\"block_id\":{},\"value\":[]}",
            "{\"type\":\"event_callback\",\"team_id\":\"T0WATCH\",\"event\":[]}",
            """
            {"type":"event_callback","team_id":"T0WATCH","event_id":"E",
            "event":{"type":"message","channel_type":"im","text":{}}}
            """,
            """
            {"type":"event_callback","team_id":"T0WATCH","event_id":"E","event_time":1e99,
            "event":{"type":"user_change","user":{"id":"U0BEN","deleted":true}}}
            """,
            "{\"type\":\"view_closed\",\"team\":{\"id\":\"T0WATCH\"}}",
        ];
        var chosen = json[random.Next(json.Length)];
        return random.Next(3) switch
        {
            0 => Encoding.UTF8.GetBytes(path == 1 ? $"payload={Uri.EscapeDataString(chosen)}" : chosen),
            1 => [.. body[..random.Next(1, body.Length)], 0xff, (byte)'%'],
            _ => Encoding.UTF8.GetBytes(
                ((string[])["&&&", "=x", "a=%zz", "a=%", "a=%ff", "text=1&text=2", "payload", "%00=1", new string('&', 5000),
                    "team_id=T0WATCH&user_id=U0ANA"])[random.Next(10)]),
        };
    }

    private static byte[] Broken(byte[] body, Random random)
    {
        var copy = body.ToArray();
        copy[random.Next(copy.Length)] ^= (byte)random.Next(1, 256);
        return copy;
    }
}
