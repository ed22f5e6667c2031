using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using NodaTime;

namespace Watchbill.Teams;

/// <summary>What the token of a request says, once it was checked.</summary>
/// <param name="ServiceUrl">Where the request's sender takes answers.</param>
/// <param name="Channels">The channels that the key was endorsed for.</param>
internal sealed record TeamsSender(string ServiceUrl, IReadOnlyList<string> Channels);

/// <summary>
/// Checks that the Bot Connector sent a request: RS256 by one of its published keys, issuer, audience and lifetime. Never throws. Keys are
/// read anew every twelve hours, and for a key that nobody knows at most every 30 seconds (docs/decisions/0180).
/// </summary>
internal sealed class TeamsToken
{
    private static readonly Duration Skew = Duration.FromMinutes(5);

    // Of a real one there are about 1,000 characters.
    private const int MaxLength = 16_384;

    private readonly JsonWebTokenHandler handler = new() { MaximumTokenSizeInBytes = MaxLength, MapInboundClaims = false };
    private readonly ConfigurationManager<OpenIdConnectConfiguration> keys;
    private readonly TokenValidationParameters rules;

    public TeamsToken(IOptions<TeamsOptions> options, IClock clock)
    {
        var cloud = TeamsCloud.All[options.Value.Cloud];
        var metadata = options.Value.OpenIdMetadataUrl is { Length: > 0 } own ? own : cloud.OpenIdMetadataUrl;
        var client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            // Teams waits fifteen seconds for an answer.
            Timeout = TimeSpan.FromSeconds(10),
            MaxResponseContentBufferSize = 1 << 20,
        };
        keys = new(metadata, new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(client) { RequireHttps = !new Uri(metadata).IsLoopback })
        {
            // With the default of five minutes one forged token would keep a new key out for that long.
            RefreshInterval = TimeSpan.FromSeconds(30),
        };
        rules = new()
        {
            ConfigurationManager = keys,
            // By the key that the token names, so that the endorsements are that key's.
            TryAllIssuerSigningKeys = false,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            // The metadata's own word for the issuer counts for nothing.
            IssuerValidator = (issuer, _, _) => issuer == cloud.Issuer
                ? issuer : throw new SecurityTokenInvalidIssuerException("The issuer is another."),
            ValidAudience = options.Value.AppId?.Trim(),
            RequireExpirationTime = true,
            LifetimeValidator = (from, until, _, _) => until is { } end && IsNow(from, end, clock.GetCurrentInstant()),
        };
    }

    /// <param name="header">The Authorization header as it came.</param>
    /// <returns>Null: somebody else sent it, or the keys cannot be read right now; <c>why</c> says so for the log.</returns>
    public async Task<(TeamsSender? Sender, string Why)> CheckAsync(IReadOnlyList<string?> header, CancellationToken ct)
    {
        if (header is not [{ Length: > 7 and <= MaxLength } one] || !one.StartsWith("Bearer ", StringComparison.Ordinal))
            return (null, "it carries no token");
        var result = await handler.ValidateTokenAsync(one[7..], rules);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken token) return (null, Why(result.Exception));
        // A list of them is as many claims.
        if (token.Claims.Where(claim => claim.Type == "serviceurl").Take(2).ToList() is not [{ Value: { Length: > 0 } url }])
            return (null, "its token names no service URL, or several");
        return (new(url, Endorsed((await keys.GetConfigurationAsync(ct)).JsonWebKeySet, token.Kid)), "");
    }

    private static bool IsNow(DateTime? from, DateTime until, Instant now) => now < Instant.FromDateTimeUtc(until) + Skew
        && (from is not { } begin || Instant.FromDateTimeUtc(begin) - Skew <= now);

    // They stand only among what a key says besides itself.
    private static IReadOnlyList<string> Endorsed(JsonWebKeySet? published, string kid)
    {
        object? listed = null;
        published?.Keys.FirstOrDefault(key => key.Kid == kid)?.AdditionalData.TryGetValue("endorsements", out listed);
        return listed switch
        {
            JsonElement { ValueKind: JsonValueKind.Array } list =>
                [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)],
            IEnumerable<object> list => [.. list.OfType<string>()],
            _ => [],
        };
    }

    private static string Why(Exception? refused) => refused switch
    {
        SecurityTokenExpiredException or SecurityTokenInvalidLifetimeException => "its token is over; compare this machine's clock",
        SecurityTokenInvalidAudienceException => "its token is for another app; compare Teams:AppId",
        SecurityTokenInvalidIssuerException => "its token is from another cloud or service; compare Teams:Cloud",
        SecurityTokenSignatureKeyNotFoundException => "its key is not published, or the keys at Teams:OpenIdMetadataUrl cannot be read",
        SecurityTokenInvalidSignatureException => "its signature is wrong",
        _ => "its token is not one of the Bot Connector's",
    };
}
