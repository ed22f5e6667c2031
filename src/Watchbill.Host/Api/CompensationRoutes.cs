using NodaTime;
using NodaTime.Text;
using Watchbill.Chat;
using Watchbill.Compensation;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>What on-call work is owed: <c>/compensation</c> and <c>PUT /people/{id}/pay</c>, all with scope <c>pay</c>.</summary>
internal static class CompensationRoutes
{
    private static readonly YearMonthPattern Months = YearMonthPattern.CreateWithInvariantCulture("uuuu-MM");

    public static void MapCompensation(this IEndpointRouteBuilder api)
    {
        api.MapGet("/compensation", GetAsync)
            .Needs(Scope.Pay)
            .WithSummary(
                "What people are owed for a month, line by line, each with its parts. A month that is to come is projected from the " +
                    "schedule as it stands. As CSV a row is a line.")
            .WithMetadata(
                new QueryParameter("period", "A month: 2026-10."),
                new QueryParameter("team", "Id of a team: its members and whoever was on call for it. Default: everybody."),
                new QueryParameter("person", "Id of a person."),
                new QueryParameter("format", "json (default) or csv."))
            .Produces<CompensationShape>();
        foreach (var (word, to) in new[]
        {
            ("check", PayState.Checked), ("approve", PayState.Approved), ("export", PayState.Exported), ("lock", PayState.Locked),
        })
        {
            api.MapPost($"/compensation/{{period}}/{word}",
                    (string period, HttpContext http, CompensationHandler handler,
                        CancellationToken ct) => StepAsync(period, to, http, handler, ct))
                .Needs(Scope.Pay)
                .WithSummary($"Say that a month is {PayRecord.Name(to)}, of a person or of all of a team.")
                .Accepts<PayStepBody>("application/json")
                .Produces<PayStatesShape>();
        }

        api.MapPost("/compensation/adjustments", AdjustAsync)
            .Needs(Scope.Pay)
            .WithSummary("Add an amount to somebody's month, or take one from it. Of a month that is approved it is paid with a later one.")
            .Accepts<AdjustmentBody>("application/json")
            .Produces(StatusCodes.Status201Created);
        api.MapPut("/people/{id}/pay", PutAsync)
            .Needs(Scope.Pay)
            .WithSummary("Set what an hour of somebody's work costs, their factor, or both, from a day on.")
            .Accepts<PayFactsBody>("application/json")
            .Produces(StatusCodes.Status204NoContent);
    }

    /// <summary>The first day of a month.</summary>
    public static LocalDate Month(string field, string? text) =>
        text is not null && Months.Parse(text) is { Success: true, Value: { Year: >= 1970 and <= 2199 } month } ? month.OnDayOfMonth(1)
            : throw Query.Wrong(field,
                $"'{field}' is '{Moments.Shown(text ?? "")}'; expected is a month from 1970 to 2199, such as 2026-10.");

    private static async Task<IResult> GetAsync(HttpContext http, CompensationHandler handler, CancellationToken ct)
    {
        var query = new Query(http);
        var format = query["format"] ?? "json";
        if (format is not ("json" or "csv"))
            throw Query.Wrong("format", $"No format `{Moments.Shown(format)}`; there is json and csv.");
        var months = await handler.MonthsAsync(Month("period", query["period"]), query["person"], query["team"], http.Grant(), ct);
        return format == "json" ? Results.Json(CompensationShape.Of(months, query["period"]!, query["team"] is not null), ApiJson.Options)
            : Results.Text(CompensationCsv.Write(months, query["team"] is not null), "text/csv");
    }

    private static async Task<IResult> StepAsync(
        string period, PayState to, HttpContext http, CompensationHandler handler, CancellationToken ct)
    {
        _ = new Query(http);
        var body = await JsonBody.ReadAsync(http.Request, PayStepBody.Members, ct);
        return Results.Json(
            await handler.StepAsync(Month("period", period), to, body.Text("person"), body.Text("team"), http.Grant(), ct),
            ApiJson.Options);
    }

    private static async Task<IResult> AdjustAsync(HttpContext http, CompensationHandler handler, CancellationToken ct)
    {
        _ = new Query(http);
        var body = await JsonBody.ReadAsync(http.Request, AdjustmentBody.Members, ct);
        var amount = body.Number("amount") ?? throw Query.Wrong("amount", "'amount' is missing.");
        await handler.AdjustAsync(body.Required("person"), Month("period", body.Required("period")), amount, body.Required("currency"),
            body.Required("reason"), http.Grant(), ct);
        return Results.Created();
    }

    private static async Task<IResult> PutAsync(string id, HttpContext http, CompensationHandler handler, CancellationToken ct)
    {
        _ = new Query(http);
        var body = await JsonBody.ReadAsync(http.Request, PayFactsBody.Members, ct);
        await handler.PutAsync(id, body.Text("hourly"), body.Text("factor"), body.Required("from"), http.Grant(), ct);
        return Results.NoContent();
    }
}

