using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Engagements;

/// <summary>What is said about a readiness review.</summary>
public static class ReviewReplies
{
    private const int MaxButtons = 5;

    /// <param name="mine">The sides for which the reader may sign.</param>
    /// <param name="trained">Whether those who would be on call are qualified.</param>
    public static Reply Shown(
        ServiceEngagement engaged, ReadinessReview review, IReadOnlyDictionary<string, string> names, IReadOnlySet<ReviewSide> mine,
        IReadOnlyList<Text> trained) =>
        new(Text.Lines(
        [
            (Text)($"{Text.Bold($"Readiness review of {engaged.Service.Id} with {review.By}: {Progress(review)}.")} "
                + $"Started by {names.Named(review.StartedBy)}, {review.StartedAt:date}."),
            ModelWords.Of(review.Agreement),
            .. trained,
        ]))
        {
            Table = new Table(["Who", "Item", "Check", "When", "Note"], [.. review.Items.Select(item => (IReadOnlyList<Text>)
            [
                item.SignedBy is { } signer ? (Text)$"{names.Named(signer)}" : $"open: {Side(engaged, review, item)}",
                item.Id, item.Title,
                item.SignedAt is { } at ? (Text)$"{at:date}" : "",
                item.Note ?? "",
            ])]),
            Actions = [.. review.Items.Where(item => item.SignedBy is null && mine.Contains(item.Side)).Take(MaxButtons)
                .Select(item => new Button($"Sign {item.Id}", "review-sign",
                    new ButtonValue(ButtonSubject.Service, engaged.Service.Id, item.Id).ToString()))],
            Shareable = true,
        };

    /// <param name="missing">Names of those in the roster who are not qualified.</param>
    public static Text Trained(string rotation, int members, IReadOnlyList<string> missing) => missing.Count == 0
        ? (Text)$"All {members} in {rotation} are qualified."
        : $"⚠ {members - missing.Count} of {members} in {rotation} are qualified. Not: {string.Join(", ", missing)}.";

    public static string Progress(ReadinessReview review) => review.IsComplete()
        ? "complete"
        : FormattableString.Invariant($"{review.Items.Count(item => item.SignedBy is not null)} of {review.Items.Count} signed");

    public static Reply StartPreview(ServiceEngagement engaged, ReadinessReview review) =>
        new((Text)($"{Text.Bold($"Start the readiness review of {engaged.Service.Id} with {review.By}?")} {review.Items.Count} items, "
            + $"signed by both teams. {ModelWords.Of(review.Agreement)}"));

    public static Reply Started(ServiceEngagement engaged, ReadinessReview review) =>
        new((Text)($"{Text.Bold($"The readiness review of {engaged.Service.Id} with {review.By} has started.")} "
            + $"{ModelWords.Of(review.Agreement)} See it: `engagement review {engaged.Service.Id}`"));

    public static Reply SignPreview(ServiceEngagement engaged, ReviewItem item, string? note) =>
        new((Text)$"{Text.Bold($"Sign this for {engaged.Service.Id}?")} {item.Title}.{(note is null ? "" : $" Note: {note}")}");

    public static Reply ItemSigned(ServiceEngagement engaged, ReadinessReview review, ReviewItem item, Instant now) => review.IsComplete()
        ? Complete(engaged, review, now)
        : new((Text)$"{Text.Bold($"Signed: {item.Title}.")} {engaged.Service.Id}: {Progress(review)}.");

    public static Reply Complete(ServiceEngagement engaged, ReadinessReview review, Instant now) =>
        new((Text)($"{Text.Bold($"The readiness review of {engaged.Service.Id} is complete.")} A lead can take it over: "
            + Text.Code($"engagement change {engaged.Service.Id} {EngagementModels.Name(Next(engaged.At(now).Model))} by {review.By}")));

    // Where SREs run it alone already, what a review leads to is developers beside them.
    private static EngagementModel Next(EngagementModel current) =>
        current == EngagementModel.YouBuildSreRun ? EngagementModel.YouBuildYouAndSreRun : EngagementModel.YouBuildSreRun;

    private static string Side(ServiceEngagement engaged, ReadinessReview review, ReviewItem item) =>
        item.Side == ReviewSide.Owner ? engaged.Service.Team : review.By;
}
