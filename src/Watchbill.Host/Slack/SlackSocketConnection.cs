using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>
/// One socket: passes envelopes to the same handler as HTTP, and acknowledges each. What was acted on and not acknowledged Slack sends
/// again over the next socket, where it is known to be done.
/// </summary>
internal sealed class SlackSocketConnection(ClientWebSocket socket, SlackHandler handler, BackgroundWork work)
{
    private readonly TaskCompletionSource hello = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> leaving = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TextSocket texts = new(socket);

    /// <summary>Done once Slack has said hello.</summary>
    public Task Hello => hello.Task;

    /// <summary>Why another socket is needed: Slack said so beforehand, and this one still works for a while, or it has ended.</summary>
    public Task<string> Leaving => leaving.Task;

    /// <summary>Reads until the other side closes, the connection breaks, or the host stops.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            await texts.RunAsync(Take, work.Stopped, ct);
        }
        finally
        {
            leaving.TrySetResult("it ended");
            hello.TrySetException(new WebSocketException("The socket was closed before Slack said hello."));
            await texts.CloseAsync(work.Stopped);
        }
    }

    private void Take(ReadOnlyMemory<byte> text)
    {
        if (StrictJson.ObjectOrNull(text) is not { } frame) return;
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
        texts.Send(acknowledgement.ToJsonString());
    }
}
