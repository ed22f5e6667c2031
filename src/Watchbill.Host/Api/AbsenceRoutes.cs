using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;

namespace Watchbill.Api;

/// <summary>
/// When somebody is away: <c>GET</c>, <c>POST</c> and <c>DELETE</c> below <c>/people/{id}/absences</c>. No reason is taken or kept.
/// </summary>
internal static class AbsenceRoutes
{
    public static void MapAbsences(this IEndpointRouteBuilder api)
    {
        api.MapGet("/people/{id}/absences", GetAsync)
            .Needs(Scope.Read)
            .WithSummary("When somebody is away, as far as it is not over.")
            .Produces<AbsencesShape>();
        api.MapPost("/people/{id}/absences", PostAsync)
            .Needs(Scope.Write)
            .WithSummary(
                "Say that somebody is away. It takes them out of their shifts and asks at once who takes those. A start in the past is " +
                    "now.")
            .Accepts<AbsenceBody>("application/json")
            .Produces<AbsenceShape>(StatusCodes.Status201Created);
        api.MapDelete("/people/{id}/absences/{absence}", DeleteAsync)
            .Needs(Scope.Write)
            .WithSummary("Take an absence back: shifts that nobody has taken are theirs again. What is past stays.")
            .Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<AbsencesShape> GetAsync(string id, HttpContext http, AbsenceHandler handler, CancellationToken ct)
    {
        _ = new Query(http);
        return await handler.ListAsync(await handler.PersonAsync(id, http.Grant(), ct), ct);
    }

    private static async Task<IResult> PostAsync(string id, HttpContext http, AbsenceHandler handler, CancellationToken ct)
    {
        _ = new Query(http);
        var person = await handler.PersonAsync(id, http.Grant(), ct);
        var body = await JsonBody.ReadAsync(http.Request, AbsenceBody.Members, ct);
        var made = await handler.PutAsync(person, new AbsenceBody(body.Moment("start"), body.Moment("end")), http.Grant(), ct);
        return Results.Created($"/api/v1/people/{person.Id}/absences/{made.Id}", made);
    }

    private static async Task<IResult> DeleteAsync(
        string id, string absence, HttpContext http, AbsenceHandler handler, CancellationToken ct)
    {
        _ = new Query(http);
        await handler.TakeBackAsync(await handler.PersonAsync(id, http.Grant(), ct), absence, http.Grant(), ct);
        return Results.NoContent();
    }
}

/// <summary>Does what a token asks for at once, for people whom it reaches.</summary>
internal sealed class AbsenceHandler(AbsencePlans absences, PersonAccess access, Plans plans, IClock clock)
{
    public Task<Person> PersonAsync(string id, Grant grant, CancellationToken ct) => access.FindAsync(id, grant, ct);

    public async Task<AbsencesShape> ListAsync(Person person, CancellationToken ct) =>
        new(person.Id, [.. (await absences.OfAsync(person.Id, clock.GetCurrentInstant(), ct)).Select(AbsenceShape.Of)]);

    public async Task<AbsenceShape> PutAsync(Person person, AbsenceBody wish, Grant grant, CancellationToken ct)
    {
        var by = grant.By(clock);
        Absence? made = null;
        var span =
            new SpokenSpan(wish.Start, wish.End, new TypedSpan(wish.Start.InUtc().LocalDateTime, wish.End.InUtc().LocalDateTime, "Etc/UTC"),
                []);
        await plans.CommitAsync(async again => { (var plan, made) = await absences.PlanAsync(person, span, by, again); return plan; }, ct);
        return AbsenceShape.Of(made!);
    }

    public async Task TakeBackAsync(Person person, string id, Grant grant, CancellationToken ct)
    {
        var by = grant.By(clock);
        await plans.CommitAsync(async again => await absences.PlanRemovalAsync(person, id, by, again), ct);
    }
}

/// <summary>Finds a person for a token that reaches them.</summary>
internal sealed class PersonAccess(OrgChart chart, Reach reach)
{
    public async Task<Person> FindAsync(string id, Grant grant, CancellationToken ct)
    {
        var person = await chart.PersonAsync(id, ct);
        await reach.MustReachAsync(grant, person, ct);
        return person;
    }

    /// <summary>The same of whoever may have left: what they worked is still owed.</summary>
    public async Task<Person> PaidAsync(string id, Grant grant, CancellationToken ct)
    {
        var person = await chart.AnybodyAsync(id, ct);
        await reach.MustReachAsync(grant, person, ct);
        return person;
    }

    /// <summary>Whether a token reaches somebody.</summary>
    public Task<bool> ReachesAsync(string id, Grant grant, CancellationToken ct) => reach.ReachesAsync(grant, id, ct);
}

/// <summary>An absence as it is sent.</summary>
internal sealed record AbsenceBody(Instant Start, Instant End)
{
    public static IReadOnlyList<string> Members { get; } = ["start", "end"];
}

/// <summary>An absence as it was stored.</summary>
internal sealed record AbsenceShape(string Id, Instant Start, Instant End)
{
    public static AbsenceShape Of(Absence absence) => new(absence.Id, absence.Start, absence.End);
}

/// <summary>The absences of somebody.</summary>
internal sealed record AbsencesShape(string Person, IReadOnlyList<AbsenceShape> Absences);
