using Microsoft.Extensions.Diagnostics.HealthChecks;
using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>
/// Names who cannot be told anything, and which platform refuses us. The host is ready all the same: starting it again mends neither.
/// </summary>
internal sealed class MessagesCheck(IStore store, Lockouts lockouts) : IHealthCheck
{
    private const int Named = 5;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var unreached = await store.ListAsync<Unreached>(IdRange.All, cancellationToken);
        var paused = await store.FindAsync<Restored>(Restored.Id, cancellationToken) is not null;
        var faults = (paused ? [Unheard.Paused.ToString()] : Array.Empty<string>()).Concat(lockouts.Why)
            .Concat(unreached.Take(Named).Select(one => $"Nothing can be said to {one.Value.To}. {one.Value.Why}"))
            .Concat(unreached.Count > Named ? [$"The same for {unreached.Count - Named} more."] : [])
            .ToList();
        return faults.Count == 0 ? HealthCheckResult.Healthy("arrive") : HealthCheckResult.Degraded(string.Join(' ', faults));
    }
}
