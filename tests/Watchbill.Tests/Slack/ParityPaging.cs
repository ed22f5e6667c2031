namespace Watchbill.Slack;

/// <summary>Of <see cref="ParityScript"/>: how people are reached.</summary>
internal static class ParityPaging
{
    public const string Lines =
        """
        ana: contact
        ana: contact add ntfy ana-<7Kx2Q9>
        ana: contact verify 482113
        ana: contact test ntfy
        ana: contact remove ntfy
        ana: contact rules high chat 0m
        ana: readiness payments
        ana: page drill payments
        ana: report triage
        """;
}
