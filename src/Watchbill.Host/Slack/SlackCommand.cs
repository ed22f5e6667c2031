namespace Watchbill.Slack;

/// <summary>A slash command as it was sent, over HTTP as a form or over a socket as JSON.</summary>
internal sealed record SlackCommand(string Team, string User, string Channel, string Command, string Text)
{
    public string? ResponseUrl { get; init; }
    public string? Trigger { get; init; }

    /// <param name="field">A field by its name; null: it is not there.</param>
    /// <returns>Null where something is missing without which nobody can be answered.</returns>
    public static SlackCommand? Read(Func<string, string?> field) =>
        field("team_id") is { } team && SlackJson.IsId(team)
        && field("user_id") is { } user && SlackJson.IsId(user)
        && field("channel_id") is { } channel && SlackJson.IsId(channel)
        && field("command") is { Length: > 1 } command
            ? new SlackCommand(team, user, channel, command, field("text") ?? "")
            {
                ResponseUrl = field("response_url"),
                Trigger = field("trigger_id"),
            }
            : null;
}
