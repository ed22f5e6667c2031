using Microsoft.Net.Http.Headers;

namespace Watchbill.Http;

/// <summary>Reads a request's whole body, up to a limit, before anything parses it.</summary>
internal static class RequestBody
{
    public const int MaxBytes = 1 << 20;

    private const int Chunk = 16 * 1024;

    /// <summary>All of the body; null where it has more bytes than <paramref name="max"/>.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int max, CancellationToken ct)
    {
        if (request.ContentLength > max) return null;
        // One byte more than is announced: the read that finds the end needs room, too.
        using var body = new MemoryStream((int)(request.ContentLength ?? Chunk));
        var buffer = new byte[(int)Math.Min(request.ContentLength ?? Chunk, Chunk) + 1];
        while (await request.Body.ReadAsync(buffer, ct) is var read and > 0)
        {
            if (body.Length + read > max) return null;
            body.Write(buffer, 0, read);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    /// <summary>Whether a content type says JSON in UTF-8: no form of another site can send that without asking first.</summary>
    public static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var parsed)
            && parsed.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && (!parsed.Charset.HasValue
                || HeaderUtilities.RemoveQuotes(parsed.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
