using System.Globalization;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Budgets;

/// <summary>Sets figures that are measured elsewhere. Leads, managers and admins may.</summary>
public sealed class KpiFigures(IStore store, OrgChart chart, ReportQueries queries)
{
    // More than anybody counts, and far from where decimals end.
    private const decimal MaxValue = 1_000_000_000_000m;

    public async Task<Plan> PlanAsync(Call call, CancellationToken ct)
    {
        await MustDecideAsync(call, ct);
        var name = NameOf(call.Arguments.Required("name"));
        var (value, unit) = Read(call.Arguments.Required("value"));
        var period = await queries.PeriodAsync(call.Arguments["period"], call.AskedAt, ct);
        var figure = new KpiFigure(name, period.Name, value, unit) { By = call.Caller.Person, At = call.Now };
        var id = KpiFigure.IdOf(period.Name, name);
        var read = await store.FindAsync<KpiFigure>(id, ct);
        return new Plan(ReportReplies.SetPreview(figure, read?.Value), ReportReplies.Set(figure),
        [
            Write.Upsert(id, read, figure),
            Write.Audit(
                new AuditEntry(call.Now, call.Caller.Person, "report kpi set", $"kpi/{id}", call.Caller.Platform.Name)
                {
                    Old = read is null ? null : ReportReplies.Figure(read.Value),
                    New = ReportReplies.Figure(figure),
                }),
        ])
        { Act = "Set figure" };
    }

    /// <summary>How its arguments are read.</summary>
    public ArgumentReads Reads => new()
    {
        { "name", call => NameOf(call.Arguments.Required("name")) },
        { "value", call => Read(call.Arguments.Required("value")) },
        { "period", (call, ct) => queries.PeriodAsync(call.Arguments["period"], call.AskedAt, ct) },
    };

    private static string NameOf(string typed)
    {
        var name = typed.ToLowerInvariant();
        if (!Ids.IsValid(name))
            throw new RefusedException(
                $"A figure's name has letters a to z, digits and dashes, not '{typed}'. For example: customer-satisfaction")
            {
                Field = "name",
            };
        return name;
    }

    private static (decimal Value, string? Unit) Read(string typed)
    {
        var number = typed.TrimEnd('%');
        if (decimal.TryParse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out var value) && Math.Abs(value) <= MaxValue && typed.Length - number.Length <= 1)
            return (value, number == typed ? null : "%");
        throw new RefusedException(
            $"'{typed}' is not a number. Write it as 4.6 or 92%, with a point and nothing between thousands.")
        { Field = "value" };
    }

    private async Task MustDecideAsync(Call call, CancellationToken ct)
    {
        if (await chart.Leads.LeadsOrManagesAsync(call.Caller.Person, call.Now, ct)
            || await chart.IsAdminAsync(call.Caller, call.Now, ct)) return;
        throw new RefusedException("Only leads, managers and admins can set figures. Ask one of them.") { Forbidden = true };
    }
}
