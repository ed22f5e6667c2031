using System.Globalization;
using Watchbill.Chat;
using Watchbill.Compensation;

namespace Watchbill.Budgets;

/// <summary>Words about what availability was worth.</summary>
public static class ReportValueReplies
{
    private const int MaxRows = 30;
    private const int MaxNoticed = 8;

    /// <param name="team">Whose services; null: all.</param>
    public static Reply Value(ValueReport report, string? team)
    {
        if (report.Lines.Count == 0)
            return new Reply(
                (Text)($"{Text.Bold($"No costs{(team is null ? "" : $" for {team}")}:")} set revenuePerHour of a service in the " +
                    $"organisation file."))
            { Fields = [Noticed(report)], Shareable = true };
        var whose = team is null ? "" : $"{team}, ";
        var services =
            report.Lines.GroupBy(line => line.Service)
                .Select(
                    lines =>
                        (Id: lines.Key, Down: lines.Sum(line => line.Down),
                            Revenue: ValueReport.Totals(lines.Select(line => line.Revenue)).Single()))
                .OrderByDescending(row => row.Revenue.Lost).ThenBy(row => row.Id, StringComparer.Ordinal).ToList();
        return new Reply(Text.Lines(
        [
            (Text)$"{Text.Bold($"{whose}{report.Period.Name}{(report.Over ? "" : " so far")}: downtime cost {Lost(report.Lines)}.")}"
                + $" {Kept(ValueReport.Totals(report.Lines.Select(line => line.Revenue)))}",
            .. services.Count > MaxRows
                ? new[] { (Text)string.Create(CultureInfo.InvariantCulture, $"The first {MaxRows} of {services.Count} services:") } : [],
        ]))
        {
            Table =
                new Table(["Service", "Downtime", "Budget", "Cost", "Left of budget"],
                    [.. services.Take(MaxRows).Select(row => (IReadOnlyList<Text>)
                    [
                        row.Id, LengthWords.Of(row.Down),
                        row.Revenue.Protected is { } spared
                            ? Words(spared + row.Revenue.Lost, row.Revenue.Currency) : "no time SLO",
                        Words(row.Revenue.Lost, row.Revenue.Currency),
                        row.Revenue.Protected is { } left ? Words(left, row.Revenue.Currency) : "none",
                    ])]),
            Fields =
            [
                .. Months(report),
                Noticed(report),
                .. report.Unpriced.Count == 0
                    ? Array.Empty<Field>() : [new Field("Without revenuePerHour", Named(report.Unpriced))],
            ],
            Note =
                "Cost is downtime x revenue per hour. The budget is what the error budgets of the time that has passed allow to be lost; "
                    + "below zero, more was lost.",
            Shareable = true,
        };
    }

    private static string Lost(IEnumerable<ValueLine> lines)
    {
        var totals = ValueReport.Totals(lines.Select(line => line.Revenue));
        var lost = totals.Where(total => total.Lost != 0).DefaultIfEmpty(totals[0]);
        return string.Join(" and ", lost.Select(total => Words(total.Lost, total.Currency)));
    }

    // What is left of the budgets in money; below zero where more was lost.
    private static string Kept(IEnumerable<Revenue> totals)
    {
        var left =
            totals.Where(total => total.Protected is not null).Select(total => Words(total.Protected!.Value, total.Currency)).ToList();
        return left.Count == 0 ? "No time SLO, so no budget." : $"Budget left: {string.Join(" and ", left)}.";
    }

    private static IEnumerable<Field> Months(ValueReport report) => report.Period.Unit == BudgetWindowUnit.Month
        ? []
        : report.Lines.GroupBy(line => line.Month).OrderBy(month => month.Key.First)
            .Select(month => new Field(month.Key.Name, Amounts(ValueReport.Totals(month.Select(line => line.Revenue)))));

    private static Field Noticed(ValueReport report)
    {
        var lost =
            ValueReport.Totals(
                report.Noticed.Select(one => one.Lost).OfType<Money>().Select(money => new Revenue(money.Currency, money.Amount, null)));
        var head =
            report.Noticed.Count switch
            {
                0 => "no incident",
                1 => "1 incident",
                var count => string.Create(CultureInfo.InvariantCulture, $"{count} incidents")
            }
                + (lost.Count == 0 ? "" : $", {string.Join(" and ", lost.Select(one => Words(one.Lost, one.Currency)))}");
        var lines = report.Noticed.Take(MaxNoticed).Select(one =>
            $"{one.Incident.Id} {one.Incident.Title}: {LengthWords.Of(one.Down)}"
                + (one.Lost is { } money ? $", {Words(money.Amount, money.Currency)}" : ""));
        var more =
            report.Noticed.Count > MaxNoticed
                ? [string.Create(CultureInfo.InvariantCulture, $"and {report.Noticed.Count - MaxNoticed} more")] : Array.Empty<string>();
        return new Field("Noticed by customers first", Text.Lines([head, .. lines.Concat(more).Select(line => (Text)line)]));
    }

    private static string Amounts(IEnumerable<Revenue> totals) => string.Join("; ", totals.Select(total =>
        $"cost {Words(total.Lost, total.Currency)}"
            + (total.Protected is { } left ? $", budget left {Words(left, total.Currency)}" : "")));

    private static string Named(IReadOnlyList<string> services) =>
        string.Join(", ", services.Take(MaxNoticed)) +
            (services.Count > MaxNoticed ? string.Create(CultureInfo.InvariantCulture, $" and {services.Count - MaxNoticed} more") : "");

    private static string Words(decimal amount, string currency) => $"{amount.ToString("#,0", CultureInfo.InvariantCulture)} {currency}";
}
