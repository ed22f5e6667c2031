using NodaTime;
using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>Pings of heartbeats: <c>POST /ingest/heartbeats/{id}</c>. What they send along is not read.</summary>
internal static class HeartbeatRoutes
{
    public static void MapHeartbeats(this IEndpointRouteBuilder api) => api.MapPost("/ingest/heartbeats/{id}", PostAsync)
        .Needs(Scope.Ingest)
        .WithSummary("A heartbeat of the organisation file has come. Its time counts from the first one; one that is late is an incident.")
        .Produces<PingTaken>();

    private static async Task<PingTaken> PostAsync(
        string id, HttpContext http, Heartbeats heartbeats, IStore store, IClock clock, CancellationToken ct)
    {
        _ = new Query(http);
        if (await heartbeats.FindAsync(id, ct) is not { } heartbeat)
            throw new RefusedException($"No heartbeat `{Moments.Shown(id)}` in the organisation file.")
            {
                Field = "id",
                Missing = true,
            };
        if (await store.FindAsync<Service>(heartbeat.Service, ct) is { Value: var service }) Reach.MustReach(http.Grant(), service);
        var now = clock.GetCurrentInstant();
        await heartbeats.PingAsync(heartbeat, now, ct);
        return new PingTaken(id, now, heartbeat.LateAt(now));
    }
}

/// <summary>A ping that was taken, and when the next one is late.</summary>
internal sealed record PingTaken(string Id, Instant At, Instant LateAt);
