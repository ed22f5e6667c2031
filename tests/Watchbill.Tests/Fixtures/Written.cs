using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Fixtures;

/// <summary>What a person reads, as plain text; on Friday 20 November 2026, 10:00, where no moment is said.</summary>
public static class Written
{
    private static readonly Instant Friday = Instant.FromUtc(2026, 11, 20, 10, 0);

    public static string Of(Reply reply, DateTimeZone zone, Instant? now = null) =>
        PlainText.Render(reply, new Reader(zone, now ?? Friday));

    public static string Of(Text text, DateTimeZone zone, Instant? now = null) => PlainText.Render(text, new Reader(zone, now ?? Friday));

    /// <summary>A message, which is read again later.</summary>
    public static string Message(Reply reply, DateTimeZone zone, Instant? now = null) =>
        PlainText.Render(reply, new Reader(zone, now ?? Friday) { Stays = true });
}
