using Microsoft.Extensions.Diagnostics.HealthChecks;
using NodaTime;
using Watchbill.Storage;

namespace Watchbill.Api;

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
