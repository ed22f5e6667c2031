using NodaTime;
using Watchbill.Organization;

namespace Watchbill.Chat;

/// <summary>
/// Where an account or a channel is spoken to, on a platform that does not find them by their id alone. The id is <c>platform/account</c>
/// or <c>platform/channel</c>.
/// </summary>
/// <param name="Address">The server that takes what is said there.</param>
/// <param name="At">When the platform named it last, give or take a day.</param>
public sealed record ConversationReference(string Address, Instant At)
{
    /// <summary>A person's own conversation with the bot; null: none is known, or this is a channel.</summary>
    public string? Conversation { get; init; }

    /// <summary>The platform's other id of the person, which their messages and mentions of them carry; null: a channel.</summary>
    public string? User { get; init; }

    /// <summary>The id of the zone that the person's device is set to; null: it did not say.</summary>
    public string? Zone { get; init; }

    /// <summary>Why the person could not be told something there the last time, and what to do about it; null: they could.</summary>
    public string? Refused { get; init; }

    public static string IdOf(PlatformId platform, string account) => $"{platform}/{account}";
}
