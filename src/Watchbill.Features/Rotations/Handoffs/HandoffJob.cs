using NodaTime;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>
/// Hands shifts over: one save holds the new holders, the handoff and all that is to be said about it, so it is said once whatever
/// happens in between. Fifteen minutes after it was said, the lead hears of those who have not acknowledged it.
/// </summary>
public sealed class HandoffJob(IStore store, Schedules schedules, DueRotations due, OpenWork work, HostClock clock) : IJob
{
    private readonly OrgChart people = new(store);
    private readonly TrainingGate gate = new(store, schedules);

    public IReadOnlySet<Type> Reads => DueRotations.Kinds;

    public Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct) =>
        due.VisitAsync(now, changes, (rotation, token) => LookAsync(rotation, now, token), ct);

    private async Task<Instant> LookAsync(string rotation, Instant now, CancellationToken ct)
    {
        var read = await store.FindAsync<HandoffState>(rotation, ct);
        if (await schedules.FindAsync(rotation, ct) is not { } schedule)
        {
            // Forgotten, so that a rotation that comes back begins silently and not with all it missed.
            if (read is not null) await store.SaveAsync([Write.Delete(read)], ct);
            return Instant.MaxValue;
        }

        if (read is null)
        {
            var begun = HandoffState.Begin(schedule, now);
            await store.SaveAsync([Write.Create(rotation, begun)], ct);
            return WakeAt(begun, schedule, now);
        }

        if (read.Value.IsAhead(now)) read = await TakeBackAsync(schedule, read, now, ct);
        var (handovers, state) = read.Value.Walk(schedule, now);
        if (handovers.Count > 0)
        {
            await HandOverAsync(schedule, read, handovers, state, now, ct);
            return Instant.Min(now + Handoff.Patience, WakeAt(state, schedule, now));
        }

        return Instant.Min(await EscalateAsync(schedule.Rotation, state.Through, now, ct), WakeAt(state, schedule, now));
    }

    // It goes on from the last handoff that has happened, or from when the rotation was first seen; notes that were carried into one that
    // has not wait again.
    private async Task<Stored<HandoffState>> TakeBackAsync(
        Schedule schedule, Stored<HandoffState> read, Instant now, CancellationToken ct)
    {
        var rotation = schedule.Rotation.Id;
        var all = IdRange.Prefix(rotation + "/");
        var ahead =
            (await store.ListAsync<Handoff>(all with { From = Handoff.IdOf(rotation, now) }, ct)).Where(told => told.Value.At > now)
                .ToList();
        var last = await store.ListAsync<Handoff>(new(all.From, Handoff.IdOf(rotation, now) + '\0', 1, Descending: true), ct);
        var from = ahead is [{ Value.After: { } before }, ..] ? before : last is [var told] ? told.Value.At : now;
        var waiting = await store.FindAsync<HandoffNotes>(rotation, ct);
        var notes = ahead.SelectMany(told => told.Value.Notes).Concat(waiting?.Value.Notes ?? []).ToList();
        await store.SaveAsync(
        [
            Write.Replace(read, HandoffState.Begin(schedule, Instant.Min(from, now))),
            .. ahead.Select(Write.Delete),
            .. notes.Count == 0 ? [] : new[] { Write.Upsert(rotation, waiting, new HandoffNotes(notes)) },
        ], ct);
        clock.TakeBack($"The handoffs of {rotation}", read.Value.Through, now);
        return (await store.FindAsync<HandoffState>(rotation, ct))!;
    }

    private static Instant WakeAt(HandoffState state, Schedule schedule, Instant now) =>
        state.Next(schedule, now, days: 1)?.At ?? now + Duration.FromDays(1);

    private async Task HandOverAsync(
        Schedule schedule, Stored<HandoffState> read, IReadOnlyList<Handover> handovers, HandoffState state, Instant now,
        CancellationToken ct)
    {
        var (rotation, current) = (schedule.Rotation, handovers[^1]);
        var notes = await store.FindAsync<HandoffNotes>(rotation.Id, ct);
        var (carried, kept) = (notes?.Value ?? new HandoffNotes([])).Split(handovers, state);
        var handoff = new Handoff(rotation.Id, current.At, current.Layers)
        {
            Missed = handovers.Count - 1,
            After = read.Value.Through,
            Notes = carried,
        };
        var next = state.Next(schedule, current.At);
        var names = await NamesAsync(handoff, next, ct);
        IReadOnlyList<Field> added =
        [
            .. await OverridesAsync(schedule, current, ct), .. await gate.AtHandoffAsync(rotation, handoff.Incoming(), current.At, ct),
            .. await work.OfAsync(rotation, current.At, ct),
        ];
        var held = await work.HeldAsync(rotation, current.At, ct);

        var changes = new List<Write>
        {
            Write.Replace(read, state),
            Write.Create(Handoff.IdOf(rotation.Id, current.At), handoff),
            Say(MessageKind.Handoff, OverrideReplies.Owner(rotation),
                HandoffReplies.Told(handoff, next, await LeadAsync(rotation, current.At, ct), names)
                    .With(added).With(OpenWorkReplies.Take(held)), rotation, current.At,
                Cause(rotation.Id)),
        };
        if (notes is not null && carried.Count > 0) changes.Add(Write.Replace(notes, new HandoffNotes(kept)));
        changes.AddRange(handoff.Incoming().Select(person => Delivery.Say(
            new Delivery(current.At, MessageKind.Handoff, Address.Person(person),
                HandoffReplies.Yours(handoff, person, now + Handoff.Patience, next, names).With(added)
                    .With(OpenWorkReplies.Take([.. held.Where(page => page.By != person)])))
            { Rotation = rotation.Id, Card = Card(handoff) },
            Cause(rotation.Id, person))));
        changes.AddRange((await gate.BackupsAsync(rotation, handoff.Incoming(), current.At, ct)).Select(one => Say(
            MessageKind.Training, Address.Person(one.Backup), one.Said, rotation, current.At,
            $"training-backup/{rotation.Id}/{one.Backup}")));
        await store.SaveAsync(changes, ct);
    }

    // Whoever comes by an override reads here until when, and why.
    private async Task<IReadOnlyList<Field>> OverridesAsync(Schedule schedule, Handover current, CancellationToken ct)
    {
        var all = (await store.FindAsync<RotationChanges>(schedule.Rotation.Id, ct))?.Value.Changes ?? [];
        var fields = new List<Field>();
        foreach (var layer in current.Layers)
        {
            if (schedule.At(layer.Layer, current.At) is { Source: ShiftSource.Override, Change: { } id }
                && all.FirstOrDefault(change => change.Id == id && change.Layer == layer.Layer && change.Person == layer.Incoming
                    && change.Start <= current.At && current.At < change.End) is { } made)
                fields.Add(HandoffReplies.Override(made, await people.NameAsync(made.DecidedBy, ct), current.Layers.Count > 1));
        }

        return fields;
    }

    /// <summary>Tells the lead, once, who has not acknowledged the last handoff in time.</summary>
    /// <returns>When to ask again.</returns>
    private async Task<Instant> EscalateAsync(Rotation rotation, Instant at, Instant now, CancellationToken ct)
    {
        var read = await store.FindAsync<Handoff>(Handoff.IdOf(rotation.Id, at), ct);
        if (read is not { Value: { EscalatedAt: null } handoff } || handoff.Awaited().Count == 0) return Instant.MaxValue;
        if (await SaidAtAsync(handoff, ct) is not { } said) return now + Duration.FromMinutes(1);
        if (said + Handoff.Patience is var deadline && deadline > now) return deadline;

        var names = await NamesAsync(handoff, null, ct);
        var to = await people.Leads.ResponsibleAsync(rotation, now, ct);
        await store.SaveAsync(
        [
            Write.Replace(read, handoff with { EscalatedAt = now }),
            Say(MessageKind.Escalation, to, HandoffReplies.Unacknowledged(rotation, handoff, names), rotation, deadline,
                $"handoff-unacknowledged/{rotation.Id}"),
        ], ct);
        return Instant.MaxValue;
    }

    /// <summary>When the first of its messages was said; null: none yet.</summary>
    private async Task<Instant?> SaidAtAsync(Handoff handoff, CancellationToken ct)
    {
        Instant? first = null;
        foreach (var cause in handoff.Incoming().Select(person => Cause(handoff.Rotation, person)).Prepend(Cause(handoff.Rotation)))
        {
            if (await store.FindAsync<Message>(Delivery.IdOf(handoff.At, cause), ct) is { Value.SaidAt: { } said } && !(first <= said))
                first = said;
        }

        return first;
    }

    private async Task<Mention?> LeadAsync(Rotation rotation, Instant now, CancellationToken ct) =>
        (await people.Leads.OfAsync(rotation, now, ct)) is [var lead, ..] ? new(lead, await people.NameAsync(lead, ct)) : null;

    private async Task<IReadOnlyDictionary<string, string>> NamesAsync(Handoff handoff, Handover? next, CancellationToken ct)
    {
        var ids = handoff.Layers.Concat(next?.Layers ?? []).SelectMany(layer => new[] { layer.Outgoing, layer.Incoming })
            .Concat(handoff.Notes.Select(note => note.Person));
        var names = new Dictionary<string, string>();
        foreach (var id in ids.OfType<string>().Distinct()) names[id] = await people.NameAsync(id, ct);
        return names;
    }

    private static Write Say(MessageKind kind, Address to, Reply reply, Rotation rotation, Instant due, string cause) =>
        Delivery.Say(new Delivery(due, kind, to, reply) { Rotation = rotation.Id }, cause);

    /// <summary>What an incoming person is shown until they acknowledge it, and from then on.</summary>
    internal static string Card(Handoff handoff) => $"handoff/{Handoff.IdOf(handoff.Rotation, handoff.At)}";

    /// <summary>What a message about a handoff is known by: in the channel, and to a person.</summary>
    internal static string Cause(string rotation, string? person = null) =>
        person is null ? $"handoff/{rotation}" : $"handoff/{rotation}/{person}";
}
