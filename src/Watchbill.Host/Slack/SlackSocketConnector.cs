using System.Net.Http.Headers;
using System.Net.WebSockets;
using Microsoft.Extensions.Options;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>Asks Slack for an address and opens a socket there. The app's token goes to this one method and nowhere else.</summary>
internal sealed class SlackSocketConnector(
    IOptions<SlackOptions> options, IHttpClientFactory clients, SlackHandler handler, BackgroundWork work)
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
        var address = await AddressAsync(deadline.Token);
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

    private async Task<Uri> AddressAsync(CancellationToken ct)
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(options.Value.ApiBaseUrl.TrimEnd('/') + '/'), "apps.connections.open"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Value.AppToken!.Trim());
        request.Content = new FormUrlEncodedContent([]);
        using var client = clients.CreateClient();
        using var response = await client.SendAsync(request, ct);
        var answer = SlackJson.Read(await response.Content.ReadAsByteArrayAsync(ct)) ?? default;
        if (answer.Says("ok") && Uri.TryCreate(answer.Text("url"), UriKind.Absolute, out var url) && url.Scheme is "wss" or "ws")
            return url;
        throw new HttpRequestException((answer.Text("error") ?? $"status {(int)response.StatusCode}") switch
        {
            "missing_scope" or "no_permission" =>
                "apps.connections.open: Slack:AppToken lacks the scope connections:write; make a new one with it.",
            "invalid_auth" or "not_authed" or "account_inactive" or "token_revoked" or "not_allowed_token_type" =>
                "apps.connections.open: Slack does not know Slack:AppToken (any more); make a new one on the app's page, Basic " +
                    "Information.",
            var other => $"apps.connections.open: {other}",
        });
    }
}
