using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Watchbill.Fixtures;

namespace Watchbill.Slack;

/// <summary>Ana in Slack: signed commands, and presses of what came back.</summary>
internal sealed class Signed(Host host, FakeSlack slack) : IDisposable
{
    public const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";

    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private int presses;

    public async Task<JsonObject> CommandAsync(string text, CancellationToken ct)
    {
        using var response = await PostAsync("/slack/commands", string.Join('&',
            new[] { ("team_id", FakeSlack.Team), ("channel_id", "D0ANA"), ("user_id", "U0ANA"), ("command", "/oncall"), ("text", text) }
                .Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2)}")), ct);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(ct)) as JsonObject ?? [];
    }

    /// <summary>The value of the button with an action; null: there is none.</summary>
    public static string? Button(JsonObject answer, string action) => (string?)(answer["blocks"] as JsonArray ?? [])
        .SelectMany(block => block!["elements"] as JsonArray ?? []).FirstOrDefault(one => (string?)one!["action_id"] == action)?["value"];

    public async Task<HttpStatusCode> PressAsync(string confirm, CancellationToken ct)
    {
        var payload = new JsonObject
        {
            ["type"] = "block_actions",
            ["user"] = new JsonObject { ["id"] = "U0ANA", ["team_id"] = FakeSlack.Team },
            ["team"] = new JsonObject { ["id"] = FakeSlack.Team },
            ["response_url"] = slack.ResponseUrl().ToString(),
            ["channel"] = new JsonObject { ["id"] = "D0ANA" },
            ["container"] = new JsonObject
            {
                ["type"] = "message",
                ["message_ts"] = string.Create(CultureInfo.InvariantCulture, $"1763632800.{++presses:000000}"),
                ["channel_id"] = "D0ANA",
                ["is_ephemeral"] = true,
            },
            ["actions"] = new JsonArray(new JsonObject
            {
                ["type"] = "button",
                ["action_id"] = "confirm",
                ["value"] = confirm,
                ["action_ts"] = "1763632900.000001",
            }),
        };
        using var response = await PostAsync("/slack/interactions", $"payload={Uri.EscapeDataString(payload.ToJsonString())}", ct);
        return response.StatusCode;
    }

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> PostAsync(string path, string body, CancellationToken ct)
    {
        var at = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Url, path))
        {
            Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded")),
        };
        request.Headers.Add("X-Slack-Request-Timestamp", at);
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"v0:{at}:{body}"));
        request.Headers.Add("X-Slack-Signature", $"v0={Convert.ToHexStringLower(hash)}");
        return await http.SendAsync(request, ct);
    }
}
