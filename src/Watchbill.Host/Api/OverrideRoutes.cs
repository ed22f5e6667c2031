using System.Text.Json.Serialization;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;

namespace Watchbill.Api;

/// <summary>Puts somebody on call and takes that back: <c>POST</c> and <c>DELETE</c> of <c>/rotations/{id}/overrides</c>.</summary>
internal static class OverrideRoutes
{
    public static void MapOverrides(this IEndpointRouteBuilder api)
    {
        api.MapPost("/rotations/{id}/overrides", PostAsync)
            .Needs(Scope.Write)
            .WithSummary(
                "Put somebody on call for a span, whoever would be, or several people by a list of spans that is one change. A start in " +
                    "the past is now.")
            .Accepts<OverrideBody>("application/json")
            .Produces<OverrideShape>(StatusCodes.Status201Created);
        api.MapDelete("/rotations/{id}/overrides/{override}", DeleteAsync)
            .Needs(Scope.Write)
            .WithSummary("Take an override back. What was worked already stays.")
            .Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> PostAsync(string id, HttpContext http, OverrideHandler handler, CancellationToken ct)
    {
        _ = new Query(http);
        var rotation = await handler.RotationAsync(id, http.Grant(), ct);
        var body = await JsonBody.ReadAsync(http.Request, OverrideBody.Members, ct);
        var list = body.Items("spans", OverrideBody.SpanMembers);
        if (list is { Count: 0 } || (list is not null && OverrideBody.SpanMembers.Any(body.Has)))
            throw Query.Wrong("spans", "'spans' is a list of at least one span, in place of person, start and end.");
        var wish = new NewOverride([.. (list ?? [body]).Select(Span)], body.Text("layer"), body.Required("reason"))
        {
            Insist = body.Text("insist"),
        };
        var (made, warnings) = await handler.PutAsync(rotation, wish, http.Grant(), ct);
        return Results.Created($"/api/v1/rotations/{rotation.Id}/overrides/{made[0].Id}",
            list is null
                ? OverrideShape.Of(rotation, made[0]) with { Warnings = warnings }
                : OverrideListShape.Of(rotation, made) with { Warnings = warnings });

        static OverrideSpan Span(JsonBody span) => new(span.Required("person"), span.Moment("start"), span.Moment("end"));
    }

    private static async Task<IResult> DeleteAsync(
        string id, string @override, HttpContext http, OverrideHandler handler, CancellationToken ct)
    {
        _ = new Query(http);
        await handler.TakeBackAsync(await handler.RotationAsync(id, http.Grant(), ct), @override, http.Grant(), ct);
        return Results.NoContent();
    }
}

/// <summary>Does what a token asks for at once, as a command does once it is confirmed.</summary>
internal sealed class OverrideHandler(Overrides overrides, ChangeAccess access, ChangeWarnings warnings, Plans plans, IClock clock)
{
    public Task<Rotation> RotationAsync(string id, Grant grant, CancellationToken ct) => access.FindAsync(id, grant, ct);

    public async Task<(IReadOnlyList<ShiftChange> Made, IReadOnlyList<string>? Warnings)> PutAsync(
        Rotation rotation, NewOverride wish, Grant grant, CancellationToken ct)
    {
        var by = grant.By(clock);
        IReadOnlyList<ShiftChange> made = [];
        var did = await plans.CommitAsync(
            async again => { (var plan, made) = await overrides.PlanAsync(rotation, wish, by, again); return plan; }, ct);
        return (made, await warnings.OfAsync(rotation, (Plan)did, made, ct));
    }

    public async Task TakeBackAsync(Rotation rotation, string id, Grant grant, CancellationToken ct)
    {
        var by = grant.By(clock);
        await plans.CommitAsync(async again => await overrides.PlanRemovalAsync(rotation, id, by, again), ct);
    }
}

/// <summary>Finds a rotation for a token that may change it.</summary>
internal sealed class ChangeAccess(OrgChart chart, Reach reach)
{
    public async Task<Rotation> FindAsync(string id, Grant grant, CancellationToken ct)
    {
        var rotation = await chart.RotationAsync(id, ct);
        await reach.MustChangeAsync(grant, rotation, ct);
        return rotation;
    }

    public Task<Person> PersonAsync(string id, CancellationToken ct) => chart.PersonAsync(id, ct);
}

/// <summary>What is sent: for the documentation; it is read member by member.</summary>
internal sealed record OverrideBody(
    string? Person, Instant? Start, Instant? End, IReadOnlyList<OverrideSpanShape>? Spans, string? Layer, string Reason, string? Insist)
{
    public static IReadOnlyList<string> Members { get; } = ["person", "start", "end", "spans", "layer", "reason", "insist"];

    public static IReadOnlyList<string> SpanMembers { get; } = ["person", "start", "end"];
}

/// <summary>One span of a list.</summary>
internal sealed record OverrideSpanShape(string Person, Instant Start, Instant End);

/// <summary>An override of several spans, as it was stored: one id, taken back as one.</summary>
internal sealed record OverrideListShape(string Id, string Rotation, string Layer, IReadOnlyList<OverrideSpanShape> Spans)
{
    public string? Reason { get; init; }
    public required string DecidedBy { get; init; }
    public required Instant DecidedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Warnings { get; init; }

    public static OverrideListShape Of(Rotation rotation, IReadOnlyList<ShiftChange> made) =>
        new(made[0].Id, rotation.Id, made[0].Layer,
            [.. made.Select(change => new OverrideSpanShape(change.Person, change.Start, change.End))])
        {
            Reason = made[0].Reason,
            DecidedBy = made[0].DecidedBy,
            DecidedAt = made[0].DecidedAt,
        };
}

/// <summary>An override as it was stored.</summary>
internal sealed record OverrideShape(string Id, string Rotation, string Layer, string Person, Instant Start, Instant End)
{
    public string? Reason { get; init; }
    public required string DecidedBy { get; init; }
    public required Instant DecidedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Warnings { get; init; }

    public static OverrideShape Of(Rotation rotation, ShiftChange made) =>
        new(made.Id, rotation.Id, made.Layer, made.Person, made.Start, made.End)
        {
            Reason = made.Reason,
            DecidedBy = made.DecidedBy,
            DecidedAt = made.DecidedAt,
        };
}
