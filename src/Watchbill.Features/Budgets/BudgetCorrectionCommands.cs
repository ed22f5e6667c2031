using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;

namespace Watchbill.Budgets;

/// <summary>Corrects what counts against a budget, and tells of planned maintenance.</summary>
public sealed class BudgetCorrectionCommands(BudgetCorrections corrections, OrgChart chart) : ICommands
{
    public IReadOnlyList<PressHandler> Presses =>
        [new("budget-undo", (call, value, ct) => ButtonValue.Read(ButtonSubject.Service, value).Ids is [var service, var correction]
            ? UndoAsync(call, service, correction, ct) : throw ButtonValue.NotUnderstood())];

    public IReadOnlyList<Verb> Verbs =>
    [
        new("budget", "correct <service> <period> as <state> [slo <slo>] because <text>",
            "Count a span of the past as uptime or downtime; for leads", CorrectAsync)
        {
            Kinds = new Dictionary<string, FieldKind> { ["period"] = FieldKind.Span },
            Reads = new()
            {
                { "period", PeriodAsync },
                { "state", call => ReadKind(call.Arguments.Required("state")) },
                { "slo", MustHaveAsync },
            },
        },
        new("budget", "maintenance <service> <span> [slo <slo>] because <text>",
            "Tell of planned maintenance, which counts as uptime; for leads", MaintenanceAsync)
        { Reads = new() { { "slo", MustHaveAsync } } },
        new("budget", "corrections <service>", "Corrections and maintenance of a service", ListAsync) { Looks = true },
        new("budget", "undo <service> <correction>", "Undo a correction or maintenance; for leads",
            (call, ct) => UndoAsync(call, call.Arguments.Required("service"), call.Arguments.Required("correction"), ct)),
    ];

    private async Task<Answer> CorrectAsync(Call call, CancellationToken ct)
    {
        var service = await ForLeadAsync(call, call.Arguments.Required("service"), ct);
        var span = await PeriodAsync(call, ct);
        return await corrections.PlanAsync(service,
            new NewBudgetCorrection(ReadKind(call.Arguments.Required("state")), span.Start, span.End, call.Arguments["slo"],
                call.Arguments.Required("text")), Actor.Of(call), ct);
    }

    private async Task<SpokenSpan> PeriodAsync(Call call, CancellationToken ct) =>
        TimePhrases.Past(call.Arguments.Required("period"), call.AskedAt, await chart.ZoneAsync(call.Caller.Person, ct));

    // Where the service itself is wrong, that is what is told.
    private async Task MustHaveAsync(Call call, CancellationToken ct)
    {
        if (call.Arguments["service"] is { } named && await chart.FindServiceAsync(named, ct) is { } service)
            BudgetCorrections.MustHave(service, call.Arguments.Required("slo"));
    }

    private async Task<Answer> MaintenanceAsync(Call call, CancellationToken ct)
    {
        var service = await ForLeadAsync(call, call.Arguments.Required("service"), ct);
        var span = TimePhrases.Span(call.Arguments.Required("span"), call.AskedAt, await chart.ZoneAsync(call.Caller.Person, ct));
        return await corrections.PlanAsync(service,
            new NewBudgetCorrection(CorrectionKind.Maintenance, span.Start, span.End, call.Arguments["slo"],
                call.Arguments.Required("text")), Actor.Of(call), ct);
    }

    private async Task<Answer> ListAsync(Call call, CancellationToken ct)
    {
        var service = await chart.ServiceAsync(call.Arguments.Required("service"), ct);
        return BudgetCorrectionReplies.List(service.Id,
            [.. (await corrections.OfAsync(service, ct)).Select(stored => stored.Value).Where(row => row.UndoneAt is null)],
            await chart.ZoneAsync(call.Caller.Person, ct));
    }

    private async Task<Answer> UndoAsync(Call call, string named, string id, CancellationToken ct) =>
        await corrections.PlanUndoAsync(await ForLeadAsync(call, named, ct), id, Actor.Of(call), ct);

    private async Task<Service> ForLeadAsync(Call call, string named, CancellationToken ct)
    {
        var service = await chart.ServiceAsync(named, ct);
        await chart.MustLeadAsync(call.Caller, service.Team, $"correct the budgets of {service.Id}", call.Now, ct);
        return service;
    }

    private static CorrectionKind ReadKind(string text) => text.ToLowerInvariant() switch
    {
        "uptime" or "up" => CorrectionKind.Uptime,
        "downtime" or "down" => CorrectionKind.Downtime,
        _ => throw new RefusedException($"'{text}' is neither uptime nor downtime. Say one of them: as uptime.") { Field = "state" },
    };
}
