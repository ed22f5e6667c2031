using Watchbill.Chat;
using Watchbill.Organization;

namespace Watchbill.Slack;

/// <summary>Slack as the rest of the house knows it, and the ids that Slack gives.</summary>
internal static class SlackPlatform
{
    public static PlatformId Id { get; } = new("slack");

    public static Platform Value { get; } = new(Id, "Slack")
    {
        Account = Shape("UW", " It is in the person's profile, under Copy member ID."),
        Channel = Shape("CGD", " It stands at the foot of the channel's details."),
        Group = Shape("S"),
        Secrets = ["Slack:SigningSecret", "Slack:AppToken"],
    };

    /// <summary>Whether a conversation is somebody's own with the bot.</summary>
    public static bool IsDirect(string channel) => channel is ['D', ..];

    /// <param name="letters">Those with which ids of the kind begin.</param>
    private static IdShape Shape(string letters, string where = "") => new(
        $"{letters[0]}0123ABCD",
        text => text.Length > 1 && letters.Contains(text[0], StringComparison.Ordinal)
            && text.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter)))
    {
        Where = where,
        // As it stands in a message, or as people remember it. A name such as #checkout is no id in other letters.
        Cleaned = text => text.Trim('<', '>', '@', '#', '!', ' ') is var id && (id.Length > 1 && char.IsAsciiDigit(id[1])
            || id.Any(char.IsAsciiDigit) && !id.Any(char.IsAsciiLetterLower)) ? id.ToUpperInvariant() : text,
    };
}
