using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Contacts;

/// <summary>Push services and webhooks over a real socket: what they read, and what is made of every answer and of none.</summary>
public sealed class HttpMethodTests : IAsyncLifetime
{
    private const string Secret = "a-secret-of-webhooks-1";

    private StandIn server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await StandIn.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Ntfy_rings_through_do_not_disturb_when_it_is_urgent_and_has_a_button()
    {
        await Method("ntfy", ("Ntfy:Token", "tk_1")).SendAsync("ben-7Kx2Q9", Page() with { Title = "sev1 Zürich: payments fail" },
            new("key"), Ct);
        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/ben-7Kx2Q9", "You are primary for payments."), (request.Method, request.Path, request.Body));
        Assert.Equal("5", request.Headers["Priority"]);
        Assert.Equal("view, Acknowledge, https://wb.example.com/answer/x", request.Headers["Actions"]);
        Assert.Equal("https://wb.example.com/answer/x", request.Headers["Click"]);
        Assert.Equal("Bearer tk_1", request.Headers["Authorization"]);
        Assert.Equal("=?UTF-8?B?c2V2MSBaw7xyaWNoOiBwYXltZW50cyBmYWls?=", request.Headers["Title"]);
    }

    [Fact]
    public async Task Ntfy_is_quiet_for_low_urgency()
    {
        await Method("ntfy").SendAsync("ben", Page() with { High = false, Link = null }, new("key"), Ct);
        var request = Assert.Single(server.Requests);
        Assert.Equal("3", request.Headers["Priority"]);
        Assert.False(request.Headers.ContainsKey("Actions"));
    }

