using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Training;

/// <summary>Documents about training, as their golden files hold them.</summary>
internal static class TrainingSamples
{
    private static readonly Instant At = Cases.At("2026-11-16T09:00:00Z");
    private static readonly Instant Later = Cases.At("2026-11-23T09:00:00Z");

    public static IReadOnlyList<object> All { get; } =
    [
        new Enrollment("eve", "first-time-on-call", "payments")
        {
            Events =
            [
                new TrainingEvent(At, "ana", TrainingStep.Started) { Other = "ben" },
                new TrainingEvent(At, "eve", TrainingStep.Done) { Item = "rollback", Text = "4 min" },
                new TrainingEvent(At, "eve", TrainingStep.Debriefed) { Incident = "checkout/000012", Text = "the cache" },
                new TrainingEvent(Later, "ben", TrainingStep.SignedOff) { As = Signer.Mentor },
                new TrainingEvent(Later, "ana", TrainingStep.Qualified) { Version = 2, Items = ["rollback"] },
            ],
        },
        new ShadowTurn("payments", "eve", "ben", At, Later)
        {
            AddedAt = At,
            Declined = true,
            Told = ["checkout/000012"],
            Asked = ["checkout/000012"],
        },
        new Drill(3, "bad-push", "payments", "ben", At)
        {
            Events =
            [
                new DrillEvent(At, "eve", DrillStep.Primary),
                new DrillEvent(At, "ben", DrillStep.Told) { Clue = "page/errors" },
                new DrillEvent(At, "eve", DrillStep.Exercised) { Service = "checkout", Alert = "HighErrorRate" },
                new DrillEvent(At, "ana", DrillStep.Learned) { Text = "Roll back first" },
                new DrillEvent(Later, "ben", DrillStep.Ended),
            ],
        },
        new Requirement("payments", "first-time-on-call", At),
    ];
}
