using System.Collections.Concurrent;
using NodaTime;

namespace Watchbill.Api;

/// <summary>Counts the requests of each token that has a limit, by whole minutes from its first one.</summary>
internal sealed class TokenLimit
{
    private static readonly Duration Minute = Duration.FromMinutes(1);
    private readonly ConcurrentDictionary<string, Count> counts = new();

    /// <summary>Counts one request. Null: go on; otherwise how long to wait.</summary>
    public Duration? Wait(Grant grant, Instant now)
    {
        if (grant.PerMinute is not { } limit) return null;
        // A clock that was set back starts a new minute, too.
        var count = counts.AddOrUpdate(
            grant.Name,
            _ => new(now, 1),
            (_, old) => now < old.Since || now - old.Since >= Minute ? new(now, 1) : old with { Requests = old.Requests + 1 });
        return count.Requests <= limit ? null : count.Since + Minute - now;
    }

    private sealed record Count(Instant Since, int Requests);
}
