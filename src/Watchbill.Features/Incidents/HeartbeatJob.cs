using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Paging;
using Watchbill.Storage;

namespace Watchbill.Incidents;

/// <summary>
/// Opens a sev2 incident for a heartbeat that is late, and ends it with the next ping. To incidents it is an alert that fires: sent again,
/// such as after a kill, it comes to the same.
/// </summary>
public sealed class HeartbeatJob(IStore store, Heartbeats heartbeats, AlertIntake alerts) : IJob
{
    private const string Origin = "heartbeat";

    private static readonly Duration Ahead = Duration.FromMinutes(1);

    // While nobody listened no ping could come: after downtime each has its whole time again.
    private Instant? listensSince;

    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type> { typeof(Ping), typeof(OrganizationSettings) };

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        // The clock was set: instants from before it mean nothing.
        if (changes.IsEverything) listensSince = now;
        Instant? next = null;
        foreach (var heartbeat in await heartbeats.AllAsync(ct))
        {
            // Until the first ping nobody knows whether it has been set up.
            if (await store.FindAsync<Ping>(heartbeat.Id, ct) is not { } ping) continue;
            if (await LookAsync(heartbeat, ping, now, ct) is { } late) next = next is { } sooner ? Instant.Min(sooner, late) : late;
        }

        return next;
    }

    /// <returns>When it will be late; null: it is.</returns>
    private async Task<Instant?> LookAsync(Heartbeat heartbeat, Stored<Ping> ping, Instant now, CancellationToken ct)
    {
        // Of a clock that ran ahead: it silences nothing until then.
        var heard = ping.Value.At > now + Ahead ? now : ping.Value.At;
        if (heard != ping.Value.At) await NoteAsync(ping, ping.Value with { At = now }, ct);
        if (ping.Value.LateSince is { } since)
        {
            if (heard < since) return null;
            await TellAsync(heartbeat, since, heard, now, ct);
            await NoteAsync(ping, ping.Value with { LateSince = null }, ct);
        }

        var late = heartbeat.LateAt(Instant.Max(heard, listensSince ?? now));
        if (late > now) return late;
        await TellAsync(heartbeat, late, end: null, now, ct);
        await NoteAsync(ping, ping.Value with { LateSince = late }, ct);
        return null;
    }

    private Task<AlertsTaken> TellAsync(Heartbeat heartbeat, Instant since, Instant? end, Instant now, CancellationToken ct) =>
        alerts.TakeAsync(
            new AlertGroup(
                [new SentAlert(
                    new Alert($"Heartbeat {heartbeat.Id}", $"{Origin}/{heartbeat.Id}", since.ToWholeSeconds(), end?.ToWholeSeconds())
                    {
                        Title = $"Heartbeat {heartbeat.Id} is late",
                        Severity = Severity.Sev2,
                    }, heartbeat.Service)], Truncated: 0),
            _ => true, new Actor("watchbill", Origin, now, now), ct);

    private async Task NoteAsync(Stored<Ping> ping, Ping noted, CancellationToken ct)
    {
        try
        {
            await store.SaveAsync([Write.Replace(ping, noted)], ct);
        }
        catch (StaleException)
        {
            // A ping came this very moment, which wakes this job again.
        }
    }
}
