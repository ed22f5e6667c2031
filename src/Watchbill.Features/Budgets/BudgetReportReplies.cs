using System.Globalization;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;

namespace Watchbill.Budgets;

/// <summary>One objective of a service in a report.</summary>
public sealed record BudgetRow(Service Service, BudgetStatus Status);

/// <summary>Words about the budgets of many services.</summary>
public static class BudgetReportReplies
{
    private const int MaxRows = 30;

    /// <summary>Worst first: over, at risk, within, no data.</summary>
    /// <param name="owner">The team or domain; null: everybody.</param>
    public static Reply Report(string? owner, IReadOnlyList<BudgetRow> rows)
    {
        var whose = owner is null ? "" : $" of {owner}";
        if (rows.Count == 0)
            return new Reply(
                $"No service{whose} promises anything: objectives stand in the organisation file, below the service, as slos.")
            {
                Shareable = true,
            };
        var ordered =
            rows.OrderBy(row => Rank(row.Status.State)).ThenBy(row => row.Status.RemainingPercent ?? 0)
                .ThenBy(row => row.Service.Id, StringComparer.Ordinal).ToList();
        var counts = new[] { BudgetState.Exhausted, BudgetState.Warning, BudgetState.Ok, BudgetState.NoData }
            .Select(state => (state, count: rows.Count(row => row.Status.State == state))).Where(one => one.count > 0)
            .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.count} {Word(one.state)}"));
        var more = rows.Count > MaxRows ? string.Create(CultureInfo.InvariantCulture, $" The first {MaxRows} of {rows.Count}:") : "";
        return new Reply($"Error budgets{whose}: {string.Join(", ", counts)}.{more}")
        {
            Table = new Table(["Service", "Objective", "State", "Used", "Left", "Burn rate"], [.. ordered.Take(MaxRows).Select(Row)]),
            Shareable = true,
        };
    }

    private static IReadOnlyList<Text> Row(BudgetRow row)
    {
        var status = row.Status;
        return
        [
            row.Service.Id,
            $"{status.Slo.Id} {status.Objective.ToString("0.######", CultureInfo.InvariantCulture)} %, "
                + BudgetWords.Written(status.Slo.Window),
            Word(status.State),
            status.ConsumedPercent is { } used ? BudgetWords.Percent(used) : "unknown", BudgetWords.LeftShort(status),
            BudgetWords.Rate(status.BurnRate),
        ];
    }

    private static string Word(BudgetState state) => state switch
    {
        BudgetState.Exhausted => "over",
        BudgetState.Warning => "at risk",
        BudgetState.Ok => "within",
        _ => "no data",
    };

    private static int Rank(BudgetState state) =>
        state switch { BudgetState.Exhausted => 0, BudgetState.Warning => 1, BudgetState.Ok => 2, _ => 3 };
}
