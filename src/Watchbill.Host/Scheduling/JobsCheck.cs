using Microsoft.Extensions.Diagnostics.HealthChecks;
using NodaTime;

namespace Watchbill.Scheduling;

/// <summary>The part of readiness that jobs answer for.</summary>
internal sealed class JobsCheck(JobPulse pulse, IClock clock) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            pulse.BeatsAt(clock.GetCurrentInstant()) ? HealthCheckResult.Healthy("run")
            : pulse.LastBeat is { } last ? HealthCheckResult.Unhealthy($"none has run since {last}; the log says why")
            : HealthCheckResult.Unhealthy("none has run yet"));
}
