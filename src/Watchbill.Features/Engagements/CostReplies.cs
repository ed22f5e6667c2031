using System.Globalization;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Compensation;

namespace Watchbill.Engagements;

/// <summary>What is said about what SREs' work costs.</summary>
public static class CostReplies
{
    /// <param name="team">Null: all teams.</param>
    public static Reply Shown(string? team, Interval span, IReadOnlyList<CostLine> lines, IReadOnlyList<Text> notes)
    {
        var whose = team is null ? "any service" : $"a service of {team}";
        if (lines.Count == 0)
            return new(
                Text.Lines([Text.Bold($"No SREs were on call for {whose}") + $" {Text.Days(span.Start, span.End)}.", .. notes]))
            {
                Shareable = true,
            };
        var rows =
            lines.OrderBy(line => line.Team, StringComparer.Ordinal).ThenBy(line => line.Work.Service is null)
                .ThenBy(line => line.Work.Service, StringComparer.Ordinal).ThenBy(line => line.Work.By, StringComparer.Ordinal);
        return new(Text.Lines(
        [
            (Text)($"{Text.Bold($"SREs worked {Hours(lines.Sum(line => line.Work.Hours))} h for {team ?? "all teams"}{Total(lines)}")}, "
                + $"{Text.Days(span.Start, span.End)}."),
            .. Totals(lines),
            .. notes,
        ]))
        {
            Table =
                new Table(["Team", "Cost centre", "Service", "SRE team", "Standby h", "Callouts h", "Support h", "Price", "Amount"],
                    [.. rows.Select(line => (IReadOnlyList<Text>)
                    [
                        line.Team, line.CostCenter ?? "none", line.Work.Service ?? "support", line.Work.By, Hours(line.Work.Standby),
                        Hours(line.Work.Callouts), Hours(line.Work.Support),
                        line.Work.Price is { } price
                            ? FormattableString.Invariant(
                                $"{price.Amount.Amount} {price.Amount.Currency} per {price.Per.ToString().ToLowerInvariant()}")
                                    : "none agreed",
                        line.Work.Amount is { } amount ? amount.Written() : line.Work.Price is null ? "" : "as agreed",
                    ])]),
            Note = "A shift counts once it is over; the hours of one with several services are divided among them. Callouts count beside "
                + "standby, support once it is approved.",
            Shareable = true,
        };
    }

    // Amounts of two currencies are never added.
    private static string Total(IEnumerable<CostLine> lines)
    {
        var totals =
            lines.Select(line => line.Work.Amount).OfType<Money>().GroupBy(amount => amount.Currency)
                .Select(group => new Money(group.Sum(amount => amount.Amount), group.Key).Written()).ToList();
        return totals.Count == 0 ? "" : $", {string.Join(" and ", totals)}";
    }

    private static IEnumerable<Text> Totals(IReadOnlyList<CostLine> lines)
    {
        var centres = lines.GroupBy(line => (line.Team, line.CostCenter)).OrderBy(group => group.Key.Team, StringComparer.Ordinal).ToList();
        if (centres.Count < 2) yield break;
        foreach (var centre in centres)
        {
            yield return $"{centre.Key.Team} (cost centre {centre.Key.CostCenter ?? "none"}): "
                + $"{Hours(centre.Sum(line => line.Work.Hours))} h{Total(centre)}";
        }
    }

    private static string Hours(decimal hours) =>
        Math.Round(hours, 2, MidpointRounding.AwayFromZero).ToString("#,##0.##", CultureInfo.InvariantCulture);
}
