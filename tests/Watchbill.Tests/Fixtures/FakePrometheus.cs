using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Watchbill.Fixtures;

/// <summary>A stand-in on a real port that answers what a test puts into it, as Prometheus 2.42 was seen to answer.</summary>
public sealed class FakePrometheus : IAsyncDisposable
{
    private readonly WebApplication app;

    private FakePrometheus()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Map("{**path}", AnswerAsync);
    }

    public string Url => app.Urls.First();
    public int Status { get; set; } = 200;
    public string Body { get; set; } = "";
    public string? Location { get; set; }

    /// <summary>Completes when an answer may be given; null: at once.</summary>
    public Task? Held { get; set; }

    public ConcurrentQueue<(string Path, string? Authorization, IReadOnlyDictionary<string, string> Form)> Asked { get; } = new();

    public static async Task<FakePrometheus> StartAsync()
    {
        var fake = new FakePrometheus();
        await fake.app.StartAsync();
        return fake;
    }

    public static string Matrix(string values, string more = "") =>
        $$$"""{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[{{{values}}}]}]}{{{more}}}}""";

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        Asked.Enqueue(
            (http.Request.Path, http.Request.Headers.Authorization, form.ToDictionary(pair => pair.Key, pair => pair.Value.ToString())));
        if (Held is { } held) await held.WaitAsync(http.RequestAborted);
        http.Response.StatusCode = Status;
        http.Response.ContentType = "application/json";
        if (Location is { } location) http.Response.Headers.Location = location;
        await http.Response.WriteAsync(Body, http.RequestAborted);
    }
}
