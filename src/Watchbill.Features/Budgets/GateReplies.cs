using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Budgets;

/// <summary>Words about release gates.</summary>
public static class GateReplies
{
    /// <summary>The verdict, why, and what would change it.</summary>
    /// <param name="leads">Who made the exception, where one was made.</param>
    /// <param name="open">A line of each open incident of the service, which halts nothing by itself.</param>
    public static Reply Shown(BudgetView view, GateQuestion question, Mention? leads, IReadOnlyList<Text> open)
    {
        var (gate, what) = (view.Gate, question.Reference ?? $"{view.Service.Id} {Several(question.Change)}");
        Text verdict = gate.Cause switch
        {
            GateCause.LetThrough => (Text)$"{Text.Bold($"{what} may ship:")} exception by {leads!}: {gate.Opening!.Reason.TrimEnd('.')}. "
                + Upper(Used(gate)) + ".",
            GateCause.Exempt => (Text)$"{Text.Bold($"{what} may ship:")} {question.Change.Name()} is exempt. {Upper(Used(gate))}.",
            _ when gate.Open => (Text)$"{Text.Bold($"{what} may ship.")} {Upper(Reason(view, question))}",
            _ => (Text)$"{Text.Bold($"Halted: {what}.")} {Upper(Reason(view, question))}",
        };
        return new Reply(Text.Lines([verdict, .. open]))
        {
            Fields = gate.Open ? [] :
            [
                new Field("Opens", gate.Until is { } until ? (Text)$"{until}, when {Ways(view)}" : $"when {Ways(view)}"),
                new Field("Until then", UntilThen(view)),
            ],
            Shareable = question.Reference is null,
        };
    }

    /// <summary>Why, in a sentence without times: it is kept, and read by programs too.</summary>
    public static string Reason(BudgetView view, GateQuestion question)
    {
        var gate = view.Gate;
        var used = Used(gate);
        return gate.Cause switch
        {
            GateCause.NoObjectives =>
                $"{view.Service.Id} has no SLO, so nothing halts its releases.",
            GateCause.NotComputed =>
                $"the budget could not be computed; the policy {view.Policy.Id} says {(gate.Open ? "open" : "halted")} then.",
            GateCause.NoData =>
                $"{string.Join(", ", gate.Unknown)} has no data; the policy {view.Policy.Id} says {(gate.Open ? "open" : "halted")} then.",
            GateCause.Exempt => $"{question.Change.Name()} is exempt, though {used}.",
            GateCause.LetThrough =>
                $"exception for {gate.Opening!.Reference} by {gate.Opening.By}: {gate.Opening.Reason.TrimEnd('.')}, though {used}.",
            GateCause.BudgetUsed => $"{used}.",
            _ => $"{string.Join("; ", view.Readings.Select(reading => $"{reading.Slo.Id}: {BudgetWords.Left(reading.Status)}"))}.",
        };
    }

    /// <summary>Why a gate is halted, beside how it stands with one objective; null: for nothing but that.</summary>
    public static string? Beside(BudgetView view, BudgetReading shown)
    {
        var halts = view.Gate.Halts.Where(halt => halt.Status.Slo.Id != shown.Slo.Id || halt.Status.Remaining > 0
            || halt.Level is not { Level.When.Metric: PolicyMetric.Remaining }).ToList();
        return view.Gate.Halts.Count == 0 ? Reason(view, new GateQuestion(ReleaseKind.Feature, null))
            : halts.Count > 0 ? $"{string.Join("; ", halts.Select(Halted))}." : null;
    }

    /// <summary>What would open a halted gate; null: it is open.</summary>
    public static Text? Opens(BudgetView view) =>
        view.Gate.Open ? null : (Text)$"When {Ways(view)}. Until then: {UntilThen(view)}";

    private static string Ways(BudgetView view) =>
        string.Join(", and ", view.Gate.Halts.Select(Way).DefaultIfEmpty("it can be computed again").Distinct());

