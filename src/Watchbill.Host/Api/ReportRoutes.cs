using NodaTime;
using Watchbill.Budgets;
using Watchbill.Chat;
using Watchbill.Engagements;
using Watchbill.Organization;
using Watchbill.Reading;

namespace Watchbill.Api;

/// <summary>Reports on a month, a quarter or a year: <c>GET /reports/{report}?period=</c>.</summary>
internal static class ReportRoutes
{
    private static readonly string[] Answered = ["kpi", "value", "cost", "toil"];

    public static void MapReports(this IEndpointRouteBuilder api)
    {
        var period =
            new QueryParameter("period",
                "A month, quarter or year of the organisation's calendar: 2026-10, 2026-Q4 or 2026. Default: the running quarter. Of a " +
                    "running one, what has passed.");
        var team = new QueryParameter("team", "Id of a team: its services alone. Default: all that the token reaches.");
        api.MapGet("/reports/kpi", KpiAsync)
            .Needs(Scope.Read)
            .WithSummary(
                "KPIs with their targets, beside those of the period before. A value of null: there is nothing to work it out from.")
            .WithMetadata(period, team)
            .Produces<KpiReportShape>();
        api.MapGet("/reports/value", ValueAsync)
            .Needs(Scope.Read)
            .WithSummary(
                "Revenue lost to downtime and protected, by service and month; incidents that customers noticed first apart. Currencies " +
                    "are never added.")
            .WithMetadata(period, team)
            .Produces<ValueReportShape>();
        api.MapGet("/reports/cost", CostAsync)
            .Needs(Scope.Read)
            .WithSummary(
                "Hours that SREs worked for services and what they cost, by team and cost centre. Only a price per hour makes an amount. " +
                    "Hours of support are those that were approved.")
            .WithMetadata(period, team)
            .Produces<CostReportShape>();
        api.MapGet("/reports/{report}", Unknown)
            .Needs(Scope.Read)
            .WithMetadata(period, team)
            .ExcludeFromDescription();
    }

    private static async Task<KpiReportShape> KpiAsync(HttpContext http, ReportHandler handler, CancellationToken ct) =>
        await handler.KpisAsync(new Query(http), http.Grant(), ct);

    private static async Task<ValueReportShape> ValueAsync(HttpContext http, ReportHandler handler, CancellationToken ct) =>
        await handler.ValueAsync(new Query(http), http.Grant(), ct);

    private static async Task<CostReportShape> CostAsync(HttpContext http, ReportHandler handler, CancellationToken ct) =>
        await handler.CostAsync(new Query(http), http.Grant(), ct);

    private static IResult Unknown(string report)
    {
        var meant = Nearest.To(report, Answered) is { } nearest ? $" Did you mean `{nearest}`?" : "";
        throw new RefusedException($"No report `{Moments.Shown(report)}`; there is {string.Join(", ", Answered)}.{meant}")
        {
            Field = "report",
            Missing = true,
        };
    }
}

/// <summary>
/// Answers reports within what a token reaches. Figures set from outside are about
/// everybody, so neither a bound token nor a team is shown them.
/// </summary>
internal sealed class ReportHandler(ReportQueries queries, SreCosts costs, OrgChart chart, IClock clock)
{
    public async Task<KpiReportShape> KpisAsync(Query query, Grant grant, CancellationToken ct)
    {
        var now = Moments.Now(clock);
        var (team, period) = (await TeamAsync(query, grant, ct), await queries.PeriodAsync(query["period"], now, ct));
        var report = await queries.KpisAsync(period, Of(team, grant), now, ct);
        return KpiReportShape.Of(
            grant.IsBound || team is not null ? report : report with { Figures = await queries.FiguresAsync(period, ct) });
    }

    public async Task<ValueReportShape> ValueAsync(Query query, Grant grant, CancellationToken ct)
    {
        var now = Moments.Now(clock);
        var (team, period) = (await TeamAsync(query, grant, ct), await queries.PeriodAsync(query["period"], now, ct));
        return ValueReportShape.Of(await queries.ValueAsync(period, Of(team, grant), now, ct));
    }

    public async Task<CostReportShape> CostAsync(Query query, Grant grant, CancellationToken ct)
    {
        var now = Moments.Now(clock);
        var (team, period) = (await TeamAsync(query, grant, ct), await queries.PeriodAsync(query["period"], now, ct));
        var passed = await queries.PassedAsync(period, now, ct);
        var scope = new CostScope(Of(team, grant), one => (team is null || one == team) && (!grant.IsBound || grant.Teams.Contains(one)));
        return CostReportShape.Of(period, passed, await costs.LinesAsync(scope, passed, now, ct));
    }

    private async Task<string?> TeamAsync(Query query, Grant grant, CancellationToken ct)
    {
        if (query["team"] is not { } named) return null;
        var team = await chart.TeamAsync(named, ct);
        Reach.MustReach(grant, team);
        return team.Id;
    }

    private static Func<Service, bool> Of(string? team, Grant grant) =>
        service => grant.Reaches(service) && (team is null || service.Team == team);
}
