using NodaTime;
using Watchbill.Jobs;
using Watchbill.Scheduling;
using Watchbill.Storage;

namespace Watchbill;

/// <summary>Runs a job as a new process does.</summary>
public static class JobExtensions
{
    public static Task<Instant?> RunAsync(this IJob job, Instant now, CancellationToken ct) => job.RunAsync(now, Changes.Everything, ct);
}

/// <summary>Runs one job as a host does: given everything at first, then what was saved since its last run.</summary>
internal sealed class WokenJob
{
    private readonly IJob job;
    private readonly PendingChanges pending;

    public WokenJob(IJob job, SaveNotices notices)
    {
        (this.job, pending) = (job, new PendingChanges(job.Reads));
        notices.Saved += saved => pending.Add(saved);
    }

    public Task<Instant?> RunAsync(Instant now, CancellationToken ct) => job.RunAsync(now, pending.Take(), ct);
}