    [Fact]
    public async Task A_webhook_is_signed_over_its_time_and_its_body()
    {
        await Method("webhook").SendAsync($"{server.Url}/lamp", Page(), new("key"), Ct);
        var request = Assert.Single(server.Requests);
        var body = JsonDocument.Parse(request.Body).RootElement;
        Assert.Equal("page checkout-12 checkout-12 ben 1 2 high", string.Join(' ',
            new[] { "kind", "page", "incident", "person", "round", "step", "urgency" }.Select(name => body.GetProperty(name).ToString())));
        Assert.False(body.TryGetProperty("code", out _));
        Assert.Equal("v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret),
            Encoding.UTF8.GetBytes($"v0:{request.Headers["X-Watchbill-Timestamp"]}:{request.Body}"))),
            request.Headers["X-Watchbill-Signature"]);
    }

    [Theory]
    [InlineData("ntfy", 200)]
    [InlineData("webhook", 202)]
    [InlineData("webhook", 204)]
    public async Task Any_2xx_is_accepted(string method, int status)
    {
        Answer(status);
        await SendAsync(method, new("key"));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("ntfy", 500)]
    [InlineData("webhook", 502)]
    [InlineData("webhook", 400)]
    [InlineData("webhook", 302)]
    [InlineData("ntfy", 429)]
    public async Task Any_other_answer_is_a_failure_and_nothing_is_on_the_wire_any_more(string method, int status)
    {
        Answer(status, ("Location", $"{server.Url}/elsewhere"));
        var posting = new Posting("key");
        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(method, posting));
        Assert.Equal($"it answered {status}", failure.Message);
        Assert.Empty(posting.Open());
        // Where it is sent on to nobody looks.
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("ntfy", 429, "7", 7)]
    [InlineData("webhook", 503, "120", 120)]
    [InlineData("webhook", 429, "86400", 3600)]
    [InlineData("webhook", 429, "0", 0)]
    public async Task A_server_that_says_when_is_not_asked_before(string method, int status, string after, int seconds)
    {
        Answer(status, ("Retry-After", after));
        var posting = new Posting("key");
        var busy = await Assert.ThrowsAsync<BusyException>(() => SendAsync(method, posting));
        Assert.Equal(($"it answered {status}", Duration.FromSeconds(seconds)), (busy.Message, busy.Pause));
        Assert.Empty(posting.Open());
    }

    [Fact]
    public async Task When_it_says_a_date_it_is_one_of_its_own_clock()
    {
        Answer(429, ("Date", "Fri, 20 Nov 2026 10:00:00 GMT"), ("Retry-After", "Fri, 20 Nov 2026 10:00:30 GMT"));
        Assert.Equal(Duration.FromSeconds(30), (await Assert.ThrowsAsync<BusyException>(() => SendAsync("ntfy", new("key")))).Pause);
    }

    [Theory]
    [InlineData("ntfy", 410)]
    [InlineData("webhook", 410)]
    [InlineData("webhook", 404)]
    public async Task Where_nobody_is_any_more_it_is_not_tried_again(string method, int status)
    {
        Answer(status);
        var gone = await Assert.ThrowsAsync<GoneException>(() => SendAsync(method, new("key")));
        Assert.Equal($"it answered {status}: nobody is there", gone.Message);
    }

    [Theory]
    [InlineData("ntfy")]
    [InlineData("webhook")]
    public async Task A_server_that_hangs_up_without_an_answer_may_have_taken_it(string method)
    {
        server.Answers = http =>
        {
            http.Abort();
            return Task.CompletedTask;
        };
        var posting = new Posting("key");
        await Assert.ThrowsAsync<UnansweredException>(() => SendAsync(method, posting));
        Assert.Single(posting.Open());
    }

    [Fact]
    public async Task A_server_that_never_answers_is_left_and_may_have_taken_it()
    {
        server.Answers = _ => Task.Delay(Timeout.Infinite, server.Over);
        var posting = new Posting("key");
        var failure = await Assert.ThrowsAsync<UnansweredException>(() => SendAsync("ntfy", posting));
        Assert.Equal("it did not answer within 5 s", failure.Message);
        Assert.Single(posting.Open());
    }

    [Fact]
    public async Task A_slow_server_is_waited_for()
    {
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        server.Answers = _ =>
        {
            asked.SetResult();
            return answer.Task;
        };
        var sending = SendAsync("webhook", new("key"));
        await asked.Task.WaitAsync(Ct);
        Assert.False(sending.IsCompleted);
        answer.SetResult();
        await sending;
    }

    [Fact]
    public async Task Nobody_listening_is_a_failure_and_nothing_was_on_the_wire()
    {
        await using var closed = await StandIn.StartAsync();
        var url = closed.Url;
        await closed.DisposeAsync();
        var posting = new Posting("key");
        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => Method("webhook").SendAsync(url, Page(), posting, Ct));
        Assert.Equal("it cannot be reached", failure.Message);
        Assert.Empty(posting.Open());
    }

    [Fact]
    public async Task A_webhook_reaches_no_private_address_whatever_its_name()
    {
        var careful = StandIn.Method("webhook", ("Webhook:Secret", Secret));
        Assert.NotNull(careful.Fault("https://127.0.0.1/x"));
        Assert.NotNull(careful.Fault("http://example.com/x"));
        // A name may point at this machine, which it does not say: what it points at is looked at when it is connected to.
        var port = new Uri(server.Url).Port;
        var refused =
            await Assert.ThrowsAsync<HttpRequestException>(() => careful.SendAsync($"https://localhost:{port}/x", Page(), new("key"), Ct));
        Assert.Contains("its address is one of a private network", refused.ToString(), StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    private Task SendAsync(string method, Posting posting) =>
        Method(method).SendAsync(method == "ntfy" ? "ben-7Kx2Q9" : server.Url, Page(), posting, Ct);

    private IContactMethod Method(string name, params (string, string?)[] settings) => StandIn.Method(name,
        [("Ntfy:Url", server.Url), ("Webhook:Secret", Secret), ("Webhook:AllowPrivateAddresses", "true"), .. settings]);

    private void Answer(int status, params (string Name, string Value)[] headers) => server.Answers = http =>
    {
        http.Response.StatusCode = status;
        foreach (var (name, value) in headers) http.Response.Headers[name] = value;
        return Task.CompletedTask;
    };

    private static Notice Page() => new(NoticeKind.Page, "ben", "You are primary for payments.")
    {
        Title = "sev1 checkout: payments fail",
        Page = "checkout-12",
        Round = 1,
        Step = 2,
        High = true,
        Link = "https://wb.example.com/answer/x",
    };
}
