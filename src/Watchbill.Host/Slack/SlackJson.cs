using System.Text.Json;
using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>Ids in JSON as Slack sends it.</summary>
internal static class SlackJson
{
    /// <summary>An id of Slack's own: capital letters and digits. Null where it is not.</summary>
    public static string? Id(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.Text(path) is { } text && IsId(text) ? text : null;

    public static bool IsId(string text) =>
        text.Length is >= 2 and <= 32 && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));
}
