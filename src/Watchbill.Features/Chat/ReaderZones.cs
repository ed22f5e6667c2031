using System.Collections.Concurrent;
using NodaTime;
using Watchbill.Organization;

namespace Watchbill.Chat;

/// <summary>A platform that shows times in its users' own zones. Its adapter registers one.</summary>
/// <param name="AskAsync">The id of the zone of an account; null: it does not say right now, so it is asked again later.</param>
public sealed record ZoneSource(PlatformId Platform, Func<string, CancellationToken, Task<string?>> AskAsync);

/// <summary>
/// The zones that people have set on their platform. It shows times in them by itself; the words for where it cannot, such as a
/// notification, are written in them here. Asked for at most once a day, behind an answer: the first one has the zone of the
/// organisation file, save where words were read in that zone, which has to be said.
/// </summary>
public sealed class ReaderZones(IEnumerable<ZoneSource> sources, BackgroundWork work, TimeProvider time)
{
    private const int MaxRemembered = 10_000;
    private static readonly TimeSpan Good = TimeSpan.FromDays(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromHours(1);

    /// <summary>How long an answer waits for the zone: well within the seconds in which a platform wants it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Dictionary<PlatformId, ZoneSource> sources = sources.ToDictionary(source => source.Platform);
    private readonly ConcurrentDictionary<(PlatformId, string), Known> zones = new();

    /// <summary>The reader of an answer: in their zone on the platform, else in that of the organisation file.</summary>
    public Reader ReaderOf(PlatformId platform, string account, Answered answered)
    {
        var (zone, isTheirs) = ZoneOf(platform, account, answered.Reader);
        var reader = answered.Reply.Audience == Audience.Everyone
            ? Reader.In(zone, answered.At) : new Reader(zone, answered.At) { Alone = true, Elsewhere = !isTheirs };
        return reader with { Accounts = answered.Accounts };
    }

    /// <summary>The reader of their own home page.</summary>
    public Reader OnHome(PlatformId platform, string account, HomePage home)
    {
        var (zone, isTheirs) = ZoneOf(platform, account, home.Reader);
        return Reader.Of(zone, home.At) with { Elsewhere = !isTheirs, Accounts = home.Accounts };
    }

    /// <param name="reader">Null: a stranger.</param>
    private (DateTimeZone Zone, bool IsTheirs) ZoneOf(PlatformId platform, string account, AccountHolder? reader) =>
        reader is null ? (DateTimeZone.Utc, false)
        : Of(platform, account) is { } theirs ? (theirs, true) : (reader.Zone, !sources.ContainsKey(platform));

    /// <summary>The same zone, waited for a moment; null: the platform has not said it by then, or one that nobody knows here.</summary>
    public async ValueTask<DateTimeZone?> OfAsync(PlatformId platform, string account, CancellationToken ct)
    {
        if (Of(platform, account) is { } known) return known;
        if (zones.GetValueOrDefault((platform, account))?.Asking is { } asking) await work.InTimeAsync(asking, Patience, ct);
        return zones.GetValueOrDefault((platform, account))?.Zone;
    }

    // Null: the platform has not said it yet, or one that nobody knows here.
    private DateTimeZone? Of(PlatformId platform, string account)
    {
        if (sources.GetValueOrDefault(platform) is not { } source) return null;
        var known = zones.GetValueOrDefault((platform, account));
        if (known is not null && time.GetElapsedTime(known.At) < known.IsGoodFor) return known.Zone;
        if (zones.Count >= MaxRemembered) zones.Clear();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        zones[(platform, account)] = new(known?.Zone, time.GetTimestamp(), AfterFailure, done.Task);
        work.Behind(AskAsync(source, account, done, work.Stopped));
        return known?.Zone;
    }

    private async Task AskAsync(ZoneSource source, string account, TaskCompletionSource done, CancellationToken ct)
    {
        try
        {
            if (await source.AskAsync(account, ct) is { } zone)
            {
                zones[(source.Platform, account)] =
                    new(DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone), time.GetTimestamp(), Good, done.Task);
            }
        }
        finally
        {
            done.SetResult();
        }
    }

    /// <param name="At">When it was asked for or said, as the steady count has it.</param>
    private sealed record Known(DateTimeZone? Zone, long At, TimeSpan IsGoodFor, Task Asking);
}
