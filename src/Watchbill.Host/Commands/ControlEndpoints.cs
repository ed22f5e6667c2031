using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Commands;

/// <summary>
/// What the executable's commands ask a running host: only from this machine, and with the key of the file beside the database.
/// </summary>
internal static class ControlEndpoints
{
    public static void MapControl(this WebApplication app)
    {
        var control = app.MapGroup("/control").ExcludeFromDescription();
        control.AddEndpointFilter<ControlFilter>();
        control.MapPost("/running", () => new CommandResult(0, "running"));
        control.MapPost("/check", (HostTasks tasks) => tasks.Check());
        control.MapPost("/backup", (HostTasks tasks) => tasks.Backup());
        control.MapPost("/export", (ExportRequest request, HostTasks tasks, CancellationToken ct) => tasks.ExportAsync(request, ct));
        control.MapPost("/token", (TokenRequest request, HostTasks tasks, CancellationToken ct) => tasks.TokenAsync(request, ct));

        // The address is known once the host listens: port 0 becomes a real one.
        app.Lifetime.ApplicationStarted.Register(() => app.Services.GetRequiredService<ControlKey>().Open(Listening(app.Services)));
        app.Lifetime.ApplicationStopping.Register(() => app.Services.GetRequiredService<ControlKey>().Close());
    }

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
internal sealed class ControlKey(ControlFile file)
{
    private ControlAddress? mine;

    public void Open(string? url)
    {
        if (url is not null) mine = file.Write(url);
    }

    public void Close()
    {
        if (mine is not null) file.Remove(mine);
    }

    public bool Fits(string? key) =>
        mine is not null && CryptographicOperations.FixedTimeEquals(Hash(mine.Key), Hash(key ?? ""));

    // Hashed, so that both have the same length.
    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}

/// <summary>Lets only commands of this machine through that could read the key; says nothing to others.</summary>
internal sealed class ControlFilter(ControlKey key) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var forwarded = http.Request.Headers.ContainsKey("X-Forwarded-For") || http.Request.Headers.ContainsKey("Forwarded");
        var local = http.Connection.RemoteIpAddress is { } peer && IPAddress.IsLoopback(peer);
        if (forwarded || !local || !key.Fits($"{http.Request.Headers.Authorization}".Replace("Bearer ", "", StringComparison.Ordinal)))
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
}
