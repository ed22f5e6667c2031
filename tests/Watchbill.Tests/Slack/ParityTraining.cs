namespace Watchbill.Slack;

/// <summary>The lines of <see cref="ParityScript"/> about training; ana leads, ben learns.</summary>
internal static class ParityTraining
{
    public const string Lines =
        """
        ana: training start ben payments
        ana [Confirm]
        ben: training status
        ben [Done: terms]
        ben: training done runbooks because I <read> them & fixed one
        ana: training sign ben terms
        ana: training send-back ben runbooks because the <cache> is missing
        ben: training done runbooks because the cache, too
        ana <[Sign off]
        ana: training waive ben incidents because she wrote three
        ana: training status @ben
        ana: training report payments
        """;
}
