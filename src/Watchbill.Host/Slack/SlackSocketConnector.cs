using System.Net.WebSockets;
using Watchbill.Chat;

namespace Watchbill.Slack;

/// <summary>Asks Slack for an address and opens a socket there.</summary>
internal sealed class SlackSocketConnector(SlackApi api, SlackHandler handler, BackgroundWork work)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>How often the other side is asked whether it is still there.</summary>
    public TimeSpan Ping { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A ping without an answer for this long ends a connection that only looks open.</summary>
    public TimeSpan Pong { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A connection over which Slack has said hello.</summary>
    public async Task<SlackSocketConnection> OpenAsync(CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(Patience);
        var address = await api.SocketAddressAsync(deadline.Token);
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.KeepAliveInterval = Ping;
            socket.Options.KeepAliveTimeout = Pong;
            await socket.ConnectAsync(address, deadline.Token);
            var connection = new SlackSocketConnection(socket, handler, work);
            work.Behind(connection.RunAsync(ct));
            await connection.Hello.WaitAsync(deadline.Token);
            return connection;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
