using System.Text.Json;
using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>Slack's error codes, and what an admin does about them.</summary>
internal static class SlackErrors
{
    /// <summary>What Slack refuses to draw it refuses everywhere.</summary>
    public const string NotDrawn = "invalid_blocks";

    private const string Token =
        "Copy the bot token again from the app's page, OAuth & Permissions, into Slack:BotToken, and restart Watchbill.";
    private const string Plan = "User groups need a paid Slack plan. Upgrade, or take sync.slackGroup out of the organisation file.";
    private const string Channel =
        "Check the channel's id in the organisation file; a private channel is found only once somebody types /invite @Watchbill in it.";

    private const string Restricted =
        "The workspace or the channel lets only some people do this: allow the app in the channel's settings.";
    private const string Members =
        "Somebody who is on call has no open account in the workspace: check the 'slack:' ids in the organisation file.";

    private static readonly Dictionary<string, string> Known = new()
    {
        ["not_in_channel"] = "Type /invite @Watchbill in the channel.",
        ["channel_not_found"] = Channel,
        ["is_archived"] = "The channel is archived: name another one in the organisation file.",
        ["restricted_action"] = Restricted,
        ["user_is_restricted"] = Restricted,
        ["method_not_supported_for_channel_type"] =
            "The channel is of a kind that has no topic: name another one in the organisation file, or take sync.topic out of it.",
        ["restricted_action_read_only_channel"] = "The channel is read-only: allow the app to post in its settings.",
        ["messages_tab_disabled"] = "Switch on the Messages Tab on the app's page, App Home.",
        ["not_enabled"] = "Switch on the Home Tab on the app's page, App Home.",
        ["user_not_found"] = "Check the person's 'slack:' id in the organisation file.",
        ["user_disabled"] = "Their account is closed: name another one in the organisation file.",
        ["cannot_dm_bot"] = "The 'slack:' id in the organisation file is a bot's: name the person's.",
        ["invalid_auth"] = Token,
        ["not_authed"] = Token,
        ["account_inactive"] = Token,
        ["token_revoked"] = Token,
        ["token_expired"] = Token,
        ["plan_upgrade_required"] = Plan,
        ["paid_teams_only"] = Plan,
        ["paid_only"] = Plan,
        ["permission_denied"] =
            "The workspace lets only some people change user groups: a workspace owner allows it under Settings & permissions, User " +
                "groups.",
        ["no_such_subteam"] =
            "There is no user group with this id: check sync.slackGroup in the organisation file. The id begins with S and stands in the " +
                "group's menu, Copy group ID.",
        ["subteam_max_users_exceeded"] = "The group may not have more members.",
        ["invalid_users"] = Members,
        ["failed_for_some_users"] = Members,
        ["team_access_not_granted"] = "Install the app in this workspace.",
        ["used_url"] = "",
        ["expired_url"] = "",
    };

    // Until somebody mends it, the same message never arrives.
    private static readonly HashSet<string> ForGood =
    [
        "not_in_channel", "channel_not_found", "is_archived", "restricted_action", "restricted_action_read_only_channel",
        "user_is_restricted", "messages_tab_disabled", "user_not_found", "user_disabled", "cannot_dm_bot",
    ];

    /// <param name="isTransient">Whether Slack is in trouble itself: the next try may succeed, and it may have done it even so.</param>
    /// <param name="needed">The scopes that Slack says are missing.</param>
    public static CallException Of(string method, string error, bool isTransient, string? needed = null) =>
        new(SlackPlatform.Value.Name, method, error, Advice(error, needed))
        {
            IsTransient = isTransient,
            MayHaveArrived = isTransient,
            IsForGood = ForGood.Contains(error),
            IsLockout = error is "missing_scope" or "team_access_not_granted" || Known.GetValueOrDefault(error) == Token,
            After = error is CallException.Limited or "rate_limited" ? TimeSpan.FromSeconds(30) : null,
        };

    public static CallException Of(string method, JsonElement answer)
    {
        var error = answer.Text("error") ?? "unknown";
        // Slack names these when it is in trouble itself.
        return Of(method, error, error is "internal_error" or "fatal_error" or "service_unavailable" or "request_timeout",
            answer.Text("needed"));
    }

    // A space and what to do; empty where nothing can be done from outside.
    private static string Advice(string error, string? needed)
    {
        if (error is "missing_scope" or "no_permission")
            return $" Add the bot scope {needed ?? "that docs/slack-setup.md names for it"} on the app's page, OAuth & Permissions, and " +
                $"install the app again.";
        return Known.TryGetValue(error, out var advice) && advice.Length > 0 ? $" {advice}" : "";
    }
}
