using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Contacts;

/// <summary>A server on a real port in place of a push service or a gateway. It answers what a test wants, when a test wants.</summary>
internal sealed class StandIn : IAsyncDisposable
{
    private readonly CancellationTokenSource over = new();
    private WebApplication? app;

    public ConcurrentQueue<Request> Requests { get; } = [];

    public Func<HttpContext, Task> Answers { get; set; } = _ => Task.CompletedTask;

    public string Url => app!.Urls.First();

    /// <summary>Ends when the test does: what a server waits for that never answers.</summary>
    public CancellationToken Over => over.Token;

    public static async Task<StandIn> StartAsync()
    {
        var server = new StandIn();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        server.app = builder.Build();
        server.app.Run(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            server.Requests.Enqueue(new(http.Request.Method, http.Request.Path, await reader.ReadToEndAsync(),
                http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(),
                    StringComparer.OrdinalIgnoreCase)));
            await server.Answers(http);
        });
        await server.app.StartAsync();
        return server;
    }

    /// <summary>A contact method as the host makes it.</summary>
    public static IContactMethod Method(string name, params (string Key, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Contacts:{setting.Key}", setting.Value))).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddSingleton(TimeProvider.System)
            .AddSingleton<PublicAddress>(() => "https://wb.example.com")
            .AddLogging().AddContacts(configuration);
        // As patient as a test: long enough for a busy machine to get on the wire.
        foreach (var client in new[] { ContactCall.Trusted, ContactCall.Untrusted })
            services.AddHttpClient(client, http => http.Timeout = TimeSpan.FromSeconds(2));
        return services.BuildServiceProvider().GetServices<IContactMethod>().Single(method => method.Name == name);
    }

    public async ValueTask DisposeAsync()
    {
        if (over.IsCancellationRequested) return;
        await over.CancelAsync();
        await app!.DisposeAsync();
    }

    internal sealed record Request(string Method, string Path, string Body, IReadOnlyDictionary<string, string> Headers);
}
