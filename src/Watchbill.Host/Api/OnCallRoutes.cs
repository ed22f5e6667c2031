using NodaTime;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;

namespace Watchbill.Api;

/// <summary>Who is on call: <c>GET /oncall</c>.</summary>
internal static class OnCallRoutes
{
    public static void MapOnCall(this IEndpointRouteBuilder api) => api.MapGet("/oncall", AnswerAsync)
        .Needs(Scope.Read)
        .WithSummary("Who is on call, and who is next; for all rotations, or for one rotation, service or team.")
        .WithMetadata(
            new QueryParameter("rotation", "Id of a rotation."),
            new QueryParameter("service", "Id of a service: the rotations that answer for it at that instant, by its engagement."),
            new QueryParameter("team", "Id of a team: its rotations, or its domain's where it has none."),
            new QueryParameter("at", "Instant, with Z or an offset. Default: now."))
        .Produces<OnCall>();

    private static async Task<OnCall> AnswerAsync(
        HttpContext http, OnCallBoard board, RotationChoice choice, IClock clock, CancellationToken ct)
    {
        var query = new Query(http);
        var now = Moments.Now(clock);
        var at = query.Moment("at") ?? now;
        var rotations = new List<OnCallShape>();
        foreach (var rotation in await choice.OfAsync(query, http.Grant(), at, ct))
            rotations.Add(OnCallShape.Of(await board.OfAsync(rotation, at, now, ct)));
        return new(at, rotations);
    }
}

/// <summary>Which rotations a query asks for.</summary>
internal sealed class RotationChoice(OrgChart chart, RotationPicker picker, Reach reach)
{
    /// <summary>Those of <c>rotation</c>, <c>service</c> or <c>team</c>; without any of them all that the grant reaches.</summary>
    public async Task<IReadOnlyList<Rotation>> OfAsync(Query query, Grant grant, Instant at, CancellationToken ct)
    {
        var (rotation, service, team) = (query["rotation"], query["service"], query["team"]);
        if (new[] { rotation, service, team }.Count(name => name is not null) > 1)
            throw Query.Wrong("rotation", "Only one of 'rotation', 'service' and 'team' is possible.");
        if (service is not null) return await OfServiceAsync(await chart.ServiceAsync(service, ct), grant, at, ct);
        IReadOnlyList<Rotation> chosen =
            rotation is not null ? [await chart.RotationAsync(rotation, ct)]
            : team is not null ? await picker.OfTeamAsync((await chart.TeamAsync(team, ct)).Id, ct)
            : await reach.OfAsync(grant, ct);
        foreach (var one in chosen) await reach.MustReachAsync(grant, one, ct);
        return chosen;
    }

    // Who reaches a service may know who answers for it, whosever rotation that is.
    private async Task<IReadOnlyList<Rotation>> OfServiceAsync(Service service, Grant grant, Instant at, CancellationToken ct)
    {
        Reach.MustReach(grant, service);
        return (await chart.Responsibilities.AnsweringAsync(service, at, ct)).Rotations;
    }
}

/// <summary>Who is on call at an instant.</summary>
internal sealed record OnCall(Instant At, IReadOnlyList<OnCallShape> Rotations);

/// <summary>Who holds which layer, and who holds it next; in the rotation's order of layers.</summary>
internal sealed record OnCallShape(string Rotation, IReadOnlyList<Held> People, IReadOnlyList<Held> Next)
{
    public static OnCallShape Of(RotationOnCall found) => new(
        found.Rotation.Id,
        Named(found.Layers.Select(layer => layer.Now), found.Names),
        Named(found.Layers.Select(layer => layer.Next), found.Names));

    private static IReadOnlyList<Held> Named(IEnumerable<Shift?> shifts, IReadOnlyDictionary<string, string> names) =>
        [.. from shift in shifts.OfType<Shift>() where shift.Person is not null
            select new Held(shift.Layer, shift.Person!, names[shift.Person!], shift.Start, shift.End)];
}

/// <summary>A layer held by somebody, start included, end not.</summary>
internal sealed record Held(string Layer, string Person, string Name, Instant Start, Instant End);
