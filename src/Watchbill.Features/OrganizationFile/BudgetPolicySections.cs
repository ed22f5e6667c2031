using System.Globalization;
using Watchbill.Budgets;
using Watchbill.Organization;

namespace Watchbill.OrganizationFiles;

/// <summary>Reads the budget policies of a file.</summary>
internal static class BudgetPolicySections
{
    public static FileKey Key { get; } = new("budgetPolicies", FileValue.Sections,
        "What happens when an error budget shrinks. One with the id `default` is built in; yours replaces it.")
    {
        Example = "[{id: default, levels: [{when: remaining <= 0%, do: [halt, tell lead]}]}]",
        Keys = new(
        [
            FileKey.Id("default"), FileKey.Was,
            new("exactlyZero", FileValue.Word, "Whether releases are halted when exactly nothing is left.")
            {
                Words = ["halted", "open"],
                Example = "halted",
                Default = "halted",
            },
            new("noData", FileValue.Word, "Whether releases are open when nothing was measured.")
            {
                Words = ["open", "halted"],
                Example = "open",
                Default = "open",
            },
            new("exempt", FileValue.Words, "Changes that may be released whatever is left.")
            {
                Words = ReleaseKinds.Names,
                Example = "[p0, security, reliability]",
                Default = "[p0, security, reliability]",
            },
            new("levels", FileValue.Sections, "What is done at which point.")
            {
                Example = "[{when: remaining <= 25%, do: [tell channel, tell lead]}]",
                Default = "those of the built-in policy",
                Keys = new(
                [
                    new("when", FileValue.Phrase,
                        "`remaining` of the budget, `burn` rate, one `incident`'s share, or how many past periods were `exhausted`.")
                    {
                        Required = true,
                        Example = "remaining <= 25%",
                        Pattern = "^(remaining|burn|incident) *(<=|>=|<|>) *-?[0-9.]+ *%?$|^exhausted [0-9]+ of [0-9]+$",
                    },
                    new("do", FileValue.Words, "What is done.")
                    {
                        Required = true,
                        Words = PolicyActions.Names,
                        Example = "[tell channel]",
                    },
                ]),
            },
        ]),
    };

    /// <summary>What is left out is as in the policy that is built in.</summary>
    /// <param name="services">Of the file: no level may be one that none of their objectives can reach.</param>
    public static IEnumerable<BudgetPolicy> Read(Section file, IReadOnlyList<Service> services)
    {
        foreach (var policy in file.Inners("budgetPolicies"))
        {
            var read = new BudgetPolicy(policy.Id())
            {
                ZeroHalts = policy.Word("exactlyZero") == "halted",
                NoDataHalts = policy.Word("noData") == "halted",
            };
            if (policy.Has("exempt"))
                read = read with { Exempt = Known(policy, "exempt", ReleaseKinds.Parse, ReleaseKinds.Names) };
            if (policy.Has("levels"))
            {
                var levels = policy.Inners("levels").Select(level => Level(level, read.Id, services));
                read = read with { Levels = [.. levels.OfType<PolicyLevel>()] };
            }

            yield return read;
        }
    }

    private static PolicyLevel? Level(Section level, string policy, IReadOnlyList<Service> services)
    {
        var when = level.Text("when") ?? "";
        var condition = PolicyCondition.Parse(when);
        if (when.Length > 0 && condition is null)
            level.Wrong("when", $"'{when}' is no condition. Write remaining <= 25%, burn > 14.4, incident > 20% or exhausted 2 of 4.");
        if (condition is { Metric: PolicyMetric.Burn }) Reachable(level, condition, policy, services);
        if (level.Has("do") && level.Texts("do") is { Count: 0 })
            level.Wrong("do", "a level needs something to do. Write do: [tell channel].");
        var actions = Known(level, "do", PolicyActions.Parse, PolicyActions.Names);
        return condition is null ? null : new PolicyLevel(condition, actions);
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

    /// <summary>The values of a list that are known; the others are refused, the nearest one offered.</summary>
    private static List<T> Known<T>(Section owner, string key, Func<string, T?> parse, IReadOnlyList<string> words) where T : struct
    {
        var known = new List<T>();
        foreach (var value in owner.Texts(key))
        {
            if (parse(value.Text) is { } found) known.Add(found);
            else
                owner.Errors.Add(value.Line, $"{owner.Path}.{key}",
                    $"'{value.Text}' is not known here.{Nearest.Suggest(value.Text, words, "")}");
        }

        return known;
    }
}
