using NodaTime;
using Watchbill.Storage;

namespace Watchbill.Jobs;

/// <summary>Deletes, once a day, what is older than the retention table says.</summary>
public sealed class PurgeJob(IStore store) : IJob
{
    private Instant? next;

    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type>();

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        // Not in the first minutes of a process: a start has better things to do.
        next ??= now + Duration.FromMinutes(10);
        if (now < next) return next;
        foreach (var kind in Retention.Table) await kind.PurgeAsync(store, now, ct);
        return next = now + Duration.FromDays(1);
    }
}
