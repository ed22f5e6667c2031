using Microsoft.Extensions.Logging;
using NodaTime;
using Watchbill.Calendars;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>
/// When a job has to look at each rotation again, so that thousands of them cost nothing while nothing happens: at the instant that its
/// last
/// look named, or when a document changed that decides who is on call. Kept in memory; a new process looks at all of them once.
/// </summary>
public sealed partial class DueRotations
{
    private const int AtOnce = 256;

    private readonly IStore store;
    private readonly ILogger<DueRotations> log;
    private readonly Dictionary<string, Instant> next = [];
    private readonly Dictionary<(Type, string), long> seen = [];
    private readonly HashSet<Type> written = [.. Kinds];
    private readonly Lock gate = new();

    public DueRotations(IStore store, SaveNotices notices, ILogger<DueRotations> log)
    {
        (this.store, this.log) = (store, log);
        notices.Saved += kinds =>
        {
            if (Kinds.Overlaps(kinds)) Write(kinds);
        };
    }

    /// <summary>The documents that decide who is on call.</summary>
    public static IReadOnlySet<Type> Kinds { get; } =
        new HashSet<Type> { typeof(Rotation), typeof(RotationChanges), typeof(Absences), typeof(Person), typeof(HolidayCalendar) };

    /// <summary>Looks at every rotation that is due; one that fails is logged and looked at again in a minute, the others go on.</summary>
    /// <param name="lookAsync">Answers when to look again; <see cref="Instant.MaxValue"/>: not before a change.</param>
    /// <returns>The earliest instant at which a rotation is due again.</returns>
    public async Task<Instant?> VisitAsync(Instant now, Func<string, CancellationToken, Task<Instant>> lookAsync, CancellationToken ct)
    {
        await ReadAsync(ct);
        var due = next.Where(entry => entry.Value <= now).Select(entry => entry.Key).ToArray();
        foreach (var some in due.Chunk(AtOnce))
        {
            // Side by side, so that the store puts their saves into one commit.
            var again = await Task.WhenAll(some.Select(rotation => LookAsync(rotation, now, lookAsync, ct)));
            for (var i = 0; i < some.Length; i++) next[some[i]] = again[i];
        }

        var earliest = next.Values.DefaultIfEmpty(Instant.MaxValue).Min();
        return earliest == Instant.MaxValue ? null : earliest;
    }

    private async Task<Instant> LookAsync(
        string rotation, Instant now, Func<string, CancellationToken, Task<Instant>> lookAsync, CancellationToken ct)
    {
        try
        {
            return await lookAsync(rotation, ct);
        }
        catch (StaleException)
        {
            // Another runner did it first, or somebody changed what it was decided from: look again at once.
            return now;
        }
#pragma warning disable CA1031 // One rotation that cannot be worked out must not silence the others.
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailed(failure, rotation);
            return now + Duration.FromMinutes(1);
        }
    }

    // Only what was written is read again: thousands of rotations stay untouched by an override of one.
    private async Task ReadAsync(CancellationToken ct)
    {
        Type[] kinds;
        lock (gate)
        {
            kinds = [.. written];
            written.Clear();
        }

        try
        {
            if (kinds.Contains(typeof(Rotation))) await ReadAsync<Rotation>(ct);
            if (kinds.Contains(typeof(RotationChanges))) await ReadAsync<RotationChanges>(ct);
            // People and calendars change rarely and belong to many rotations: then all are looked at.
            if (kinds.Any(kind => kind != typeof(Rotation) && kind != typeof(RotationChanges)))
                foreach (var rotation in next.Keys.ToArray()) next[rotation] = Instant.MinValue;
        }
        catch
        {
            Write(kinds);
            throw;
        }
    }

    private async Task ReadAsync<T>(CancellationToken ct) where T : class
    {
        await foreach (var page in store.PagesAsync<T>(ct))
        {
            foreach (var stored in page)
            {
                if (seen.GetValueOrDefault((typeof(T), stored.Id)) == stored.Version) continue;
                seen[(typeof(T), stored.Id)] = stored.Version;
                next[stored.Id] = Instant.MinValue;
            }
        }
    }

    private void Write(IEnumerable<Type> kinds)
    {
        lock (gate) written.UnionWith(kinds.Where(Kinds.Contains));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Rotation {Rotation} could not be looked at and is tried again in a minute.")]
    private partial void LogFailed(Exception failure, string rotation);
}
