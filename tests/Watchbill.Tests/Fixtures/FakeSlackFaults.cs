using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Watchbill.Fixtures;

/// <summary>What goes wrong with Slack: faults that a test asks for, and calls over their limits.</summary>
public sealed partial class FakeSlack
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Func<HttpContext, Task<bool>>>> faults = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<TimeSpan>> calls = new();

    /// <summary>Whether calls are counted against their limits: one message a second and channel, and each method's tier.</summary>
    public bool Paced { get; set; }

    /// <summary>The next call of the method (or "response") does this first; false: and is answered by it.</summary>
    public void Next(string method, Func<HttpContext, Task<bool>> fault) => faults.GetOrAdd(method, _ => new()).Enqueue(fault);

    public void NextError(string method, string error) =>
        Next(method, async http => { await AnswerAsync(http, Error(method, error)); return false; });

    public void NextRateLimited(string method, int seconds) =>
        Next(method, async http => { await LimitAsync(http, method, seconds); return false; });

    public void NextDropped(string method) => Next(method, http => { http.Abort(); return Task.FromResult(false); });

    private async Task<bool> FaultlessAsync(HttpContext http, string method) =>
        !faults.TryGetValue(method, out var queued) || !queued.TryDequeue(out var fault) || await fault(http);

    private async Task<bool> OverLimitAsync(HttpContext http, string method, JsonObject arguments)
    {
        if (!Paced || !Methods.TryGetValue(method, out var known)) return false;
        var isMessage = method == "chat.postMessage";
        var (most, window) = isMessage ? (1, TimeSpan.FromSeconds(1)) : (known.PerMinute, TimeSpan.FromMinutes(1));
        var recent = calls.GetOrAdd(isMessage ? $"{method}/{arguments["channel"]}" : method, _ => new());
        lock (recent)
        {
            while (recent.TryPeek(out var oldest) && uptime.Elapsed - oldest > window) recent.TryDequeue(out _);
            if (recent.Count < most)
            {
                recent.Enqueue(uptime.Elapsed);
                return false;
            }
        }

        await LimitAsync(http, method, (int)window.TotalSeconds);
        return true;
    }

    private Task LimitAsync(HttpContext http, string method, int seconds)
    {
        http.Response.StatusCode = 429;
        http.Response.Headers.RetryAfter = $"{seconds}";
        return AnswerAsync(http, Error(method, "ratelimited"));
    }
}
