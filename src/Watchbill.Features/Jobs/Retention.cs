using NodaTime;
using Watchbill.Budgets;
using Watchbill.Chat;
using Watchbill.Compensation;
using Watchbill.Incidents;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Jobs;

/// <summary>
/// How long each kind of document is kept. What is not listed is kept for good. docs/what-we-store.md prints the same table.
/// </summary>
public sealed record Retention(string Kind, int Days, Func<IStore, Instant, CancellationToken, Task> PurgeAsync)
{
    public static IReadOnlyList<Retention> Table { get; } =
    [
        Keep<Message>("message", 400, message => message.SaidAt),
        Keep<Posted>("posted", 400, posted => posted.At),
        Keep<Handoff>("handoff", 400, handoff => handoff.At),
        Keep<Pending>("pending", 1, pending => pending.Expires),
        Keep<SwapRequest>("swap", 30, swap => swap.ClosedAt ?? swap.Expires),
        Keep<CoverRequest>("cover", 30, cover => cover.ClosedAt ?? cover.End),
        Keep<FeedState>("feed", 90, feed => feed.WrittenAt),
        Keep<WorkedShift>("shift", 3660, worked => worked.Shift.End),
        Keep<TimeEntry>("timeentry", 3660, entry => entry.End),
        Keep<UnknownAlert>("unknownalert", 90, told => told.At),
        Keep<BucketDay>("buckets", 1100, day => day.Day.AtMidnight().InUtc().ToInstant()),
        Keep<GateAnswer>("gate", 1100, answer => answer.At),
        Keep<Seen>("seen", 1, seen => seen.At),
        // One without a time is the same document each time it is asked for, so they do not grow.
        Keep<Shared>("shared", 30, shared => shared.AskedAt ?? Instant.MaxValue),
    ];

    /// <param name="since">From when its age is counted.</param>
    private static Retention Keep<T>(string kind, int days, Func<T, Instant> since) where T : class =>
        new(kind, days, (store, now, ct) => PurgeBeforeAsync(store, now - Duration.FromDays(days), since, ct));

    private static async Task PurgeBeforeAsync<T>(
        IStore store, Instant before, Func<T, Instant> since, CancellationToken ct) where T : class
    {
        await foreach (var page in store.PagesAsync<T>(ct))
        {
            var old = page.Where(stored => since(stored.Value) < before).Select(Change.Delete).ToList();
            if (old.Count > 0) await store.SaveAsync(old, ct);
        }
    }
}
