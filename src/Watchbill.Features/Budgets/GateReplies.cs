using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Budgets;

/// <summary>Words about release gates.</summary>
public static class GateReplies
{
    /// <summary>The verdict, why, and what would change it.</summary>
    public static Reply Shown(BudgetView view, GateQuestion question)
    {
        var gate = view.Gate;
        var verdict = gate.Open ? "open" : "halted";
        return new Reply(
            $"The gate of {view.Service.Id} is {verdict} for {question.Change.Name()}{For(question)}: {Reason(view, question)}")
        {
            Fields =
            [
                .. Opens(view) is { } opens ? [new Field("What opens it", opens)] : Array.Empty<Field>(),
                .. gate.Until is { } until
                    ? [new Field("Halted until", $"{until}, unless something opens it sooner")] : Array.Empty<Field>(),
            ],
            Shareable = question.Reference is null,
        };
    }

    /// <summary>Why, in a sentence without times: it is kept, and read by programs too.</summary>
    public static string Reason(BudgetView view, GateQuestion question)
    {
        var gate = view.Gate;
        var used = string.Join("; ", gate.Halts.Select(Halted));
        return gate.Cause switch
        {
            GateCause.NoObjectives =>
                $"{view.Service.Id} promises nothing, so nothing halts its releases. Objectives are in the organisation file.",
            GateCause.NotComputed =>
                $"it could not be computed, and the policy {view.Policy.Id} says {(gate.Open ? "open" : "halted")} then.",
            GateCause.NoData =>
                $"nothing is known " +
                    $"of {string.Join(", ", gate.Unknown)}, and the policy {view.Policy.Id} says {(gate.Open ? "open" : "halted")} then.",
            GateCause.Exempt => $"{question.Change.Name()} is exempt, though {used}.",
            GateCause.LetThrough =>
                $"{gate.Opening!.By} let {gate.Opening.Reference} through because {gate.Opening.Reason.TrimEnd('.')}, though {used}.",
            GateCause.BudgetUsed => $"{used}.",
            _ => $"{string.Join("; ", view.Readings.Select(reading => $"{reading.Slo.Id} has {BudgetWords.Left(reading.Status)}"))}.",
        };
    }

    /// <summary>What would open a halted gate; null: it is open.</summary>
    public static string? Opens(BudgetView view)
    {
        var gate = view.Gate;
        if (gate.Open) return null;
        var ways = gate.Halts.Select(Way).DefaultIfEmpty("it can be computed again").Distinct();
        var exempt =
            view.Policy.Exempt.Count == 0 ? "" : $"; a change of kind {Or([.. view.Policy.Exempt.Select(kind => kind.Name())])} passes";
        return $"{string.Join(", and ", ways)}{exempt}; a lead lets one change through with: budget " +
            $"open {view.Service.Id} for <reference> because <text>";
    }

    /// <summary>What opens a gate that was asked with a mistake.</summary>
    public static string AskAgain => "asking again with the mistake put right";

    /// <summary>For the author of an exception, before and after.</summary>
    public static Reply OpenPreview(GateOpening opening) =>
        new($"The gate of {opening.Service} will be open for {opening.Reference}, whatever is left of its budgets, " +
            $"because {opening.Reason}.");

    public static Reply Opened(GateOpening opening) => new($"Done. The gate of {opening.Service} is open for {opening.Reference}.");

    public static Reply ClosePreview(GateOpening opening) =>
        new($"{opening.Reference} will be let through no more: the gate of {opening.Service} decides about it as about any change.");

    public static Reply Closed(GateOpening opening) =>
        new($"Done. The gate of {opening.Service} decides about {opening.Reference} as about any change.");

    public static Text Told(GateOpening opening, string author, bool opened) => opened
        ? $"{author} opened the gate of {opening.Service} for {opening.Reference}, because {opening.Reason}."
        : $"{author} took back that {opening.Reference} is let through the gate of {opening.Service}.";

    private static string Or(string[] words) => words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} or {words[^1]}";

    private static string For(GateQuestion question) => question.Reference is null ? "" : $" {question.Reference}";

    private static string Halted(GateHalt halt)
    {
        var slo = halt.Status.Slo;
        if (halt.Level is not { } level) return $"nothing is known of {slo.Id}";
        return level.Level.When.Metric switch
        {
            PolicyMetric.Remaining when halt.Status.Remaining <= 0 =>
                $"{slo.Id} has used its budget: {BudgetWords.Amount(slo, halt.Status.Consumed)}"
                    + $" of {BudgetWords.Amount(slo, halt.Status.Total)} {BudgetWords.Window(slo.Window)}",
            PolicyMetric.Remaining => $"{slo.Id} has {BudgetWords.Left(halt.Status)}, and the policy halts at {level.Level.When}",
            PolicyMetric.Incident => $"{level.Incident} alone took {BudgetWords.Percent(level.Value)} of the budget of {slo.Id}",
            PolicyMetric.Burn => $"{slo.Id} burns at {BudgetWords.Rate(level.Value)}, and the policy halts at {level.Level.When}",
            _ => $"{slo.Id} used its budget up in {level.Value:0} of the last {level.Level.When.Of} periods",
        };
    }

    private static string Way(GateHalt halt) => halt.Level?.Level.When.Metric switch
    {
        null => $"data about {halt.Status.Slo.Id} comes in",
        PolicyMetric.Burn => $"the burning of {halt.Status.Slo.Id} ends",
        PolicyMetric.Exhausted => $"enough periods of {halt.Status.Slo.Id} end within budget",
        _ when halt.Status.Slo.Window.IsCalendar => $"the next {BudgetWords.Written(halt.Status.Slo.Window)} begins with a full budget",
        _ => $"enough of what {halt.Status.Slo.Id} has used leaves its {halt.Status.Slo.Window.Days} days",
    };
}
