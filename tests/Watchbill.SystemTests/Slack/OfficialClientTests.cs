using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Watchbill.Fixtures;

namespace Watchbill.Slack;

/// <summary>Slack's own libraries against our fake and our signer: what they accept, Slack's side accepts.</summary>
public sealed class OfficialClientTests
{
    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bolt_accepts_what_is_signed_as_we_sign_and_nothing_else()
    {
        using var bolt = await OfficialClients.RunOrSkipAsync(OfficialClients.Slack,
            """
            const { App, HTTPReceiver, LogLevel } = require('@slack/bolt');
            const receiver = new HTTPReceiver({ signingSecret: process.env.SECRET, logLevel: LogLevel.ERROR });
            const authorize = async () => ({ botToken: 'xoxb-x', botId: 'B0', botUserId: 'U0' });
            const app = new App({ receiver, authorize, logLevel: LogLevel.ERROR });
            app.command('/oncall', async ({ ack, command }) => ack(`heard ${command.text}`));
            app.start(0).then(server => console.log(server.address().port));
            """, ("SECRET", Secret));
        var port = int.Parse(await bolt.LineAsync(), CultureInfo.InvariantCulture);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        const string Body =
            "token=x&team_id=T0WATCH&channel_id=C0PAY&user_id=U0ANA&command=%2Foncall&text=now+payments"
                + "&response_url=http%3A%2F%2F127.0.0.1%2F&trigger_id=1.2.x&api_app_id=A0";
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

        Assert.Equal((200, "heard now payments"), await PostAsync(http, Body, now, Sign(Secret, now, Body)));
        Assert.Equal(401, (await PostAsync(http, Body, now, Sign("another secret", now, Body))).Status);
        Assert.Equal(401, (await PostAsync(http, Body + "x", now, Sign(Secret, now, Body))).Status);
        Assert.Equal(401, (await PostAsync(http, Body, now - 301, Sign(Secret, now - 301, Body))).Status);
    }

    [Fact]
    public async Task The_web_client_finds_the_fake_to_be_Slack()
    {
        await using var fake = await FakeSlack.StartAsync();
        fake.Users["U0ANA"] = new JsonObject { ["id"] = "U0ANA", ["tz"] = "Europe/Lisbon" };
        fake.Groups["S0PAY"] = [];
        fake.NextRateLimited("chat.postMessage", 1);
        fake.NextDropped("auth.test");
        using var web = await OfficialClients.RunOrSkipAsync(OfficialClients.Slack,
            """
            const { WebClient, LogLevel } = require('@slack/web-api');
            const options = { slackApiUrl: process.env.API, logLevel: LogLevel.ERROR };
            const web = new WebClient(process.env.TOKEN, { ...options, retryConfig: { retries: 3, minTimeout: 10, maxTimeout: 50 } });
            const section = { type: 'section', text: { type: 'mrkdwn', text: 'Ana is on call' } };
            const error = async call => {
              try { await call(); return 'none'; } catch (failure) { return failure.data ? failure.data.error : failure.code; }
            };
            (async () => {
              console.log((await web.auth.test()).team_id);
              const posted = await web.chat.postMessage({ channel: 'C0PAY', text: 'Ana', blocks: [section] });
              const updated = await web.chat.update({ channel: 'C0PAY', ts: posted.ts, text: 'Ben', blocks: [section] });
              console.log(posted.ok, updated.ts === posted.ts);
              console.log((await web.users.info({ user: 'U0ANA' })).user.tz);
              await web.usergroups.users.update({ usergroup: 'S0PAY', users: ['U0ANA'] });
              console.log((await web.usergroups.users.list({ usergroup: 'S0PAY' })).users.join());
              const view = { type: 'modal', title: { type: 'plain_text', text: 'Note' }, blocks: [section] };
              console.log(!!(await web.views.open({ trigger_id: process.env.TRIGGER, view })).view.id);
              console.log(await error(() => web.views.open({ trigger_id: process.env.TRIGGER, view })));
              const long = { type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } };
              console.log(await error(() => web.chat.postMessage({ channel: 'C0PAY', text: 'x', blocks: [long] })));
              console.log(await error(() => web.chat.postMessage({ channel: 'C0NONE', text: 'x' })));
              console.log(await error(() => new WebClient('xoxb-wrong', options).auth.test()));
            })().catch(failure => console.log(String(failure)));
            """, ("TOKEN", FakeSlack.BotToken), ("API", fake.Url.ToString()), ("TRIGGER", fake.Trigger()));
        string[] lines = [FakeSlack.Team, "true true", "Europe/Lisbon", "U0ANA", "true", "exchanged_trigger_id", "invalid_blocks",
            "channel_not_found", "invalid_auth"];
        foreach (var line in lines) Assert.Equal(line, await web.LineAsync());
    }

    [Fact]
    public async Task The_socket_client_finds_the_fake_to_be_Slack()
    {
        await using var fake = await FakeSlack.StartAsync();
        using var socket = await OfficialClients.RunOrSkipAsync(OfficialClients.Slack,
            """
            const { SocketModeClient, LogLevel } = require('@slack/socket-mode');
            const clientOptions = { slackApiUrl: process.env.API };
            const client = new SocketModeClient({ appToken: process.env.TOKEN, clientOptions, logLevel: LogLevel.ERROR });
            client.on('slash_commands', async ({ ack, body }) => ack({ text: `heard ${body.text}` }));
            client.on('connected', () => console.log('connected'));
            client.start().catch(failure => console.log(String(failure)));
            """, ("TOKEN", FakeSlack.AppToken), ("API", fake.Url.ToString()));
        Assert.Equal("connected", await socket.LineAsync());
        Assert.Equal("heard now",
            (string?)(await fake.Sockets.SendAsync("slash_commands", new JsonObject { ["text"] = "now" }))["payload"]!["text"]);
        await fake.Sockets.DisconnectAsync("refresh_requested");
        await fake.Sockets.OpenedAsync(2);
        Assert.Equal("connected", await socket.LineAsync());
        Assert.Equal("heard next",
            (string?)(await fake.Sockets.SendAsync("slash_commands", new JsonObject { ["text"] = "next" }))["payload"]!["text"]);
    }

    private static string Sign(string secret, long at, string body) =>
        "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"v0:{at}:{body}")));

    private static async Task<(int Status, string Body)> PostAsync(HttpClient http, string body, long at, string signature)
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Post, "/slack/events") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new("application/x-www-form-urlencoded");
        request.Headers.Add("X-Slack-Request-Timestamp", at.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("X-Slack-Signature", signature);
        using var response = await http.SendAsync(request, Ct);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Ct));
    }
}
