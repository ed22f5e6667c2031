using System.Text.Json;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>Slack refused something or could not be reached. The message names the method and, where somebody can mend it, how.</summary>
internal sealed class SlackException : Exception
{
    public const string Limited = "ratelimited";
    public const string Unreachable = "unreachable";
    public const string Slow = "no answer in time";

    /// <summary>What Slack refuses to draw it refuses everywhere.</summary>
    public const string NotDrawn = "invalid_blocks";

    public SlackException(string method, string error, Exception? cause = null)
        : base($"Slack: {method} failed ({error}).{SlackErrors.Advice(error, null)}", cause) => (Method, Error) = (method, error);

    /// <param name="needed">The scopes that Slack says are missing.</param>
    public SlackException(string method, string error, string? needed)
        : base($"Slack: {method} failed ({error}).{SlackErrors.Advice(error, needed)}") => (Method, Error) = (method, error);

    public string Method { get; }

    /// <summary>Slack's word for it.</summary>
    public string Error { get; }

    /// <summary>How long Slack wants to be left alone; null: it did not say.</summary>
    public TimeSpan? After { get; init; }

    /// <summary>The same to whoever may come again; null: there is no sense in it.</summary>
    public BusyException? Busy => After is { } after ? new(Message, Duration.FromTimeSpan(after)) : null;

    /// <summary>Whether the same may succeed in a moment.</summary>
    public bool IsTransient { get; init; }

    /// <summary>Whether Slack may have done it all the same.</summary>
    public bool MayHaveArrived { get; init; }

    /// <summary>Whether it went out and nobody, not even somebody in between, said that it failed.</summary>
    public bool NoAnswer { get; init; }
}

/// <summary>Slack's errors, and what an admin does about them.</summary>
internal static class SlackErrors
{
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

    /// <summary>Whether whoever is to read it cannot get it before somebody has done something about it.</summary>
    public static bool IsForGood(string error) => ForGood.Contains(error);

    /// <summary>Whether Slack refuses the app, whatever it says and to whom.</summary>
    public static bool IsLockout(string error) =>
        error is "missing_scope" or "team_access_not_granted" || Known.GetValueOrDefault(error) == Token;

    /// <summary>A space and what to do; empty where nothing can be done from outside.</summary>
    public static string Advice(string error, string? needed)
    {
        if (error is "missing_scope" or "no_permission")
            return $" Add the bot scope {needed ?? "that docs/slack-setup.md names for it"} on the app's page, OAuth & Permissions, and " +
                $"install the app again.";
        return Known.TryGetValue(error, out var advice) && advice.Length > 0 ? $" {advice}" : "";
    }

    public static SlackException Of(string method, JsonElement answer)
    {
        var error = answer.Text("error") ?? "unknown";
        // Slack names these when it is in trouble itself.
        var transient = error is "internal_error" or "fatal_error" or "service_unavailable" or "request_timeout";
        return new SlackException(method, error, answer.Text("needed"))
        {
            IsTransient = transient,
            MayHaveArrived = transient,
            After = error is SlackException.Limited or "rate_limited" ? TimeSpan.FromSeconds(30) : null,
        };
    }
}
