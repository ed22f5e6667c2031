using System.Text.Json.Serialization;
using NodaTime;
using Watchbill.Organization;
using Watchbill.Rotations;

namespace Watchbill.Api;

/// <summary>
/// What people agreed on, and what was really worked: <c>POST</c> of swaps, covers and corrections below <c>/rotations/{id}</c>, and
/// <c>DELETE</c> of a cover.
/// </summary>
internal static class ChangeRoutes
{
    public static void MapChanges(this IEndpointRouteBuilder api)
    {
        api.MapPost("/rotations/{id}/swaps", SwapAsync)
            .Needs(Scope.Write)
            .WithSummary(
                "Record a swap that two people have agreed on: 'with' takes what 'person' holds from start to end and, where otherStart " +
                    "and otherEnd are given, the other way round. Who does not hold their part is refused.")
            .Accepts<SwapBody>("application/json")
            .Produces<ChangesShape>(StatusCodes.Status201Created);
        api.MapPost("/rotations/{id}/covers", CoverAsync)
            .Needs(Scope.Write)
            .WithSummary(
                "Ask all who could to take what 'person' holds from start to end, a request for each shift; with takenBy, record at once " +
                    "that they take it.")
            .Accepts<CoverBody>("application/json")
            .Produces<CoversShape>(StatusCodes.Status201Created);
        api.MapDelete("/rotations/{id}/covers/{cover}", ReturnAsync)
            .Needs(Scope.Write)
            .WithSummary("Give a cover back that somebody took, by its id or its request's. What was worked already stays.")
            .Produces(StatusCodes.Status204NoContent);
        api.MapPost("/rotations/{id}/corrections", CorrectAsync)
            .Needs(Scope.Write)
            .WithSummary(
                "Say who really worked from start to end; without end, all of the shift that holds the start. Only for shifts that are " +
                    "over. Records stay; the newest correction wins.")
            .Accepts<CorrectionBody>("application/json")
            .Produces<CorrectionsShape>(StatusCodes.Status201Created);
    }

    private static async Task<IResult> SwapAsync(string id, HttpContext http, ChangeHandler handler, CancellationToken ct)
    {
        _ = new Query(http);
        var rotation = await handler.RotationAsync(id, http.Grant(), ct);
        var body = await JsonBody.ReadAsync(http.Request, SwapBody.Members, ct);
        var (otherStart, otherEnd) = (body.MomentOrNull("otherStart"), body.MomentOrNull("otherEnd"));
        if (otherStart is null != otherEnd is null)
            throw Query.Wrong(otherStart is null ? "otherStart" : "otherEnd",
                "'otherStart' and 'otherEnd' belong together: give both or none.");
        var agreed =
            new SwapBody(body.Required("person"), body.Required("with"), body.Moment("start"), body.Moment("end"), otherStart, otherEnd,
                body.Text("layer"), body.Text("insist"));
        return Results.Created((string?)null, await handler.SwapAsync(rotation, agreed, http.Grant(), ct));
    }

    private static async Task<IResult> CoverAsync(string id, HttpContext http, ChangeHandler handler, CancellationToken ct)
    {
        _ = new Query(http);
        var rotation = await handler.RotationAsync(id, http.Grant(), ct);
        var body = await JsonBody.ReadAsync(http.Request, CoverBody.Members, ct);
        var wish =
            new CoverBody(body.Required("person"), body.Moment("start"), body.Moment("end"), body.Text("layer"), body.Text("takenBy"),
                body.Text("insist"));
        return Results.Created((string?)null, await handler.CoverAsync(rotation, wish, http.Grant(), ct));
    }

    private static async Task<IResult> ReturnAsync(
        string id, string cover, HttpContext http, ChangeHandler handler, CancellationToken ct)
    {
        _ = new Query(http);
        await handler.ReturnAsync(await handler.RotationAsync(id, http.Grant(), ct), cover, http.Grant(), ct);
        return Results.NoContent();
    }

    private static async Task<IResult> CorrectAsync(string id, HttpContext http, ChangeHandler handler, CancellationToken ct)
    {
        _ = new Query(http);
        var rotation = await handler.RotationAsync(id, http.Grant(), ct);
        var body = await JsonBody.ReadAsync(http.Request, CorrectionBody.Members, ct);
        var wish =
            new CorrectionBody(body.Required("person"), body.Moment("start"), body.MomentOrNull("end"), body.Text("layer"),
                body.Required("reason"));
        return Results.Created((string?)null, new CorrectionsShape(await handler.CorrectAsync(rotation, wish, http.Grant(), ct)));
    }
}

/// <summary>A swap as it is sent; the second pair of times is what is given in return.</summary>
internal sealed record SwapBody(
    string Person, string With, Instant Start, Instant End, Instant? OtherStart, Instant? OtherEnd, string? Layer, string? Insist)
{
    public static IReadOnlyList<string> Members { get; } = ["person", "with", "start", "end", "otherStart", "otherEnd", "layer", "insist"];
}

/// <summary>Cover as it is asked for, or with who takes it.</summary>
internal sealed record CoverBody(string Person, Instant Start, Instant End, string? Layer, string? TakenBy, string? Insist)
{
    public static IReadOnlyList<string> Members { get; } = ["person", "start", "end", "layer", "takenBy", "insist"];
}

/// <summary>A correction as it is sent.</summary>
internal sealed record CorrectionBody(string Person, Instant Start, Instant? End, string? Layer, string Reason)
{
    public static IReadOnlyList<string> Members { get; } = ["person", "start", "end", "layer", "reason"];
}

/// <summary>Changes as they were stored.</summary>
internal sealed record ChangesShape(IReadOnlyList<ChangeShape> Changes)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Warnings { get; init; }
}

/// <summary>One change: who is on call instead of whom.</summary>
internal sealed record ChangeShape(string Id, string Rotation, ShiftSource Kind, string Layer, Instant Start, Instant End, string Person)
{
    public string? Instead { get; init; }
    public required string DecidedBy { get; init; }
    public required Instant DecidedAt { get; init; }

    public static ChangeShape Of(Rotation rotation, ShiftChange made) =>
        new(made.Id, rotation.Id, made.Kind, made.Layer, made.Start, made.End, made.Person)
        {
            Instead = made.Instead,
            DecidedBy = made.DecidedBy,
            DecidedAt = made.DecidedAt,
        };
}

/// <summary>The requests that were made, or the changes where somebody takes it at once.</summary>
internal sealed record CoversShape(IReadOnlyList<CoverShape> Covers, IReadOnlyList<ChangeShape> Changes)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Warnings { get; init; }
}

/// <summary>One request for cover.</summary>
internal sealed record CoverShape(
    string Id, string Rotation, string Layer, Instant Start, Instant End, string Person, IReadOnlyList<string> Asked, RequestState State);

/// <summary>Corrections as they were stored.</summary>
internal sealed record CorrectionsShape(IReadOnlyList<ShiftCorrection> Corrections);
