using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Watchbill.Api;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.OrganizationFiles;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;
using Watchbill.Teams;

namespace Watchbill.Slack;

/// <summary>
/// The bot behind Slack: real ports on both sides, a store in memory, Friday 20 November 2026, 10:00 UTC. Speaks to the host as Slack does.
/// </summary>
public sealed class SlackHost : IAsyncDisposable
{
    public const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";

    private readonly WebApplication app;
    private int presses;

    private SlackHost(WebApplication app, FakeSlack slack, FakeClock clock, IStore store)
    {
        (this.app, Slack, Clock, Store) = (app, slack, clock, store);
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public FakeSlack Slack { get; }
    public FakeClock Clock { get; }
    public IStore Store { get; }
    public HttpClient Http { get; }
    public Lines Log => app.Services.GetRequiredService<Lines>();
    public IServiceProvider Services => app.Services;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="before">The store of an earlier host, with the notices it raises;
    /// null: a new one with ana (an admin), ben and cai.</param>
    public static async Task<SlackHost> StartAsync(
        FakeSlack slack, Action<IServiceCollection>? change = null, (SaveNotices Notices, IStore Store)? before = null,
        params string[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var values =
            new[] { $"SigningSecret={Secret}", $"BotToken={FakeSlack.BotToken}", $"ApiBaseUrl={slack.Url}",
                $"TeamId={FakeSlack.Team}" }.Concat(settings);
        builder.Configuration.AddInMemoryCollection(
            values.Select(pair => pair.Split('=', 2)).GroupBy(pair => pair[0])
                .Select(pair => KeyValuePair.Create($"Slack:{pair.Key}", (string?)pair.Last()[1])));
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 1024 * 1024);
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton<Lines>().AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<Lines>());
        var clock = new FakeClock(Cases.At("2026-11-20T10:00:00Z"));
        var (notices, store) = before ?? await StoreAsync();
        builder.Services.AddSingleton(notices).AddSingleton(store).AddSingleton<IClock>(clock).AddFeatures().AddOrganizationFile()
            .AddSingleton<PublicAddress>(() => "https://watchbill.example.com").AddSlack().AddTeams();
        change?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseProblems();
        app.MapSlack();
        await app.StartAsync(Ct);
        return new SlackHost(app, slack, clock, store);
    }

    /// <summary>A store with the organisation, for hosts one after another.</summary>
    /// <param name="open">Null: in memory.</param>
    public static async Task<(SaveNotices Notices, IStore Store)> StoreAsync(Func<SaveNotices, IStore>? open = null)
    {
        var notices = new SaveNotices();
        var store = open?.Invoke(notices) ?? new MemoryStore(notices);
        await store.SaveAsync(SlackOrganisation.Documents, Ct);
        return (notices, store);
    }

    public Task<HttpResponseMessage> CommandAsync(
        string text, string user = "U0ANA", string channel = "C0PAY", params (string Name, string Value)[] more) =>
        PostFormAsync("/slack/commands", [.. Command(text, user, channel).Select(pair => (pair.Key, (string)pair.Value!)), .. more]);

    public async Task<JsonObject> AnswerAsync(string text, string user = "U0ANA", string channel = "C0PAY") =>
        await JsonAsync(await CommandAsync(text, user, channel));

    public JsonObject Command(string text, string user = "U0ANA", string channel = "C0PAY") => new()
    {
        ["token"] = "deprecated",
        ["team_id"] = FakeSlack.Team,
        ["team_domain"] = "example",
        ["channel_id"] = channel,
        ["channel_name"] = "payments",
        ["user_id"] = user,
        ["user_name"] = "somebody",
        ["command"] = "/oncall",
        ["text"] = text,
        ["response_url"] = Slack.ResponseUrl().ToString(),
        ["trigger_id"] = Slack.Trigger(),
        ["api_app_id"] = "A0FAKE",
        ["is_enterprise_install"] = "false",
    };

