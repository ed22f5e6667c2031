using Watchbill.Chat;

namespace Watchbill.Budgets;

/// <summary>Reports on a month, a quarter or a year: KPIs, and what availability was worth.</summary>
public sealed class ReportCommands(ReportBook book, KpiFigures figures) : ICommands
{
    public IReadOnlyList<Verb> Verbs =>
    [
        new("report", "kpi [<period>]", "KPIs with their targets, beside those of the period before; this quarter", KpiAsync),
        new("report", "kpi set <name> <value> [<period>]", "Set a figure that is measured elsewhere; for leads and managers", async (call, ct) => await figures.PlanAsync(call, ct)),
        new("report", "value [<period>]", "Revenue that was lost to downtime and that was protected; this quarter", ValueAsync),
    ];

    private async Task<Answer> KpiAsync(Call call, CancellationToken ct)
    {
        // A figure without its value reads like a period.
        if (call.Arguments["period"]?.StartsWith("set ", StringComparison.OrdinalIgnoreCase) == true) throw new RefusedException("Say the figure and its value, as in: report kpi set customer-satisfaction 92%") { Field = "period" };
        var period = await book.PeriodAsync(call.Arguments["period"], call.AskedAt, ct);
        return ReportReplies.Kpis(await book.KpisAsync(period, _ => true, call.Now, ct) with { Figures = await book.FiguresAsync(period, ct) });
    }

    private async Task<Answer> ValueAsync(Call call, CancellationToken ct) =>
        ReportValueReplies.Value(await book.ValueAsync(await book.PeriodAsync(call.Arguments["period"], call.AskedAt, ct), _ => true, call.Now, ct));
}
