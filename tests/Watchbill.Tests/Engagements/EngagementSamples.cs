using NodaTime;
using Watchbill.Compensation;

namespace Watchbill.Engagements;

/// <summary>A full document of each kind, as its golden file holds it.</summary>
internal static class EngagementSamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 11, 16, 9, 0);
    private static readonly Instant Later = Instant.FromUtc(2026, 11, 23, 9, 0);

    public static IReadOnlyList<object> All { get; } =
    [
        Engagement(),
    ];

    private static EngagementHistory Engagement()
    {
        var sre = new Engagement(EngagementModel.YouBuildSreRun)
        {
            By = "sre-core",
            Entry = 3,
            Exit = new ExitCondition(2, 4),
            Price = new EngagementPrice(new Money(95, "EUR"), PriceUnit.Hour),
            Sres = ["eve"],
        };
        return new EngagementHistory("checkout")
        {
            Changes = [new EngagementDecision(sre, Watchbill.Engagements.Engagement.YouBuildYouRun, Later)
            {
                DecidedBy = "eve",
                DecidedAt = At,
                Reason = "two quarters are gone",
                Handback = 1,
            }],
            Handbacks =
            [
                new Handback(1, sre, Watchbill.Engagements.Engagement.YouBuildYouRun, At, At)
                {
                    ProposedBy = "watchbill", Reason = "two quarters are gone",
                    Evidence = new SloPeriods("availability", [new PeriodResult(At, Later, true), new PeriodResult(At, Later, null)]),
                    State = HandbackState.Confirmed, DecidedBy = "eve", DecidedAt = At, Answer = "not yet", EffectiveAt = Later,
                    Reinstatement = 3, MetAt = Later,
                },
            ],
            Review = new ReadinessReview("sre-core", new Agreement(3, new ExitCondition(2, 4)), "ana", At)
            {
                Items = [new ReviewItem("runbooks", "Every alert has a runbook", ReviewSide.Owner)
                {
                    SignedBy = "ana",
                    SignedAt = Later,
                    Note = "seen",
                }, new ReviewItem("drill", "A failure was drilled", ReviewSide.Sre)],
            },
            FileSaid = "you-build-ops-run, not you-build-you-run",
        };
    }
}
