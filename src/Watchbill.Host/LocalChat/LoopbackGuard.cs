using System.Net;
using Watchbill.Http;

namespace Watchbill.LocalChat;

/// <summary>Whether there is a local chat at all, and the sentence for the log that says why.</summary>
internal sealed record Verdict(bool Open, string Because);

/// <summary>What a request shows of where it comes from.</summary>
/// <param name="Peer">The other end of the connection; null where there is none, as on a Unix socket.</param>
/// <param name="Host">With the port, as the request names it: <c>localhost:5080</c>.</param>
/// <param name="Headers">The names of all headers.</param>
internal sealed record RequestOrigin(IPAddress? Peer, string Scheme, string Host, IReadOnlyCollection<string> Headers)
{
    /// <summary>The Origin header, several joined by commas; empty: absent.</summary>
    public string Origin { get; init; } = "";

    /// <summary>Of a request that carries a body, empty where it does not say; null for one without body.</summary>
    public string? ContentType { get; init; }
}

/// <summary>An answer that is no reply: a status and a sentence that says what to do.</summary>
internal sealed record Rejection(int Status, string Sentence);

/// <summary>
/// Who may talk to the local chat, in which anybody is whoever they say: somebody at this machine, on a
/// page of this host, and nobody else. A browser on this machine runs strangers' scripts too, hence Host
/// (rebound names) and Origin and the content type (forms of other sites).
/// </summary>
internal static class LoopbackGuard
{
    private static readonly HashSet<string> Hosts = new(StringComparer.OrdinalIgnoreCase) { "localhost", "127.0.0.1", "[::1]" };

    // "X-Original-" is what forwarding middleware leaves behind once it has put a stranger's claim in place of the peer.
    private static readonly string[] ForwardingPrefixes = ["X-Forwarded", "X-Original-", "CF-", "X-Envoy-"];

    private static readonly HashSet<string> Forwarding = new(StringComparer.OrdinalIgnoreCase)
    {
        "Forwarded", "Forwarded-For", "Via", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "X-Remote-IP", "X-Remote-Addr",
        "X-ProxyUser-Ip", "True-Client-IP", "Client-IP", "Fastly-Client-IP", "X-Azure-ClientIP", "X-Appengine-User-IP",
    };

    /// <summary>Whether the routes are mapped, by environment and configuration alone.</summary>
    /// <param name="secret">Whether a secret of another platform is configured: then real people talk to this host elsewhere.</param>
    public static Verdict Decide(string environment, bool? enabled, bool secret) => (environment.ToUpperInvariant(), enabled) switch
    {
        (_, false) => new(false, "The local chat is closed: LocalChat:Enabled is false."),
        ("PRODUCTION", true) => new(false, "The local chat stays closed although LocalChat:Enabled is true: in Production it never opens."),
        ("PRODUCTION", _) => new(false, "The local chat is closed in Production."),
        (_, true) => new(true, "The local chat is open at / because LocalChat:Enabled is true; it answers this machine only."),
        ("DEVELOPMENT", _) when secret =>
            new(false, "The local chat is closed: a secret of another chat platform is configured. LocalChat:Enabled opens it."),
        ("DEVELOPMENT", _) => new(true, "The local chat is open at / and answers this machine only."),
        _ => new(false, $"The local chat is closed in {environment}. LocalChat:Enabled opens it."),
    };

    /// <summary>Why a request is turned away; null: it is let in.</summary>
    public static Rejection? Refuse(RequestOrigin origin)
    {
        if (origin.Peer is not { } peer || !IPAddress.IsLoopback(peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer))
            return Forbidden("The local chat answers this machine only. Open it on the machine that runs Watchbill.");
        if (!Hosts.Contains(new HostString(origin.Host).Host))
            return Forbidden("The local chat answers to the hosts localhost, 127.0.0.1 and [::1] only. Open it under one of them.");
        if (origin.Headers.FirstOrDefault(Forwards) is { } header)
            return Forbidden(
                $"The local chat does not answer through a proxy, and this request carries the header {header}. Connect directly.");
        if (origin.Origin.Length > 0 && !origin.Origin.Equals(Own(origin), StringComparison.OrdinalIgnoreCase))
            return Forbidden(
                "The local chat answers its own page only, and this request's Origin is another. Leave Origin out or use the page at /.");
        if (origin.ContentType is { } type && !RequestBody.IsJson(type))
            return new(StatusCodes.Status415UnsupportedMediaType,
                "The local chat reads JSON only. Send the header Content-Type: application/json.");
        return null;
    }

    private static Rejection Forbidden(string sentence) => new(StatusCodes.Status403Forbidden, sentence);

    private static bool Forwards(string header) =>
        Forwarding.Contains(header) || ForwardingPrefixes.Any(prefix => header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>As browsers write it: a default port is left out.</summary>
    private static string Own(RequestOrigin origin)
    {
        var isDefault = origin.Scheme == Uri.UriSchemeHttp && origin.Host.EndsWith(":80", StringComparison.Ordinal);
        return $"{origin.Scheme}://{(isDefault ? origin.Host[..^3] : origin.Host)}";
    }
}
