using System.Globalization;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;

namespace Watchbill.Budgets;

/// <summary>What is said when a level of a policy is reached, or a budget burns too fast.</summary>
public static class BudgetLevelReplies
{
    /// <summary>
    /// One line for each level, and once what is left. Of several thresholds that were passed at once only the last is named.
    /// </summary>
    public static Reply Reached(Service service, BudgetReading reading, IReadOnlyList<ReachedLevel> levels)
    {
        var gravest = levels.Where(IsRemaining).MinBy(level => level.Condition!.Value);
        var lines = levels.Where(level => !IsRemaining(level) || level == gravest).Select(level => Line(service, reading, level));
        IEnumerable<Text> left = gravest is null && levels.Any(IsBurn) ? [$"{Upper(BudgetWords.Left(reading.Status))}."] : [];
        return new Reply(Text.Lines([.. lines, .. left]))
        {
            Actions = [BudgetReplies.How(service.Id, reading.Slo.Id, reading.Now)],
        };
    }

    private static bool IsRemaining(ReachedLevel level) => level.Condition is { Metric: PolicyMetric.Remaining };

    private static bool IsBurn(ReachedLevel level) => level.Alert is not null || level.Condition is { Metric: PolicyMetric.Burn };

    private static Text Line(Service service, BudgetReading reading, ReachedLevel level)
    {
        var (status, what) = (reading.Status, $"{service.Id} ({reading.Slo.Id})");
        if (level.Alert is { } alert)
        {
            var now = alert.Urgency == BurnUrgency.Page ? "needs somebody now" : "needs somebody in working hours";
            return $"The budget of {what} burns {BudgetWords.Rate(level.Value)} times as fast as it may, " +
                $"over {alert.Hours} h: it {now}.";
        }

        var halted = level.Do.Contains(PolicyAction.Halt) ? " Releases are halted; what opens them again: budget gate " + service.Id : "";
        return level.Condition!.Metric switch
        {
            PolicyMetric.Remaining when status.Remaining <= 0 =>
                (Text)$"The error budget of {what} is used up: {BudgetWords.Left(status)}.{halted}",
            PolicyMetric.Remaining =>
                $"Down to {BudgetWords.Percent(level.Value ?? 0)} of the error budget of {what}: {BudgetWords.Left(status)}.{halted}",
            PolicyMetric.Burn => $"The budget of {what} burns {BudgetWords.Rate(level.Value)} times as fast as it may.{halted}",
            PolicyMetric.Incident =>
                $"{level.Incident} alone took {BudgetWords.Percent(level.Value ?? 0)} of the error budget of {what}.{halted}",
            _ => string.Create(CultureInfo.InvariantCulture,
                $"{what} has used its error budget up in {level.Value:0} of the last {level.Condition!.Of} periods.{halted}"),
        };
    }

    private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
