using NodaTime;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>
/// Keeps requests moving: reminds those who could cover after half of the time left and a day ahead, tells the lead twelve hours ahead that
/// nobody did, and closes what has expired or is no longer needed. Each is saved with what is said about it, so it is said once.
/// </summary>
public sealed class SwapAndCoverJob(IStore store, Schedules schedules, OrgChart chart) : IJob
{
    private readonly Swaps swaps = new(store, schedules, chart);

    public IReadOnlySet<Type> Reads { get; } =
        new HashSet<Type> { typeof(CoverRequest), typeof(SwapRequest), typeof(RotationChanges), typeof(Rotation), typeof(Absences),
            typeof(Person) };

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        if (changes.IsEverything) await TakeBackAsync(now, ct);
        var next = Instant.MaxValue;
        var lapsed = new List<Stored<CoverRequest>>();
        foreach (var read in await store.OpenCoversAsync(ct))
            next = Instant.Min(next, await SavedAsync(await CoverAsync(read, lapsed, now, ct), now, ct));
        next = Instant.Min(next, await SavedAsync((await LapsedAsync(lapsed, now, ct), Instant.MaxValue), now, ct));
        foreach (var read in await store.OpenSwapsAsync(ct))
        {
            var ended = await swaps.EndedAsync(read, now, ct);
            next = Instant.Min(next, await SavedAsync((ended ?? [], read.Value.Expires), now, ct));
        }

        return next == Instant.MaxValue ? null : next;
    }

    // What a clock that ran ahead closed, reminded of or escalated has its time to come.
    private async Task TakeBackAsync(Instant now, CancellationToken ct)
    {
        var ahead = new List<Write>();
        ahead.AddRange((await store.ListAsync<CoverRequest>(IdRange.All, ct)).Where(read => read.Value.AsOf(now) != read.Value)
            .Select(read => Write.Replace(read, read.Value.AsOf(now))));
        ahead.AddRange((await store.ListAsync<SwapRequest>(IdRange.All, ct)).Where(read => read.Value.AsOf(now) != read.Value)
            .Select(read => Write.Replace(read, read.Value.AsOf(now))));
        if (ahead.Count > 0) await store.SaveAsync(ahead, ct);
    }

    private async Task<Instant> SavedAsync((IReadOnlyList<Write> Changes, Instant Next) due, Instant now, CancellationToken ct)
    {
        if (due.Changes.Count == 0) return due.Next;
        try
        {
            await store.SaveAsync(due.Changes, ct);
            return due.Next > now ? due.Next : Instant.MaxValue;
        }
        catch (StaleException)
        {
            // Somebody answered this very moment: look again at once.
            return now;
        }
    }

    private async Task<(IReadOnlyList<Write> Changes, Instant Next)> CoverAsync(
        Stored<CoverRequest> read, List<Stored<CoverRequest>> lapsed, Instant now, CancellationToken ct)
    {
        var request = read.Value;
        var schedule = await schedules.FindAsync(request.Rotation, ct);
        var open = schedule is null ? [] : request.Open(schedule, now);
        if (schedule is null || open.Count == 0)
        {
            if (request.ClosedAs(now) != RequestState.Lapsed) return (Closed(read, now), Instant.MaxValue);
            lapsed.Add(read);
            return ([], Instant.MaxValue);
        }

        var (changed, said) = (request, new List<Write>());
        var names = await chart.NamesAsync([.. request.Asked, request.Person], ct);
        if (request.Reminders.LastOrDefault(at => at <= now) is var due && due > (request.RemindedAt ?? request.AskedAt))
        {
            changed = changed with { RemindedAt = now };
            said.AddRange(request.CouldTake(schedule.Rotation, open).Select(person =>
                ChangeReplies.Ask(person, CoverReplies.Wanted(read.Id, request, names, request.Stretches(schedule, now)), request.Rotation,
                    (CoverReplies.Card(read.Id), "reminder"), due, MessageKind.Reminder)));
        }

        if (request.EscalatedAt is null && request.EscalateAt <= now)
        {
            changed = changed with { EscalatedAt = now };
            var to = await chart.Leads.ResponsibleAsync(schedule.Rotation, now, ct);
            said.Add(
                ChangeReplies.Say(MessageKind.Escalation, to, CoverReplies.StillOpen(schedule.Rotation, request, open, to.Id, names),
                    request.Rotation, $"cover/{read.Id}/open", request.EscalateAt));
        }

        var next =
            request.Reminders.Append(request.End).Append(changed.EscalatedAt is null ? request.EscalateAt : request.End)
                .Where(at => at > now).Min();
        return (changed == request ? [] : [Write.Replace(read, changed), .. said], next);
    }

    private static IReadOnlyList<Write> Closed(Stored<CoverRequest> read, Instant now)
    {
        var request = read.Value;
        var state = request.ClosedAs(now);
        IEnumerable<Write> said = state == RequestState.Expired
            ?
            [
                .. CoverReplies.Concerned(request).Select(
                    person =>
                        ChangeReplies.ToPerson(person, CoverReplies.Expired(request), request.Rotation, $"cover/{read.Id}/expired",
                            request.End)),
                .. CoverReplies.Settled(read.Id, request, _ => new Reply(CoverReplies.Expired(request)), now),
            ]
            // Whoever took a part was told then; what is left of it somebody else has by now.
            : CoverReplies.Settled(read.Id, request, _ => new Reply(CoverReplies.NothingLeft(request)), now);
        return [Write.Replace(read, request with { State = state, ClosedAt = now }), .. said];
    }

    // One change may leave many without a cause, such as a roster that no longer names two people: each is told of all of them at once.
    private async Task<IReadOnlyList<Write>> LapsedAsync(IReadOnlyList<Stored<CoverRequest>> lapsed, Instant now, CancellationToken ct)
    {
        var names = await chart.NamesAsync(lapsed.Select(read => read.Value.Person), ct);
        var changes = lapsed.SelectMany(read => CoverReplies
            .Settled(read.Id, read.Value, _ => new Reply(CoverReplies.Lapsed(read.Value, names)), now)
            .Prepend(Write.Replace(read, read.Value with { State = RequestState.Lapsed, ClosedAt = now }))).ToList();
        var told = lapsed.SelectMany(read => CoverReplies.Concerned(read.Value).Concat(read.Value.Asked.Except(read.Value.Declined))
            .Distinct().Select(person => (Person: person, Read: read))).ToLookup(one => one.Person, one => one.Read);
        foreach (var id in await chart.Leads.HereAsync(told.Select(one => one.Key), now, ct))
        {
            var requests = told[id].Select(read => read.Value).ToList();
            var rotation = requests.TrueForAll(one => one.Rotation == requests[0].Rotation) ? requests[0].Rotation : null;
            changes.Add(Delivery.Say(
                new Delivery(now, MessageKind.Change, Address.Person(id), CoverReplies.Lapsed(requests, names))
                {
                    Rotation = rotation,
                }, $"cover/{told[id].First().Id}/lapsed/{id}"));
        }

        return changes;
    }
}
