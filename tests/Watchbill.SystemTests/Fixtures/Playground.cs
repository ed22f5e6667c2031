using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Watchbill.Fixtures;

/// <summary>Microsoft's Agents Playground as a process, and the socket on which it says what it shows.</summary>
public sealed class Playground : IAsyncDisposable
{
    private const string Chat = "a:playground";
    private const string User = "29:ana";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("watchbill-playground-");
    private readonly HttpClient http = new();
    private ClientWebSocket socket = new();
    private readonly int port;
    private Process? process;

    private Playground(int port) => this.port = port;

    public string ServiceUrl => $"http://127.0.0.1:{port}/_connector";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="packages">Where it is installed.</param>
    /// <param name="bot">Where it sends to.</param>
    /// <param name="account">The Entra object id of whoever uses it.</param>
    public static async Task<Playground> StartAsync(string packages, Uri bot, string account)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var playground = new Playground(((IPEndPoint)listener.LocalEndpoint).Port);
        listener.Stop();
        await File.WriteAllTextAsync(Path.Combine(playground.folder.FullName, ".m365agentsplayground.yml"), Config(account), Ct);
        var start = new ProcessStartInfo("node",
        [
            Path.Combine(packages, "node_modules", "@microsoft", "m365agentsplayground", "cli.js"), "start", "--app-endpoint", $"{bot}",
            "--channel-id", "msteams", "--port", $"{playground.port}", "--service-url", playground.ServiceUrl, "--disable-telemetry",
        ])
        { WorkingDirectory = playground.folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true };
        // Nothing of it is to open a browser.
        start.Environment["BROWSER"] = "none";
        playground.process = Process.Start(start)!;
        playground.process.BeginOutputReadLine();
        playground.process.BeginErrorReadLine();
        await playground.ConnectAsync();
        return playground;
    }

    public async Task SayAsync(string text)
    {
        using var said = await http.PostAsJsonAsync(new Uri($"http://127.0.0.1:{port}/_conversation/v1/conversations/{Chat}/messages"),
            new JsonObject { ["from"] = new JsonObject { ["id"] = User }, ["text"] = text, ["textFormat"] = "plain" }, Ct);
        Assert.True(said.IsSuccessStatusCode, await said.Content.ReadAsStringAsync(Ct));
    }

    /// <summary>Presses a button of a card, and returns what the bot answers.</summary>
    public async Task<JsonObject> PressAsync(string message, JsonObject data)
    {
        using var pressed = await http.PostAsJsonAsync(new Uri($"http://127.0.0.1:{port}/_conversation/v1/invoke"), new JsonObject
        {
            ["name"] = "adaptiveCard/action",
            ["from"] = new JsonObject { ["id"] = User },
            ["conversation"] = new JsonObject { ["id"] = Chat },
            ["replyToId"] = message,
            ["value"] = new JsonObject
            {
                ["action"] = new JsonObject { ["type"] = "Action.Execute", ["verb"] = "press", ["data"] = data.DeepClone() },
                ["trigger"] = "manual",
            },
        }, Ct);
        Assert.True(pressed.IsSuccessStatusCode, await pressed.Content.ReadAsStringAsync(Ct));
        return (await pressed.Content.ReadFromJsonAsync<JsonObject>(Ct))!;
    }

    /// <summary>The next message of the bot that it shows and that holds the words, as JSON.</summary>
    /// <param name="action"><c>createMessage</c>, or <c>updateMessage</c>: another in its place.</param>
    public async Task<string> HearAsync(string words, string action = "createMessage")
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        var (buffer, text) = (new byte[64 * 1024], new MemoryStream());
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer, patience.Token);
            text.Write(buffer, 0, read.Count);
            if (!read.EndOfMessage) continue;
            var frame = JsonNode.Parse(text.ToArray())!;
            text.SetLength(0);
            if ((string?)frame["action"] == action && frame["message"]?.ToJsonString(Readable) is { } message
                && message.Contains(words, StringComparison.Ordinal)) return message;
        }
    }

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        http.Dispose();
        process!.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task ConnectAsync()
    {
        var address = new Uri($"ws://127.0.0.1:{port}/_ws_conversation/v1/conversations/stream");
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(100, Ct))
        {
            try
            {
                await socket.ConnectAsync(address, Ct);
                return;
            }
            catch (WebSocketException) when (waited.Elapsed < TimeSpan.FromSeconds(30) && !process!.HasExited)
            {
                // It is not there yet, or takes a connection and drops it. A socket connects once.
                socket.Dispose();
                socket = new ClientWebSocket();
            }
        }
    }

    // The ids that come with it are no GUIDs.
    private static string Config(string account) => $"""
        version: "0.1.1"
        tenantId: {FakeTeams.Tenant}
        bot: {"{"}id: "28:{FakeTeams.AppId}", name: Watchbill{"}"}
        currentUser: {Person(User, account)}
        users:
        {string.Join('\n', Enumerable.Range(1, 5).Select(i => $"  - {Person($"29:user-{i}", $"00000000-0000-4000-8000-00000000000{i}")}"))}
        personalChat: {"{"}id: "{Chat}"{"}"}
        groupChat: {"{"}id: "19:group@thread.v2", name: Group{"}"}
        team:
          id: "19:team@thread.tacv2"
          name: Payments
          aadGroupId: 00000000-0000-4000-8000-000000000031
          channels:
            - {"{"}id: "19:channel@thread.tacv2", name: General{"}"}
        """;

    private static string Person(string id, string account) =>
        $"{{id: \"{id}\", name: Somebody, userPrincipleName: {account}@example.com, aadObjectId: {account}, givenName: Some, " +
        $"surname: Body, email: {account}@example.com}}";
}
