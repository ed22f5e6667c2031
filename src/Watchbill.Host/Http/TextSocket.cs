using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;

namespace Watchbill.Http;

/// <summary>Whole texts over a web socket: read up to 1 MB each, sent one at a time, which is all that a socket takes.</summary>
internal sealed class TextSocket(WebSocket socket)
{
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(2);

    private readonly Channel<string> outgoing = Channel.CreateUnbounded<string>();
    private Task sending = Task.CompletedTask;
    private CancellationTokenSource? closing;

    /// <summary>Sends a text behind those that wait; whether it arrived nobody knows.</summary>
    public void Send(string text) => outgoing.Writer.TryWrite(text);

    /// <summary>
    /// Reads until the other side closes, the connection breaks, or the token ends; sends meanwhile, and until it is closed.
    /// </summary>
    /// <param name="stopped">Ends what is still being sent.</param>
    public async Task RunAsync(Action<ReadOnlyMemory<byte>> take, CancellationToken stopped, CancellationToken ct)
    {
        closing = CancellationTokenSource.CreateLinkedTokenSource(stopped);
        sending = SendAsync(closing.Token);
        try
        {
            while (await ReadAsync(ct) is { } text) take(text);
        }
        catch (Exception broken) when (IsOver(broken))
        {
            // It is over; who waits for that opens the next one.
        }
    }

    public async Task CloseAsync(CancellationToken ct)
    {
        closing?.Cancel();
        await sending;
        closing?.Dispose();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(LastPatience);
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, deadline.Token);
        }
        catch (Exception broken) when (IsOver(broken) || broken is InvalidOperationException)
        {
            // It was closed already, in whatever way.
        }

        socket.Dispose();
    }

    private async Task SendAsync(CancellationToken ct)
    {
        try
        {
            await foreach (var text in outgoing.Reader.ReadAllAsync(ct))
                await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, ct);
        }
        catch (Exception broken) when (IsOver(broken))
        {
            // Who would have read it does not know, and asks again over the next one.
        }
    }

    /// <returns>Null: the other side closes.</returns>
    private async Task<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken ct)
    {
        using var text = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer, ct);
            if (read.MessageType == WebSocketMessageType.Close) return null;
            if (text.Length + read.Count > RequestBody.MaxBytes) throw new WebSocketException("A frame is over 1 MB.");
            text.Write(buffer, 0, read.Count);
            if (read.EndOfMessage) return text.ToArray();
        }
    }

    private static bool IsOver(Exception broken) =>
        broken is WebSocketException or OperationCanceledException or ObjectDisposedException;
}
