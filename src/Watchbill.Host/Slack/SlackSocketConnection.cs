using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>One socket: passes envelopes to the same handler as HTTP, and acknowledges each.</summary>
internal sealed class SlackSocketConnection(ClientWebSocket socket, SlackHandler handler, BackgroundWork work)
{
    private readonly TaskCompletionSource hello = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> leaving = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<JsonObject> acknowledgements = Channel.CreateUnbounded<JsonObject>();

    /// <summary>Done once Slack has said hello.</summary>
    public Task Hello => hello.Task;

    /// <summary>Why another socket is needed: Slack said so beforehand, and this one still works for a while, or it has ended.</summary>
    public Task<string> Leaving => leaving.Task;

    /// <summary>Reads until the other side closes, the connection breaks, or the host stops.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(work.Stopped);
        var writing = WriteAsync(closing.Token);
        try
        {
            while (await ReadAsync(ct) is { } frame)
            {
                if (SlackJson.Read(frame) is { } json) Take(json);
            }
        }
        catch (Exception broken) when (broken is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Leaving says that it is over; who listens to it opens the next one.
        }
        finally
        {
            leaving.TrySetResult("it ended");
            hello.TrySetException(new WebSocketException("The socket was closed before Slack said hello."));
            closing.Cancel();
            await writing;
            await CloseAsync(work.Stopped);
        }
    }

    private void Take(JsonElement frame)
    {
        switch (frame.Text("type"))
        {
            case "hello":
                hello.TrySetResult();
                break;
            case "disconnect":
                leaving.TrySetResult(frame.Text("reason") ?? "no reason");
                break;
            case { } type when frame.Text("envelope_id") is { Length: > 0 and <= 255 } envelope:
                // Not awaited: the next one need not wait for this one.
                work.Behind(
                    AnswerAsync(type, envelope, frame.At("payload") ?? default, frame.Says("accepts_response_payload"), work.Stopped));
                break;
        }
    }

    private async Task AnswerAsync(string type, string envelope, JsonElement payload, bool takesAnswer, CancellationToken ct)
    {
        JsonObject? body = null;
        switch (type)
        {
            case "slash_commands" when SlackCommand.Read(name => payload.Text(name)) is { } command:
                body = await handler.CommandAsync(command, ct);
                break;
            case "interactive":
                body = await handler.InteractionAsync(payload, ct);
                break;
            case "events_api":
                await handler.EventAsync(payload, ct);
                break;
        }

        var acknowledgement = new JsonObject { ["envelope_id"] = envelope };
        if (takesAnswer && body is not null) acknowledgement["payload"] = body;
        acknowledgements.Writer.TryWrite(acknowledgement);
    }

    // One at a time, which is all that a socket takes.
    private async Task WriteAsync(CancellationToken ct)
    {
        try
        {
            await foreach (var json in acknowledgements.Reader.ReadAllAsync(ct))
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes(json.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, ct);
            }
        }
        catch (Exception broken) when (broken is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // It was acted on and Slack does not know: it sends it again over the next socket, where it is known to be done.
        }
    }

    /// <returns>Null: the other side closes.</returns>
    private async Task<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken ct)
    {
        using var frame = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer, ct);
            if (read.MessageType == WebSocketMessageType.Close) return null;
            if (frame.Length + read.Count > RequestBody.MaxBytes) throw new WebSocketException("A frame is over 1 MB.");
            frame.Write(buffer, 0, read.Count);
            if (read.EndOfMessage) return frame.ToArray();
        }
    }

    private async Task CloseAsync(CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, deadline.Token);
        }
        catch (Exception broken) when (broken is WebSocketException or OperationCanceledException or ObjectDisposedException
            or InvalidOperationException)
        {
            // It was closed already, in whatever way.
        }

        socket.Dispose();
    }
}