    private static Text UntilThen(BudgetView view) =>
        $"{(view.Policy.Exempt.Count == 0 ? "" : $"{Or([.. view.Policy.Exempt.Select(kind => kind.Name())])} may ship. ")}"
            + $"A lead can make an exception: `budget open {view.Service.Id} for <reference> because <text>`";

    /// <summary>What opens a gate that was asked with a mistake.</summary>
    public static string AskAgain => "ask again with the mistake corrected";

    /// <summary>For the author of an exception, before and after.</summary>
    public static Reply OpenPreview(GateOpening opening) =>
        new((Text)($"{Text.Bold($"Let {opening.Reference} ship to {opening.Service}?")} An exception from its budgets. " +
            $"Reason: {opening.Reason}."));

    public static Reply Opened(GateOpening opening) =>
        new((Text)($"{Text.Bold($"{opening.Reference} may ship to {opening.Service}.")} Undo: "
            + $"`budget close {opening.Service} for {opening.Reference}`"));

    public static Reply ClosePreview(GateOpening opening) =>
        new((Text)$"{Text.Bold($"Remove the exception for {opening.Reference}?")} The gate of {opening.Service} decides about it again.");

    public static Reply Closed(GateOpening opening) =>
        new((Text)($"{Text.Bold($"The exception for {opening.Reference} is removed.")} The gate of {opening.Service} decides about it " +
            $"again."));

    public static Text Told(GateOpening opening, Mention author, bool opened) => opened
        ? (Text)$"{Text.Bold($"{opening.Reference} may ship to {opening.Service}:")} exception by {author}. Reason: {opening.Reason}."
        : (Text)$"{Text.Bold($"{opening.Reference} has no exception for {opening.Service} any longer.")} Removed by {author}.";

    private static string Several(ReleaseKind change) => change switch
    {
        ReleaseKind.Feature => "features",
        ReleaseKind.Fix => "fixes",
        _ => $"{change.Name()} changes",
    };

    private static string Or(string[] words) => words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} or {words[^1]}";

    private static string Used(GateVerdict gate) => string.Join("; ", gate.Halts.Select(Halted));

    private static string Upper(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static string Halted(GateHalt halt)
    {
        var slo = halt.Status.Slo;
        if (halt.Level is not { } level) return $"{slo.Id} has no data";
        return level.Level.When.Metric switch
        {
            PolicyMetric.Remaining when halt.Status.Remaining <= 0 =>
                $"{slo.Id} is {(halt.Status.Remaining < 0 ? BudgetWords.Left(halt.Status) : $"spent {BudgetWords.Window(slo.Window)}")}",
            PolicyMetric.Remaining => $"{slo.Id} has {BudgetWords.Left(halt.Status)}; the policy halts at {level.Level.When}",
            PolicyMetric.Incident => $"{level.Incident} alone spent {BudgetWords.Percent(level.Value)} of the budget of {slo.Id}",
            PolicyMetric.Burn => $"{slo.Id} has burn rate {BudgetWords.Rate(level.Value)}; the policy halts at {level.Level.When}",
            _ => $"{slo.Id} overspent its budget in {level.Value:0} of the last {level.Level.When.Of} periods",
        };
    }

    private static string Way(GateHalt halt) => halt.Level?.Level.When.Metric switch
    {
        null => $"{halt.Status.Slo.Id} has data again",
        PolicyMetric.Burn => $"{halt.Status.Slo.Id} burns slower",
        PolicyMetric.Exhausted => $"enough periods of {halt.Status.Slo.Id} end within budget",
        _ when halt.Status.Slo.Window.IsCalendar => $"the next {BudgetWords.Written(halt.Status.Slo.Window)} begins with a full budget",
        _ => $"enough of what {halt.Status.Slo.Id} spent is more than {halt.Status.Slo.Window.Days} days ago",
    };
}
