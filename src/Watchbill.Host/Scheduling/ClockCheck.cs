using Microsoft.Extensions.Diagnostics.HealthChecks;
using Watchbill.Jobs;

namespace Watchbill.Scheduling;

/// <summary>The part of readiness that the clock answers for.</summary>
internal sealed class ClockCheck(HostClock clock) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var said = string.Join("; ", clock.Says(clock.GetCurrentInstant()));
        return Task.FromResult(
            clock.IsWrong ? HealthCheckResult.Unhealthy(said)
            : said.Length > 0 ? HealthCheckResult.Degraded(said)
            : HealthCheckResult.Healthy("is right as far as anybody says"));
    }
}
