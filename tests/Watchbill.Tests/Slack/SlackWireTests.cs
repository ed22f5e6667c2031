using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>When a message counts as begun: on real sockets.</summary>
public sealed class SlackWireTests : IHttpClientFactory
{
    // What is shorter waits in the connection's buffer, where nobody sees when its writing began.
    private const int FillsBuffers = 64 * 1024;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public HttpClient CreateClient(string name) => new(new SocketsHttpHandler { UseProxy = false });

    [Fact]
    public async Task Where_there_is_no_connection_nothing_has_begun()
    {
        var begun = 0;
        var failure = await Assert.ThrowsAsync<CallException>(() => PostAsync("http://127.0.0.1:1/api", () => begun++));
        Assert.Equal((0, false, true), (begun, failure.MayHaveArrived, failure.IsTransient));
    }

    [Fact]
    public async Task It_has_begun_before_the_first_byte_is_there_and_without_an_answer_it_may_have_arrived()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var accepted = new TaskCompletionSource<TcpClient>(TaskCreationOptions.RunContinuationsAsynchronously);
        var there = -1;
        var posting = PostAsync($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/api", () =>
        {
            var connection = listener.AcceptTcpClient();
            there = connection.Available;
            accepted.SetResult(connection);
        });
        using (var connection = await accepted.Task.WaitAsync(TimeSpan.FromSeconds(30), Ct))
            Assert.True(await connection.GetStream().ReadAsync(new byte[4096], Ct) > 0);
        var failure = await Assert.ThrowsAsync<CallException>(() => posting);
        Assert.Equal(0, there);
        Assert.Equal((true, true), (failure.MayHaveArrived, failure.NoAnswer));
    }

    [Fact]
    public async Task Who_has_overtaken_a_message_keeps_it_off_the_wire()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await Assert.ThrowsAsync<OvertakenException>(
            () => PostAsync($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/api",
                () => throw new OvertakenException("another host")));
        using var connection = await listener.AcceptTcpClientAsync(Ct);
        Assert.Equal(0, await connection.GetStream().ReadAsync(new byte[1], Ct));
    }

    private Task<JsonElement> PostAsync(string url, Action begin)
    {
        var options = Options.Create(new SlackOptions { BotToken = "xoxb-x", ApiBaseUrl = url });
        var api = new SlackApi(options, this, TimeProvider.System, NullLogger<SlackApi>.Instance);
        return api.PostOnceAsync(new JsonObject { ["channel"] = "C1", ["text"] = new string('x', FillsBuffers) }, TimeSpan.Zero, _ =>
        {
            begin();
            return Task.CompletedTask;
        }, Ct);
    }
}