    /// <summary>A press of a button of a message, as it was answered.</summary>
    public JsonObject Press(
        JsonNode button, string user = "U0ANA", string channel = "C0PAY", string message = "1763632800.000100", bool ephemeral = true) =>
            new()
            {
                ["type"] = "block_actions",
                ["user"] = new JsonObject { ["id"] = user, ["team_id"] = FakeSlack.Team },
                ["team"] = new JsonObject { ["id"] = FakeSlack.Team, ["domain"] = "example" },
                ["api_app_id"] = "A0FAKE",
                ["token"] = "deprecated",
                ["trigger_id"] = Slack.Trigger(),
                ["response_url"] = Slack.ResponseUrl().ToString(),
                ["channel"] = new JsonObject { ["id"] = channel, ["name"] = "payments" },
                ["container"] = new JsonObject
                {
                    ["type"] = "message",
                    ["message_ts"] = message,
                    ["channel_id"] = channel,
                    ["is_ephemeral"] = ephemeral,
                },
                ["actions"] = new JsonArray(new JsonObject
                {
                    ["type"] = "button",
                    ["action_id"] = (string?)button["action_id"],
                    ["block_id"] = "b",
                    ["value"] = (string?)button["value"],
                    ["action_ts"] = $"1763632900.{Interlocked.Increment(ref presses):000000}",
                }),
            };

    public JsonObject Event(JsonObject told, string? id = null) => new()
    {
        ["type"] = "event_callback",
        ["token"] = "deprecated",
        ["team_id"] = FakeSlack.Team,
        ["api_app_id"] = "A0FAKE",
        ["event_id"] = id ?? $"Ev{Interlocked.Increment(ref presses)}",
        ["event_time"] = 1763632800,
        ["authorizations"] = new JsonArray(new JsonObject { ["team_id"] = FakeSlack.Team, ["user_id"] = FakeSlack.Bot, ["is_bot"] = true }),
        ["event"] = told,
    };

    public static JsonObject Said(string text, string user = "U0ANA", string channel = "D0ANA") =>
        new()
        {
            ["type"] = "message",
            ["channel_type"] = "im",
            ["user"] = user,
            ["channel"] = channel,
            ["text"] = text,
            ["ts"] = "1763632800.000200",
        };

    public Task<HttpResponseMessage> InteractAsync(JsonObject payload) =>
        PostFormAsync("/slack/interactions", ("payload", payload.ToJsonString()));

    public Task<HttpResponseMessage> TellAsync(JsonObject payload) =>
        PostSignedAsync("/slack/events", Encoding.UTF8.GetBytes(payload.ToJsonString()), "application/json");

    public Task<HttpResponseMessage> PostFormAsync(string path, params (string Name, string Value)[] fields) =>
        PostSignedAsync(path, Encoding.UTF8.GetBytes(Form(fields)), "application/x-www-form-urlencoded");

    public static string Form(params (string Name, string Value)[] fields) =>
        string.Join('&', fields.Select(field => Uri.EscapeDataString(field.Name) + "="
            + Uri.EscapeDataString(field.Value).Replace("%20", "+", StringComparison.Ordinal)));

    public Task<HttpResponseMessage> PostSignedAsync(string path, byte[] body, string type) =>
        PostAsync(path, body, type, $"{Clock.Now.ToUnixTimeSeconds()}", null);

    /// <param name="signature">Null: the right one.</param>
    public async Task<HttpResponseMessage> PostAsync(string path, byte[] body, string? type, string? timestamp, string? signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        // Otherwise a host that refuses without reading has closed the line before all is sent.
        if (body.Length > 1 << 20) request.Headers.ExpectContinue = true;
        if (type is not null) request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (timestamp is not null) request.Headers.TryAddWithoutValidation("X-Slack-Request-Timestamp", timestamp);
        if (signature is not "")
            request.Headers.TryAddWithoutValidation("X-Slack-Signature", signature ?? Sign(Secret, timestamp ?? "", body));
        return await Http.SendAsync(request, Ct);
    }

    /// <summary>As Slack signs; written apart from what checks it.</summary>
    public static string Sign(string secret, string timestamp, byte[] body) =>
        "v0=" +
            Convert.ToHexStringLower(
                HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.UTF8.GetBytes($"v0:{timestamp}:"), .. body]));

    public static async Task<JsonObject> JsonAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(Ct);
            Assert.True((int)response.StatusCode == 200, $"{(int)response.StatusCode}: {text}");
            return text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
        }
    }

    public static JsonNode Button(JsonObject message, string label) => message["blocks"]!.AsArray()
        .Where(block => (string?)block!["type"] == "actions").SelectMany(block => block!["elements"]!.AsArray())
            .Single(
                button => label == "Confirm" ? (string?)button!["action_id"] == "confirm" : (string?)button!["text"]!["text"] == label)!;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }
}
