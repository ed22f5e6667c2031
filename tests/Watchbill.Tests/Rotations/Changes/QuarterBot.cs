using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Text;
using Watchbill.Api;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.OrganizationFiles;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>
/// The whole bot over a store in memory, with the clock in the test's hand: jobs run when they asked to be woken or something was saved.
/// </summary>
internal sealed class QuarterBot : IAsyncDisposable
{
    private const string Token = "an-admin-secret-1234";

    private readonly HttpClient http = new();
    private readonly WebApplication app;
    private readonly FakeClock clock;
    private readonly IReadOnlyList<WokenJob> jobs;
    private int saves;

    public QuarterBot(Instant start)
    {
        var notices = new SaveNotices();
        notices.Saved += _ => saves++;
        (clock, Store) = (new FakeClock(start), new MemoryStore(notices) { Saves = [] });
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Api:Tokens:0:Name"] = "root",
                ["Api:Tokens:0:Secret"] = Token,
                ["Api:Tokens:0:Scope"] = "admin",
            });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IStore>(Store).AddSingleton<IClock>(clock).AddSingleton(notices).AddSingleton<IChat, RecordingChat>()
            .AddFeatures().AddPlatforms().AddOrganizationFile().AddApi();
        app = builder.Build();
        app.UseProblems();
        app.MapApi();
        jobs = [.. app.Services.GetServices<IJob>().Select(job => new WokenJob(job, notices))];
        Router = app.Services.GetRequiredService<CommandRouter>();
    }

    public MemoryStore Store { get; }

    public Instant Now => clock.Now;

    public CommandRouter Router { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async Task StartAsync()
    {
        await app.StartAsync(Ct);
        http.BaseAddress = new Uri(app.Urls.First());
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }

    /// <summary>Lets time pass up to an instant, the jobs due then included.</summary>
    public async Task UntilAsync(Instant at)
    {
        while (true)
        {
            var next = await SettleAsync();
            if (clock.Now >= at) return;
            clock.Now = Instant.Min(next, at);
        }
    }

    /// <summary>Runs every job until nothing is saved any more, as saving wakes them.</summary>
    /// <returns>When the first of them wants to be woken.</returns>
    public async Task<Instant> SettleAsync()
    {
        while (true)
        {
            var (before, next) = (saves, Instant.MaxValue);
            foreach (var job in jobs)
            {
                if (await job.RunAsync(clock.Now, Ct) is { } wake && wake > clock.Now) next = Instant.Min(next, wake);
            }

            if (saves == before) return next;
        }
    }

    public Task ApplyAsync(string yaml) => SendAsync(HttpMethod.Put, "organization", yaml, "application/yaml");

    public Task<JsonElement> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null, "application/json");

    public async Task<string> FeedAsync(string path) => await http.GetStringAsync(new Uri($"/api/v1/{path}", UriKind.Relative), Ct);

    public Task<JsonElement> PostAsync(string path, object body) =>
        SendAsync(HttpMethod.Post, path, JsonSerializer.Serialize(body), "application/json");

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, string? body, string type)
    {
        using var request = new HttpRequestMessage(method, new Uri($"/api/v1/{path}", UriKind.Relative));
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, type);
        using var response = await http.SendAsync(request, Ct);
        var text = await response.Content.ReadAsStringAsync(Ct);
        Assert.True(response.IsSuccessStatusCode, $"{InstantPattern.General.Format(clock.Now)} {method} {path}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
