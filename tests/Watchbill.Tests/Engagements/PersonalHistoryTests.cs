using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Engagements;

/// <summary>What a person may have of an engagement's history, and what goes when they are forgotten.</summary>
public sealed class PersonalHistoryTests
{
    private static readonly Instant At = Cases.At("2026-11-16T09:00:00Z");
    private static readonly Engagement Sre = new(EngagementModel.YouBuildSreRun) { By = "sre-core" };

    // Ana decided and said why, ben decided silently; cai proposed, dora answered; eve began the review, fred and gina signed.
    private static EngagementHistory History { get; } = new("checkout")
    {
        Changes = [Change("ana", "two quarters are gone"), Change("ben", null)],
        Handbacks =
        [
            new Handback(1, Sre, Engagement.YouBuildYouRun, At, At)
            {
                ProposedBy = "cai", Reason = "it is noisy", State = HandbackState.Declined, DecidedBy = "dora", Answer = "not yet",
            },
            new Handback(2, Sre, Engagement.YouBuildYouRun, At, At) { ProposedBy = "hugo" },
        ],
        Review = new ReadinessReview("sre-core", new Agreement(3, new ExitCondition(2, 4)), "eve", At)
        {
            Items = [Item("runbooks", "fred", "seen"), Item("drill", "gina", null), Item("access", null, null)],
        },
        FileSaid = "you-build-ops-run",
    };

    [Theory]
    [InlineData("ana", 1, "", null)]
    [InlineData("ben", 1, "", null)]
    [InlineData("cai", 0, "1", null)]
    [InlineData("dora", 0, "1", null)]
    [InlineData("hugo", 0, "2", null)]
    [InlineData("eve", 0, "", "")]
    [InlineData("fred", 0, "", "runbooks")]
    [InlineData("gina", 0, "", "drill")]
    public void Theirs_is_what_they_decided_proposed_or_signed(string person, int changes, string handbacks, string? items)
    {
        var own = History.Of(person)!;
        Assert.Equal((changes, handbacks, items, (string?)null),
            (own.Changes.Count, string.Join(' ', own.Handbacks.Select(handback => handback.Id)),
                own.Review is { } review ? string.Join(' ', review.Items.Select(item => item.Id)) : null, own.FileSaid));
        Assert.All(own.Changes, change => Assert.Equal(person, change.DecidedBy));
    }

    [Fact]
    public void Who_has_no_part_in_it_gets_nothing()
    {
        Assert.Null(History.Of("ida"));
        Assert.Null((History with { Review = null }).Of("eve"));
    }

    [Theory]
    [InlineData("ana", "- / it is noisy not yet / seen")]
    [InlineData("cai", "two quarters are gone / - not yet / seen")]
    [InlineData("dora", "two quarters are gone / it is noisy - / seen")]
    [InlineData("fred", "two quarters are gone / it is noisy not yet / -")]
    public void Their_own_words_go_and_what_they_decided_stays(string person, string left)
    {
        var after = History.Without(person)!;
        Assert.Equal(left,
            $"{after.Changes[0].Reason ?? "-"} / {after.Handbacks[0].Reason ?? "-"} {after.Handbacks[0].Answer ?? "-"} / " +
                $"{after.Review!.Items[0].Note ?? "-"}");
        Assert.Equal(["ana", "ben"], after.Changes.Select(change => change.DecidedBy));
        Assert.Equal(["fred", "gina", null], after.Review.Items.Select(item => item.SignedBy));
    }

    [Theory]
    [InlineData("ben")] // gave no reason
    [InlineData("hugo")]
    [InlineData("gina")] // signed without a note
    [InlineData("eve")]
    [InlineData("ida")]
    public void Where_they_wrote_nothing_nothing_has_to_go(string person) => Assert.Null(History.Without(person));

    [Fact]
    public void Without_a_review_their_other_words_go_all_the_same() =>
        Assert.Null((History with { Review = null }).Without("ana")!.Changes[0].Reason);

    private static EngagementDecision Change(string by, string? reason) =>
        new(Sre, Engagement.YouBuildYouRun, At) { DecidedBy = by, DecidedAt = At, Reason = reason };

    private static ReviewItem Item(string id, string? by, string? note) => new(id, id, ReviewSide.Sre) { SignedBy = by, Note = note };
}
