using System.Globalization;
using Watchbill.Budgets;

namespace Watchbill.Organization;

/// <summary>Checks budget policies, and keeps them as they are written.</summary>
internal static class BudgetPolicySections
{
    public static IEnumerable<PolicyText> Read(Section file, IReadOnlyList<Service> services)
    {
        foreach (var policy in file.Inners("budgetPolicies", "id", "was", "exactlyZero", "noData", "exempt", "levels"))
        {
            policy.Word("exactlyZero", "halted", "open");
            policy.Word("noData", "open", "halted");
            foreach (var change in policy.Texts("exempt")) Among(policy, change, "exempt", ReleaseKinds.Names);
            foreach (var level in policy.Inners("levels", "when", "do"))
            {
                var when = level.Required("when", "remaining <= 25%");
                var condition = PolicyCondition.Parse(when);
                if (when.Length > 0 && condition is null)
                    level.Wrong("when",
                        $"'{when}' is no condition. Write remaining <= 25%, burn > 14.4, incident > 20% or exhausted 2 of 4.");
                if (condition is { Metric: PolicyMetric.Burn }) Reachable(level, condition, policy.Id(), services);
                if (level.Texts("do") is { Count: 0 }) level.Wrong("do", "a level needs something to do. Write do: [tell channel].");
                foreach (var action in level.Texts("do")) Among(level, action, "do", PolicyActions.Names);
            }

            yield return new PolicyText("budgetPolicies", policy.Id(), "", policy.Json);
        }
    }

    // Nothing burns faster than when everything fails, so such a level would never be reached.
    private static void Reachable(Section level, PolicyCondition condition, string policy, IReadOnlyList<Service> services)
    {
        foreach (var (service, slo) in services.Where(service => service.Policy == policy)
            .SelectMany(service => service.Slos.Select(slo => (service, slo))))
        {
            if (slo.Objective is <= 0 or >= 100 || condition.Holds(BurnRates.Highest(slo.Objective))) continue;
            level.Wrong("when", string.Create(CultureInfo.InvariantCulture,
                $"'{condition}' can never be reached by {slo.Id} of {service.Id}: with an objective of {slo.Objective} the burn rate is " +
                    $"at most {BurnRates.Highest(slo.Objective):0.##}. Write a lower one."));
            return;
        }
    }

    private static void Among(Section owner, Node value, string key, IReadOnlyList<string> words)
    {
        if (!words.Contains(value.Text))
            owner.Errors.Add(value.Line, $"{owner.Path}.{key}",
                $"'{value.Text}' is not known here.{FileNames.Suggest(value.Text, words, "")}");
    }
}
