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
    private const int MaxNamed = 5;

    /// <summary>Worst first: exhausted, low, ok, no data.</summary>
    /// <param name="owner">The team or domain; null: everybody.</param>
    public static Reply Report(string? owner, IReadOnlyList<BudgetRow> rows)
    {
        var whose = owner is null ? "" : $" of {owner}";
        if (rows.Count == 0)
            return new Reply(
                Text.Bold($"No service{whose} has an SLO.") + $" Set `slos` in the organisation file.")
            {
                Shareable = true,
            };
        var ordered =
            rows.OrderBy(row => Rank(row.Status.State)).ThenBy(row => row.Status.RemainingPercent ?? 0)
                .ThenBy(row => row.Service.Id, StringComparer.Ordinal).ToList();
        var more = rows.Count > MaxRows ? string.Create(CultureInfo.InvariantCulture, $" The worst {MaxRows}:") : "";
        return new Reply((Text)$"{Text.Bold($"{(owner is null ? "" : $"{owner}: ")}{Finding(ordered)}")}{more}")
        {
            Table = new Table(["Service", "Objective", "Status", "Spent", "Left", "Burn rate"], [.. ordered.Take(MaxRows).Select(Row)]),
            Shareable = true,
        };
    }

    // What is wrong and with whom; where nothing is, that.
    private static string Finding(List<BudgetRow> rows)
    {
        string Named(BudgetState state) =>
            string.Join(", ", rows.Where(row => row.Status.State == state).Select(row => row.Service.Id).Distinct().Take(MaxNamed));
        int Count(BudgetState state) => rows.Count(row => row.Status.State == state);
        var (over, low, unknown) = (Count(BudgetState.Exhausted), Count(BudgetState.Warning), Count(BudgetState.NoData));
        IEnumerable<string> found =
        [
            .. over > 0 ? [$"{over} of {rows.Count} budgets overspent: {Named(BudgetState.Exhausted)}"] : Array.Empty<string>(),
            .. low > 0
                ? [$"{low}{(over > 0 ? "" : $" of {rows.Count} budgets")} low: {Named(BudgetState.Warning)}"] : Array.Empty<string>(),
        ];
        var all = string.Join("; ", found.DefaultIfEmpty($"{rows.Count - unknown} of {rows.Count} budgets ok"));
        return unknown > 0 ? $"{all}; {unknown} without data" : all;
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
        BudgetState.Exhausted => "exhausted",
        BudgetState.Warning => "low",
        BudgetState.Ok => "ok",
        _ => "no data",
    };

    private static int Rank(BudgetState state) =>
        state switch { BudgetState.Exhausted => 0, BudgetState.Warning => 1, BudgetState.Ok => 2, _ => 3 };
}
