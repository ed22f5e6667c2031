using System.Text.Json;
using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>Looks into what Slack sent without trusting its shape: what is not there, or is something else, is null.</summary>
internal static class SlackRequestsJson
{
    public static JsonElement? At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element)) return null;
        }

        return element;
    }

    /// <summary>The text under a path.</summary>
    public static string? Text(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { } found ? StrictJson.Text(found) : null;

    public static bool Says(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.True };

    public static IEnumerable<JsonElement> Items(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>An id of Slack's own: capital letters and digits. Null where it is not.</summary>
    public static string? Id(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.Text(path) is { } text && IsId(text) ? text : null;

    public static bool IsId(string text) =>
        text.Length is >= 2 and <= 32 && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));
}
