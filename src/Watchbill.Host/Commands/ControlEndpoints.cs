using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Watchbill.Chat;
using Watchbill.Http;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Commands;

/// <summary>
/// What the executable's commands ask a running host: only from this machine, and with the key of the file beside the database.
/// </summary>
internal static class ControlEndpoints
{
    private const int MaxDepth = 8;

    public static void MapControl(this WebApplication app)
    {
        var control = app.MapGroup("/control").ExcludeFromDescription();
        control.AddEndpointFilter<ControlFilter>();
        control.MapPost("/running", () => new CommandResult(0, "running"));
        control.MapPost("/check",
            async (
                HttpContext http, HostTasks tasks,
                CancellationToken ct) => await tasks.CheckAsync(await ReadAsync<CheckRequest>(http, ct), ct));
        control.MapPost("/backup",
            async (HttpContext http, HostTasks tasks, CancellationToken ct) => tasks.Backup(await ReadAsync<BackupRequest>(http, ct)));
        control.MapPost("/export-all",
            async (HttpContext http, HostTasks tasks, CancellationToken ct) =>
                tasks.ExportAll((await ReadAsync<ExportAllRequest>(http, ct)).File, _ => { }));
        control.MapPost("/export",
            async (HttpContext http, HostTasks tasks, CancellationToken ct) =>
                await tasks.ExportAsync(await ReadAsync<ExportRequest>(http, ct), ct));
        control.MapPost("/token",
            async (HttpContext http, HostTasks tasks, CancellationToken ct) =>
                await tasks.TokenAsync(await ReadAsync<TokenRequest>(http, ct), ct));

        // The address is known once the host listens: port 0 becomes a real one.
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var key = app.Services.GetRequiredService<ControlKey>();
            key.Open(Listening(app.Services));
            app.Lifetime.ApplicationStopping.Register(key.Close);
        });
    }

    // What a command of this version sends; whatever else comes with the key is a mistake of its sender.
    private static async Task<T> ReadAsync<T>(HttpContext http, CancellationToken ct)
    {
        if (!RequestBody.IsJson(http.Request.ContentType)) throw Bad(StatusCodes.Status415UnsupportedMediaType);
        var body = await RequestBody.ReadAsync(http.Request, RequestBody.MaxBytes, ct) ?? throw Bad(StatusCodes.Status413PayloadTooLarge);
        try
        {
            return StrictJson.Parse(body, MaxDepth).Deserialize<T>(JsonSerializerOptions.Web) ?? throw Bad(StatusCodes.Status400BadRequest);
        }
        catch (Exception wrong) when (wrong is StrictJsonException or JsonException)
        {
            throw Bad(StatusCodes.Status400BadRequest);
        }
    }

    private static BadHttpRequestException Bad(int status) => new("A command sends JSON that this version knows.", status);

    /// <summary>An address of this host as seen from this machine; plain HTTP where there is one.</summary>
    public static string? Listening(IServiceProvider services)
    {
        var all = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        return all.OrderBy(address => address.StartsWith("https", StringComparison.Ordinal)).FirstOrDefault() is { } first
            ? first.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal)
                .Replace("*", "localhost", StringComparison.Ordinal)
                .Replace("+", "localhost", StringComparison.Ordinal).TrimEnd('/')
            : null;
    }
}

/// <summary>The key of this run of the host.</summary>
internal sealed partial class ControlKey(ControlFile file, TimeProvider time, ILogger<ControlKey> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private ControlAddress? mine;
    private ITimer? retry;

    public void Open(string? url)
    {
        if (url is null) return;
        try
        {
            mine = file.Write(url);
            retry?.Dispose();
        }
        catch (IOException failure)
        {
            // On a full disk the host still answers who is on call, and commands find it once there is room.
            if (retry is null) LogUnreachable(failure.Message);
            retry ??= time.CreateTimer(_ => Open(url), null, Pause, Pause);
        }
    }

    public void Close()
    {
        retry?.Dispose();
        if (mine is not null) file.Remove(mine);
    }

    public bool Matches(string? key) =>
        mine is not null && CryptographicOperations.FixedTimeEquals(Hash(mine.Key), Hash(key ?? ""));

    // Hashed, so that both have the same length.
    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    [LoggerMessage(Level = LogLevel.Error,
        Message = "Commands such as backup cannot reach this host until its file for them can be written: {Failure}.")]
    private partial void LogUnreachable(string failure);
}

/// <summary>Lets only commands of this machine through that could read the key; says nothing to others.</summary>
internal sealed class ControlFilter(ControlKey key) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var forwarded = http.Request.Headers.ContainsKey("X-Forwarded-For") || http.Request.Headers.ContainsKey("Forwarded");
        var presented = $"{http.Request.Headers.Authorization}".Replace("Bearer ", "", StringComparison.Ordinal);
        if (forwarded || !IsOfThisMachine(http.Connection) || !key.Matches(presented))
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        try
        {
            return await next(context);
        }
        catch (Exception refusal) when (refusal is RefusedException or StorageException)
        {
            return new CommandResult(StartFailures.Failed, refusal.Message);
        }
    }

    // A host that serves one address alone is asked there, and who asks has the same address.
    private static bool IsOfThisMachine(ConnectionInfo connection) => connection.RemoteIpAddress is { } peer
        && (IPAddress.IsLoopback(Plain(peer)) || connection.LocalIpAddress is { } own && Plain(peer).Equals(Plain(own)));

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
