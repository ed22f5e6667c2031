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
        // Side by side: a slow platform keeps nobody waiting on another.
        var failures = await Task.WhenAll(platforms.Where(platform => !said.ContainsKey((posting.Key, platform)))
            .Select(platform => PostAsync(platform, to, reply, posting, ct)));
        var unreached = failures.OfType<UnreachableException>().ToList();
        if (Array.Find(failures, failure => failure is not (null or UnreachableException)) is { } failed)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failed);
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

    // Why it failed there; null: it was said.
    private async Task<Exception?> PostAsync(IChat platform, Address to, Reply reply, Posting posting, CancellationToken ct)
    {
        try
        {
            said[(posting.Key, platform)] = await platform.PostAsync(to, reply, posting, ct);
            return null;
        }
#pragma warning disable CA1031 // Whatever one platform throws, the others are told.
        catch (Exception failure) when (failure is UnreachableException || !ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return failure;
        }
    }

    public Task EditAsync(Address to, MessagePlace place, Reply reply, CancellationToken ct) =>
        Task.WhenAll(platforms.Select(platform => platform.EditAsync(to, place, reply, ct)));

    public async ValueTask<bool> ReachesAsync(Address to, CancellationToken ct)
    {
        foreach (var platform in platforms)
            if (await platform.ReachesAsync(to, ct)) return true;
        return false;
    }
}
