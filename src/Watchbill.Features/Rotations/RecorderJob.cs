using NodaTime;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>
/// Writes shifts down as they end, from the moment a rotation is first seen and never earlier. After downtime it goes on from its mark, so
/// nothing is lost; what is written down is never changed.
/// </summary>
public sealed class RecorderJob(IStore store, Schedules schedules, Agenda agenda) : IJob
{
    /// <summary>How far ahead the next end is looked for; then the rotation is looked at again.</summary>
    private static readonly Duration Ahead = Duration.FromDays(1);

    public IReadOnlySet<Type> Reads => Agenda.Kinds;

    public Task<Instant?> RunAsync(Instant now, CancellationToken ct) => agenda.VisitAsync(now, (rotation, token) => RecordAsync(rotation, now, token), ct);

    private async Task<Instant> RecordAsync(string id, Instant now, CancellationToken ct)
    {
        var mark = await store.FindAsync<Recorded>(id, ct);
        if (await store.FindAsync<Rotation>(id, ct) is not { Value: var rotation }) return Instant.MaxValue;
        var schedule = await schedules.ForAsync(rotation, ct);
        if (rotation.Retired)
        {
            if (mark is { Value.Closed: null }) await CloseAsync(schedule, mark, now, ct);
            return Instant.MaxValue;
        }

        if (mark is null)
        {
            await store.SaveAsync([Change.Create(id, new Recorded(now, now))], ct);
        }
        else if (mark.Value.Closed is not null)
        {
            // Back again: nobody worked it meanwhile.
            await store.SaveAsync([Change.Replace(mark, mark.Value with { Through = now, Since = now, Closed = null })], ct);
        }
        else
        {
            var ended = schedule.Between(mark.Value.Through, now).Where(piece => mark.Value.Through < piece.End && piece.End <= now).ToList();
            // The mark is the last end and not now: a change decided this very moment may still cut a piece a moment ago.
            if (ended.Count > 0) await WriteAsync(rotation, Change.Replace(mark, mark.Value with { Through = ended.Max(piece => piece.End) }), mark.Value, ended, now, ct);
        }

        return schedule.Between(now, now + Ahead).Where(piece => piece.End > now).Select(piece => piece.End).DefaultIfEmpty(now + Ahead).Min();
    }

    // What runs when a rotation is retired was worked until then.
    private async Task CloseAsync(Schedule schedule, Stored<Recorded> mark, Instant now, CancellationToken ct)
    {
        var end = Requests.Whole(now);
        var worked = schedule.Between(mark.Value.Through, end).Where(piece => piece.End > mark.Value.Through && piece.Start < end).Select(piece => piece with { End = Instant.Min(piece.End, end) }).ToList();
        await WriteAsync(schedule.Rotation, Change.Replace(mark, mark.Value with { Through = Instant.Max(mark.Value.Through, end), Closed = now }), mark.Value, worked, now, ct);
    }

    private async Task WriteAsync(Rotation rotation, Change moved, Recorded mark, List<Shift> ended, Instant now, CancellationToken ct)
    {
        var (team, domain, services) = await OwnersAsync(rotation, ct);
        var shadows = rotation.Layers.Where(layer => layer.Shadow).Select(layer => layer.Id).ToHashSet();
        var worked = ended
            .Select(piece => piece with { Start = Instant.Max(piece.Start, mark.Since ?? mark.First) })
            // An id holds whole seconds: of pieces that begin within one, the last is kept.
            .GroupBy(piece => WorkedShift.IdOf(rotation.Id, piece.Start, piece.Layer))
            .Select(pieces => Change.Create(pieces.Key, new WorkedShift(rotation.Id, pieces.Last(), now)
            {
                Shadow = shadows.Contains(pieces.Last().Layer),
                Team = team,
                Domain = domain,
                Services = services,
            }));
        await store.SaveAsync([moved, .. worked], ct);
    }

    private async Task<(string? Team, string? Domain, IReadOnlyList<string> Services)> OwnersAsync(Rotation rotation, CancellationToken ct)
    {
        var services = (await store.ListAsync<Service>(IdRange.All, ct)).Select(stored => stored.Value).Where(service => !service.Retired);
        if (rotation.Kind == RotationKind.Team)
        {
            var domain = (await store.FindAsync<Team>(rotation.Owner, ct))?.Value.Domain;
            return (rotation.Owner, domain, [.. services.Where(service => service.Team == rotation.Owner).Select(service => service.Id)]);
        }

        var teams = (await store.ListAsync<Team>(IdRange.All, ct)).Where(stored => stored.Value.Domain == rotation.Owner).Select(stored => stored.Id).ToHashSet();
        return (null, rotation.Owner, [.. services.Where(service => teams.Contains(service.Team)).Select(service => service.Id)]);
    }
}
