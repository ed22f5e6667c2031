using System.Text.Json.Nodes;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>The Slack app manifest: commands from the usage strings, and only scopes that are used.</summary>
internal static class SlackManifest
{
    private const int UsageHint = 1000;
    private const int LongDescription = 4000;

    /// <summary>What the bot may do, and for what. docs/slack-setup.md says the same in more words.</summary>
    public static IReadOnlyDictionary<string, string> Scopes { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["app_mentions:read"] = "hear '@Watchbill now' in a channel",
        ["channels:read"] = "read a public channel's topic before its own part of it changes",
        ["channels:write.topic"] = "show in a public channel's topic who is on call",
        ["chat:write"] = "say handoffs, reminders and answers",
        ["commands"] = "the slash command and the shortcuts",
        ["groups:read"] = "the same as channels:read in private channels it was invited to",
        ["groups:write.topic"] = "the same as channels:write.topic in private channels it was invited to",
        ["im:history"] = "hear what people say to it in its own conversation with them",
        ["usergroups:read"] = "see who is in an on-call user group before it changes",
        ["usergroups:write"] = "put who is on call into a user group",
        ["users:read"] = "learn that an account was closed, tell guests from members, and know the zone that somebody reads in",
        ["users:read.email"] = "link a person once by their e-mail address",
    };

    private static readonly string[] Events = ["app_home_opened", "app_mention", "app_uninstalled", "message.im", "tokens_revoked",
        "user_change"];

    /// <param name="url">Null: for Socket Mode.</param>
    public static string Write(IReadOnlyList<Verb> verbs, Uri? url, IReadOnlyDictionary<string, string> roots)
    {
        var manifest = new JsonObject
        {
            ["_metadata"] = new JsonObject { ["major_version"] = 2, ["minor_version"] = 1 },
            ["display_information"] = new JsonObject
            {
                ["name"] = Manifest.Name,
                ["description"] = Manifest.Summary,
                ["long_description"] = Manifest.Describe(verbs, LongDescription),
                ["background_color"] = "#1d3557",
            },
            ["features"] = new JsonObject
            {
                ["app_home"] = new JsonObject
                {
                    ["home_tab_enabled"] = true,
                    ["messages_tab_enabled"] = true,
                    ["messages_tab_read_only_enabled"] = false,
                },
                ["bot_user"] = new JsonObject { ["display_name"] = Manifest.Name, ["always_online"] = true },
                ["shortcuts"] = Shortcuts(verbs),
                ["slash_commands"] =
                    new JsonArray(
                        [.. roots.OrderBy(root => root.Key, StringComparer.Ordinal)
                            .Select(root => Command(root.Key, root.Value, verbs, url))]),
            },
            ["oauth_config"] = new JsonObject { ["scopes"] = new JsonObject { ["bot"] = ReadableJson.Names(Scopes.Keys) } },
            ["settings"] = Settings(url),
        };
        return ReadableJson.Write(manifest);
    }

    private static JsonObject Settings(Uri? url)
    {
        var events = new JsonObject { ["bot_events"] = ReadableJson.Names(Events) };
        var interactivity = new JsonObject { ["is_enabled"] = true };
        if (url is not null)
        {
            events["request_url"] = At(url, "/slack/events");
            interactivity["request_url"] = At(url, "/slack/interactions");
            interactivity["message_menu_options_url"] = At(url, "/slack/interactions");
        }

        return new()
        {
            ["event_subscriptions"] = events,
            ["interactivity"] = interactivity,
            ["org_deploy_enabled"] = false,
            ["socket_mode_enabled"] = url is null,
            ["token_rotation_enabled"] = false,
        };
    }

    private static JsonArray Shortcuts(IReadOnlyList<Verb> verbs) => new([.. Manifest.Shortcuts(verbs).Select(shortcut => new JsonObject
    {
        ["name"] = shortcut.Name,
        ["type"] = shortcut.OnMessage ? "message" : "global",
        ["callback_id"] = shortcut.Verb,
        ["description"] = shortcut.Description,
    })]);

    private static JsonObject Command(string root, string group, IReadOnlyList<Verb> verbs, Uri? url)
    {
        var command = new JsonObject
        {
            ["command"] = root,
            ["description"] = Manifest.About(group, verbs),
            ["usage_hint"] = Manifest.Hint(group, verbs, UsageHint),
            ["should_escape"] = true,
        };
        if (url is not null) command["url"] = At(url, "/slack/commands");
        return command;
    }

    private static string At(Uri url, string path) => url.AbsoluteUri.TrimEnd('/') + path;
}
