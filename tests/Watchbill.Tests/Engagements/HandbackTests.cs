using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Engagements;

public sealed class HandbackTests
{
    private static readonly Instant Friday = Cases.At("2026-11-20T10:00:00Z");
    private static readonly Instant Monday = Cases.At("2026-11-23T09:00:00Z");
    private static readonly Engagement Sre = new(EngagementModel.YouBuildSreRun) { By = "sre-core" };

    [Fact]
    public void It_goes_from_proposed_to_confirmed_to_effective_to_reinstatable()
    {
        var confirmed = Proposed().Confirm("lea", Friday, Monday);
        Assert.Equal(HandbackPhase.Proposed, Proposed().At(Monday));
        Assert.Equal(HandbackPhase.Confirmed, confirmed.At(Monday - Duration.Epsilon));
        Assert.Equal(HandbackPhase.Effective, confirmed.At(Monday));
        Assert.Equal(HandbackPhase.Reinstatable, confirmed.Meet(Monday).At(Monday));
    }

    [Fact]
    public void What_is_decided_is_decided_once()
    {
        Assert.Throws<InvalidOperationException>(() => Proposed().Decline("lea", Friday, null).Confirm("lea", Friday, Monday));
        Assert.Throws<InvalidOperationException>(() => Proposed().Confirm("lea", Friday, Monday).Decline("lea", Friday, null));
        Assert.Throws<InvalidOperationException>(() => Proposed().Confirm("lea", Friday, Monday).Meet(Friday));
        Assert.Throws<ArgumentOutOfRangeException>(() => Proposed().Confirm("lea", Monday, Friday));
    }

    [Fact]
    public void History_answers_for_the_past_and_for_what_is_planned()
    {
        var history =
            new EngagementHistory("checkout")
                .With(new EngagementDecision(Sre, Engagement.YouBuildYouRun, Monday) { DecidedBy = "lea", DecidedAt = Friday });
        Assert.Equal([Sre, Sre, Engagement.YouBuildYouRun],
            new[] { Friday, Monday - Duration.Epsilon, Monday }.Select(at => history.At(Sre, at)));
        Assert.Equal([(Friday, Monday), (Monday, Monday + Duration.FromDays(1))],
            history.Between(Sre, Friday, Monday + Duration.FromDays(1)).Select(span => (span.Start, span.End)));
    }

    [Fact]
    public void A_later_decision_replaces_what_was_planned_and_a_proposal_and_never_the_past()
    {
        var past = new EngagementDecision(Engagement.YouBuildYouRun, Sre, Friday - Duration.FromDays(30))
        {
            DecidedBy = "lea",
            DecidedAt = Friday - Duration.FromDays(40),
        };
        var planned = new EngagementDecision(Sre, Engagement.YouBuildYouRun, Monday)
        {
            DecidedBy = "lea",
            DecidedAt = Friday - Duration.FromDays(1),
        };
        var stays = new EngagementDecision(Sre, Sre, Friday) { DecidedBy = "lea", DecidedAt = Friday };
        var history = new EngagementHistory("checkout").With(past).With(planned).With(Proposed()).With(stays);
        Assert.Equal([past, stays], history.Changes);
        Assert.Equal(HandbackState.Replaced, Assert.Single(history.Handbacks).State);
        Assert.Throws<ArgumentException>(() => history.With(stays with { From = Friday - Duration.FromDays(1) }));
    }

    private static Handback Proposed() => new(1, Sre, Engagement.YouBuildYouRun, Friday, Friday) { ProposedBy = "watchbill" };
}
