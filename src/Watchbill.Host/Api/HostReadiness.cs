using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NodaTime;
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
