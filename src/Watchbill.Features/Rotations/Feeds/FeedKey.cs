using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Watchbill.Rotations;

/// <summary>
/// Opens calendar feeds for one person. The document's id is the person's and the hash of the secret: whoever finds it
/// has looked for that very hash, so how long a look-up takes says nothing about any secret.
/// </summary>
public sealed record FeedKey(Instant MadeAt)
{
    private const int MaxKeyLength = 128;

    /// <summary>The person's keys, as a range of ids begins.</summary>
    public static string PrefixOf(string person) => person + "/";

    public static string PersonOf(string id) => id[..id.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>A new key as it stands in a link, and the id under which its hash is kept.</summary>
    public static (string Key, string Id) New(string person)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return ($"{person}.{secret}", PrefixOf(person) + HashOf(secret));
    }

    /// <summary>Whose key it claims to be and the hash under which it would be kept; null: it is none.</summary>
    public static (string Person, string Hash)? Read(string key)
    {
        if (key.Length > MaxKeyLength || key.IndexOf('.', StringComparison.Ordinal) is not (> 0 and var dot)) return null;
        return (key[..dot], HashOf(key[(dot + 1)..]));
    }

    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
