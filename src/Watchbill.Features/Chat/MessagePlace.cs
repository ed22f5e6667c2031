using System.Diagnostics.CodeAnalysis;
using Watchbill.Organization;

namespace Watchbill.Chat;

/// <summary>Locates a posted message on its platform: <c>slack C0PAY 1700000000.000001</c>.</summary>
/// <param name="Message">The platform's id of the message.</param>
public sealed record MessagePlace(PlatformId Platform, string Message)
{
    /// <summary>The conversation it stands in; null: the platform finds a message without.</summary>
    public string? Channel { get; init; }

    /// <summary>The account whose own conversation that is; null: it is nobody's, or an earlier release did not note it.</summary>
    public string? Account { get; init; }

    /// <summary>What <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out MessagePlace? place)
    {
        place = text.Split(' ') switch
        {
            [{ Length: > 0 } platform, var message] => new(new(platform), message),
            [{ Length: > 0 } platform, var channel, var message] => new(new(platform), message) { Channel = channel },
            [{ Length: > 0 } platform, var channel, var message, var account] =>
                new(new(platform), message) { Channel = channel, Account = account },
            _ => null,
        };
        return place is not null;
    }

    public override string ToString() => string.Join(' ', new[] { Platform.Name, Channel, Message, Account }.OfType<string>());
}
