using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Watchbill.Fixtures;

namespace Watchbill.Slack;

/// <summary>
/// The host is killed while people press Confirm in Slack: what Slack was told has
/// arrived is done after the next start, and nothing is done twice.
/// </summary>
public sealed class KilledPressTests
{
    private const int Kills = 6;
    internal const int AtOnce = 6;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 720_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_acknowledged_is_done_and_nothing_is_done_twice(bool overSocket)
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"Moments of the kills: seed {seed}.");
        var random = new Random(seed);
        await using var slack = await FakeSlack.StartAsync();
        await using var host = new Host();
        using var fingers = new Fingers(host, slack, overSocket);
        await fingers.StartAsync();
        var acknowledged = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            var presses = new List<JsonObject>();
            for (var i = 0; i < AtOnce; i++) presses.Add(await fingers.PreviewAsync());
            var sent = presses.ConvertAll(fingers.PressAsync);
            await Task.Delay(random.Next(150), Ct);
            await host.KillAsync();
            await Task.WhenAny(Task.WhenAll(sent), Task.Delay(500, Ct));
            var heard =
                sent.Select((press, i) => (press.IsCompletedSuccessfully, Reason: fingers.Reasons[^(AtOnce - i)]))
                    .Where(press => press.IsCompletedSuccessfully).Select(press => press.Reason).ToList();
            acknowledged += heard.Count;

            await fingers.StartAsync();
            await fingers.DoneAsync(heard);
            // Who saw no answer presses again.
            foreach (var press in presses) await fingers.PressAsync(Fingers.Again(press));
            await fingers.DoneAsync(fingers.Reasons);
        }

        TestContext.Current.SendDiagnosticMessage($"{acknowledged} of {Kills * AtOnce} presses were acknowledged before the kill.");
        Assert.Equal(fingers.Reasons.Order(), (await fingers.AuditedAsync()).Order());
    }
}

/// <summary>Ana in Slack, who previews overrides and presses Confirm.</summary>
internal sealed class Fingers(Host host, FakeSlack slack, bool overSocket) : IDisposable
{
    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";

    // One for each of those who press at once: who changes the same thing in the same moment as others may be told to try again.
    private static readonly string Organization =
        $$"""
        organization: Example
        people: [{id: ana, name: Ana Silva, admin: true, slack: U0ANA}, {id: ben, name: Ben Ode}]
        teams: [{id: crew, lead: ana, members: [ana, ben]}]
        rotations:
          {{string.Join("\n  ", Enumerable.Range(0, KilledPressTests.AtOnce).Select(Rotation))}}
        """;

    private static string Rotation(int number) =>
        $"- {{id: roster{number}, kind: team, team: crew, turn: {{every: 1 week, from: 2026-01-05}}, "
            + "layers: [{id: primary, members: [ana]}]}";

    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private int opened;

    /// <summary>Of every preview so far; different for each.</summary>
    public List<string> Reasons { get; } = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async Task StartAsync()
    {
        var file = Path.Combine(host.Folder, "watchbill.yaml");
        await File.WriteAllTextAsync(file, Organization, Ct);
        host.Settings["Organization__File"] = file;
        host.Settings["Slack__SigningSecret"] = Secret;
        host.Settings["Slack__BotToken"] = FakeSlack.BotToken;
        host.Settings["Slack__TeamId"] = FakeSlack.Team;
        host.Settings["Slack__ApiBaseUrl"] = slack.Url.ToString();
        if (overSocket) host.Settings["Slack__AppToken"] = FakeSlack.AppToken;
        await host.StartAsync(Ct);
        if (overSocket) await slack.Sockets.OpenedAsync(++opened);
    }

    /// <summary>A press of the Confirm of a new preview.</summary>
    public async Task<JsonObject> PreviewAsync()
    {
        Reasons.Add(FormattableString.Invariant($"press {Reasons.Count + 1}"));
        // Weeks apart: what one of them does to Ben's rest would change what the next one shows.
        var at = new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddDays(7 * Reasons.Count);
        var text =
            string.Create(CultureInfo.InvariantCulture,
                $"override roster{Reasons.Count % KilledPressTests.AtOnce} ben {at:yyyy-MM-dd HH:mm} to {at.AddHours(1):yyyy-MM-dd HH:mm} "
                    + $"because {Reasons[^1]}");
        var answer = await PostAsync("/slack/commands", string.Join('&',
            new[] { ("team_id", FakeSlack.Team), ("channel_id", "D0ANA"), ("user_id", "U0ANA"), ("command", "/oncall"),
                ("text", text) }.Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2)}")));
        var confirm =
            answer["blocks"]!.AsArray().SelectMany(block => block!["elements"]?.AsArray() ?? [])
                .Single(button => (string?)button!["action_id"] == "confirm")!;
        return new JsonObject
        {
            ["type"] = "block_actions",
            ["user"] = new JsonObject { ["id"] = "U0ANA", ["team_id"] = FakeSlack.Team },
            ["team"] = new JsonObject { ["id"] = FakeSlack.Team },
            ["response_url"] = slack.ResponseUrl().ToString(),
            ["channel"] = new JsonObject { ["id"] = "D0ANA" },
            ["container"] = new JsonObject
            {
                ["type"] = "message",
                ["message_ts"] = "1763632800.000100",
                ["channel_id"] = "D0ANA",
                ["is_ephemeral"] = true,
            },
            ["actions"] =
                new JsonArray(
                    new JsonObject
                    {
                        ["type"] = "button",
                        ["action_id"] = "confirm",
                        ["value"] = (string?)confirm["value"],
                        ["action_ts"] = "1763632900.000001",
                    }),
        };
    }

    public static JsonObject Again(JsonObject press)
    {
        var again = press.DeepClone().AsObject();
        again["actions"]![0]!["action_ts"] = "1763632999.000001";
        return again;
    }

    /// <summary>Done once Slack was told that it has arrived.</summary>
    public async Task PressAsync(JsonObject press)
    {
        if (overSocket) await slack.Sockets.SendAsync("interactive", press.DeepClone().AsObject());
        else await PostAsync("/slack/interactions", $"payload={Uri.EscapeDataString(press.ToJsonString())}");
    }

    /// <summary>Waits until all of these overrides are there.</summary>
    public async Task DoneAsync(IReadOnlyCollection<string> reasons)
    {
        for (var tries = 0; tries < 200; tries++, await Task.Delay(50, Ct))
        {
            if (!reasons.Except(await AuditedAsync()).Any()) return;
        }

        Assert.Fail($"Acknowledged and never done: {string.Join(", ", reasons.Except(await AuditedAsync()))}. {host.Error}");
    }

    /// <summary>The reasons of all overrides that were made, as often as they were.</summary>
    public async Task<IReadOnlyList<string>> AuditedAsync() =>
        [.. (await host.ReadAsync<IReadOnlyList<Row>>("/api/v1/audit", Ct)).Where(row => row.Action == "oncall override")
            .Select(row => row.Reason!)];

    public void Dispose() => http.Dispose();

    private async Task<JsonObject> PostAsync(string path, string body)
    {
        var at = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request =
            new HttpRequestMessage(HttpMethod.Post,
                new Uri(host.Url, path))
            {
                Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded")),
            };
        request.Headers.Add("X-Slack-Request-Timestamp", at);
        request.Headers.Add("X-Slack-Signature",
            "v0=" +
                Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"v0:{at}:{body}"))));
        using var response = await http.SendAsync(request, Ct);
        var text = await response.Content.ReadAsStringAsync(Ct);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
    }

    private sealed record Row(string Action, string? Reason);
}
