namespace Watchbill.Slack;

/// <summary>What <see cref="ParityScript"/> says about health and toil.</summary>
internal static class ParityHealth
{
    public const string Lines =
        """
        ana: health
        ana: health team payments
        ana: report toil add checkout 30 restart <the> queue
        ana: report toil automate toil-1 a probe & a restart
        ana [Confirm]
        ana: report toil team payments
        ana [Share]
        ana: report toil done toil-1
        ana [Confirm]
        (week)
        ana <[Project]
        ana <[On-call]
        ana: health
        """;
}
