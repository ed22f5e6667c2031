using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Watchbill.Paging;

/// <summary>A server of its own that hears what is sent to people's webhooks, one path a person.</summary>
internal sealed class Hooks : IAsyncDisposable
{
    private readonly WebApplication app;

    private Hooks()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.MapPost("/{person}", async (string person, HttpContext http) =>
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body);
            Heard.Enqueue((person, body.RootElement.Clone()));
            http.Response.StatusCode = Refuses == person ? 500 : 200;
        });
    }

    public ConcurrentQueue<(string Person, JsonElement Body)> Heard { get; } = [];

    /// <summary>Whose webhook is broken; null: nobody's.</summary>
    public string? Refuses { get; set; }

    public string Url => app.Urls.First();

    public static async Task<Hooks> StartAsync()
    {
        var hooks = new Hooks();
        await hooks.app.StartAsync();
        return hooks;
    }

    /// <summary>The pages that a person was called by, oldest first.</summary>
    public IReadOnlyList<JsonElement> PagesOf(string person) =>
        [.. Heard.Where(one => one.Person == person && one.Body.GetProperty("kind").GetString() == "page").Select(one => one.Body)];

    /// <summary>Returns once somebody was called so often for a page.</summary>
    public async Task CalledAsync(string person, string page, int times, CancellationToken ct)
    {
        while (Calls(person, page) < times) await Task.Delay(20, ct);
    }

    /// <summary>How often somebody was called for a page.</summary>
    public int Calls(string person, string page) => PagesOf(person).Count(body => body.GetProperty("page").GetString() == page);

    /// <summary>What is heard first that is as it should be.</summary>
    public async Task<JsonElement> UntilAsync(string person, string kind, CancellationToken ct)
    {
        while (true)
        {
            foreach (var (to, body) in Heard)
                if (to == person && body.GetProperty("kind").GetString() == kind) return body;
            await Task.Delay(20, ct);
        }
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
