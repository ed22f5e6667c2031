using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Teams;

/// <summary>The door that Teams knocks at, on a real port, Friday 20 November 2026, 10:00 UTC.</summary>
public sealed class TeamsHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly FakeTeams teams;
    private readonly HttpClient http;

    private TeamsHost(WebApplication app, FakeTeams teams)
    {
        (this.app, this.teams) = (app, teams);
        http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public static Instant Now { get; } = Cases.At("2026-11-20T10:00:00Z");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<TeamsHost> StartAsync(FakeTeams teams, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        (string Key, string Value)[] own = [("AppId", FakeTeams.AppId), ("TenantId", FakeTeams.Tenant), ("ClientSecret", "of-the-test"),
            ("OpenIdMetadataUrl", teams.MetadataUrl), .. settings];
        builder.Configuration.AddInMemoryCollection(
            own.GroupBy(one => one.Key).Select(one => KeyValuePair.Create($"Teams:{one.Key}", (string?)one.Last().Value)));
        builder.Services.AddSingleton<IClock>(new FakeClock(Now)).AddTeams();
        var app = builder.Build();
        app.MapTeams();
        await app.StartAsync(Ct);
        return new TeamsHost(app, teams);
    }

    public static JsonObject Activity() => new()
    {
        ["type"] = "message",
        ["id"] = "1763632800000",
        ["channelId"] = "msteams",
        ["serviceUrl"] = FakeTeams.ServiceUrl,
        ["text"] = "now",
        ["conversation"] = new JsonObject { ["id"] = "a:1", ["tenantId"] = FakeTeams.Tenant },
        ["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = FakeTeams.Tenant } },
    };

    /// <param name="change">What is odd about its token.</param>
    public string Token(Action<JsonObject, JsonObject>? change = null, string key = "one")
    {
        var (header, claims) = FakeTeams.Good(Now);
        change?.Invoke(header, claims);
        return FakeTeams.Sign(header, claims, words => FakeTeams.Rs256(teams.Keys[key].Key, words));
    }

    public Task<(int Status, string Body)> PostAsync(string? authorization, JsonNode? activity = null, string type = "application/json") =>
        PostAsync(authorization is null ? [] : [authorization], Encoding.UTF8.GetBytes((activity ?? Activity()).ToJsonString()), type);

    public async Task<(int Status, string Body)> PostAsync(string[] authorization, byte[] body, string type = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        foreach (var one in authorization) request.Headers.TryAddWithoutValidation("Authorization", one);
        using var response = await http.SendAsync(request, Ct);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Ct));
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }
}
