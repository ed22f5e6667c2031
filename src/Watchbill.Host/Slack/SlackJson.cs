using System.Text.Json;
using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>JSON as Slack sends it.</summary>
internal static class SlackJson
{
    private const int MaxDepth = 64;

    /// <summary>A JSON object. Broken, too deep, half characters, or a name that is there twice: it is none.</summary>
    public static JsonElement? Read(ReadOnlyMemory<byte> body) => StrictJson.ObjectOrNull(body, MaxDepth);

    /// <summary>An id of Slack's own: capital letters and digits. Null where it is not.</summary>
    public static string? Id(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.Text(path) is { } text && IsId(text) ? text : null;

    public static bool IsId(string text) =>
        text.Length is >= 2 and <= 32 && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));
}
