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
    private readonly RestWarnings rest = new(store, schedules);

    public IReadOnlySet<Type> Reads { get; } =
        new HashSet<Type> { typeof(CoverRequest), typeof(SwapRequest), typeof(RotationChanges), typeof(Rotation), typeof(Absences),
            typeof(Person) };

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        if (changes.IsEverything) await TakeBackAsync(now, ct);
        var next = Instant.MaxValue;
        var lapsed = new List<LapsedCover>();
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
        Stored<CoverRequest> read, List<LapsedCover> lapsed, Instant now, CancellationToken ct)
    {
        var request = read.Value;
        var schedule = await schedules.FindAsync(request.Rotation, ct);
        var open = schedule is null ? [] : request.Open(schedule, now);
        if (schedule is null || open.Count == 0)
        {
            var overriding = request.Overriding(schedule, now);
            if (request.ClosedAs(now) != RequestState.Lapsed)
                return (await ClosedAsync(read, overriding, now, ct), Instant.MaxValue);
            lapsed.Add(new(read, overriding));
            return ([], Instant.MaxValue);
        }

        var (changed, said) = (request, new List<Write>());
        var names = await chart.NamesAsync([.. request.Asked, request.Person], ct);
        if (request.Reminders.LastOrDefault(at => at <= now) is var due && due > (request.RemindedAt ?? request.AskedAt))
        {
            changed = changed with { RemindedAt = now };
            var warnings = await rest.OfAskedAsync(schedule.Rotation, request, open, now, ct);
            said.AddRange(request.CouldTake(schedule.Rotation, open).Select(person =>
                ChangeReplies.Ask(person, CoverReplies.Wanted(read.Id, request, names, request.Stretches(schedule, now),
                        warnings: warnings.GetValueOrDefault(person)), request.Rotation,
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

    private async Task<IReadOnlyList<Write>> ClosedAsync(
        Stored<CoverRequest> read, IReadOnlyList<string> overriding, Instant now, CancellationToken ct)
    {
        var request = read.Value;
        var state = request.ClosedAs(now);
        var people = CoverReplies.Concerned(request);
        var names = await chart.NamesAsync([request.Person, .. overriding], ct);
        IEnumerable<Write> said = state == RequestState.Expired
            ?
            [
                .. people.Select(
                    person =>
                        ChangeReplies.ToPerson(person, CoverReplies.Expired(request), request.Rotation, $"cover/{read.Id}/expired",
                            request.End)),
                .. CoverReplies.Settled(read.Id, request, _ => new Reply(CoverReplies.Expired(request)), now),
            ]
            // Takes of a part were told then. What is left somebody else has by now; that an override settled it nobody has read yet.
            :
            [
                .. overriding.Count == 0 ? [] : people.Select(person => ChangeReplies.ToPerson(
                    person, CoverReplies.Lapsed(request, overriding, names), request.Rotation, $"cover/{read.Id}/lapsed", now)),
                .. CoverReplies.Settled(read.Id, request, _ => new Reply(CoverReplies.NothingLeft(request)), now),
            ];
        return [Write.Replace(read, request with { State = state, ClosedAt = now }), .. said];
    }

    // One change may leave many without a cause, such as a roster that no longer names two people: each is told of all of them at once.
    private async Task<IReadOnlyList<Write>> LapsedAsync(IReadOnlyList<LapsedCover> lapsed, Instant now, CancellationToken ct)
    {
        var names = await chart.NamesAsync(lapsed.SelectMany(one => one.Overriding.Prepend(one.Read.Value.Person)), ct);
        var changes = lapsed.SelectMany(one => CoverReplies
            .Settled(one.Read.Id, one.Read.Value, _ => new Reply(CoverReplies.Lapsed(one.Read.Value, one.Overriding, names)), now)
            .Prepend(Write.Replace(one.Read, one.Read.Value with { State = RequestState.Lapsed, ClosedAt = now }))).ToList();
        var told = lapsed.SelectMany(one =>
                CoverReplies.Concerned(one.Read.Value).Concat(one.Read.Value.Asked.Except(one.Read.Value.Declined)).Distinct()
                    .Select(person => (Person: person, Lapsed: one)))
            .ToLookup(one => one.Person, one => one.Lapsed);
        foreach (var id in await chart.Leads.HereAsync(told.Select(one => one.Key), now, ct))
        {
            var requests = told[id].Select(one => one.Read.Value).ToList();
            var reply = told[id].ToList() is [var only] ? new Reply(CoverReplies.Lapsed(only.Read.Value, only.Overriding, names))
                : CoverReplies.Lapsed(requests, names);
            changes.Add(Delivery.Say(
                new Delivery(now, MessageKind.Change, Address.Person(id), reply)
                {
                    Rotation = requests.TrueForAll(one => one.Rotation == requests[0].Rotation) ? requests[0].Rotation : null,
                }, $"cover/{told[id].First().Read.Id}/lapsed/{id}"));
        }

        return changes;
    }

    /// <summary>A request that nobody needs any more, and who is on call in some of it by an override.</summary>
    private sealed record LapsedCover(Stored<CoverRequest> Read, IReadOnlyList<string> Overriding);
}
