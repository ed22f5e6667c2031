namespace Watchbill.Slack;

/// <summary>The part of <see cref="ParityScript"/> about who builds and who runs a service.</summary>
internal static class ParityEngagements
{
    public const string Lines =
        """
        ana: engagement cost payments
        ana: engagement headcount
        ana: engagement review checkout
        ana: engagement review start checkout by core
        ana [Confirm]
        ana: engagement review checkout
        ana [Sign architecture]
        ana [Confirm]
        ana: engagement review sign checkout runbooks because all of them
        ana [Confirm]
        ana: engagement change checkout you-build-ops-run by core because nobody is left
        ana [Cancel]
        ana: engagement handback ledger because it <burns>
        ana [Confirm]
        ben <[Decline]
        ben [Cancel]
        ben: engagement handback decline ledger because not yet
        ben [Confirm]
        ana: engagement handback ledger
        ana [Confirm]
        ben <[Hand back ledger]
        ben [Cancel]
        ben: engagement handback confirm ledger
        ben [Confirm]
        """;
}
