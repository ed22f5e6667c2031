using NodaTime;
using Watchbill.Storage;
using Watchbill.Training;

namespace Watchbill.Slack;

/// <summary>The lines of <see cref="ParityScript"/> about training; ana leads, ben learns.</summary>
internal static class ParityTraining
{
    /// <summary>A shift that ben is to shadow, with an incident that he was asked to look back at.</summary>
    public static Write Turn => Write.Create("payments/2027-03-01T09:00:00Z/ben",
        new ShadowTurn("payments", "ben", "ana", Instant.FromUtc(2027, 3, 1, 9, 0), Instant.FromUtc(2027, 3, 8, 9, 0))
        {
            AddedAt = Instant.FromUtc(2026, 11, 20, 9, 0),
            Asked = ["checkout/000001"],
        });

    /// <summary>A step of cai's that waits for two signatures alone: ben manages, ana signs beside him.</summary>
    public static Write Step
    {
        get
        {
            var (at, program) = (Instant.FromUtc(2026, 11, 20, 9, 0), CareerPrograms.All[1]);
            var begun = new Enrollment("cai", program.Id, null).With(new TrainingEvent(at, "ben", TrainingStep.Started)
            {
                Other = "ana",
                Version = program.Version,
            });
            var waived = program.Items.Aggregate(begun, (step, item) => step.With(new TrainingEvent(at, "ben", TrainingStep.Waived)
            {
                Item = item.Id,
                Text = "known",
            }));
            return Write.Create(waived.Id, waived);
        }
    }

    public const string Lines =
        """
        ana: training start ben payments
        ana [Confirm]
        ben: training status
        ben [Mark done: terms]
        ben: training done runbooks because I <read> them & fixed one
        ana: training sign ben terms
        ana [Sign off]
        ana: training send-back ben runbooks because the <cache> is missing
        ben: training done runbooks because the cache, too
        ana <[Sign off]
        ana: training waive ben incidents because she wrote three
        ana [Waive item]
        ana: training status @ben
        ben: training status
        ben [Look back: checkout-1]
        ben {seen=5xx of <the> cache; clear=the rollback; instead=drained it first}
        ben: training debrief checkout-1 saw 5xx made-sense the rollback would-have drained it
        ben: training status
        ben [Decline shadow shift]
        ana: training report payments
        ben: training career cai sre-junior-to-senior with ana
        ben [Confirm]
        ana: training status cai for sre-junior-to-senior
        ben: training status cai for sre-senior-to-principal
        ben [Sign off]
        ana: training drills
        ana: training drill bad-push payments
        ana [Confirm]
        ben <[Play primary]
        ben <[Play secondary]
        ana <[The error graph]
        ana <[Give hint]
        ana <[Read next part]
        ben: training drill note nobody <knew> where the flag is
        ben: training drill learned write down how to roll back
        ben: training drill runbook checkout HighErrorRate
        ana <[End drill]
        """;
}
