using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>The shifts and gaps of a rotation: <c>GET /rotations/{id}/shifts</c>.</summary>
internal static class ShiftRoutes
{
    private static readonly Duration Default = Duration.FromDays(28);

    // Five years with two leap days between them.
    private static readonly Duration MaxSpan = Duration.FromDays(5 * 365 + 2);

    public static void MapShifts(this IEndpointRouteBuilder api) => api.MapGet("/rotations/{id}/shifts", AnswerAsync)
        .Needs(Scope.Read)
        .WithSummary("The pieces of shifts that touch a span, whole, and the gaps in it. Start included, end not.")
        .WithMetadata(
            new QueryParameter("from", "Instant, or date in the rotation's zone. Default: now."),
            new QueryParameter("to",
                "Instant, or date in the rotation's zone, not included; at most five years later. Default: 28 days after from."),
            new QueryParameter("layer", "Id of a layer. Default: all."))
        .Produces<RotationShifts>();

    private static async Task<RotationShifts> AnswerAsync(string id, HttpContext http, ShiftBoard board, IClock clock, CancellationToken ct)
    {
        var query = new Query(http);
        var rotation = await board.RotationAsync(id, http.Grant(), ct);
        var now = Moments.Now(clock);
        var zone = rotation.ZoneAt(now);
        var from = query.Moment("from", zone) ?? now;
        var to = query.Moment("to", zone) ?? from + Default;
        if (to <= from) throw Query.Wrong("to", $"'to' is {to}, which is not after 'from', {from}.");
        if (to - from > MaxSpan) throw Query.Wrong("to", $"From {from} to {to} is more than five years. Ask for less at once.");
        var layer = query["layer"] is { } named ? LayerOf(rotation, named) : null;
        return await board.OfAsync(rotation, new(zone.Id, from, to, layer), now, ct);
    }

    private static string LayerOf(Rotation rotation, string named)
    {
        var layers = rotation.Layers.Select(layer => layer.Id).ToList();
        if (layers.Contains(named)) return named;
        var nearest = Nearest.To(named, layers);
        var help = nearest is null ? $" It has {string.Join(", ", layers)}." : $" Did you mean `{nearest}`?";
        throw new RefusedException($"The rotation '{rotation.Id}' has no layer '{Moments.Shown(named)}'.{help}")
        {
            Field = "layer",
            Missing = true,
        };
    }
}

/// <summary>What somebody wants to see of a rotation.</summary>
internal sealed record ShiftSpan(string TimeZone, Instant From, Instant To, string? Layer);

/// <summary>Reads the shifts and gaps of a span.</summary>
internal sealed class ShiftBoard(IStore store, Schedules schedules, WorkedShifts worked, OrgChart chart, Reach reach)
{
    public async Task<Rotation> RotationAsync(string id, Grant grant, CancellationToken ct)
    {
        // A retired rotation still answers for what was worked.
        var rotation =
            await store.FindAsync<Rotation>(id, ct) is { Value: { RenamedTo: null } found } ? found : await chart.RotationAsync(id, ct);
        await reach.MustReachAsync(grant, rotation, ct);
        return rotation;
    }

    public async Task<RotationShifts> OfAsync(Rotation rotation, ShiftSpan span, Instant now, CancellationToken ct)
    {
        // Nobody works a retired rotation: of it there is what was recorded, and nothing after.
        var through =
            !rotation.Retired ? Instant.MaxValue : (await worked.MarkAsync(rotation.Id, now, ct))?.Through ?? Instant.MinValue;
        var to = Instant.Min(span.To, through);
        if (to <= span.From) return new(rotation.Id, span.TimeZone, [], []);
        var schedule = await schedules.ForAsync(rotation, ct);
        var shifts = from shift in await worked.BetweenAsync(schedule, span.From, to, now, ct)
                     where shift.Person is not null && shift.End <= through && (span.Layer ?? shift.Layer) == shift.Layer
                     select new ShiftShape(shift.Layer, shift.Turn, shift.Start, shift.End, shift.Person!, shift.Source, shift.Instead);
        // A gap is the rotation's, whichever layer it names: also who asks for one layer hears of it.
        return new(rotation.Id, span.TimeZone, [.. shifts],
            [.. schedule.Gaps(span.From, to).Select(gap => gap with { End = Instant.Min(gap.End, through) })]);
    }
}

/// <summary>The shifts that touch a span, by start, then layer, and its gaps.</summary>
internal sealed record RotationShifts(string Rotation, string TimeZone, IReadOnlyList<ShiftShape> Shifts, IReadOnlyList<Gap> Gaps);

/// <summary>A piece of a turn and who works it; <paramref name="Instead"/> would, without the change.</summary>
internal sealed record ShiftShape(string Layer, long Turn, Instant Start, Instant End, string Person, ShiftSource Source, string? Instead);
