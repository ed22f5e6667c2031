using System.Collections.ObjectModel;
using NodaTime;

namespace Watchbill.Chat;

/// <summary>Who reads a message: in which zone times are written for them, and who has which account on their platform.</summary>
/// <param name="Now">When it is read, or first read; null: nobody knows, and every time has its year.</param>
public sealed record Reader(DateTimeZone Zone, Instant? Now)
{
    /// <summary>The platform's ids by person; people who are not in it are named in words.</summary>
    public IReadOnlyDictionary<string, string> Accounts { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Whether one person reads it: then whoever is mentioned is not notified, as they would be in a channel.</summary>
    public bool Alone { get; init; }

    /// <summary>Whether it is read again later, as a message is: then "today" and "in 2 h" would be wrong.</summary>
    public bool Stays { get; init; }

    /// <summary>
    /// Whether the zone may not be that of whoever reads it. Then a platform that shows each reader times in their own zone does so; where
    /// it cannot, the zone is said.
    /// </summary>
    public bool Elsewhere { get; init; }

    /// <summary>A channel, whose zone is for what cannot show times by itself, such as a notification.</summary>
    public static Reader In(DateTimeZone zone, Instant? now = null) => new(zone, now) { Stays = true, Elsewhere = true };

    /// <summary>One person's own conversation with the bot, where words stay; the platform may have them in another zone.</summary>
    public static Reader Of(DateTimeZone zone, Instant now) => In(zone, now) with { Alone = true };
}
