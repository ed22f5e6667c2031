using System.Collections.Concurrent;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>
/// The zones that users have set in Slack. Slack shows times in them by itself; the words for where it cannot, such as a notification, are
/// written in them here. Asked at most once a day, behind an answer: the first one has the zone of the organisation file, save where words
/// were read in that zone, which has to be said.
/// </summary>
internal sealed class SlackZones(SlackApi api, BackgroundWork work, IClock clock)
{
    private const int Remembered = 10_000;
    private static readonly Duration Good = Duration.FromDays(1);
    private static readonly Duration AfterFailure = Duration.FromHours(1);

    /// <summary>How long an answer waits for the zone: well within the three seconds in which Slack wants it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Known> zones = new();

    /// <summary>How an answer is written for its reader: in their own zone in Slack, else in that of the organisation file.</summary>
    /// <param name="reader">Null: a stranger.</param>
    public SlackReader ReaderOf(string user, AccountHolder? reader) =>
        SlackReader.In(reader is null ? DateTimeZone.Utc : Of(user) ?? reader.Zone);

    /// <summary>The same zone, waited for a moment; null: Slack has not said it by then, or one that nobody knows here.</summary>
    public async ValueTask<DateTimeZone?> OfAsync(string user, CancellationToken ct)
    {
        if (Of(user) is { } known) return known;
        if (zones.GetValueOrDefault(user)?.Asking is { } asking) await work.InTimeAsync(asking, Patience, ct);
        return zones.GetValueOrDefault(user)?.Zone;
    }

    // Null: Slack has not said it yet, or one that nobody knows here.
    private DateTimeZone? Of(string user)
    {
        var now = clock.GetCurrentInstant();
        var known = zones.GetValueOrDefault(user);
        // Further ahead it was said by a clock that has been set back since.
        if (known is { AskAt: var askAt } && askAt > now && askAt - now <= Good) return known.Zone;
        if (zones.Count >= Remembered) zones.Clear();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        zones[user] = new(known?.Zone, now + AfterFailure, done.Task);
        work.Behind(AskAsync(user, done, work.Stopped));
        return known?.Zone;
    }

    private async Task AskAsync(string user, TaskCompletionSource done, CancellationToken ct)
    {
        try
        {
            var answer = await api.CallAsync("users.info", new() { ["user"] = user }, ct);
            if (answer.Text("user", "tz") is { } zone)
                zones[user] = new(DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone), clock.GetCurrentInstant() + Good, done.Task);
        }
        catch (SlackException)
        {
            // It is asked again later; until then the file's zone is as good.
        }
        finally
        {
            done.SetResult();
        }
    }

    private sealed record Known(DateTimeZone? Zone, Instant AskAt, Task Asking);
}
