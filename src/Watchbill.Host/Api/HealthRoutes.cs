using NodaTime;
using Watchbill.Chat;
using Watchbill.Health;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>Time on call of a team's people, and toil: <c>GET /health/people</c> and <c>GET /reports/toil</c>.</summary>
internal static class HealthRoutes
{
    public static void MapHealthPeople(this IEndpointRouteBuilder api)
    {
        api.MapGet("/health/people", AnswerAsync)
            .Needs(Scope.Admin)
            .WithSummary(
                "Hours, callouts, rest and crossed limits of a team's people over 21, 90 and 365 days of 24 h, and the team's medians " +
                "from " +
                    "five people with data on. Where Health:People is self, no people; where it is off, 404.")
            .WithMetadata(new QueryParameter("team", "Id of the team."))
            .Produces<HealthPeopleShape>();
        api.MapGet("/reports/toil", ToilAsync)
            .Needs(Scope.Read)
            .WithSummary("Work that is done by hand again and again, oldest first; old from 18 months on.")
            .WithMetadata(new QueryParameter("period",
                "Month, quarter or year in which it was written down, as 2026-10, 2026-Q4 or 2026. Default: whenever."))
            .Produces<IReadOnlyList<ToilShape>>();
    }

    private static async Task<HealthPeopleShape> AnswerAsync(
        HttpContext http, HealthQueries queries, HealthRights rights, OrgChart chart, IClock clock, CancellationToken ct)
    {
        var named = new Query(http)["team"] ?? throw Query.Wrong("team", "Which team? Write ?team=payments.");
        rights.MustBeOn();
        var team = await chart.TeamAsync(named, ct);
        Reach.MustReach(http.Grant(), team);
        var now = Moments.Now(clock);
        return HealthPeopleShape.Of(now, await queries.TeamAsync(team, now, ct), rights.People == HealthPeople.Lead);
    }

    private static async Task<IReadOnlyList<ToilShape>> ToilAsync(HttpContext http, IStore store, IClock clock, CancellationToken ct)
    {
        var said = new Query(http)["period"];
        var (now, zone, grant) = (Moments.Now(clock), await ToilCommands.ZoneAsync(store, ct), http.Grant());
        var period = said is null ? null : Budgets.ReportPeriod.Parse(said, now.InZone(zone).Date)
            ?? throw new RefusedException($"'{Moments.Shown(said)}' is no month, quarter or year.") { Field = "period" };
        var reached = (await store.ListAsync<Service>(IdRange.All, ct)).Where(stored => grant.Reaches(stored.Value))
            .Select(stored => stored.Id).ToHashSet();
        return [.. (await ToilCommands.OfAsync(store, reached.Contains, ct))
            .Where(toil => period is null || period.In(zone).Contains(toil.At))
            .Select(toil => new ToilShape(toil.Id, toil.What, toil.Service, toil.Minutes, toil.At, toil.AgeMonths(now, zone),
                toil.IsOld(now, zone)))];
    }
}

/// <summary>Toil; the age is in whole months.</summary>
internal sealed record ToilShape(string Id, string What, string Service, int Minutes, Instant At, int AgeMonths, bool Old);

/// <summary>A team's health: its people by name, and what all of them may see.</summary>
internal sealed record HealthPeopleShape(Instant At, HealthTeamShape Team, IReadOnlyList<HealthPersonShape> People)
{
    public static HealthPeopleShape Of(Instant at, TeamView view, bool people) => new(at,
        new(view.Team.Id, view.Small.Count > 0,
            [.. view.Medians.Select(one => new HealthTeamSpanShape(one.Days, HealthFiguresShape.Of(one.Median)))]),
        !people ? [] : [.. view.People.Select(person => new HealthPersonShape(person.Person,
            [.. person.Spans.Select(span => HealthSpanShape.Of(span.Days, span.Figures, person.UsualWeek))],
            [.. person.Crossed.Select(one => new HealthLimitShape(one.Rule.Id, one.Value, one.Rule.Limit, one.Rule.Source))]))]);
}

/// <summary>What a team may see of all its people.</summary>
internal sealed record HealthTeamShape(string Id, bool TooSmall, IReadOnlyList<HealthTeamSpanShape> Spans);

/// <summary>Medians over a span; null: fewer than five people have data.</summary>
internal sealed record HealthTeamSpanShape(int Days, HealthFiguresShape? Median);

/// <summary>One person, and the limits that they crossed.</summary>
internal sealed record HealthPersonShape(
    string Person, IReadOnlyList<HealthSpanShape> Spans, IReadOnlyList<HealthLimitShape> Limits);

/// <summary>A limit that was crossed, and who set it.</summary>
internal sealed record HealthLimitShape(string Rule, decimal Value, decimal Limit, string Source);

/// <summary>Figures of several people, each by itself.</summary>
internal sealed record HealthFiguresShape(
    IReadOnlyDictionary<string, decimal> Hours, decimal Shifts, decimal Callouts, decimal NightCallouts, decimal LongestStretch,
    decimal? ShortestRest, decimal Share, decimal? IncidentsPerShift)
{
    public static HealthFiguresShape? Of(HealthFigures? one) => one is null ? null : new(Classed(one), one.Shifts, one.Callouts,
        one.NightCallouts, one.LongestStretch, one.ShortestRest, one.Share, one.IncidentsPerShift);

    /// <summary>The total, and each class.</summary>
    public static IReadOnlyDictionary<string, decimal> Classed(HealthFigures one) =>
        new Dictionary<string, decimal> { ["total"] = one.Hours }.Concat(one.ByClass).ToDictionary();
}

/// <summary>One person's span; where nothing is known, every figure is null. Their own median is of a week.</summary>
internal sealed record HealthSpanShape(int Days, string State, IReadOnlyDictionary<string, decimal>? Hours, decimal? Shifts,
    decimal? Callouts, decimal? NightCallouts, decimal? LongestStretch, decimal? ShortestRest, decimal? Share, decimal? IncidentsPerShift,
    HealthFiguresShape? OwnMedian)
{
    public static HealthSpanShape Of(int days, HealthFigures? one, HealthFigures? usual) => new(days, one is null ? "noData" : "data",
        one is null ? null : HealthFiguresShape.Classed(one), one?.Shifts, one?.Callouts, one?.NightCallouts, one?.LongestStretch,
        one?.ShortestRest, one?.Share, one?.IncidentsPerShift, HealthFiguresShape.Of(usual));
}
