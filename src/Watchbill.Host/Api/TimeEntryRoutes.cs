using NodaTime;
using Watchbill.Chat;
using Watchbill.Compensation;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>Hours that no shift or incident tells of: <c>POST /time-entries</c>.</summary>
internal static class TimeEntryRoutes
{
    public static void MapTimeEntries(this IEndpointRouteBuilder api)
    {
        api.MapPost("/time-entries", PostAsync)
            .Needs(Scope.Write)
            .WithSummary(
                "Enter hours that were worked, to be approved: standby for a rotation, or support for a team. Nothing is paid for an " +
                    "entry before that.")
            .Accepts<TimeEntryBody>("application/json")
            .Produces<TimeEntryShape>(StatusCodes.Status201Created);
        api.MapGet("/time-entries", ListAsync)
            .Needs(Scope.Pay)
            .WithSummary("Hours that were entered by hand, and what became of them, by person, then start.")
            .WithMetadata(
                new QueryParameter("person", "Id of a person. Default: everybody."),
                new QueryParameter("from", "Those that end after this instant."),
                new QueryParameter("to", "Those that start before this instant."))
            .Produces<TimeEntriesShape>();
        // An id holds slashes: what is decided is its last part.
        api.MapPost("/time-entries/{**entry}", DecideAsync)
            .Needs(Scope.Pay)
            .WithSummary(
                "Approve hours that were entered by hand, or reject them: /time-entries/{id}/approve and /time-entries/{id}/reject.")
            .Accepts<TimeEntryDecisionBody>("application/json")
            .Produces<TimeEntryShape>();
    }

    private static async Task<TimeEntriesShape> ListAsync(HttpContext http, TimeEntryHandler handler, CancellationToken ct)
    {
        var query = new Query(http);
        return await handler.ListAsync(query["person"], query.Moment("from"), query.Moment("to"), http.Grant(), ct);
    }

    private static async Task<TimeEntryShape> DecideAsync(string entry, HttpContext http, TimeEntryHandler handler, CancellationToken ct)
    {
        _ = new Query(http);
        var cut = entry.LastIndexOf('/');
        if (cut < 0 || entry[(cut + 1)..] is not ("approve" or "reject"))
            throw new RefusedException("There are /time-entries/{id}/approve and /time-entries/{id}/reject.")
            {
                Field = "entry",
                Missing = true,
            };
        var body = await JsonBody.ReadAsync(http.Request, TimeEntryDecisionBody.Members, ct);
        return await handler.DecideAsync(Uri.UnescapeDataString(entry[..cut]), entry.EndsWith("/approve", StringComparison.Ordinal),
            body.Text("reason"), http.Grant(), ct);
    }

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
            $"No kind `{Moments.Shown(text)}`; there is standby and " +
                $"support.{(Nearest.To(text, ["standby", "support"]) is { } nearest ? $" Did you mean `{nearest}`?" : "")}")
        {
            Field = "kind",
        },
    };
}

/// <summary>
/// Enters hours at once and decides about them, of people that a token reaches, for rotations that it may change and for its teams: hours
/// of support are charged to the team.
/// </summary>
internal sealed class TimeEntryHandler(
    PersonAccess people, ChangeAccess rotations, OrgChart chart, TimeEntries entries, Plans plans, IStore store, IClock clock)
{
    public async Task<TimeEntriesShape> ListAsync(string? person, Instant? from, Instant? to, Grant grant, CancellationToken ct)
    {
        if (person is null) grant.MustReachAll();
        else person = (await people.PaidAsync(person, grant, ct)).Id;
        var found = await store.ListAsync<TimeEntry>(person is null ? IdRange.All : IdRange.Prefix($"{person}/"), ct);
        return new TimeEntriesShape([.. found.Select(stored => stored.Value)
            .Where(entry => !(entry.End <= from) && !(entry.Start >= to)).Select(TimeEntryShape.Of)]);
    }

    public async Task<TimeEntryShape> DecideAsync(string id, bool approve, string? reason, Grant grant, CancellationToken ct)
    {
        var by = grant.By(clock);
        await plans.CommitAsync(async again =>
        {
            if (await store.FindAsync<TimeEntry>(id, again) is not { } read)
                throw new RefusedException($"No time entry `{Moments.Shown(id)}`. See GET /time-entries.")
                {
                    Field = "entry",
                    Missing = true,
                };
            await MustReachAsync(read.Value, grant, again);
            return PayDecisions.PlanEntry(read, approve, reason, by);
        }, ct);
        return TimeEntryShape.Of((await store.FindAsync<TimeEntry>(id, ct))!.Value);
    }

    public async Task<TimeEntry> EnterAsync(TimeEntry wish, Grant grant, CancellationToken ct)
    {
        var by = grant.By(clock);
        await MustReachAsync(wish, grant, ct);
        TimeEntry? made = null;
        await plans.CommitAsync(
            async again => { (var plan, made) = await entries.PlanAsync(wish with { By = by.Id, At = by.Now }, by, again); return plan; },
            ct);
        return made!;
    }

    private async Task MustReachAsync(TimeEntry entry, Grant grant, CancellationToken ct)
    {
        await people.PaidAsync(entry.Person, grant, ct);
        // A rotation or team may be retired by now, which is nothing to a token that reaches all.
        if (!grant.IsBound) return;
        if (entry.Rotation is { } rotation) await rotations.FindAsync(rotation, grant, ct);
        if (entry.Team is { } team) Reach.MustReach(grant, await chart.TeamAsync(team, ct));
    }
}

/// <summary>An entry as it is sent; standby needs a rotation, support a team.</summary>
internal sealed record TimeEntryBody(
    string Person, TimeEntryKind Kind, string? Rotation, string? Team, Instant Start, Instant End, string Note)
{
    public static IReadOnlyList<string> Members { get; } = ["person", "kind", "rotation", "team", "start", "end", "note"];
}

/// <summary>A decision as it is sent.</summary>
internal sealed record TimeEntryDecisionBody(string? Reason)
{
    public static IReadOnlyList<string> Members { get; } = ["reason"];
}

/// <summary>An entry as it was stored, and what became of it.</summary>
internal sealed record TimeEntryShape(
    string Id, string Person, TimeEntryKind Kind, string? Rotation, string? Team, Instant Start, Instant End, string Note, string State)
{
    public static TimeEntryShape Of(TimeEntry entry) =>
        new(entry.Id, entry.Person, entry.Kind, entry.Rotation, entry.Team, entry.Start, entry.End, entry.Note,
            entry.Decision switch { null => "waiting", { Approved: true } => "approved", _ => "rejected" });
}

/// <summary>Entries of one person or of all.</summary>
internal sealed record TimeEntriesShape(IReadOnlyList<TimeEntryShape> Entries);