/// <summary>Answers and decides about pay within what a token reaches.</summary>
internal sealed class CompensationHandler(
    PayMonths months, PayDecisions decisions, PersonAccess people, OrgChart chart, PayTeams teams, Plans plans, IClock clock)
{
    public async Task<IReadOnlyList<TeamMonth>> MonthsAsync(
        LocalDate month, string? person, string? team, Grant grant, CancellationToken ct)
    {
        var ids = await IdsAsync(month, person, team, grant, ct);
        var found = await teams.WithTeamsAsync(await months.OfAsync(month, ids, Moments.Now(clock), ct), ct);
        // Who stood in for the team is of another one, which is told the rest.
        return team is null || !grant.IsBound ? found : [.. await Task.WhenAll(found.Select(async one =>
            await people.ReachesAsync(one.Month.Person, grant, ct) ? one : one with { Only = team }))];
    }

    /// <summary>
    /// Of a team all that have not come so far yet, or none: one whose month is not ready is named, and nothing is done.
    /// </summary>
    public async Task<PayStatesShape> StepAsync(
        LocalDate month, PayState to, string? person, string? team, Grant grant, CancellationToken ct)
    {
        if (person is null == team is null) throw Query.Wrong("person", "Give 'person' or 'team', one of the two.");
        var states = new List<PayStateShape>();
        await plans.CommitAsync(async again =>
        {
            states.Clear();
            var writes = new List<Write>();
            foreach (var (id, state) in await ToStepAsync(month, to, person, team, grant, again))
            {
                states.Add(new PayStateShape(id, state ?? to));
                if (state is not null) continue;
                var found = await people.PaidAsync(id, grant, again);
                writes.AddRange((await decisions.PlanAsync(found, month, to, grant.By(clock), again)).Writes);
            }

            return new Plan(new Reply(""), new Reply(""), writes);
        }, ct);
        return new PayStatesShape(PayRecord.MonthText(month), states);
    }

    // Each with the state that it has come to already; null: it is to be taken on.
    private async Task<IReadOnlyList<(string Person, PayState? Past)>> ToStepAsync(
        LocalDate month, PayState to, string? person, string? team, Grant grant, CancellationToken ct)
    {
        var found = new List<(string Person, PayState? Past)>();
        foreach (var id in await IdsAsync(month, person, team, grant, ct) ?? [])
        {
            if (team is not null && !await people.ReachesAsync(id, grant, ct)) continue;
            var record = await months.RecordAsync(id, month, ct);
            var last = record?.Steps is [.., var step] ? step.To : (PayState?)null;
            if (team is not null && to == PayState.Approved && record is { Fixed: null, OpenMistake: not null })
            {
                throw new RefusedException(
                    $"{PayRecord.MonthText(month)} of {await chart.NameAsync(id, ct)} is contested: its person says " +
                        "that something is wrong. Approve it by 'person'.")
                { Contested = true };
            }

            found.Add((id, last >= to ? last : null));
        }

        return found.Exists(one => one.Past is null) ? found : [.. found.Select(one => (one.Person, (PayState?)null))];
    }

    public async Task AdjustAsync(
        string person, LocalDate month, decimal amount, string currency, string reason, Grant grant, CancellationToken ct)
    {
        if (!WrittenValues.IsCurrency(currency))
            throw Query.Wrong("currency", $"'{Moments.Shown(currency)}' is no currency. Write its three letters, such as EUR.");
        if (amount == 0) throw Query.Wrong("amount", "An adjustment of 0 changes nothing. Give an amount above or below it.");
        var money = Money.Rounded(amount, currency);
        if (money.Amount != amount) throw Query.Wrong("amount", $"{amount} has more digits than {currency} has. Round it.");
        var found = await people.PaidAsync(person, grant, ct);
        await plans.CommitAsync(
            async again => await decisions.PlanAdjustmentAsync(found, month, money, reason, grant.By(clock), again), ct);
    }

    public async Task PutAsync(string id, string? hourly, string? factor, string from, Grant grant, CancellationToken ct)
    {
        var found = await people.PaidAsync(id, grant, ct);
        if (hourly is null && factor is null) throw Query.Wrong("hourly", "Give 'hourly', 'factor' or both.");
        var money = hourly is null ? null
            : WrittenValues.Money(hourly) ?? throw Query.Wrong("hourly", "'hourly' is no amount. Write it as 30 EUR.");
        var times = factor is null ? (decimal?)null
            : WrittenValues.Number(factor) is > 0 and <= 10 and { } said ? said
            : throw Query.Wrong("factor", "'factor' is no number above 0 and up to 10. Write it as 1.25.");
        var day = LocalDatePattern.Iso.Parse(from) is { Success: true, Value: var date } ? date
            : throw Query.Wrong("from", $"'from' is '{Moments.Shown(from)}'; expected is a date such as 2026-10-01.");
        await plans.CommitAsync(
            async again => await decisions.PlanFactsAsync(found, money, times, day, grant.By(clock), again), ct);
    }

    private async Task<IReadOnlyCollection<string>?> IdsAsync(
        LocalDate month, string? person, string? team, Grant grant, CancellationToken ct)
    {
        if (person is not null && team is not null) throw Query.Wrong("team", "Give 'person' or 'team', not both.");
        if (person is not null) return [(await people.PaidAsync(person, grant, ct)).Id];
        if (team is null)
        {
            grant.MustReachAll();
            return null;
        }

        var found = await chart.TeamAsync(team, ct);
        Reach.MustReach(grant, found);
        return await teams.PeopleAsync(found, month, Moments.Now(clock), ct);
    }
}
