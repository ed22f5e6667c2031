using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace Watchbill.Contacts;

/// <summary>
/// Checks that Twilio sent a form: HMAC-SHA1 over the address that it called and the fields in order of their names, each with its value.
/// Never says what would have been right.
/// </summary>
internal static class TwilioSignature
{
    public const string Header = "X-Twilio-Signature";

    public static bool Check(string token, StringValues claimed, string url, IReadOnlyDictionary<string, string> form) =>
        claimed is [{ Length: > 0 and < 100 } given]
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Of(token, url, form)), Encoding.UTF8.GetBytes(given));

    public static string Of(string token, string url, IReadOnlyDictionary<string, string> form)
    {
        var signed = new StringBuilder(url);
        foreach (var (name, value) in form.OrderBy(field => field.Key, StringComparer.Ordinal)) signed.Append(name).Append(value);
#pragma warning disable CA5350 // It is their protocol.
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(signed.ToString())));
#pragma warning restore CA5350
    }
}
