using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Engagements;

/// <summary>What is said about giving a service back.</summary>
public static class HandbackReplies
{
    /// <summary>The days of a period are the same for everybody, though a reader's zone is hours from that of the budget.</summary>
    private static readonly Duration HalfADay = Duration.FromHours(12);

    /// <param name="buttons">For leads, who may answer; channels only read.</param>
    public static Reply Proposed(ServiceEngagement engaged, Handback handback, string author, bool buttons) =>
        new(Text.Lines([Line(engaged, handback, author), .. Why(handback), Condition(handback)]))
        {
            Table = Evidence(handback),
            Actions =
                buttons
                    ? [new Button($"Hand back {engaged.Service.Id}", "handback-confirm",
                        IdOf(engaged, handback)) { Style = ButtonStyle.Primary },
                        new Button("Decline", "handback-decline", IdOf(engaged, handback))] : [],
        };

    public static Reply ProposalPreview(ServiceEngagement engaged, Handback handback) =>
        new(Text.Lines(
            [(Text)($"{Text.Bold($"Propose to hand {engaged.Service.Id} back to {engaged.Service.Team}?")} "
                + $"Nothing changes before an SRE lead confirms."), .. Why(handback), Condition(handback)]));

    public static Reply ProposalDone(ServiceEngagement engaged, string lead) =>
        new((Text)($"{Text.Bold($"Hand-back of {engaged.Service.Id} proposed.")} {lead} confirms or declines it. Both teams have been " +
            $"told."));

    public static Reply DeclinePreview(ServiceEngagement engaged, Handback handback) =>
        new((Text)($"{Text.Bold($"Decline the hand-back of {engaged.Service.Id}?")} Proposed {handback.ProposedAt:date}. "
            + $"It stays {ModelWords.Of(handback.Before)}."));

    public static Reply Declined(ServiceEngagement engaged, Handback handback, string author, string? why) =>
        new((Text)($"{Text.Bold($"Hand-back of {engaged.Service.Id} declined")} by {author}. It stays {ModelWords.Of(handback.Before)}."
            + $"{(why is null ? "" : $" Reason: {why}")}"));

    /// <summary>What stands where a proposal was that a later one has taken the place of.</summary>
    public static Reply Superseded(ServiceEngagement engaged) =>
        new(Text.Bold($"A later proposal to hand {engaged.Service.Id} back replaces this one."));

    /// <summary>When SREs may take it over again.</summary>
    public static Text Condition(Handback handback) =>
        $"Takeover is possible again after {handback.Reinstatement} full "
            + $"{(handback.Reinstatement == 1 ? "period" : "periods")} within budget.";

    public static Reply Met(ServiceEngagement engaged, Handback handback) =>
        new((Text)(
            $"{Text.Bold($"{handback.Before.By ?? "SREs"} can take {engaged.Service.Id} over again:")} {handback.Reinstatement} full "
                + $"{(handback.Reinstatement == 1 ? "period" : "periods")} within budget. "
                + $"Start: `engagement review start {engaged.Service.Id}`"));

    /// <summary>Why on-call cannot move yet.</summary>
    public static RefusedException NotCovered(ServiceEngagement engaged, Handback handback, ReceivingLacks lacks)
    {
        var boundary = engaged.Boundary(handback.After, handback.ProposedAt);
        var receiving = engaged.Answering(handback.After, boundary);
        if (receiving.Count == 0)
            return new(
                $"{engaged.Service.Team} has no rotation to answer for {engaged.Service.Id}. Create one, then confirm again.");
        // A refusal is one string: its times are those of the receiving rotation's zone, which is said.
        var times = new Reader(receiving[0].ZoneAt(boundary), handback.ProposedAt) { Stays = true, Elsewhere = true };
        var missing = PlainText.Render(Text.Join(" ", ReceivingReplies.Lines(lacks)), times);
        return new(
            $"{string.Join(" and ", receiving.Select(rotation => rotation.Id))} covers less than " +
                $"{engaged.Service.Id} has now. {missing} Fix this, then confirm again.");
    }

    private static string IdOf(ServiceEngagement engaged, Handback handback) =>
        new ButtonValue(ButtonSubject.Service, engaged.Service.Id, $"{handback.Id}").ToString();

    private static Text Line(ServiceEngagement engaged, Handback handback, string author) => handback.Evidence is { } evidence
        ? (Text)$"{Text.Bold($"Hand {engaged.Service.Id} back to {engaged.Service.Team}?")} Its {evidence.Slo} budget was overspent in "
            + $"{evidence.Periods.Count(period => period.Exhausted is true)} of the last {evidence.Periods.Count} "
            + $"periods{Agreed(handback.Before)}. Proposed by {author}; one SRE lead decides."
        : (Text)$"{Text.Bold($"Hand {engaged.Service.Id} back to {engaged.Service.Team}?")} Proposed by {author}; one SRE lead decides.";

    private static string Agreed(Engagement before) =>
        before.Exit is { } exit ? $"; the agreement says {ModelWords.Of(exit)}" : "";

    private static IEnumerable<Text> Why(Handback handback) => handback.Reason is { } reason ? [$"Reason: {reason}"] : [];

    private static Table? Evidence(Handback handback) =>
        handback.Evidence is not { } evidence
            ? null : new Table(["When", "Budget"], [.. evidence.Periods.Select(period => (IReadOnlyList<Text>)
            [Text.Days(period.Start + HalfADay, period.End - HalfADay),
                period.Exhausted switch { null => "no data", true => "exhausted", _ => "within budget" }])]);
}
