using NodaTime;
using Watchbill.Chat;
using Watchbill.Compensation;
using Watchbill.Organization;

namespace Watchbill.Api;

/// <summary>Hours that no shift or incident tells of: <c>POST /time-entries</c>.</summary>
internal static class TimeEntryRoutes
{
    public static void MapTimeEntries(this IEndpointRouteBuilder api) => api.MapPost("/time-entries", PostAsync)
        .Needs(Scope.Write)
        .WithSummary(
            "Enter hours that were worked, to be approved: standby for a rotation, or support for a team. Nothing is paid for an entry " +
                "before that.")
        .Accepts<TimeEntryBody>("application/json")
        .Produces<TimeEntryShape>(StatusCodes.Status201Created);

    private static async Task<IResult> PostAsync(HttpContext http, TimeEntryHandler handler, CancellationToken ct)
    {
        _ = new Query(http);
        var body = await JsonBody.ReadAsync(http.Request, TimeEntryBody.Members, ct);
        var wish =
            new TimeEntry(body.Required("person"), Kind(body.Required("kind")), body.Moment("start"), body.Moment("end"), "", default)
            {
                Rotation = body.Text("rotation"),
                Team = body.Text("team"),
                Note = body.Required("note"),
            };
        return Results.Created((string?)null, TimeEntryShape.Of(await handler.EnterAsync(wish, http.Grant(), ct)));
    }

    private static TimeEntryKind Kind(string text) => text switch
    {
        "standby" => TimeEntryKind.Standby,
        "support" => TimeEntryKind.Support,
        _ => throw new RefusedException(
            $"There is no kind '{Moments.Shown(text)}'; there is standby and " +
                $"support.{(Nearest.To(text, ["standby", "support"]) is { } nearest ? $" Did you mean '{nearest}'?" : "")}")
        {
            Field = "kind",
        },
    };
}

/// <summary>Enters hours at once, of people that a token reaches and for rotations that it may change; any team may be supported.</summary>
internal sealed class TimeEntryHandler(PersonAccess people, ChangeAccess rotations, TimeEntries entries, Plans plans, IClock clock)
{
    public async Task<TimeEntry> EnterAsync(TimeEntry wish, Grant grant, CancellationToken ct)
    {
        var by = grant.By(clock);
        await people.FindAsync(wish.Person, grant, ct);
        if (wish.Rotation is { } rotation) await rotations.FindAsync(rotation, grant, ct);
        TimeEntry? made = null;
        await plans.CommitAsync(
            async again => { (var plan, made) = await entries.PlanAsync(wish with { By = by.Id, At = by.Now }, by, again); return plan; },
            ct);
        return made!;
    }
}

/// <summary>An entry as it is sent; standby needs a rotation, support a team.</summary>
internal sealed record TimeEntryBody(
    string Person, TimeEntryKind Kind, string? Rotation, string? Team, Instant Start, Instant End, string Note)
{
    public static IReadOnlyList<string> Members { get; } = ["person", "kind", "rotation", "team", "start", "end", "note"];
}

/// <summary>An entry as it was stored. Nobody has approved it.</summary>
internal sealed record TimeEntryShape(
    string Id, string Person, TimeEntryKind Kind, string? Rotation, string? Team, Instant Start, Instant End, string Note)
{
    public static TimeEntryShape Of(TimeEntry entry) =>
        new(entry.Id, entry.Person, entry.Kind, entry.Rotation, entry.Team, entry.Start, entry.End, entry.Note);
}
