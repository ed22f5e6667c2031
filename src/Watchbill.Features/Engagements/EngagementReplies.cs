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
        return new Reply(Text.Lines([(Text)$"{service.Id} is {ModelWords.Of(current)}.", .. Open(history, now)]))
        {
            Fields =
            [
                new("Owner", service.Team),
                new("Since", history.Since(now) is { } since ? (Text)$"{since.From}" : "the organisation file"),
                new("Answering now",
                    answering.Rotations.Count == 0
                        ? "no rotation"
                        : string.Join(", ", answering.Rotations.Select(rotation => rotation.Id)) +
                            (answering.Lacking is { } team ? $" (in place of {team}, which has no rotation)" : "")),
                .. current.Model.IsWithSre() ? new[] { new Field("Agreement", ModelWords.Of(Agreement.Of(current))) } : [],
                .. current.Price is { } price
                    ? new[] { new Field("Price",
                        FormattableString.Invariant(
                            $"{price.Amount.Amount} {price.Amount.Currency} per {price.Per.ToString().ToLowerInvariant()}")) } : [],
                .. history.Next(now) is { } next ? new[] { new Field("Next", (Text)$"{ModelWords.Of(next.After)} from {next.From}") } : [],
                .. history.Review is { } review ? new[] { new Field("Readiness review", ReviewReplies.Progress(review)) } : [],
            ],
            Table = rows.Count == 0 ? null : new Table(["From", "Model", "Before", "Decided by", "Why"], rows),
            Shareable = true,
        };
    }

    public static Reply Preview(DecisionFacts facts, IReadOnlyList<Text> notes) =>
        new(Text.Lines([Line(facts), Answering(facts), .. notes]));

    public static Reply Done(DecisionFacts facts) => new((Text)$"Done. {Line(facts)}");

    /// <summary>For channels and leads.</summary>
    public static Text Told(DecisionFacts facts) =>
        Text.Lines($"{facts.Author} decided: {Line(facts)}{(facts.Decision.Reason is { } reason ? $" Why: {reason}" : "")}",
            Answering(facts));

    /// <summary>Why SREs do not take a service over yet.</summary>
    public static RefusedException NotYet(
        (string Id, Engagement Current) service, Agreement agreement, IReadOnlyList<EntryLack> lacks, DateTimeZone zone)
    {
        var why = lacks.Select(lack => lack switch
        {
            { Slo: null } => "it has no objective whose budget was measured",
            { Period: { } period } => string.Create(CultureInfo.InvariantCulture,
                $"{lack.Slo} {(period.Exhausted is null ? "has no data" : "used its budget up")}"
                    + $" from {period.Start.InZone(zone):uuuu-MM-dd} to {period.End.InZone(zone):uuuu-MM-dd}"),
            _ => FormattableString.Invariant($"{lack.Slo} has {lack.Missing} full {(lack.Missing == 1 ? "period" : "periods")} too few"),
        });
        return new RefusedException(
            $"The agreement " +
                $"takes {service.Id} over after {agreement.Entry} full {(agreement.Entry == 1 ? "period" : "periods")} within budget, " +
                $"and that does not hold: {string.Join("; ", why)}. Until then it stays {ModelWords.Of(service.Current)}.")
        {
            Field = "model",
        };
    }

    public static Text Period(PeriodResult period) =>
        (Text)$"{period.Start:date} to {period.End:date} " +
            (period.Exhausted switch { null => "no data", true => "exhausted", _ => "within budget" });

    private static Text Line(DecisionFacts facts)
    {
        var decision = facts.Decision;
        if (decision.Before == decision.After)
            return $"{facts.Service} stays {ModelWords.Of(decision.After)}; what was planned is taken back.";
        return facts.AtOnce
            ? (Text)$"{facts.Service} becomes {ModelWords.Of(decision.After)} at once; it is {ModelWords.Of(decision.Before)}."
            : $"{facts.Service} becomes {ModelWords.Of(decision.After)} from {decision.From}; until then it " +
                $"is {ModelWords.Of(decision.Before)}.";
    }

    private static Text Answering(DecisionFacts facts)
    {
        var (had, has) =
            (facts.Engaged.Answering(facts.Decision.Before, facts.Decision.From),
                facts.Engaged.Answering(facts.Decision.After, facts.Decision.From));
        return $"On call for it: {Names(had)} before, {Names(has)} then.";

        static string Names(IReadOnlyList<Rotations.Rotation> rotations) =>
            rotations.Count == 0 ? "no rotation" : string.Join(" and ", rotations.Select(rotation => rotation.Id));
    }

    private static IEnumerable<Text> Open(EngagementHistory history, Instant now)
    {
        if (history.Open() is { } open)
            yield return $"A hand-back to its team was proposed ({open.ProposedAt:date}) and waits for an SRE lead.";
        if (history.Handbacks.LastOrDefault(
            handback => handback.At(now) is HandbackPhase.Effective or HandbackPhase.Reinstatable) is not { } last) yield break;
        yield return last.MetAt is { } met
            ? (Text)$"It may be taken over again: the condition was met ({met:date})."
            : $"It may be taken over again after {last.Reinstatement} full "
                + $"{(last.Reinstatement == 1 ? "period" : "periods")} within budget.";
    }

    private static List<IReadOnlyList<Text>> Rows(ServiceEngagement engaged, IReadOnlyDictionary<string, string> names) =>
        [.. engaged.History.Changes.Reverse().Take(MaxRows).Select(decision => (IReadOnlyList<Text>)
        [
            $"{decision.From}", ModelWords.Of(decision.After), ModelWords.Of(decision.Before), names[decision.DecidedBy],
            (decision.Handback is null ? "" : "hand-back" + (decision.Reason is null ? "" : ": ")) + decision.Reason,
        ])];
}
