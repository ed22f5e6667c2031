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
        foreach (var read in await store.OpenCoversAsync(ct))
            next = Instant.Min(next, await SavedAsync(await CoverAsync(read, now, ct), now, ct));
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
        Stored<CoverRequest> read, Instant now, CancellationToken ct)
    {
        var request = read.Value;
        var schedule = await schedules.FindAsync(request.Rotation, ct);
        var open = schedule is null ? [] : request.Open(schedule, now);
        if (schedule is null || open.Count == 0) return (await ClosedAsync(read, schedule, now, ct), Instant.MaxValue);

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
        Stored<CoverRequest> read, Schedule? schedule, Instant now, CancellationToken ct)
    {
        var request = read.Value;
        var state = request.ClosedAs(now);
        var overriding = request.Overriding(schedule, now);
        var names = await chart.NamesAsync([request.Person, .. overriding], ct);
        var gone = CoverReplies.Lapsed(request, overriding, names);
        var people = CoverReplies.Concerned(request);
        IEnumerable<Write> said = state switch
        {
            RequestState.Expired =>
            [
                .. people.Select(
                    person =>
                        ChangeReplies.ToPerson(person, CoverReplies.Expired(request), request.Rotation, $"cover/{read.Id}/expired",
                            request.End)),
                .. CoverReplies.Settled(read.Id, request, _ => new Reply(CoverReplies.Expired(request)), now),
            ],
            RequestState.Lapsed =>
            [
                .. people.Concat(request.Asked.Except(request.Declined)).Distinct()
                    .Select(
                        person =>
                            ChangeReplies.ToPerson(person, gone, request.Rotation, $"cover/{read.Id}/lapsed", now)),
                .. CoverReplies.Settled(read.Id, request, _ => new Reply(gone), now),
            ],
            // Takes of a part were told then. What is left somebody else has by now; that an override settled it nobody has read yet.
            _ =>
            [
                .. overriding.Count == 0 ? [] : people.Select(
                    person => ChangeReplies.ToPerson(person, gone, request.Rotation, $"cover/{read.Id}/lapsed", now)),
                .. CoverReplies.Settled(read.Id, request, _ => new Reply(CoverReplies.NothingLeft(request)), now),
            ],
        };
        return [Write.Replace(read, request with { State = state, ClosedAt = now }), .. said];
    }
}
