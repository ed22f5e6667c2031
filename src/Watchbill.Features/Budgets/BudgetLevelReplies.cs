using System.Globalization;
using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Reading;

namespace Watchbill.Budgets;

/// <summary>What is said when a level of a policy is reached, or a budget burns too fast.</summary>
public static class BudgetLevelReplies
{
    private const int MaxOpen = 3;

    /// <summary>
    /// One line for each level, and once what is left. Of several thresholds that were passed at once only the last is named.
    /// </summary>
    public static Reply Reached(Service service, BudgetReading reading, IReadOnlyList<ReachedLevel> levels)
    {
        var gravest = levels.Where(IsRemaining).MinBy(level => level.Condition!.Value);
        var lines = levels.Where(level => !IsRemaining(level) || level == gravest).Select(level => Line(service, reading, level));
        IEnumerable<Text> left = gravest is null && levels.Any(IsBurn) ? [$"{Upper(BudgetWords.Left(reading.Status))}."] : [];
        IReadOnlyList<Incident> open = levels.Any(IsBurn) ? reading.Open : [];
        // Nobody reads of a burn without what it came from: where that is over, there it is read.
        IEnumerable<Incident> about = open.Count > 0 || !levels.Any(IsBurn) || reading.BurnedLast is not { } last ? open : [last];
        return new Reply(Text.Lines([.. lines, .. left]))
        {
            Fields = open.Count == 0 ? [] : [new("Open incidents", Named(open))],
            Actions = [.. about.Take(MaxOpen).Select(incident => Buttons.Running($"Show {incident.Id}", $"incident show {incident.Id}")),
                BudgetReplies.How(service.Id, reading.Slo.Id, reading.Now)],
        };
    }

    private static Text Named(IReadOnlyList<Incident> open)
    {
        IEnumerable<Text> more = open.Count > MaxOpen ? [$"and {open.Count - MaxOpen} more: `incident list`"] : [];
        return Text.Lines([.. open.Take(MaxOpen).Select(OpenWorkReplies.Headline), .. more]);
    }

    private static bool IsRemaining(ReachedLevel level) => level.Condition is { Metric: PolicyMetric.Remaining };

    private static bool IsBurn(ReachedLevel level) => level.Alert is not null || level.Condition is { Metric: PolicyMetric.Burn };

    private static Text Line(Service service, BudgetReading reading, ReachedLevel level)
    {
        var (status, what) = (reading.Status, service.Slos.Count > 1 ? $"{service.Id} ({reading.Slo.Id})" : service.Id);
        if (level.Alert is { } alert)
        {
            var waits = alert.Urgency != BurnUrgency.Page && reading.BurnsOn;
            return Burns(what, reading, level.Value) + (waits ? " Look at it in working hours." : "");
        }

        var halted = level.Do.Contains(PolicyAction.Halt)
            ? (Text)$" {Text.Bold("Releases are halted.")} Why: `budget gate {service.Id}`" : "";
        var spent = BudgetWords.Percent(level.Value ?? 0);
        return level.Condition!.Metric switch
        {
            PolicyMetric.Remaining when status.Remaining < 0 =>
                $"{Text.Bold($"{what} overspent its budget by {BudgetWords.Amount(status.Slo, status.Remaining)}.")}{halted}\n"
                    + $"{BudgetWords.Amount(status.Slo, status.Consumed)} spent of {BudgetWords.Amount(status.Slo, status.Total)} "
                    + $"{BudgetWords.Window(status.Slo.Window)}.",
            PolicyMetric.Remaining when status.Remaining == 0 => (Text)$"{Text.Bold($"{what} has spent its budget.")}{halted}",
            PolicyMetric.Remaining =>
                (Text)$"{Text.Bold($"{what}: {spent} of the budget left.")} {Upper(BudgetWords.Left(status))}.{halted}",
            PolicyMetric.Burn => Burns(what, reading, level.Value) + halted,
            PolicyMetric.Incident => (Text)$"{Text.Bold($"{level.Incident} alone spent {spent} of the budget of {what}.")}{halted}",
            _ => Text.Bold(string.Create(CultureInfo.InvariantCulture,
                $"{what} overspent its budget in {level.Value:0} of the last {level.Condition!.Of} periods.")) + halted,
        };
    }

    // When it is gone says more than how many times too fast it goes; what has stopped goes nowhere.
    private static Text Burns(string what, BudgetReading reading, decimal? rate)
    {
        var (status, whose, times) = (reading.Status, BudgetWords.Whose(reading.Slo.Window), BudgetWords.Rate(rate));
        var spent = rate is not > 0 || status.Total <= 0 || status.Remaining <= 0;
        if (!reading.BurnsOn)
        {
            var over = reading.BurnedLast is { } last ? $"{last.Id} is resolved." : "nothing is down any more.";
            return $"{Text.Bold($"{what} burned at {times}{(spent ? $", and {whose} budget is spent" : "")};")} {over}";
        }

        if (spent) return $"{Text.Bold($"{what} burns on, and {whose} budget is spent")} (burn rate {times}).";
        if (reading.SecondsLeftWhileOpen is { } left)
            return $"{Text.Bold($"{what}: {whose} budget is gone in {LengthWords.Roughly(left)}")} "
                + $"{BudgetWords.WhileOpen(reading)} (burn rate {times}).";
        var gone = BurnRates.SecondsLeft(status.Remaining / status.Total, status.Window.Duration, rate!.Value);
        return $"{Text.Bold($"{what}: {whose} budget is gone in {LengthWords.Roughly(gone)}")} at this rate (burn rate {times}).";
    }

    private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
