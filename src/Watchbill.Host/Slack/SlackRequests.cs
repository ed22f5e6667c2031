using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>Reads the bytes of a request, once their signature has been checked, as a form or as JSON. Null: it is neither.</summary>
internal static class SlackRequests
{
    private const int MaxFields = 64;
    private const int MaxDepth = 64;

    /// <summary>
    /// A form as browsers send it. A field that is there twice, a broken escape, or bytes that are not UTF-8 are no form.
    /// </summary>
    public static IReadOnlyDictionary<string, string>? Form(ReadOnlySpan<byte> body)
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

    /// <summary>A JSON object. Broken, too deep, half characters, or a name that is there twice: it is none.</summary>
    public static JsonElement? Json(ReadOnlyMemory<byte> body) => StrictJson.ObjectOrNull(body, MaxDepth);

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
