using Watchbill.Chat;
using Watchbill.Organization;

namespace Watchbill.Slack;

/// <summary>Slack as the rest of the house knows it, and the ids that Slack gives.</summary>
internal static class SlackPlatform
{
    public static PlatformId Id { get; } = new("slack");

    public static Platform Value { get; } = new(Id, "Slack")
    {
        Account = Shape("UW"),
        Channel = Shape("CGD"),
        Group = Shape("S"),
        Secrets = ["Slack:SigningSecret", "Slack:AppToken"],
    };

    /// <param name="letters">Those with which ids of the kind begin.</param>
    private static IdShape Shape(string letters) => new(
        $"{letters[0]}0123ABCD",
        text => text.Length > 1 && letters.Contains(text[0], StringComparison.Ordinal)
            && text.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter)))
    {
        // As it stands in a message, or as people remember it.
        Cleaned = text => text.Trim('<', '>', '@', '#', '!', ' ').ToUpperInvariant(),
    };
}
