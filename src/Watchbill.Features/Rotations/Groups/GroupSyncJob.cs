using NodaTime;
using Watchbill.Chat;
using Watchbill.Jobs;

namespace Watchbill.Rotations;

/// <summary>
/// Lets user groups and topics follow who is on call. Doing it again changes nothing, so whatever a kill cut off is simply done.
/// </summary>
public sealed class GroupSyncJob(GroupWishes wishes, GroupSync sync) : IJob
{
    private const int AtOnce = 16;

    /// <summary>Also who is linked: nobody's turn changes by that, but a group may have waited for them.</summary>
    public IReadOnlySet<Type> Reads { get; } = DueRotations.Kinds.Append(typeof(ChatLink)).ToHashSet();

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        if (!sync.IsPossible) return null;
        if (changes.Any<ChatLink>()) wishes.Reopen();
        var next = await wishes.VisitAsync(now, changes, ct);
        foreach (var some in wishes.Open.Chunk(AtOnce))
        {
            foreach (var again in await Task.WhenAll(some.Select(wish => BringAsync(wish, now, ct))))
            {
                if (again is { } at && !(next <= at)) next = at;
            }
        }

        return next;
    }

    private async Task<Instant?> BringAsync(GroupWish wish, Instant now, CancellationToken ct)
    {
        var again = await sync.SyncAsync(wish, now, ct);
        if (again is null) wishes.Close(wish.Target);
        return again;
    }
}
