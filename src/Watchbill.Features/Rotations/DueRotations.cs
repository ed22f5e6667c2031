using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using NodaTime;
using Watchbill.Calendars;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>
/// When a job has to look at each rotation again, so that thousands of them cost nothing while nothing happens: at the instant that its
/// last look named, or when a document changed that decides who is on call. Kept in memory; a new process looks at all of them once.
/// </summary>
public sealed partial class DueRotations(IStore store, ILogger<DueRotations> log)
{
    private const int AtOnce = 256;

    private readonly Dictionary<string, Instant> next = [];

    /// <summary>The documents that decide who is on call.</summary>
    public static IReadOnlySet<Type> Kinds { get; } =
        new HashSet<Type> { typeof(Rotation), typeof(RotationChanges), typeof(Absences), typeof(Person), typeof(HolidayCalendar) };

    /// <summary>Looks at every rotation that is due; one that fails is logged and looked at again in a minute, the others go on.</summary>
    /// <param name="lookAsync">Answers when to look again; <see cref="Instant.MaxValue"/>: not before a change.</param>
    /// <returns>The earliest instant at which a rotation is due again.</returns>
    public async Task<Instant?> VisitAsync(
        Instant now, Changes changes, Func<string, CancellationToken, Task<Instant>> lookAsync, CancellationToken ct)
    {
        await foreach (var rotation in ChangedAsync(changes, ct)) next[rotation] = Instant.MinValue;
        var due = next.Where(entry => entry.Value <= now).Select(entry => entry.Key).ToArray();
        foreach (var some in due.Chunk(AtOnce))
        {
            // Side by side, so that the store puts their saves into one commit.
            var again = await Task.WhenAll(some.Select(rotation => LookAsync(rotation, now, lookAsync, ct)));
            for (var i = 0; i < some.Length; i++) next[some[i]] = again[i];
        }

        // Nothing was known of any, so it grew as it was filled; each of several jobs has one.
        if (changes.IsEverything) next.TrimExcess();
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

    /// <summary>The rotations of which something changed that decides who is on call.</summary>
    private async IAsyncEnumerable<string> ChangedAsync(Changes changes, [EnumeratorCancellation] CancellationToken ct)
    {
        if (!changes.IsEverything)
            foreach (var id in changes.Ids<Rotation>().Union(changes.Ids<RotationChanges>())) yield return id;
        if (!changes.IsEverything && !changes.Any<Person>() && !changes.Any<Absences>() && !changes.Any<HolidayCalendar>()) yield break;

        // People and calendars belong to many rotations, but to few of all.
        HashSet<string> people = changes.IsEverything ? [] : [.. changes.Ids<Person>(), .. changes.Ids<Absences>()];
        IReadOnlySet<string> calendars = changes.IsEverything ? new HashSet<string>() : changes.Ids<HolidayCalendar>();
        await foreach (var page in store.PagesAsync<Rotation>(ct))
        {
            foreach (var (id, rotation, _) in page)
                if (changes.IsEverything || await IsMadeFromAsync(rotation, people, calendars, ct)) yield return id;
        }
    }

    private async Task<bool> IsMadeFromAsync(
        Rotation rotation, HashSet<string> people, IReadOnlySet<string> calendars, CancellationToken ct) =>
        Schedules.CalendarsOf(rotation).Any(calendars.Contains)
            || Schedules.PeopleOf(rotation, (await store.FindAsync<RotationChanges>(rotation.Id, ct))?.Value).Exists(people.Contains);

    [LoggerMessage(Level = LogLevel.Error, Message = "Rotation {Rotation} could not be looked at and is tried again in a minute.")]
    private partial void LogFailed(Exception failure, string rotation);
}
