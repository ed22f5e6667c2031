using System.Collections.Concurrent;

namespace Watchbill.Chat;

/// <summary>
/// Posts a message on every platform that reaches its address. When one fails, the retry skips those that have posted it; after a restart
/// it goes to all of them.
/// </summary>
public sealed class BroadcastChat(IReadOnlyList<IChat> platforms) : IChat
{
    // Only of messages that one platform has said and another has not.
    private readonly ConcurrentDictionary<(string Key, IChat Platform), IReadOnlyList<MessagePlace>> said = new();

    public bool IsOff => platforms.All(platform => platform.IsOff);

    public async Task<IReadOnlyList<MessagePlace>> PostAsync(Address to, Reply reply, Posting posting, CancellationToken ct)
    {
        var unreached = new List<UnreachableException>();
        Exception? failed = null;
        foreach (var platform in platforms.Where(platform => !said.ContainsKey((posting.Key, platform))))
        {
            try
            {
                said[(posting.Key, platform)] = await platform.PostAsync(to, reply, posting, ct);
            }
            catch (UnreachableException nobody)
            {
                unreached.Add(nobody);
            }
#pragma warning disable CA1031 // Whatever one platform throws, the others are told first.
            catch (Exception failure) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
            {
                failed ??= failure;
            }
        }

        if (failed is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failed);
        var places = new List<MessagePlace>();
        foreach (var platform in platforms)
        {
            if (said.TryRemove((posting.Key, platform), out var there)) places.AddRange(there);
        }

        if (platforms.Count > 0 && unreached.Count == platforms.Count)
            throw new UnreachableException(string.Join(' ', unreached.Where(nobody => !nobody.IsOff).Select(nobody => nobody.Message)))
            {
                IsOff = unreached.TrueForAll(nobody => nobody.IsOff),
            };
        return places;
    }

    public async Task EditAsync(Address to, MessagePlace place, Reply reply, CancellationToken ct)
    {
        foreach (var platform in platforms) await platform.EditAsync(to, place, reply, ct);
    }

    public async ValueTask<bool> ReachesAsync(Address to, CancellationToken ct)
    {
        foreach (var platform in platforms)
            if (await platform.ReachesAsync(to, ct)) return true;
        return false;
    }
}
