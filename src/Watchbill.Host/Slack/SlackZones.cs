using System.Collections.Concurrent;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>
/// The zones that users have set in Slack. Slack shows times in them by itself; the words for where it cannot, such as a notification, are
/// written in them here. Asked behind an answer and at most once a day, so the first answer has the zone of the organisation file.
/// </summary>
internal sealed class SlackZones(SlackApi api, BackgroundWork work, IClock clock)
{
    private const int Remembered = 10_000;
    private static readonly Duration Good = Duration.FromDays(1);
    private static readonly Duration AfterFailure = Duration.FromHours(1);

    private readonly ConcurrentDictionary<string, Known> zones = new();

    /// <summary>How an answer is written for its reader: in their own zone in Slack, else in that of the organisation file.</summary>
    /// <param name="reader">Null: a stranger.</param>
    public SlackReader ReaderOf(string user, AccountHolder? reader) =>
        SlackReader.In(reader is null ? DateTimeZone.Utc : Of(user) ?? reader.Zone);

    // Null: Slack has not said it yet, or one that nobody knows here.
    private DateTimeZone? Of(string user)
    {
        var now = clock.GetCurrentInstant();
        var known = zones.GetValueOrDefault(user);
        // Further ahead it was said by a clock that has been set back since.
        if (known is { AskAt: var askAt } && askAt > now && askAt - now <= Good) return known.Zone;
        if (zones.Count >= Remembered) zones.Clear();
        zones[user] = new(known?.Zone, now + AfterFailure);
        work.Behind(AskAsync(user, work.Stopped));
        return known?.Zone;
    }

    private async Task AskAsync(string user, CancellationToken ct)
    {
        try
        {
            var answer = await api.CallAsync("users.info", new() { ["user"] = user }, ct);
            if (answer.Text("user", "tz") is { } zone)
                zones[user] = new(DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone), clock.GetCurrentInstant() + Good);
        }
        catch (SlackException)
        {
            // It is asked again later; until then the file's zone is as good.
        }
    }

    private sealed record Known(DateTimeZone? Zone, Instant AskAt);
}
