using NodaTime;

namespace Watchbill.Paging;

/// <summary>A ping that comes regularly. One that is late is an incident of the service.</summary>
/// <param name="Every">A second at least.</param>
public sealed record Heartbeat(string Id, string Service, Duration Every, Duration Grace)
{
    /// <summary>When it is late unless it comes before that.</summary>
    /// <param name="from">When it came last, or when somebody began to listen again.</param>
    public Instant LateAt(Instant from) => from + Every + Grace;
}

/// <summary>When a heartbeat came last. The document's id is the heartbeat's.</summary>
public sealed record Ping(Instant At)
{
    /// <summary>Since when its incident goes on; null: there is none.</summary>
    public Instant? LateSince { get; init; }
}
