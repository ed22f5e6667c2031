using NodaTime;
using Watchbill.Storage;

namespace Watchbill.Jobs;

/// <summary>Deletes what is older than its kind is kept: daily, and hourly what is kept for a day or less.</summary>
public sealed class PurgeJob(IStore store, IReadOnlyList<StoredKind> kinds) : IJob
{
    // A start has better things to do.
    private static readonly Duration FirstWait = Duration.FromMinutes(10);

    // A new process begins anew, and deletes nothing twice.
    private readonly Dictionary<StoredKind, Instant> due = [];

    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type>();

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        // The clock was set, or the process is new: either waits before anything is deleted.
        if (changes.IsEverything) due.Clear();
        foreach (var kind in kinds)
        {
            if (kind.PurgeEvery is not { } every || now < due.GetValueOrDefault(kind, Instant.MinValue)) continue;
            if (due.ContainsKey(kind)) await kind.PurgeAsync(store, now, ct);
            due[kind] = now + (due.ContainsKey(kind) ? every : FirstWait);
        }

        return due.Values.Min();
    }
}
