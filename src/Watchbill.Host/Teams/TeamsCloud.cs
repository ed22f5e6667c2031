namespace Watchbill.Teams;

/// <summary>A Microsoft cloud as the bot needs it: who signs its requests, and where it may answer.</summary>
/// <param name="Issuer">What its tokens say they are from.</param>
/// <param name="Login">Where the bot's own token is asked for.</param>
/// <param name="Scope">What it is good for.</param>
/// <param name="Address">The Bot Connector, while it has not said where it serves the tenant.</param>
/// <param name="Hosts">Hosts of service URLs, in full: anybody may have one below trafficmanager.net.</param>
internal sealed record TeamsCloud(
    string OpenIdMetadataUrl, string Issuer, string Login, string Scope, string Address, IReadOnlyList<string> Hosts)
{
    // By the names of Teams:Cloud, as microsoft/teams.net has them in CloudEnvironment. GCC without High is part of the public cloud.
    public static IReadOnlyDictionary<string, TeamsCloud> All { get; } =
        new Dictionary<string, TeamsCloud>(StringComparer.OrdinalIgnoreCase)
        {
            ["public"] = new("https://login.botframework.com/v1/.well-known/openidconfiguration", "https://api.botframework.com",
                "https://login.microsoftonline.com", "https://api.botframework.com/.default", "https://smba.trafficmanager.net/teams/",
                ["smba.trafficmanager.net", "smba.onyx.prod.teams.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com"]),
            ["usgov"] = new("https://login.botframework.azure.us/v1/.well-known/openidconfiguration", "https://api.botframework.us",
                "https://login.microsoftonline.us", "https://api.botframework.us/.default",
                "https://smba.infra.gov.teams.microsoft.us/teams/",
                ["smba.infra.gov.teams.microsoft.us"]),
            ["usdod"] = new("https://login.botframework.azure.us/v1/.well-known/openidconfiguration", "https://api.botframework.us",
                "https://login.microsoftonline.us", "https://api.botframework.us/.default",
                "https://smba.infra.dod.teams.microsoft.us/teams/",
                ["smba.infra.dod.teams.microsoft.us"]),
            ["china"] = new("https://login.botframework.azure.cn/v1/.well-known/openidconfiguration", "https://api.botframework.azure.cn",
                "https://login.partner.microsoftonline.cn", "https://api.botframework.azure.cn/.default",
                "https://frontend.botapi.msg.infra.teams.microsoftonline.cn/",
                ["frontend.botapi.msg.infra.teams.microsoftonline.cn"]),
        };

    /// <summary>Whether a request that came with this address may be answered there: the bot's own token goes with the answer.</summary>
    /// <param name="further">Addresses beyond those of the cloud, as configured.</param>
    public bool Serves(string? serviceUrl, IReadOnlyList<string> further)
    {
        if (!Uri.TryCreate(serviceUrl, UriKind.Absolute, out var url) || url.UserInfo.Length > 0) return false;
        if (url.Scheme == Uri.UriSchemeHttps && url.IsDefaultPort
            && Hosts.Contains(url.Host)) return true;
        return further.Any(one => Uri.TryCreate(one, UriKind.Absolute, out var known)
            && known.Scheme == url.Scheme && known.Authority == url.Authority);
    }
}
