using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Watchbill.Fixtures;

/// <summary>Stands before a bot and signs what arrives without a token, as the Bot Connector does.</summary>
public sealed class SigningProxy : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly FakeTeams fake;
    private readonly HttpClient http = new();

    private SigningProxy(FakeTeams fake)
    {
        this.fake = fake;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.MapPost("/api/messages", SignAsync);
    }

    public Uri Url => new(new Uri(app.Urls.First()), "/api/messages");

    /// <summary>The bot behind it.</summary>
    public Uri? To { get; set; }

    /// <summary>What the bot answered that is no success.</summary>
    public ConcurrentQueue<string> Refused { get; } = new();

    public static async Task<SigningProxy> StartAsync(FakeTeams fake)
    {
        var proxy = new SigningProxy(fake);
        await proxy.app.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }

    private async Task SignAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var activity = JsonNode.Parse(await reader.ReadToEndAsync())!.AsObject();
        var (header, claims) = FakeTeams.Good(SystemClock.Instance.GetCurrentInstant());
        claims["serviceurl"] = (string?)activity["serviceUrl"];
        var token = FakeTeams.Sign(header, claims, words => FakeTeams.Rs256(fake.Keys["one"].Key, words));
        using var request = new HttpRequestMessage(HttpMethod.Post, To);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = new StringContent(activity.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode) Refused.Enqueue($"{(int)response.StatusCode} {body} for {activity.ToJsonString()}");
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body);
    }
}
