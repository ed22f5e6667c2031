using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Watchbill.Http;

/// <summary>
/// Writes the JSON that a platform gets. It is full of &lt; and &gt;, which are escaped for pages only: nobody puts this into one.
/// </summary>
internal static class RelaxedJson
{
    private static readonly JsonSerializerOptions Relaxed =
        new(JsonSerializerOptions.Default) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(JsonNode json) => json.ToJsonString(Relaxed);

    /// <summary>As the body of a request.</summary>
    public static HttpContent Content(JsonNode json) => new StringContent(Text(json), Encoding.UTF8, "application/json");

    /// <summary>As the answer to a request.</summary>
    public static async Task WriteAsync(HttpContext http, JsonObject json)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(json, Relaxed);
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = text.Length;
        await http.Response.Body.WriteAsync(text, http.RequestAborted);
    }
}
