using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>
/// Finds out whose token a request carries, in one look-up however many there are. Only hashes are kept, and compared in constant time.
/// </summary>
internal sealed class Tokens
{
    private readonly IStore store;
    private readonly Dictionary<string, Grant> configured;

    public Tokens(IStore store, IOptions<ApiOptions> options)
    {
        this.store = store;
        configured = options.Value.Tokens.Values.Select(Read).ToDictionary(grant => Convert.ToHexStringLower(grant.Hash));
    }

    /// <summary>The grant of a token, expired or not; null where nobody was given it.</summary>
    public async ValueTask<Grant?> FindAsync(string presented, CancellationToken ct)
    {
        // Looked up by its hash: how long that takes says nothing about the secret.
        var hash = Hash(presented);
        if (configured.TryGetValue(Convert.ToHexStringLower(hash), out var grant))
            return CryptographicOperations.FixedTimeEquals(grant.Hash, hash) ? grant : null;
        if (presented.Split('_') is not ["wb", { Length: > 0 and <= 63 } id, { Length: > 0 } secret]) return null;
        if ((await store.FindAsync<ApiToken>(id, ct))?.Value is not { } stored) return null;
        var found = Read(stored);
        return CryptographicOperations.FixedTimeEquals(found.Hash, Hash(secret)) ? found : null;
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    // Whoever writes an admin's token into the settings has the host and all that it stores; one that is issued has its scopes alone.
    private static Grant Read(TokenOptions token) => new(token.Name!, Hash(token.Secret!),
        Scopes.Parse(token.Scope!) is var scopes && scopes.Contains(Scope.Admin) ? [.. scopes, Scope.Pay] : scopes)
    {
        PerMinute = token.Limit,
    };

    private static Grant Read(ApiToken token) => new(token.Name, Convert.FromHexString(token.Hash), token.Scopes)
    {
        Services = token.Services,
        Teams = token.Teams,
        Expires = token.Expires,
        PerMinute = token.PerMinute,
    };
}
