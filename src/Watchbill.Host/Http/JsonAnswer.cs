using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Watchbill.Http;

/// <summary>Writes the JSON that a platform gets in a response.</summary>
internal static class JsonAnswer
{
    /// <summary>An answer is full of &lt; and &gt;, which are escaped for pages only: nobody puts this into one.</summary>
    private static readonly JsonSerializerOptions Relaxed =
        new(JsonSerializerOptions.Default) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(HttpContext http, JsonObject json)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(json, Relaxed);
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = text.Length;
        await http.Response.Body.WriteAsync(text, http.RequestAborted);
    }
}
