using Microsoft.Extensions.Diagnostics.HealthChecks;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>An organisation has been applied.</summary>
internal sealed class OrganizationCheck(IStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await store.ListAsync<OrganizationSettings>(new(null, null, 1), cancellationToken) is [var applied]
            ? HealthCheckResult.Healthy(applied.Value.Name)
            : HealthCheckResult.Unhealthy("no organisation file has been applied");
}
