using NodaTime;
using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Reading;

namespace Watchbill.Api;

/// <summary>Incidents: <c>POST</c> and <c>GET /incidents</c>, <c>PATCH /incidents/{id}</c>.</summary>
internal static class IncidentRoutes
{
    private static readonly Duration Default = Duration.FromDays(92);

    public static void MapIncidents(this IEndpointRouteBuilder api)
    {
        api.MapPost("/incidents", PostAsync)
            .Needs(Scope.Write)
            .WithSummary(
                "Declare an incident. Without an impact that of its severity counts: 1 (all were affected), and 0 for sev4, unless the " +
                    "organisation file says otherwise.")
            .Accepts<IncidentBody>("application/json")
            .Produces<IncidentShape>(StatusCodes.Status201Created);
        api.MapPatch("/incidents/{id}", PatchAsync)
            .Needs(Scope.Write)
            .WithSummary(
                "Change an incident: members that are left out stay. Each change is a new version. 'voided' takes it back as a false " +
                    "alarm, with the reason; null lets it count again.")
            .Accepts<IncidentBody>("application/json")
            .Produces<IncidentShape>();
        api.MapGet("/incidents", GetAsync)
            .Needs(Scope.Read)
            .WithSummary("Incidents that touch a span, by their start; false alarms are among them, with the reason.")
            .WithMetadata(
                new QueryParameter("service", "Id of a service. Default: all that the token reaches."),
                new QueryParameter("from", "Instant, or date in UTC. Default: 92 days before to, or before now."),
                new QueryParameter("to", "Instant, or date in UTC, not included. Default: no end."))
            .Produces<IReadOnlyList<IncidentShape>>();
    }

    private static async Task<IResult> PostAsync(HttpContext http, IncidentHandler handler, CancellationToken ct)
    {
        _ = new Query(http);
        var body = await JsonBody.ReadAsync(http.Request, [.. IncidentBody.Members.Where(member => member != "voided")], ct);
        var draft =
            new Incident(body.Required("service"), 0, body.Required("title").Trim(),
                IncidentWords.Read<Severity>("severity", body.Required("severity")), body.Moment("start"), null)
            {
                By = "",
                At = default,
            }.WithoutImpact();
        var made = await handler.DeclareAsync(IncidentBody.Change(draft, body, default), http.Grant(), ct);
        return Results.Created($"/api/v1/incidents/{made.Id}", IncidentShape.Of(made));
    }

    private static async Task<IncidentShape> PatchAsync(string id, HttpContext http, IncidentHandler handler, CancellationToken ct)
    {
        _ = new Query(http);
        var body = await JsonBody.ReadAsync(http.Request, IncidentBody.Members, ct);
        return IncidentShape.Of(await handler.ChangeAsync(id, body, http.Grant(), ct));
    }

    private static async Task<IReadOnlyList<IncidentShape>> GetAsync(
        HttpContext http, IncidentHandler handler, IClock clock, CancellationToken ct)
    {
        var query = new Query(http);
        var to = query.Moment("to", DateTimeZone.Utc);
        var from = query.Moment("from", DateTimeZone.Utc) ?? (to ?? clock.GetCurrentInstant()) - Default;
        if (to <= from) throw Query.Wrong("to", $"'to' is {to}, which is not after 'from', {from}.");
        return [.. (await handler.BetweenAsync(query["service"], from, to, http.Grant(), ct)).Select(IncidentShape.Of)];
    }
}

/// <summary>Does what a token asks for at once, as a command does.</summary>
internal sealed class IncidentHandler(IncidentQueries queries, OrgChart chart, Plans plans, IClock clock)
{
    public async Task<Incident> DeclareAsync(Incident draft, Grant grant, CancellationToken ct)
    {
        await MustReachAsync(draft.Service, grant, ct);
        await MustKnowAsync(draft, ct);
        MustCover(draft, draft.Responders, Moments.Now(clock));
        Incident? made = null;
        await plans.CommitAsync(
            async again =>
            {
                (var plan, made) =
                await queries.PlanDeclareAsync(draft with { Detected = draft.Detected ?? draft.Start }, By(grant), again); return plan;
            }, ct);
        return made!;
    }

    public async Task<Incident> ChangeAsync(string id, JsonBody body, Grant grant, CancellationToken ct)
    {
        Incident? after = null;
        await plans.CommitAsync(async again =>
        {
            var read = await queries.FindAsync(id, again);
            await MustReachAsync(read.Value.Service, grant, again);
            if (body.Text("service") is { } other && other != read.Value.Service)
                throw new RefusedException(
                    $"{read.Value.Id} is of {read.Value.Service}, and stays there. Take it back, and declare one of " +
                        $"'{Moments.Shown(other)}'.")
                { Field = "service" };
            var by = By(grant);
            var changed = IncidentBody.Change(read.Value, body, by.Now);
            // Who was in it may have left since; who is put in has not.
            if (body.Has("responders"))
            {
                await MustKnowAsync(changed, again);
                MustCover(changed, changed.Responders.Except(read.Value.Responders), by.Now);
            }

            var edit = new IncidentEdit(Action(read.Value, changed), _ => changed) { Reason = changed.Voided };
            (var answer, after) = await queries.PlanEditAsync(read, edit, by, again);
            return answer;
        }, ct);
        return after!;
    }

    public async Task<IReadOnlyList<Incident>> BetweenAsync(string? service, Instant? from, Instant? to, Grant grant, CancellationToken ct)
    {
        if (service is not null) service = await MustReachAsync(service, grant, ct);
        var reached = new List<Incident>();
        foreach (var incident in await queries.BetweenAsync(service, from, to, ct))
            if (!grant.IsBound || service is not null
                || await chart.FindServiceAsync(incident.Service, ct) is { } owner && grant.Reaches(owner)) reached.Add(incident);
        return reached;
    }

    private Actor By(Grant grant) => grant.By(clock);

    // The channel reads what happened, and not only that something changed.
    private static string Action(Incident before, Incident after) =>
        before.Voided is null && after.Voided is not null ? "incident void"
        : before.Voided is not null && after.Voided is null ? "incident unvoid"
        : before.Voided is not null ? "incident update"
        : before.End is null && after.End is not null ? "incident resolve"
        : before.End is not null && after.End is null ? "incident reopen"
        : "incident update";

    // Of a retired service there is still what was; of a renamed one it stands under its new id, which is answered.
    private async Task<string> MustReachAsync(string id, Grant grant, CancellationToken ct)
    {
        var service = await chart.FindServiceAsync(id, ct) is { RenamedTo: null } known ? known : await chart.ServiceAsync(id, ct);
        return grant.Reaches(service) ? service.Id : throw grant.Beyond($"the service '{service.Id}'");
    }

    // Hours on an incident are paid as a callout; work before or after it is a time entry.
    private static void MustCover(Incident incident, IEnumerable<Responder> responders, Instant now)
    {
        if (responders.FirstOrDefault(one => !incident.Covers(one, now)) is { } outside)
        {
            throw new RefusedException($"{outside.Person} responded outside the incident, at {outside.Start}. Give hours from its start, " +
                $"{incident.Began}, to its end.")
            { Field = "responders" };
        }
    }

    private async Task MustKnowAsync(Incident incident, CancellationToken ct)
    {
        foreach (var responder in incident.Responders) await chart.PersonAsync(responder.Person, ct);
    }
}
