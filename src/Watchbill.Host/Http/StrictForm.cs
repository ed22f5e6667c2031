using System.Text;
using System.Text.Unicode;

namespace Watchbill.Http;

/// <summary>A form from outside: each field once, no broken escape, and UTF-8.</summary>
internal static class StrictForm
{
    private const int MaxFields = 64;

    /// <summary>
    /// A form as browsers send it. A field that is there twice, a broken escape, or bytes that are not UTF-8 are no form: null.
    /// </summary>
    public static IReadOnlyDictionary<string, string>? Read(ReadOnlySpan<byte> body)
    {
        var fields = new Dictionary<string, string>();
        foreach (var range in body.Split((byte)'&'))
        {
            var pair = body[range];
            var equals = pair.IndexOf((byte)'=');
            if (equals <= 0 || Decoded(pair[..equals]) is not { } name || Decoded(pair[(equals + 1)..]) is not { } value) return null;
            if (fields.Count == MaxFields || !fields.TryAdd(name, value)) return null;
        }

        return fields;
    }

    private static string? Decoded(ReadOnlySpan<byte> encoded)
    {
        if (!encoded.ContainsAny((byte)'%', (byte)'+')) return Utf8.IsValid(encoded) ? Encoding.UTF8.GetString(encoded) : null;
        var bytes = encoded.Length <= 512 ? stackalloc byte[encoded.Length] : new byte[encoded.Length];
        var length = 0;
        for (var at = 0; at < encoded.Length; at++)
        {
            if (encoded[at] == '%')
            {
                if (at + 2 >= encoded.Length || !Digit(encoded[at + 1], out var high) || !Digit(encoded[at + 2], out var low)) return null;
                bytes[length++] = (byte)(high << 4 | low);
                at += 2;
            }
            else
            {
                bytes[length++] = encoded[at] == '+' ? (byte)' ' : encoded[at];
            }
        }

        return Utf8.IsValid(bytes[..length]) ? Encoding.UTF8.GetString(bytes[..length]) : null;
    }

    private static bool Digit(byte character, out int value)
    {
        value = character switch
        {
            >= (byte)'0' and <= (byte)'9' => character - '0',
            >= (byte)'a' and <= (byte)'f' => character - 'a' + 10,
            >= (byte)'A' and <= (byte)'F' => character - 'A' + 10,
            _ => -1,
        };
        return value >= 0;
    }
}
