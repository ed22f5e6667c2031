using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Text;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.OrganizationFiles;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>The API on a real port, over a store in memory and a clock that stands at Friday 20 November 2026, 10:00 UTC.</summary>
public sealed class ApiHost : IAsyncLifetime
{
    public const string Admin = "an-admin-secret-1234";
    public const string Read = "a-reader-secret-1234";
    public const string Write = "a-writer-secret-1234";
    public const string Pay = "a-pay-office-secret-1";

    public const string Ingest = "an-alert-secret-1234";

    public static Instant Now { get; } = At("2026-11-20T10:00:00Z");

    private WebApplication? app;

    /// <summary>Empty until it starts, unless a test brings its own organisation.</summary>
    public MemoryStore Store { get; init; } = new();
    public FakeClock Clock { get; } = new(Now);
    public Lines Log { get; } = new();

    /// <summary>A platform on which nobody has an account; off until a test uses it.</summary>
    public FileChat Chat => (FileChat)app!.Services.GetServices<IChat>().Single();
    public HttpClient Http { get; private set; } = new();
    public IServiceProvider Services => app!.Services;

    /// <summary>Replaces services before it starts.</summary>
    public Action<IServiceCollection>? Configure { get; init; }

    public int Port => Http.BaseAddress!.Port;

    public static Instant At(string text) => InstantPattern.ExtendedIso.Parse(text).Value;

    public async ValueTask InitializeAsync()
    {
        if ((await Store.ListAsync<Person>(IdRange.All, CancellationToken.None)).Count == 0)
            await Store.SaveAsync([.. Organisation()], CancellationToken.None);
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Api:Tokens:0:Name"] = "root",
            ["Api:Tokens:0:Secret"] = Admin,
            ["Api:Tokens:0:Scope"] = "admin",
            ["Api:Tokens:1:Name"] = "wall",
            ["Api:Tokens:1:Secret"] = Read,
            ["Api:Tokens:1:Scope"] = "read",
            ["Api:Tokens:2:Name"] = "hands",
            ["Api:Tokens:2:Secret"] = Write,
            ["Api:Tokens:2:Scope"] = "write",
            ["Api:Tokens:3:Name"] = "office",
            ["Api:Tokens:3:Secret"] = Pay,
            ["Api:Tokens:3:Scope"] = "pay, gate",
            ["Api:Tokens:4:Name"] = "alerts",
            ["Api:Tokens:4:Secret"] = Ingest,
            ["Api:Tokens:4:Scope"] = "ingest",
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 1024 * 1024);
        builder.Logging.ClearProviders().AddProvider(Log);
        builder.Services.AddSingleton<IStore>(Store).AddSingleton<IClock>(Clock).AddSingleton<SaveNotices>().AddSingleton<IChat, FileChat>()
            .AddFeatures().AddPlatforms().AddOrganizationFile().AddApi();
        Configure?.Invoke(builder.Services);
        app = builder.Build();
        app.UseProblems();
        app.MapApi();
        app.MapGet("/api/v1/broken", string () => throw new InvalidOperationException("the secret inside"));
        app.MapGet("/api/v1/full", string () => throw new StorageException("There is no space left for /var/lib/watchbill.db."));
        app.MapGet("/api/v1/stale", string () => throw new StaleException(typeof(Rotation), "payments"));
        app.MapPost("/api/v1/read-body",
            async (
                HttpRequest request,
                CancellationToken ct) => (await JsonBody.ReadAsync(request, ["person", "start", "reason"], ct)).Required("person"));
        Chat.IsOff = true;
        await app.StartAsync();
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app!.DisposeAsync();
    }

    public Task<Answer> GetAsync(string path, string? token = Admin) => SendAsync(new(HttpMethod.Get, path), token);

    public async Task<Answer> SendAsync(HttpRequestMessage request, string? token = Admin)
    {
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new(response.StatusCode, response.Content.Headers.ContentType?.MediaType, text, response.Headers);
    }

    public Task<Answer> PostAsync(string path, string body, string type = "application/json", string? token = Admin) =>
        SendAsync(new(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, type) }, token);

    public Task<Answer> PatchAsync(string path, string body) =>
        SendAsync(new(HttpMethod.Patch, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") });

    private static IEnumerable<Write> Organisation()
    {
        foreach (var (id, name) in new[] { ("ana", "Ana Silva"), ("ben", "Ben Ode"), ("cai", "Cai Wen") })
            yield return Storage.Write.Create(id, new Person(id, name) { TimeZone = "Europe/Lisbon" });
        yield return Storage.Write.Create("settings", new OrganizationSettings("Example", "Europe/Lisbon", "EUR"));
        yield return Storage.Write.Create("ordering", new Domain("ordering", "Ordering"));
        yield return Storage.Write.Create("payments",
            new Team("payments", "Payments") { Domain = "ordering", Lead = "ana", Members = ["ana", "ben", "cai"] });
        yield return Storage.Write.Create("search", new Team("search", "Search") { Domain = "ordering", Lead = "ben", Members = ["ben"] });
        yield return Storage.Write.Create("checkout", new Service("checkout", "payments"));
        yield return Storage.Write.Create("index", new Service("index", "search"));
        var weekly = new TurnRule("Europe/Lisbon", new LocalDateTime(2026, 1, 5, 9, 0), 1, TurnUnit.Week);
        var office =
            new Coverage
            {
                Windows = [new(Weekdays.Monday | Weekdays.Tuesday | Weekdays.Wednesday | Weekdays.Thursday | Weekdays.Friday, new(9, 0),
                    new(17, 0))],
            };
        yield return Storage.Write.Create("payments", new Rotation("payments", RotationKind.Team, "payments")
        {
            Layers = [LayerOf("primary", weekly, Coverage.Always, "ana", "ben", "cai"),
                LayerOf("secondary", weekly, Coverage.Always, "cai", "ana", "ben"),
                LayerOf("shadow", weekly, Coverage.Always) with { Shadow = true }],
            Promises = [new(null, weekly, Coverage.Always)],
        });
        yield return Storage.Write.Create("triage", new Rotation("triage", RotationKind.Triage, "ordering")
        {
            Layers = [LayerOf("primary", weekly with { TimeZone = "Europe/London" }, office, "ben")],
            Promises = [new(null, weekly with { TimeZone = "Europe/London" }, Coverage.Always)],
        });
    }

    private static Layer LayerOf(string id, TurnRule turn, Coverage coverage, params string[] members) =>
        new(id) { Versions = [new(null, turn, coverage, members)] };
}

/// <summary>What came back.</summary>
public sealed record Answer(HttpStatusCode Status, string? Type, string Text, HttpResponseHeaders Headers)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;
}

/// <summary>Keeps what was logged.</summary>
public sealed class Lines : ILoggerProvider, ILogger
{
    private readonly List<string> lines = [];
    private TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<string> All
    {
        get
        {
            lock (lines) return [.. lines];
        }
    }

    /// <summary>
    /// The line that says something. A request's own is written when its answer has been sent, which its sender may have read by then.
    /// </summary>
    public async Task<string> OfAsync(string says, CancellationToken ct)
    {
        while (true)
        {
            Task next;
            lock (lines)
            {
                if (lines.Find(line => line.Contains(says, StringComparison.Ordinal)) is { } found) return found;
                next = more.Task;
            }

            await next.WaitAsync(TimeSpan.FromSeconds(30), ct);
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        TaskCompletionSource waiting;
        lock (lines)
        {
            lines.Add($"{logLevel}: {formatter(state, exception)}");
            (waiting, more) = (more, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        waiting.SetResult();
    }

    public void Dispose()
    {
    }
}
