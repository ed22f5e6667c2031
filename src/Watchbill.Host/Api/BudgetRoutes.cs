using NodaTime;
using Watchbill.Budgets;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>Error budgets, release gates, and the hours of requests that budgets count.</summary>
internal static class BudgetRoutes
{
    public static void MapBudgets(this IEndpointRouteBuilder api)
    {
        api.MapGet("/budgets", ListAsync)
            .Needs(Scope.Read)
            .WithSummary("How it stands with every error budget now.")
            .Produces<BudgetList>();
        api.MapGet("/budgets/{service}", FindAsync)
            .Needs(Scope.Read)
            .WithSummary("How it stands with an error budget: what is left, what used it, how fast, and what the gate says to a feature.")
            .WithMetadata(
                new QueryParameter("slo", "Id of an objective. Default: the service's first."),
                new QueryParameter("at",
                    "Instant, with Z or an offset. Default: now. What happened later does not count; what was learned later does."))
            .Produces<BudgetShape>();
        api.MapGet("/gates/{service}", AskAsync)
            .Needs(Scope.Gate)
            .WithSummary(
                "Whether a change may be released: 200 whatever the answer, which is kept. A question with a mistake in it is halted, " +
                    "and the reason names the mistake.")
            .WithMetadata(
                new QueryParameter("change", "feature, fix, security, p0 or reliability. Default: feature."),
                new QueryParameter("reference", "What names the change, such as a ticket or a release; a lead's exception goes by it."))
            .Produces<GateShape>();
        api.MapPost("/ingest/buckets", TakeAsync)
            .Needs(Scope.Ingest)
            .WithSummary("Tell how many requests of an hour were good. The same hour again replaces. All hours are taken, or none.")
            .Accepts<BucketsBody>("application/json")
            .Produces<BucketsTaken>();
    }

    private static async Task<BudgetList> ListAsync(HttpContext http, BudgetHandler handler, CancellationToken ct)
    {
        _ = new Query(http);
        return await handler.AllAsync(http.Grant(), ct);
    }

    private static async Task<BudgetShape> FindAsync(string service, HttpContext http, BudgetHandler handler, CancellationToken ct)
    {
        var query = new Query(http);
        return await handler.OneAsync(await handler.ServiceAsync(service, http.Grant(), ct), query["slo"], query.Moment("at"), ct);
    }

    private static async Task<GateShape> AskAsync(string service, HttpContext http, BudgetHandler handler, CancellationToken ct)
    {
        try
        {
            return await handler.AskAsync(service, Question(new Query(http)), http.Grant(), ct);
        }
        catch (Exception mistake) when (mistake is UnreadableException or RefusedException { Forbidden: false })
        {
            return GateShape.Mistaken(mistake.Message);
        }
    }

    private static GateQuestion Question(Query query)
    {
        var change = query["change"] is not { } named ? ReleaseKind.Feature : ReleaseKinds.Parse(named)
            ?? throw Query.Wrong("change",
                $"No change type '{Moments.Shown(named)}'. Write one of {string.Join(", ", ReleaseKinds.Names)}."
                    + (Nearest.To(named, ReleaseKinds.Names) is { } nearest ? $" Did you mean `{nearest}`?" : ""));
        return query["reference"] is { Length: > 200 }
            ? throw Query.Wrong("reference", "'reference' is longer than 200 characters.") : new GateQuestion(change, query["reference"]);
    }

    private static async Task<BucketsTaken> TakeAsync(HttpContext http, BudgetHandler handler, CancellationToken ct)
    {
        _ = new Query(http);
        var body = await JsonBody.ReadAsync(http.Request, BucketsBody.Members, ct);
        var service = await handler.ServiceAsync(body.Required("service"), http.Grant(), ct);
        var items =
            body.Items("buckets", BucketBody.Members)
                ?? throw Query.Wrong("buckets", "'buckets' is missing: a list of hours with hour, good and total.");
        var hours = items.Select(item => new Bucket(item.Moment("hour"), Number(item, "good"), Number(item, "total"))).ToList();
        if (hours.GroupBy(bucket => bucket.Hour).FirstOrDefault(group => group.Count() > 1) is { Key: var twice })
            throw Query.Wrong("buckets", $"The hour {twice} is there twice; send it once.");
        return await handler.TakeAsync(service, body.Required("slo"), hours, ct);
    }

    private static decimal Number(JsonBody item, string name) => item.Number(name) ?? throw Query.Wrong(name, $"'{name}' is missing.");
}

/// <summary>Answers about budgets within what a token reaches.</summary>
internal sealed partial class BudgetHandler(
    OrgChart chart, Gates gates, BudgetQueries queries, BucketIntake intake, IStore store, Plans plans, IClock clock,
    ILogger<BudgetHandler> log)
{
    public async Task<Service> ServiceAsync(string id, Grant grant, CancellationToken ct)
    {
        var service = await chart.ServiceAsync(id, ct);
        return grant.Reaches(service) ? service : throw grant.Beyond($"the service '{service.Id}'");
    }

    public async Task<BudgetList> AllAsync(Grant grant, CancellationToken ct)
    {
        var now = Moments.Now(clock);
        var budgets = new List<BudgetShape>();
        foreach (var service in await queries.ServicesAsync(null, ct))
        {
            if (!grant.Reaches(service)) continue;
            var view = await gates.ViewAsync(service, now, now, ct);
            budgets.AddRange(view.Readings.Select(reading => BudgetShape.Of(view, reading)));
        }

        return new BudgetList(now, budgets);
    }

    public async Task<BudgetShape> OneAsync(Service service, string? slo, Instant? at, CancellationToken ct)
    {
        if (service.Slos.Count == 0)
            throw new RefusedException($"{service.Id} has no SLO, so it has no budget.") { Field = "service", Missing = true };
        var now = Moments.Now(clock);
        var view = await gates.ViewAsync(service, at ?? now, now, ct);
        return BudgetShape.Of(view, view.Of(slo ?? service.Slos[0].Id));
    }

    /// <summary>The answer is given even where nothing can be read and it cannot be kept: a full disk does not hold releases up.</summary>
    public async Task<GateShape> AskAsync(string service, GateQuestion question, Grant grant, CancellationToken ct)
    {
        var now = Moments.Now(clock);
        BudgetView? view = null;
        try
        {
            view = await gates.AskAsync(await ServiceAsync(service, grant, ct), question, now, ct);
            await store.SaveAsync([Gates.Answer(view, question, grant.Actor, now)], ct);
        }
        catch (StorageException failure)
        {
            NotKept(log, failure, service);
            view ??= Gates.NotComputed(new Service(service, ""), BudgetPolicy.Default, question.Change);
        }

        return GateShape.Of(view, question);
    }

    public async Task<BucketsTaken> TakeAsync(Service service, string slo, IReadOnlyList<Bucket> hours, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        await plans.CommitAsync(async again =>
        {
            var reply = new Reply("Taken.");
            return new Plan(reply, reply, await intake.ChangesAsync(service, slo, Requests.Pushed, hours, now, again));
        }, ct);
        return new BucketsTaken(service.Id, slo, hours.Count);
    }

    [LoggerMessage(LogLevel.Error, "An answer of the gate of {Service} was given and could not be kept.")]
    private static partial void NotKept(ILogger logger, Exception failure, string service);
}
