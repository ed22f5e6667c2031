using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>
/// Slack's rate limits: its tiers per method, and one message a second per channel. What is done on a 429 is in <see cref="PacedCalls"/>.
/// </summary>
internal static class SlackTiers
{
    public const string Post = "chat.postMessage";

    public const string ResponseUrl = "response_url";

    /// <summary>Calls a minute; what is not here is of tier 3.</summary>
    private static readonly Dictionary<string, int> Tiers = new()
    {
        ["usergroups.users.list"] = 20,
        ["usergroups.users.update"] = 20,
        ["conversations.setTopic"] = 20,
        ["chat.postEphemeral"] = 100,
        ["views.open"] = 100,
        ["views.publish"] = 100,
        ["views.update"] = 100,
        ["users.info"] = 100,
    };

    // Repeated after an answer that was lost these would say or open something twice.
    private static readonly HashSet<string> Once = ["chat.postEphemeral", "views.open"];

    /// <summary>A message to a channel. One that Slack has taken is not to be said again only because its answer takes long.</summary>
    public static OutgoingCall Message(string? channel) => new(Post, $"{Post} {channel}")
    {
        // A little slower than Slack counts: its clock is not ours.
        Interval = TimeSpan.FromSeconds(1.05),
        Deadline = TimeSpan.FromSeconds(60),
        IsOnce = true,
    };

    /// <summary>An answer to an address that came with a command or a press; no limit but its own counts it.</summary>
    public static OutgoingCall Answer(string url) => new(ResponseUrl, url) { IsOnce = true };

    public static OutgoingCall Method(string method)
    {
        var perMinute = Tiers.GetValueOrDefault(method, 50);
        return new(method, method)
        {
            Interval = TimeSpan.FromMinutes(1.05) / perMinute,
            Burst = perMinute / 4,
            IsOnce = Once.Contains(method),
        };
    }
}
