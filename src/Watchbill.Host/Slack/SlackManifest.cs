using System.Text.Json.Nodes;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>
/// The Slack app manifest: <c>manifest.json</c> with the commands from the usage strings. It has only scopes that are used;
/// docs/slack-setup.md says what for.
/// </summary>
internal static class SlackManifest
{
    private const int UsageHint = 1000;
    private const int LongDescription = 4000;

    /// <param name="url">Null: for Socket Mode.</param>
    public static string Write(IReadOnlyList<Verb> verbs, Uri? url, IReadOnlyDictionary<string, string> roots)
    {
        var host = url?.AbsoluteUri.TrimEnd('/');
        return ReadableJson.Write(JsonTemplate.Fill("slack/manifest.json", new Dictionary<string, JsonNode?>
        {
            ["name"] = Manifest.Name,
            ["summary"] = Manifest.Summary,
            ["description"] = Manifest.Describe(verbs, LongDescription),
            ["shortcuts"] = Shortcuts(verbs),
            ["slash commands"] = new JsonArray([.. roots.OrderBy(root => root.Key, StringComparer.Ordinal)
                .Select(root => Command(root.Key, root.Value, verbs, host))]),
            ["host"] = host,
            ["socket"] = host is null,
        }));
    }

    private static JsonArray Shortcuts(IReadOnlyList<Verb> verbs) => new([.. Manifest.Shortcuts(verbs).Select(shortcut => new JsonObject
    {
        ["name"] = shortcut.Name,
        ["type"] = shortcut.OnMessage ? "message" : "global",
        ["callback_id"] = shortcut.Verb,
        ["description"] = shortcut.Description,
    })]);

    private static JsonObject Command(string root, string group, IReadOnlyList<Verb> verbs, string? host)
    {
        var command = new JsonObject
        {
            ["command"] = root,
            ["description"] = Manifest.About(group, verbs),
            ["usage_hint"] = Manifest.Hint(group, verbs, UsageHint),
            ["should_escape"] = true,
        };
        if (host is not null) command["url"] = $"{host}/slack/commands";
        return command;
    }
}
