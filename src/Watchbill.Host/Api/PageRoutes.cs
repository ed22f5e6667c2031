using NodaTime;
using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Paging;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>Pages: <c>POST</c> and <c>GET /pages</c>, <c>GET /pages/{id}</c> and what is done with one.</summary>
internal static class PageRoutes
{
    private static readonly string[] Opened = ["service", "rotation", "person", "text", "severity"];
    private static readonly string[] Subjects = ["service", "rotation", "person"];
    private static readonly string[] ByPerson = ["person"];
    private static readonly string[] Forwarded = ["person", "to"];
    private static readonly string[] Snoozed = ["person", "until"];

    public static void MapPages(this IEndpointRouteBuilder api)
    {
        api.MapPost("/pages", PostAsync)
            .Needs(Scope.Write)
            .WithSummary("Page whoever is on call for a service or rotation, or a person. It declares an incident, sev2 unless said.")
            .Accepts<PageBody>("application/json")
            .Produces<PageOpened>(StatusCodes.Status201Created);
        api.MapGet("/pages", ListAsync)
            .Needs(Scope.Read)
            .WithSummary("Pages, newest first.")
            .WithMetadata(
                new QueryParameter("state", "open, acknowledged, snoozed or resolved. Default: all."),
                new QueryParameter("service", "Id of a service. Default: all that the token reaches."))
            .Produces<IReadOnlyList<PageRow>>();
        api.MapGet("/pages/{id}", GetAsync)
            .Needs(Scope.Read)
            .WithSummary("The whole course of a page: its steps, who was tried by what, and a timeline in words.")
            .Produces<PageShape>();
        api.MapPost("/pages/{id}/acknowledge", (string id, HttpContext http, PageHandler pages, CancellationToken ct) =>
                ActAsync(id, http, pages, ByPerson,
                    (_, page, person, by, token) => pages.Actions.AcknowledgeAsync(page, person, by, null, token),
                    ct))
            .Needs(Scope.Write)
            .WithSummary("Somebody has it. The first one counts; a later one changes nothing and reads who has it.")
            .Accepts<PagePerson>("application/json")
            .Produces<PageShape>();
        api.MapPost("/pages/{id}/escalate", (string id, HttpContext http, PageHandler pages, CancellationToken ct) =>
                ActAsync(id, http, pages, ByPerson, (_, page, person, by, token) => pages.Actions.EscalateAsync(page, person, by, token),
                    ct))
            .Needs(Scope.Write)
            .WithSummary("Call the next level now.")
            .Accepts<PagePerson>("application/json")
            .Produces<PageShape>();
        api.MapPost("/pages/{id}/forward",
                (string id, HttpContext http, PageHandler pages, PageForwards forwards, CancellationToken ct) =>
                    ActAsync(id, http, pages, Forwarded,
                        (body, page, person, by, token) => forwards.ForwardAsync(page, body.Text("to"), person, by, token), ct))
            .Needs(Scope.Write)
            .WithSummary("Hand it over to a team's rotation; default: that of the service's team. Low urgency waits for its hours.")
            .Accepts<PageForward>("application/json")
            .Produces<PageShape>();
        api.MapPost("/pages/{id}/snooze", (string id, HttpContext http, PageHandler pages, CancellationToken ct) =>
                ActAsync(id, http, pages, Snoozed,
                    (body, page, person, by, token) => pages.Actions.SnoozeAsync(page, person, body.Moment("until"), by, token), ct))
            .Needs(Scope.Write)
            .WithSummary("Somebody has it and wants to hear of it again, at most 24 hours later.")
            .Accepts<PageSnooze>("application/json")
            .Produces<PageShape>();
    }

    private static async Task<IResult> PostAsync(HttpContext http, PageHandler pages, CancellationToken ct)
    {
        _ = new Query(http);
        var body = await JsonBody.ReadAsync(http.Request, Opened, ct);
        if (Subjects.Count(name => body.Text(name) is not null) != 1)
            throw Query.Wrong("service", "Say whom to page by one of 'service', 'rotation' and 'person'.");
        var severity = body.Text("severity") is { } said ? IncidentWords.Read<Severity>("severity", said) : Severity.Sev2;
        var wish = new PageWish(body.Text("service"), body.Text("rotation"), body.Text("person"), body.Required("text"), severity);
        var made = await pages.OpenAsync(wish, http.Grant(), ct);
        return Results.Created($"/api/v1/pages/{made.Id}", new PageOpened(made.Id, made.Id));
    }

    private static async Task<IReadOnlyList<PageRow>> ListAsync(HttpContext http, PageHandler pages, CancellationToken ct)
    {
        var query = new Query(http);
        var state = query["state"] is { } said ? IncidentWords.Read<PageState>("state", said) : (PageState?)null;
        return [.. (await pages.ListAsync(state, query["service"], http.Grant(), ct)).Select(PageRow.Of)];
    }

