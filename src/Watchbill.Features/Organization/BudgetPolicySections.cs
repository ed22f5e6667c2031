using System.Text.RegularExpressions;

namespace Watchbill.Organization;

/// <summary>Checks budget policies, and keeps them as they are written.</summary>
internal static partial class BudgetPolicySections
{
    private static readonly string[] Changes = ["p0", "security", "reliability", "feature", "fix"];

    private static readonly string[] Actions =
    [
        "halt", "postmortem", "propose hand-back", "tell channel", "tell lead", "tell manager", "tell accountable", "tell executives",
    ];

    public static IEnumerable<PolicyText> Read(Section file)
    {
        foreach (var policy in file.Inners("budgetPolicies", "id", "was", "exactlyZero", "noData", "exempt", "levels"))
        {
            policy.Word("exactlyZero", "halted", "open");
            policy.Word("noData", "open", "halted");
            foreach (var change in policy.Texts("exempt")) Among(policy, change, "exempt", Changes);
            foreach (var level in policy.Inners("levels", "when", "do"))
            {
                var when = level.Required("when", "remaining <= 25%");
                if (when.Length > 0 && !IsCondition(when))
                    level.Wrong("when", $"'{when}' is no condition. Write remaining <= 25%, burn > 14.4, incident > 20% or exhausted 2 of 4.");
                if (level.Texts("do") is { Count: 0 }) level.Wrong("do", "a level needs something to do. Write do: [tell channel].");
                foreach (var action in level.Texts("do")) Among(level, action, "do", Actions);
            }

            yield return new PolicyText("budgetPolicies", policy.Id(), "", policy.Json);
        }
    }

    private static bool IsCondition(string when)
    {
        if (when.StartsWith("exhausted ", StringComparison.Ordinal)) return FileValues.Share(when["exhausted ".Length..]) is not null;
        var match = ConditionPattern().Match(when);
        if (!match.Success || FileValues.Number(match.Groups["number"].Value) is not { } number) return false;
        var rising = match.Groups["sign"].Value[0] == '>';
        return match.Groups["what"].Value switch
        {
            // Remaining may be negative; nothing has more than all of its budget left.
            "remaining" => !rising && match.Groups["percent"].Success && number <= 100,
            "incident" => rising && match.Groups["percent"].Success && number is >= 0 and <= 100,
            _ => rising && !match.Groups["percent"].Success && number > 0,
        };
    }

    private static void Among(Section owner, Node value, string key, string[] words)
    {
        if (!words.Contains(value.Text)) owner.Errors.Add(value.Line, $"{owner.Path}.{key}", $"'{value.Text}' is not known here.{FileNames.Suggest(value.Text, words, "")}");
    }

    [GeneratedRegex("^(?<what>remaining|burn|incident) (?<sign><=|<|>=|>) (?<number>-?[0-9.]+) ?(?<percent>%)?\\z")]
    private static partial Regex ConditionPattern();
}
