using NodaTime;
using Watchbill.Organization;
using Watchbill.Paging;

namespace Watchbill.Api;

/// <summary>Who can be woken: <c>GET /readiness</c>.</summary>
internal static class ReadinessRoutes
{
    public static void MapReadiness(this IEndpointRouteBuilder api) => api.MapGet("/readiness", AnswerAsync)
        .Needs(Scope.Read)
        .WithSummary(
            "Whether, over the next seven days, somebody who can be woken is on call at each promised instant; who cannot, or " +
                "is not qualified, and why.")
        .WithMetadata(
            new QueryParameter("rotation", "Id of a rotation."),
            new QueryParameter("team",
                "Id of a team: its rotations, or its domain's where it has none. Default: all that the token reaches."))
        .Produces<ReadinessShape>();

    private static async Task<ReadinessShape> AnswerAsync(
        HttpContext http, ReadinessCheck check, RotationChoice choice, IClock clock, CancellationToken ct)
    {
        var (query, now) = (new Query(http), Moments.Now(clock));
        var readiness = await check.OfAsync(await choice.OfAsync(query, http.Grant(), now, ct), now, ct);
        return new ReadinessShape(
            readiness.From, readiness.To, readiness.Covered, [.. readiness.Gaps, .. readiness.Unqualified],
            (await check.GroupWaitAsync(ct))?.TotalSeconds);
    }
}

/// <summary>Whether people can be woken.</summary>
/// <param name="GroupWaitSeconds">What Alertmanager waits before Watchbill hears of an alert; null: the file does not say.</param>
internal sealed record ReadinessShape(Instant From, Instant To, bool Covered, IReadOnlyList<Unready> Gaps, double? GroupWaitSeconds);
