using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;
using NodaTime;

namespace Watchbill.Slack;

/// <summary>What a request's signature is worth.</summary>
internal enum SignatureVerdict
{
    Valid,

    /// <summary>One of the two headers is not there, is there twice, or does not look like one.</summary>
    Missing,

    /// <summary>Signed more than five minutes ago, or from now.</summary>
    Stale,
    Wrong,
}

/// <summary>
/// Checks that Slack sent these very bytes: HMAC-SHA256 over <c>v0:timestamp:body</c>, version 0 of
/// https://docs.slack.dev/authentication/verifying-requests-from-slack. Never throws and never says what would have been right.
/// </summary>
internal static class SlackSignature
{
    public const string TimestampHeader = "X-Slack-Request-Timestamp";
    public const string SignatureHeader = "X-Slack-Signature";

    private const int Window = 300;
    private const int Length = 3 + 2 * HMACSHA256.HashSizeInBytes;

    /// <param name="secret">The app's signing secret; not empty.</param>
    /// <param name="body">As it came, before anything has read it.</param>
    public static SignatureVerdict Check(
        ReadOnlySpan<byte> secret, StringValues timestamp, StringValues signature, ReadOnlySpan<byte> body, Instant now)
    {
        ArgumentOutOfRangeException.ThrowIfZero(secret.Length);
        if (timestamp is not [{ Length: > 0 and <= 20 } at] || signature is not [{ Length: Length } claimed])
            return SignatureVerdict.Missing;
        if (!long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return SignatureVerdict.Missing;
        if (Math.Abs(now.ToUnixTimeSeconds() - seconds) > Window) return SignatureVerdict.Stale;
        Span<byte> given = stackalloc byte[Length];
        if (!Ascii.IsValid(claimed) || Encoding.ASCII.GetBytes(claimed, given) != Length) return SignatureVerdict.Wrong;
        Span<byte> right = stackalloc byte[Length];
        Sign(secret, at, body, right);
        return CryptographicOperations.FixedTimeEquals(right, given) ? SignatureVerdict.Valid : SignatureVerdict.Wrong;
    }

    private static void Sign(ReadOnlySpan<byte> secret, string timestamp, ReadOnlySpan<byte> body, Span<byte> signature)
    {
        var signed = ArrayPool<byte>.Shared.Rent(4 + timestamp.Length + body.Length);
        try
        {
            var length = Encoding.ASCII.GetBytes($"v0:{timestamp}:", signed);
            body.CopyTo(signed.AsSpan(length));
            Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
            HMACSHA256.HashData(secret, signed.AsSpan(0, length + body.Length), hash);
            "v0="u8.CopyTo(signature);
            Convert.TryToHexStringLower(hash, signature[3..], out _);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(signed, clearArray: true);
        }
    }
}
