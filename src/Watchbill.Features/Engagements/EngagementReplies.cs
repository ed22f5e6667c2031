using System.Globalization;
using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Engagements;

/// <summary>A decision about who runs a service, and who made it.</summary>
public sealed record DecisionFacts(ServiceEngagement Engaged, EngagementDecision Decision, string Author)
{
    public bool AtOnce { get; init; }

    public string Service => Engaged.Service.Id;
}

/// <summary>What is said about who builds and who runs a service.</summary>
public static class EngagementReplies
{
    private const int MaxRows = 20;

    /// <param name="names">Of whoever decided something, by id.</param>
    public static Reply Shown(ServiceEngagement engaged, Instant now, IReadOnlyDictionary<string, string> names)
    {
        var (service, history, current) = (engaged.Service, engaged.History, engaged.At(now));
        var answering = engaged.Answering(now);
        var rows = Rows(engaged, names);
        return new Reply(Text.Lines([Text.Bold($"{ModelWords.Runs(service, current)}."), .. Open(history, now)]))
        {
            Fields =
            [
                new("Model", EngagementModels.Name(current.Model)),
                new("Since", history.Since(now) is { } since ? (Text)$"{since.From}" : "the organisation file"),
                new("On call",
                    answering.Rotations.Count == 0
                        ? "no rotation"
                        : string.Join(", ", answering.Rotations.Select(rotation => rotation.Id)) +
                            (answering.Lacking is { } team ? $" (in place of {team}, which has no rotation)" : "")),
                .. current.Model.IsWithSre() ? Terms(Agreement.Of(current)) : [],
                .. current.Price is { } price
                    ? new[] { new Field("Price",
                        FormattableString.Invariant(
                            $"{price.Amount.Amount} {price.Amount.Currency} per {price.Per.ToString().ToLowerInvariant()}")) } : [],
                .. history.Next(now) is { } next
                    ? new[] { new Field("Next", (Text)$"{ModelWords.Runs(service, next.After)}, from {next.From}") } : [],
                .. history.Review is { } review ? new[] { new Field("Readiness review", ReviewReplies.Progress(review)) } : [],
            ],
            Table = rows.Count == 0 ? null : new Table(["Who", "When", "New", "Before", "Reason"], rows),
            Shareable = true,
        };
    }

    private static Field[] Terms(Agreement agreement) =>
        [new("Takeover", ModelWords.Entry(agreement)), new("Hand-back", ModelWords.Exit(agreement))];

    public static Reply Preview(DecisionFacts facts, IReadOnlyList<Text> notes) =>
        new(Text.Lines([Asked(facts), Answering(facts), .. notes]));

    public static Reply Done(DecisionFacts facts) => new(Line(facts));

    /// <summary>For channels and leads.</summary>
    public static Text Told(DecisionFacts facts) =>
        Text.Lines($"{Line(facts)} Decided by {facts.Author}.{(facts.Decision.Reason is { } reason ? $" Reason: {reason}" : "")}",
            Answering(facts));

    /// <summary>Why SREs do not take a service over yet.</summary>
    public static RefusedException NotYet(
        (string Id, Engagement Current) service, Agreement agreement, IReadOnlyList<EntryLack> lacks, DateTimeZone zone)
    {
        var why = lacks.Select(lack => lack switch
        {
            { Slo: null } => "it has no SLO whose budget was measured",
            { Period: { } period } => string.Create(CultureInfo.InvariantCulture,
                $"{lack.Slo} {(period.Exhausted is null ? "has no data" : "overspent its budget")}"
                    + $" from {period.Start.InZone(zone):uuuu-MM-dd} to {period.End.InZone(zone):uuuu-MM-dd}"),
            _ => FormattableString.Invariant($"{lack.Slo} has {lack.Missing} full {(lack.Missing == 1 ? "period" : "periods")} too few"),
        });
        return new RefusedException(
            $"Takeover of {service.Id} needs {agreement.Entry} full {(agreement.Entry == 1 ? "period" : "periods")} within budget: "
                + $"{string.Join("; ", why)}. Until then it stays {ModelWords.Of(service.Current)}.")
        {
            Field = "model",
        };
    }

    public static Text Period(PeriodResult period) =>
        (Text)$"{Text.Days(period.Start, period.End)} " +
            (period.Exhausted switch { null => "no data", true => "exhausted", _ => "within budget" });

    private static Text Line(DecisionFacts facts)
    {
        var (service, decision) = (facts.Engaged.Service, facts.Decision);
        if (decision.Before == decision.After)
            return $"{Text.Bold($"The planned change of {facts.Service} is cancelled.")} {ModelWords.Runs(service, decision.After)}.";
        return facts.AtOnce
            ? Text.Bold($"From now on {ModelWords.Runs(service, decision.After)}.")
            : (Text)$"{Text.Bold($"From {decision.From} {ModelWords.Runs(service, decision.After)}.")} "
                + $"Until then {ModelWords.Runs(service, decision.Before)}.";
    }

    private static Text Asked(DecisionFacts facts)
    {
        var (service, decision) = (facts.Engaged.Service, facts.Decision);
        if (decision.Before == decision.After)
            return $"{Text.Bold($"Cancel the planned change of {facts.Service}?")} {ModelWords.Runs(service, decision.After)}.";
        return facts.AtOnce
            ? (Text)$"{Text.Bold($"{ModelWords.ToRun(service, decision.After)} from now on?")} "
                + $"Now {ModelWords.Runs(service, decision.Before)}."
            : (Text)$"{Text.Bold($"{ModelWords.ToRun(service, decision.After)} from {decision.From}?")} "
                + $"Until then {ModelWords.Runs(service, decision.Before)}.";
    }

    private static Text Answering(DecisionFacts facts)
    {
        var (had, has) =
            (facts.Engaged.Answering(facts.Decision.Before, facts.Decision.From),
                facts.Engaged.Answering(facts.Decision.After, facts.Decision.From));
        return $"On call for it: {Names(has)} instead of {Names(had)}.";

        static string Names(IReadOnlyList<Rotations.Rotation> rotations) =>
            rotations.Count == 0 ? "no rotation" : string.Join(" and ", rotations.Select(rotation => rotation.Id));
    }

    private static IEnumerable<Text> Open(EngagementHistory history, Instant now)
    {
        if (history.Open() is { } open)
            yield return $"Hand-back proposed {open.ProposedAt:date}, waiting for an SRE lead.";
        if (history.Handbacks.LastOrDefault(
            handback => handback.At(now) is HandbackPhase.Effective or HandbackPhase.Reinstatable) is not { } last) yield break;
        yield return last.MetAt is { } met
            ? (Text)$"Takeover is possible again since {met:date}."
            : $"Takeover is possible again after {last.Reinstatement} full "
                + $"{(last.Reinstatement == 1 ? "period" : "periods")} within budget.";
    }

    private static List<IReadOnlyList<Text>> Rows(ServiceEngagement engaged, IReadOnlyDictionary<string, string> names) =>
        [.. engaged.History.Changes.Reverse().Take(MaxRows).Select(decision => (IReadOnlyList<Text>)
        [
            $"{names.Named(decision.DecidedBy)}", $"{decision.From}", ModelWords.Of(decision.After), ModelWords.Of(decision.Before),
            (decision.Handback is null ? "" : "hand-back" + (decision.Reason is null ? "" : ": ")) + decision.Reason,
        ])];
}
