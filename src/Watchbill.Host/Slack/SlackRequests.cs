using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Watchbill.Slack;

/// <summary>
/// Reads the bytes of a request: whole first, since the signature is over them, and only then as a form or as JSON. Null: it is neither.
/// </summary>
internal static class SlackRequests
{
    public const int MostBytes = 1 << 20;
    private const int MostFields = 64;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    /// <summary>All of the body; null where it is over 1 MB.</summary>
    public static async Task<ReadOnlyMemory<byte>?> BodyAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > MostBytes) return null;
        using var body = new MemoryStream((int)(request.ContentLength ?? 4096));
        var buffer = new byte[(int)Math.Min(request.ContentLength ?? 16 * 1024, 16 * 1024) + 1];
        while (await request.Body.ReadAsync(buffer, ct) is var read and > 0)
        {
            if (body.Length + read > MostBytes) return null;
            body.Write(buffer, 0, read);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

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
            if (fields.Count == MostFields || !fields.TryAdd(name, value)) return null;
        }

        return fields;
    }

    /// <summary>A JSON object. Broken, too deep, half characters, or a name that is there twice: it is none.</summary>
    public static JsonElement? Json(ReadOnlyMemory<byte> body)
    {
        if (!Utf8.IsValid(body.Span)) return null;
        try
        {
            var root = JsonDocument.Parse(body, Strict).RootElement;
            return root.ValueKind == JsonValueKind.Object ? root : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
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
