using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Watchbill.Fixtures;

/// <summary>The socket side of <see cref="FakeSlack"/>: one ticket, one connection; an envelope goes to any one of them.</summary>
public sealed class FakeSlackSockets
{
    private readonly ConcurrentDictionary<string, bool> tickets = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonObject>> acknowledged = new();
    private readonly List<WebSocket> open = [];

    public int Opened { get; private set; }

    public bool SaysHello { get; set; } = true;

    /// <summary>Whether those who connect from now on are greeted and never heard again: not even their pings are answered.</summary>
    public bool Deaf { get; set; }

    public int Open
    {
        get { lock (open) return open.Count(socket => socket.State == WebSocketState.Open); }
    }

    public string Ticket()
    {
        var ticket = Guid.NewGuid().ToString("N");
        tickets[ticket] = true;
        return ticket;
    }

    public async Task AcceptAsync(HttpContext http)
    {
        if (!tickets.TryRemove(http.Request.Query["ticket"].ToString(), out _))
        {
            http.Response.StatusCode = 401;
            return;
        }

        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        // Before it counts as opened: whoever waits for that may change it then.
        var deaf = Deaf;
        lock (open) { open.Add(socket); Opened++; }
        if (SaysHello)
            await SayAsync(socket,
                new()
                {
                    ["type"] = "hello",
                    ["num_connections"] = Open,
                    ["connection_info"] = new JsonObject { ["app_id"] = "A0FAKE" },
                    ["debug_info"] = new JsonObject { ["approximate_connection_time"] = 18060 },
                });
        var buffer = new byte[1 << 20];
        try
        {
            if (deaf) await Task.Delay(Timeout.Infinite, http.RequestAborted);
            while (await socket.ReceiveAsync(buffer, http.RequestAborted) is { MessageType: WebSocketMessageType.Text } read)
            {
                var json = JsonNode.Parse(buffer.AsSpan(0, read.Count))!.AsObject();
                if (acknowledged.TryGetValue((string)json["envelope_id"]!, out var waiting)) waiting.TrySetResult(json);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // Left without a word.
        }
    }

    /// <summary>
    /// Sends an envelope over the connection of that number, the last one where none is given, and answers how it was acknowledged.
    /// </summary>
    public async Task<JsonObject> SendAsync(string type, JsonObject payload, int? connection = null, string? envelope = null)
    {
        envelope ??= Guid.NewGuid().ToString();
        var waiting = acknowledged.GetOrAdd(envelope, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        await SayAsync(Socket(connection),
            new()
            {
                ["envelope_id"] = envelope,
                ["type"] = type,
                ["payload"] = payload,
                ["accepts_response_payload"] = type != "events_api",
            });
        return await waiting.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    public Task DisconnectAsync(string reason, int? connection = null) =>
        SayAsync(Socket(connection), new() { ["type"] = "disconnect", ["reason"] = reason });

    public Task SayAsync(string frame, int? connection = null) =>
        Socket(connection).SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);

    public void Abort(int? connection = null) => Socket(connection).Abort();

    public Task CloseAsync(int connection) =>
        Socket(connection).CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);

    public async Task OpenedAsync(int number)
    {
        for (var waited = Stopwatch.StartNew(); Opened < number; await Task.Delay(5, TestContext.Current.CancellationToken))
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(10), $"{Opened} sockets were opened, not {number}.");
    }

    private WebSocket Socket(int? connection)
    {
        lock (open) return connection is { } number ? open[number] : open[^1];
    }

    private static Task SayAsync(WebSocket socket, JsonObject json) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(json.ToJsonString()), WebSocketMessageType.Text, true,
            TestContext.Current.CancellationToken);
}
