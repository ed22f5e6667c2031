using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;

namespace Watchbill.Budgets;

/// <summary>Reports on a month, a quarter or a year: KPIs, and what availability was worth.</summary>
public sealed class ReportCommands(ReportQueries queries, KpiFigures figures, OrgChart chart) : ICommands
{
    public IReadOnlyList<Verb> Verbs =>
    [
        new("report", "kpi [team <team>] [<period>]", "KPIs with their targets, beside those of the period before; this quarter", KpiAsync)
        {
            Looks = true,
        },
        new("report", "kpi set <name> <value> [<period>]", "Set a figure that is measured elsewhere; for leads and managers",
            async (call, ct) => await figures.PlanAsync(call, ct)) { Reads = figures.Reads },
        new("report", "value [team <team>] [<period>]", "Revenue that was lost to downtime and that was protected; this quarter",
            ValueAsync) { Looks = true },
    ];

    private async Task<Answer> KpiAsync(Call call, CancellationToken ct)
    {
        // A figure without its value reads like a period.
        if (call.Arguments["period"]?.StartsWith("set ", StringComparison.OrdinalIgnoreCase) == true)
            throw new RefusedException(
                "Say the figure and its value, as in: `report kpi set customer-satisfaction 92%`")
            { Field = "period" };
        var period = await queries.PeriodAsync(call.Arguments["period"], call.AskedAt, ct);
        var team = await TeamAsync(call, ct);
        var report = await queries.KpisAsync(period, Of(team), call.Now, ct);
        // Figures from outside are about everybody.
        return ReportReplies.Kpis(team is null ? report with { Figures = await queries.FiguresAsync(period, ct) } : report, team);
    }

    private async Task<Answer> ValueAsync(Call call, CancellationToken ct)
    {
        var team = await TeamAsync(call, ct);
        return ReportValueReplies.Value(
            await queries.ValueAsync(await queries.PeriodAsync(call.Arguments["period"], call.AskedAt, ct), Of(team), call.Now, ct), team);
    }

    private async Task<string?> TeamAsync(Call call, CancellationToken ct) =>
        call.Arguments["team"] is { } named ? (await chart.TeamAsync(named, ct)).Id : null;

    private static Func<Service, bool> Of(string? team) => service => team is null || service.Team == team;
}
