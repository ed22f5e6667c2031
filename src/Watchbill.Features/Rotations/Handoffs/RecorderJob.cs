using NodaTime;
using Watchbill.Calendars;
using Watchbill.Jobs;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>
/// Writes shifts down as they end, from the moment a rotation is first seen and never earlier. After downtime it goes on from its mark, so
/// nothing is lost; what is written down is never changed.
/// </summary>
public sealed class RecorderJob(IStore store, Schedules schedules, DueRotations due, HostClock clock) : IJob
{
    /// <summary>How far ahead the next end is looked for; then the rotation is looked at again.</summary>
    private static readonly Duration Ahead = Duration.FromDays(1);

    private const int AtOnce = 1000;

    private readonly WorkedShifts worked = new(store);

    public IReadOnlySet<Type> Reads => DueRotations.Kinds;

    public Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        // Thousands of shifts may end at one instant: who answers for what is put together once, and only where one has ended.
        Task<Owners>? owners = null;
        return due.VisitAsync(now, changes,
            (rotation, token) => RecordAsync(rotation, () => owners ??= Owners.ReadAsync(store, token), now, token), ct);
    }

    private async Task<Instant> RecordAsync(string id, Func<Task<Owners>> owners, Instant now, CancellationToken ct)
    {
        var mark = await store.FindAsync<Recorded>(id, ct);
        if (await store.FindAsync<Rotation>(id, ct) is not { Value: var rotation }) return Instant.MaxValue;
        if (mark?.Value.IsAhead(now) == true)
        {
            await TakeBackAsync(rotation, mark, now, ct);
            mark = await store.FindAsync<Recorded>(id, ct);
        }

        var schedule = await schedules.ForAsync(rotation, ct);
        if (rotation.Retired)
        {
            if (mark is { Value.Closed: null }) await CloseAsync((schedule, await owners()), mark, now, ct);
            return Instant.MaxValue;
        }

        if (mark is null)
        {
            await store.SaveAsync([Write.Create(id, new Recorded(now.ToWholeSeconds(), now.ToWholeSeconds()))], ct);
        }
        else if (mark.Value.Closed is not null)
        {
            // Back again: nobody worked it meanwhile.
            await store.SaveAsync(
                [Write.Replace(mark, mark.Value with { Through = now.ToWholeSeconds(), Since = now.ToWholeSeconds(), Closed = null })],
                ct);
        }
        else
        {
            var ended =
                schedule.Between(mark.Value.Through, now).Where(piece => mark.Value.Through < piece.End && piece.End <= now).ToList();
            // The mark is the last end and not now: a change decided this very moment may still cut a piece a moment ago.
            if (ended.Count > 0)
                await WriteAsync((rotation, await owners()),
                    Write.Replace(mark, mark.Value with { Through = ended.Max(piece => piece.End) }), mark.Value, ended, now, ct);
        }

        return schedule.Between(now, now + Ahead).Where(piece => piece.End > now).Select(piece => piece.End).DefaultIfEmpty(now + Ahead)
            .Min();
    }

    // Nothing of it was worked. What ended by now stays, and is the last that is recorded.
    private async Task TakeBackAsync(Rotation rotation, Stored<Recorded> mark, Instant now, CancellationToken ct)
    {
        var ahead = await worked.AheadAsync(rotation, now, ct);
        foreach (var some in ahead.Chunk(AtOnce)) await store.SaveAsync([.. some.Select(Write.Delete)], ct);
        await store.SaveAsync([Write.Replace(mark, mark.Value.AsOf(now.ToWholeSeconds()))], ct);
        clock.TakeBack($"The record of {rotation.Id}", mark.Value.Through, now);
    }

    // What runs when a rotation is retired was worked until then.
    private async Task CloseAsync((Schedule Schedule, Owners Owners) of, Stored<Recorded> mark, Instant now, CancellationToken ct)
    {
        var end = now.ToWholeSeconds();
        var running =
            of.Schedule.Between(mark.Value.Through, end).Where(piece => piece.End > mark.Value.Through && piece.Start < end)
                .Select(piece => piece with { End = Instant.Min(piece.End, end) }).ToList();
        await WriteAsync((of.Schedule.Rotation, of.Owners),
            Write.Replace(mark, mark.Value with { Through = Instant.Max(mark.Value.Through, end), Closed = end }), mark.Value, running,
            now,
            ct);
    }

    private async Task WriteAsync(
        (Rotation Rotation, Owners Owners) of, Write moved, Recorded mark, List<Shift> ended, Instant now, CancellationToken ct)
    {
        var (rotation, owners) = of;
        var (team, domain) = owners.Of(rotation);
        var shadows = rotation.Layers.Where(layer => layer.Shadow).Select(layer => layer.Id).ToHashSet();
        var records = ended
            .Select(piece => piece with { Start = Instant.Max(piece.Start, mark.Since ?? mark.First) })
            // An id holds whole seconds: of pieces that begin within one, the last is kept.
            .GroupBy(piece => WorkedShift.IdOf(rotation.Id, piece.Start, piece.Layer))
            .Select(pieces => Write.Create(pieces.Key, new WorkedShift(rotation.Id, pieces.Last(), now)
            {
                Shadow = shadows.Contains(pieces.Last().Layer),
                Team = team,
                Domain = domain,
                Services = owners.ServicesOf(rotation, pieces.Last()),
            }));
        await store.SaveAsync([moved, .. records], ct);
    }
}
