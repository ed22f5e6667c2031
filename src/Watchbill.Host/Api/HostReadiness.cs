using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NodaTime;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>Whether the host lives, and whether it can answer. Adapters add their own checks.</summary>
internal static class HostReadiness
{
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SaveNotices>();
        // One for all: it remembers when it last saved.
        services.AddSingleton<StoreCheck>().AddHealthChecks()
            .AddCheck<StoreCheck>("store", timeout: TimeSpan.FromSeconds(2))
            .AddCheck<OrganizationCheck>("organization", timeout: TimeSpan.FromSeconds(2))
            .AddCheck<MessagesCheck>("messages", timeout: TimeSpan.FromSeconds(2));
        return services;
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => "live\n").ExcludeFromDescription();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync });
    }

    private static Task WriteAsync(HttpContext http, HealthReport report)
    {
        var at = http.RequestServices.GetRequiredService<IClock>().GetCurrentInstant();
        var checks =
            report.Entries.Select(entry => new Check(entry.Key, entry.Value.Status == HealthStatus.Healthy, entry.Value.Description));
        return http.Response.WriteAsJsonAsync(
            new Readiness(report.Status == HealthStatus.Unhealthy ? "not ready" : "ready", at, [.. checks]), ApiJson.Options,
            http.RequestAborted);
    }

    private sealed record Readiness(string Status, Instant At, IReadOnlyList<Check> Checks);

    private sealed record Check(string Name, bool Ok, string? Says);
}

/// <summary>The store answers and saves. A disk that is full, or has turned read-only, is found by a small save of its own.</summary>
internal sealed partial class StoreCheck : IHealthCheck
{
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromMinutes(1);

    // A save that fails writes nothing, so whether it still does may be asked more often.
    private static readonly TimeSpan ProbeAgain = TimeSpan.FromSeconds(5);
    private readonly IStore store;
    private readonly IClock clock;
    private readonly TimeProvider time;
    private readonly ILogger<StoreCheck> log;
    private readonly Lock gate = new();
    private Task<bool>? probe;
    private long probedAt;
    private volatile bool fails;
    private volatile bool doubted;

    public StoreCheck(IStore store, SaveNotices notices, IClock clock, TimeProvider time, ILogger<StoreCheck> log)
    {
        (this.store, this.clock, this.time, this.log) = (store, clock, time, log);
        notices.Failed += () => doubted = true;
    }

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.ListAsync<AuditRow>(new(null, null, 1, Descending: true), cancellationToken);
            return await SavesAsync(cancellationToken)
                ? HealthCheckResult.Healthy("answers and saves")
                : HealthCheckResult.Unhealthy("reads, but cannot save: nothing can be changed until it does; the log says why");
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(failure);
            return HealthCheckResult.Unhealthy("does not answer; the log says why");
        }
    }

    // Whoever asks meanwhile shares the probe, and whoever asks within a minute its result, unless somebody's save has failed since.
    private Task<bool> SavesAsync(CancellationToken ct)
    {
        lock (gate)
        {
            if (probe is null || doubted && !fails
                || time.GetElapsedTime(probedAt) >= (fails ? ProbeAgain : ProbeEvery))
            {
                probedAt = time.GetTimestamp();
                // The one who asks first may go away; the others still wait for it.
                probe = ProbeAsync(CancellationToken.None);
            }

            return probe.WaitAsync(ct);
        }
    }

    private async Task<bool> ProbeAsync(CancellationToken ct)
    {
        try
        {
            await store.SaveAsync([Write.Put(WriteProbe.Id, new WriteProbe(clock.GetCurrentInstant()))], ct);
            (fails, doubted) = (false, false);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            if (!fails) LogNotSaved(failure);
            fails = true;
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The store does not answer.")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "The store cannot save.")]
    private partial void LogNotSaved(Exception failure);
}

/// <summary>An organisation has been applied.</summary>
internal sealed class OrganizationCheck(IStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await store.ListAsync<OrganizationSettings>(new(null, null, 1), cancellationToken) is [var applied]
            ? HealthCheckResult.Healthy(applied.Value.Name)
            : HealthCheckResult.Unhealthy("no organisation file has been applied");
}