    private static async Task<PageShape> GetAsync(string id, HttpContext http, PageHandler pages, CancellationToken ct)
    {
        _ = new Query(http);
        return await pages.ShapeAsync(await pages.FindAsync(id, http.Grant(), ct), ct);
    }

    private static async Task<PageShape> ActAsync(
        string id, HttpContext http, PageHandler pages, string[] members,
        Func<JsonBody, Stored<Page>, string, Actor, CancellationToken, Task<Answer>> actAsync, CancellationToken ct)
    {
        _ = new Query(http);
        var body = await JsonBody.ReadAsync(http.Request, members, ct);
        return await pages.ActAsync(id, body.Required("person"), http.Grant(),
            (page, person, by, token) => actAsync(body, page, person, by, token), ct);
    }
}

/// <summary>Does what a token asks for at once, as a command does.</summary>
internal sealed class PageHandler(
    IStore store, PageActions actions, PageStory story, OrgChart chart, Reach reach, Plans plans, IClock clock)
{
    public PageActions Actions => actions;

    public async Task<Incident> OpenAsync(PageWish wish, Grant grant, CancellationToken ct)
    {
        if (wish.Service is { } service) Reach.MustReach(grant, await chart.ServiceAsync(service, ct));
        if (wish.Rotation is { } rotation) await reach.MustReachAsync(grant, await chart.RotationAsync(rotation, ct), ct);
        if (wish.Person is { } person) await reach.MustReachAsync(grant, await chart.PersonAsync(person, ct), ct);
        Incident? made = null;
        await plans.CommitAsync(
            async again => { (var plan, made) = await actions.PlanOpenAsync(wish, grant.By(clock), again); return plan; }, ct);
        return made!;
    }

    public async Task<Page> FindAsync(string id, Grant grant, CancellationToken ct)
    {
        var page = (await actions.FindAsync(id, ct)).Value;
        await MustReachAsync(page, grant, ct);
        return page;
    }

    public async Task<PageShape> ActAsync(
        string id, string named, Grant grant, Func<Stored<Page>, string, Actor, CancellationToken, Task<Answer>> actAsync,
        CancellationToken ct)
    {
        var person = await chart.PersonAsync(named, ct);
        await plans.CommitAsync(async again =>
        {
            var read = await actions.FindAsync(id, again);
            await MustReachAsync(read.Value, grant, again);
            // It is the person who has it; that a token said so is a row of its own.
            var by = grant.By(clock);
            return await actAsync(read, person.Id, by with { Id = person.Id }, again) is Plan plan
                ? plan with
                {
                    Writes = [.. plan.Writes, Write.Audit(new AuditEntry(by.Now, by.Id, "page", $"page/{read.Value.Id}", by.Origin)
                    {
                        New = person.Id,
                    })],
                }
                : new Reply("");
        }, ct);
        return await ShapeAsync((await actions.FindAsync(id, ct)).Value, ct);
    }

    public async Task<IReadOnlyList<Page>> ListAsync(PageState? state, string? service, Grant grant, CancellationToken ct)
    {
        if (service is not null)
        {
            var named = await chart.ServiceAsync(service, ct);
            Reach.MustReach(grant, named);
            service = named.Id;
        }

        // What is not over is listed apart: of the others there are ever more.
        var all = state is null or PageState.Resolved
            ? (await store.ListAsync<Page>(service is null ? IdRange.All : IdRange.Prefix($"{service}/"), ct)).Select(page => page.Value)
            : (await actions.OpenAsync(ct)).Select(page => page.Value);
        var reached = new List<Page>();
        foreach (var page in all.Where(page => (state ?? page.State) == page.State && (service ?? page.Service) == page.Service))
            if (!grant.IsBound || await chart.FindServiceAsync(page.Service, ct) is { } owned && grant.Reaches(owned)) reached.Add(page);
        return [.. reached.OrderByDescending(page => page.OpenedAt)];
    }

    public async Task<PageShape> ShapeAsync(Page page, CancellationToken ct)
    {
        var zone = page.Rotation is { } id && await store.FindAsync<Rotation>(id, ct) is { Value: var rotation }
            ? rotation.ZoneAt(page.OpenedAt) : DateTimeZone.Utc;
        return PageShape.Of(page, await story.CourseAsync(page, zone, ct));
    }

    private async Task MustReachAsync(Page page, Grant grant, CancellationToken ct)
    {
        if (!grant.IsBound) return;
        if (await chart.FindServiceAsync(page.Service, ct) is not { } service || !grant.Reaches(service))
            throw grant.Beyond($"the page '{page.Id}'");
    }
}
