using System.Globalization;
using Watchbill.Chat;
using Watchbill.Compensation;
using Watchbill.Reading;

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
                $"No service{(team is null ? "" : $" of {team}")} has a revenue per hour, so nothing can be said in money. It stands in " +
                    $"the organisation file, below the service, as revenuePerHour.")
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
            (report.Over
                ? (Text)$"Revenue of {whose}{report.Period.Name}: "
                : $"Revenue of {whose}{report.Period.Name} until {report.Passed.End}: ") +
                    $"{Amounts(ValueReport.Totals(report.Lines.Select(line => line.Revenue)))}.",
            "Lost is downtime x revenue per hour. Protected is what the error budget of the time that has passed would have allowed to " +
                "be lost, less what was lost; below zero, more was lost than was agreed.",
            .. services.Count > MaxRows
                ? new[] { (Text)string.Create(CultureInfo.InvariantCulture, $"The first {MaxRows} of {services.Count} services:") } : [],
        ]))
        {
            Table =
                new Table(["Service", "Downtime", "Budget in money", "Lost", "Protected"],
                    [.. services.Take(MaxRows).Select(row => (IReadOnlyList<Text>)
                    [
                        row.Id, BudgetWords.Length(row.Down),
                        row.Revenue.Protected is { } spared
                            ? Words(spared + row.Revenue.Lost, row.Revenue.Currency) : "promises nothing by time",
                        Words(row.Revenue.Lost, row.Revenue.Currency),
                        row.Revenue.Protected is { } left ? Words(left, row.Revenue.Currency) : "unknown",
                    ])]),
            Fields =
            [
                .. Months(report),
                Noticed(report),
                .. report.Unpriced.Count == 0
                    ? Array.Empty<Field>() : [new Field("No revenue per hour is known of", Named(report.Unpriced))],
            ],
            Shareable = true,
        };
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
                + (lost.Count == 0 ? "" : $", {string.Join(" and ", lost.Select(one => Words(one.Lost, one.Currency)))} of what was lost");
        var lines = report.Noticed.Take(MaxNoticed).Select(one =>
            $"{one.Incident.Id} {one.Incident.Title}: {BudgetWords.Length(one.Down)}"
                + (one.Lost is { } money ? $", {Words(money.Amount, money.Currency)}" : ""));
        var more =
            report.Noticed.Count > MaxNoticed
                ? [string.Create(CultureInfo.InvariantCulture, $"and {report.Noticed.Count - MaxNoticed} more")] : Array.Empty<string>();
        return new Field("Noticed by customers first", Text.Lines([head, .. lines.Concat(more).Select(line => (Text)line)]));
    }

    private static string Amounts(IEnumerable<Revenue> totals) => string.Join("; ", totals.Select(total =>
        $"{Words(total.Lost, total.Currency)} lost, "
            + (total.Protected is { } spared ? $"{Words(spared, total.Currency)} protected" : "what was protected is unknown")));

    private static string Named(IReadOnlyList<string> services) =>
        string.Join(", ", services.Take(MaxNoticed)) +
            (services.Count > MaxNoticed ? string.Create(CultureInfo.InvariantCulture, $" and {services.Count - MaxNoticed} more") : "");

    private static string Words(decimal amount, string currency) => $"{amount.ToString("#,0.00", CultureInfo.InvariantCulture)} {currency}";
}
