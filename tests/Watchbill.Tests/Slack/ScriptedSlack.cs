using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Watchbill.Chat;
using Watchbill.Fixtures;

namespace Watchbill.Slack;

/// <summary>Slack's Web API as a test scripts it, with time that passes as soon as somebody waits.</summary>
internal sealed class ScriptedSlack : HttpMessageHandler, IHttpClientFactory
{
    public const string Token = "xoxb-secret-of-the-test";

    public ScriptedSlack() => Api = new SlackApi(Options, this, Time, NullLogger<SlackApi>.Instance);

    public List<(string Method, JsonObject? Json, string Body)> Calls { get; } = [];

    public Func<string, int, HttpResponseMessage> Answer { get; set; } = (_, _) => Ok();

    /// <summary>Before it answers.</summary>
    public Func<CancellationToken, Task> ThinkAsync { get; set; } = _ => Task.CompletedTask;

    public FakeClock Clock { get; } = new(Cases.At("2026-11-20T10:00:00Z"));

    public QuickTime Time { get; } = new();

    public IOptions<SlackOptions> Options { get; } =
        Microsoft.Extensions.Options.Options.Create(new SlackOptions { BotToken = Token, ApiBaseUrl = "https://slack.test/api" });

    public SlackApi Api { get; }

    public SlackChat ChatOf(MemoryStore store, Lockouts? lockouts = null)
    {
        var accounts = new Accounts(store, store.Notices);
        return new(Api, accounts, new Recipients(store, accounts), Options, Clock,
            lockouts ?? new Lockouts(Time, NullLogger<Lockouts>.Instance));
    }

    public SlackGroups GroupsOf(MemoryStore store)
    {
        var accounts = new Accounts(store, store.Notices);
        return new(Api, accounts, new Recipients(store, accounts), Options, Clock);
    }

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    public static HttpResponseMessage Ok(string json = """{"ok":true}""") =>
        new(HttpStatusCode.OK) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Error(string error) => Ok($$"""{"ok":false,"error":"{{error}}"}""");

    public static HttpResponseMessage Limited(int seconds)
    {
        var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var (method, body) = (request.RequestUri!.Segments[^1], await request.Content!.ReadAsStringAsync(ct));
        if (method != "used") Assert.Equal($"Bearer {Token}", request.Headers.Authorization!.ToString());
        var isJson = request.Content.Headers.ContentType!.MediaType == "application/json";
        int count;
        lock (Calls)
        {
            Calls.Add((method, isJson ? JsonNode.Parse(body)!.AsObject() : null, body));
            count = Calls.Count;
        }

        await ThinkAsync(ct);
        return Answer(method, count);
    }
}

/// <summary>Time that jumps to wherever somebody waits for. Deadlines are nothing to wait for: they never pass.</summary>
internal sealed class QuickTime : TimeProvider
{
    private readonly DateTimeOffset begin = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
    private long passed;

    public TimeSpan Passed => new(Interlocked.Read(ref passed));

    public void Pass(TimeSpan span) => Interlocked.Add(ref passed, span.Ticks);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => begin + Passed;

    public override long GetTimestamp() => Passed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (state is CancellationTokenSource) return new Done();
        if (dueTime > TimeSpan.Zero) Pass(dueTime);
        callback(state);
        return new Done();
    }

    private sealed class Done : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
