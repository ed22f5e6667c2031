using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.LocalChat;

/// <summary>The local chat on a real socket, so that there is a peer, with commands of its own and a store in memory.</summary>
public sealed class LocalHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private LocalHost(WebApplication app)
    {
        this.app = app;
        Url = new Uri(app.Urls.First().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));
        Client = new HttpClient { BaseAddress = Url };
    }

    public Uri Url { get; }

    public HttpClient Client { get; }

    public MemoryStore Store => app.Services.GetRequiredService<MemoryStore>();

    public TryCommands Commands => app.Services.GetRequiredService<TryCommands>();

    public IChat Chat => app.Services.GetRequiredService<IChat>();

    public ConcurrentQueue<string> Log => app.Services.GetRequiredService<ConcurrentQueue<string>>();

    public static async Task<LocalHost> StartAsync(
        string environment = "Development", string listen = "http://127.0.0.1:0", params string[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => s.Split('=')).ToDictionary(s => s[0], s => (string?)s[1]));
        builder.WebHost.UseUrls(listen);
        var log = new ConcurrentQueue<string>();
        builder.Logging.ClearProviders().AddProvider(new ListLogs(log));
        builder.Services.AddLocalChat().AddPlatforms()
            .AddSingleton(log)
            .AddSingleton<MemoryStore>(_ => new MemoryStore()).AddSingleton<IStore>(provider => provider.GetRequiredService<MemoryStore>())
            .AddSingleton<IClock>(new FakeClock(Instant.FromUtc(2026, 11, 20, 9, 30)))
            .AddSingleton<TryCommands>().AddSingleton<ICommands>(provider => provider.GetRequiredService<TryCommands>())
            .AddSingleton<CommandRouter>();
        var app = builder.Build();
        app.MapLocalChat();
        await app.Services.GetRequiredService<IStore>().SaveAsync(
        [
            Write.Put("ana", new Person("ana", "Ana Silva") { TimeZone = "Europe/Lisbon" }),
            Write.Put("kit", new Person("kit", "Kit </script><img src=x onerror=alert(1)>") { TimeZone = "America/New_York" }),
            Write.Put("old", new Person("old", "Olga Dean") { TimeZone = "Etc/UTC", Retired = true }),
        ], CancellationToken.None);
        await app.StartAsync();
        return new LocalHost(app);
    }

    public Task<HttpResponseMessage> PostAsync(string path, object body) => PostAsync(path, JsonSerializer.SerializeToUtf8Bytes(body));

    public Task<HttpResponseMessage> PostAsync(string path, string body) => PostAsync(path, Encoding.UTF8.GetBytes(body));

    public Task<HttpResponseMessage> PostAsync(string path, byte[] body, string? type = "application/json")
    {
        var content = new ByteArrayContent(body);
        if (type is not null) content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return Client.PostAsync(path, content, TestContext.Current.CancellationToken);
    }

    public async Task<JsonElement> AnswerAsync(string path, object body)
    {
        using var response = await PostAsync(path, body);
        return await JsonAsync(response);
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;

    public Task StopAsync() => app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }

    private sealed class ListLogs(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lines.Enqueue(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
