using NodaTime;
using Watchbill.Jobs;

namespace Watchbill.Rotations;

/// <summary>Lets user groups and topics follow who is on call. Doing it again changes nothing, so whatever a kill cut off is simply done.</summary>
public sealed class GroupSyncJob(GroupWishes wishes, GroupSync sync) : IJob
{
    private const int AtOnce = 16;

    public IReadOnlySet<Type> Reads => Agenda.Kinds;

    public async Task<Instant?> RunAsync(Instant now, CancellationToken ct)
    {
        if (!sync.IsPossible) return null;
        var next = await wishes.VisitAsync(now, ct);
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
