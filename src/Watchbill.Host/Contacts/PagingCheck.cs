using Microsoft.Extensions.Diagnostics.HealthChecks;
using NodaTime;
using Watchbill.Paging;

namespace Watchbill.Contacts;

/// <summary>Names pages whose step is overdue. The host is ready all the same: starting it again would not take the step sooner.</summary>
internal sealed class PagingCheck(OverdueSteps overdue, IClock clock) : IHealthCheck
{
    private const int Named = 5;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var late = await overdue.AtAsync(clock.GetCurrentInstant(), cancellationToken);
        return late.Count == 0 ? HealthCheckResult.Healthy("is on time")
            : HealthCheckResult.Degraded($"A step is overdue of {string.Join(", ", late.Take(Named).Select(page => page.Id))}"
                + (late.Count > Named ? $" and {late.Count - Named} more." : "."));
    }
}
