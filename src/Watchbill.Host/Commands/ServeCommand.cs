using NodaTime.Text;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Commands;

/// <summary>Runs the host, and says in three lines what to try.</summary>
internal static partial class ServeCommand
{
    public static async Task<int> RunAsync(Func<WebApplication> compose, Terminal terminal, CancellationToken ct)
    {
        await using var app = compose();
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ServeCommand).FullName!);
        foreach (var unknown in SettingNames.Unknown(app.Configuration)) LogUnknown(log, unknown);
        // Opens the store: what is wrong with it ends the start here, in one sentence.
        var restored = await app.Services.GetRequiredService<IStore>().FindAsync<Restored>(Restored.Id, ct);
        var state = app.Services.GetRequiredService<StartState>();
        try
        {
            await app.StartAsync(ct);
            state.HasStarted = true;
        }
        catch
        {
            state.HasFailed = true;
            throw;
        }

        foreach (var line in await TryAsync(app, ct)) await terminal.Out.WriteLineAsync(line);
        if (restored is { Value: var backup })
            LogRestored(log, InstantPattern.General.Format(backup.MissingFrom), InstantPattern.General.Format(backup.At));
        await app.WaitForShutdownAsync(ct);
        return 0;
    }

    private static async Task<string[]> TryAsync(WebApplication app, CancellationToken ct)
    {
        var url = ControlEndpoints.Listening(app.Services);
        // One is enough: a start takes no longer with ten thousand.
        var store = app.Services.GetRequiredService<IStore>();
        var example = await store.FindAsync<Rotation>("payments", ct)
            ?? (await store.ListAsync<Rotation>(IdRange.All with { Limit = 1 }, ct) is [var first, ..] ? first : null);
        var chat =
            app.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
                .Any(route => route.RoutePattern.RawText == "/");
        var run =
            app.Environment.IsDevelopment() ? "dotnet run --project src/Watchbill.Host --" : Path.GetFileName(Environment.ProcessPath);
        return
        [
            chat ? $"Watchbill is ready. Open {url} and type: oncall now {example?.Id}" : $"Watchbill is ready on {url}.",
            $"The API needs a token: {run} token create --name me --scope read",
            $"Then: curl -H \"Authorization: Bearer <token>\" " +
                $"\"{url}/api/v1/oncall{(example is null ? "" : $"?rotation={example.Id}")}\" (all of it: {url}/openapi/v1.json)",
        ];
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Sentence}")]
    private static partial void LogUnknown(ILogger log, string sentence);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "A backup was restored: what was saved from {From} to {To} is missing. Messages are paused until an admin says " +
            "'watchbill resume' in the chat.")]
    private static partial void LogRestored(ILogger log, string from, string to);
}

/// <summary>
/// Whether the host has started: until then its failures are told in one sentence, and the framework's stack traces are not.
/// </summary>
internal sealed class StartState
{
    public bool HasStarted { get; set; }

    /// <summary>What runs in the background is disposed of under its feet then; how it breaks is no news beside the sentence.</summary>
    public bool HasFailed { get; set; }
}
