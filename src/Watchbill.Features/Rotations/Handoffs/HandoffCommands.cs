using NodaTime;
using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>What people say about handoffs: look at one, leave a note for it, acknowledge it.</summary>
public sealed class HandoffCommands(IStore store, Schedules schedules, OrgChart people) : ICommands
{
    private const int MaxNotes = 20;

    public IReadOnlyList<Verb> Verbs =>
    [
        new("oncall", "handoff [<rotation>]", "The last handoff, the notes for the next one, and when it is", ShowAsync) { Looks = true },
        new("oncall", "note <rotation> <text>", "Leave a note for whoever takes over next", NoteAsync),
    ];

    public IReadOnlyList<PressHandler> Presses => [new("ack", PressedAsync)];

    public IReadOnlyList<HomePart> Home => [new(HomePlace.Waiting, async (call, ct) =>
        await AwaitedAsync(call.Caller.Person, ct) is { Count: > 0 } awaited ? HandoffReplies.Awaiting(awaited) : null)];

    /// <summary>What is asked of handoffs by whoever acknowledges.</summary>
    public HandoffDesk Desk => new(AcknowledgeAsync, async (person, ct) =>
        [.. (await AwaitedAsync(person, ct)).Select(handoff => handoff.Rotation)]);

    /// <summary>The handoffs that wait for this person to acknowledge them.</summary>
    private async Task<IReadOnlyList<Handoff>> AwaitedAsync(string person, CancellationToken ct)
    {
        var awaited = new List<Handoff>();
        foreach (var held in await HeldByAsync(person, ct))
        {
            if (await LastAsync(held, ct) is { Value: var last } && last.Awaited().Contains(person)) awaited.Add(last);
        }

        return awaited;
    }

    private async Task<Answer> ShowAsync(Call call, CancellationToken ct)
    {
        if (call.Arguments["rotation"] is { } named) return await ShownAsync((await people.RotationAsync(named, ct)).Id, call, ct);
        var held = new List<(string Rotation, Instant Next)>();
        foreach (var id in await HeldByAsync(call.Caller.Person, ct))
            held.Add((id, (await NextAsync(id, call, ct)).Next?.At ?? Instant.MaxValue));
        if (held.Count == 0)
        {
            throw new RefusedException("Which rotation? You are on call for none now. For example: `handoff payments`")
            {
                Field = "rotation",
            };
        }

        held = [.. held.OrderBy(one => one.Next)];
        var shown = await ShownAsync(held[0].Rotation, call, ct);
        return held.Count == 1 ? shown : shown with
        {
            Note = "Yours, too: " + Text.Join(", ", held.Skip(1).Select(one => Text.Code($"handoff {one.Rotation}"))),
        };
    }

    private async Task<(HandoffState? State, Handover? Next)> NextAsync(string rotation, Call call, CancellationToken ct)
    {
        var state = (await store.FindAsync<HandoffState>(rotation, ct))?.Value is { } told && !told.IsAhead(call.Now) ? told : null;
        return (state, await schedules.FindAsync(rotation, ct) is { } schedule
            ? (state ?? HandoffState.Begin(schedule, call.Now)).Next(schedule, call.Now) : null);
    }

    private async Task<Reply> ShownAsync(string rotation, Call call, CancellationToken ct)
    {
        var (state, next) = await NextAsync(rotation, call, ct);
        var last = state is null ? null : (await store.FindAsync<Handoff>(Handoff.IdOf(rotation, state.Through), ct))?.Value;
        var waiting = (await store.FindAsync<HandoffNotes>(rotation, ct))?.Value.Notes ?? [];
        var ids =
            (last?.Layers ?? []).Concat(next?.Layers ?? []).SelectMany(layer => new[] { layer.Outgoing, layer.Incoming }).OfType<string>()
                .Concat(waiting.Concat(last?.Notes ?? []).Select(note => note.Person));
        var names = new Dictionary<string, string>();
        foreach (var id in ids.Distinct()) names[id] = await people.NameAsync(id, ct);
        return HandoffReplies.Shown(rotation, last, waiting, next, names);
    }

    private async Task<Answer> NoteAsync(Call call, CancellationToken ct)
    {
        var rotation = await people.RotationAsync(call.Arguments.Required("rotation"), ct);
        var text = call.Arguments.Required("text").Trim();
        var read = await store.FindAsync<HandoffNotes>(rotation.Id, ct);
        var notes = read?.Value.Notes ?? [];
        if (notes.Count >= MaxNotes)
        {
            throw new RefusedException(
                $"The next handoff of {rotation.Id} has {MaxNotes} notes already, the most it carries. Put the rest into one document, " +
                    $"and leave its link after that handoff.")
            { Field = "text" };
        }

        var note = new HandoffNote(call.Caller.Person, call.Now, text);
        return new Plan(HandoffReplies.NoteKept(rotation.Id, text, done: false), HandoffReplies.NoteKept(rotation.Id, text, done: true),
        [
            Write.Upsert(rotation.Id, read, new HandoffNotes([.. notes, note])),
            Write.Audit(new AuditEntry(call.Now, call.Caller.Person, "oncall note", $"rotation/{rotation.Id}", call.Caller.Platform.Name)),
        ])
        { Act = "Add note" };
    }

    /// <summary>Acknowledges the last handoff of a rotation; where none is named, the one that waits for the caller.</summary>
    public async Task<Answer> AcknowledgeAsync(Call call, string? rotation, CancellationToken ct)
    {
        var named = rotation is null ? null : (await people.RotationAsync(rotation, ct)).Id;
        foreach (var held in named is null ? await HeldByAsync(call.Caller.Person, ct) : [named])
        {
            if (await LastAsync(held, ct) is not { } last) continue;
            if (named is not null || last.Value.Awaited().Contains(call.Caller.Person)) return await AcknowledgeAsync(call, last, ct);
        }

        throw new RefusedException(named is null
            ? "Neither a page nor a handoff waits for you. See the last one of a rotation, for example: `handoff payments`"
            : $"No handoffs of {named} yet. Nothing to acknowledge.");
    }

    // The message with the button says from then on who acknowledged, and when.
    private async Task<Answer> PressedAsync(Call call, string id, CancellationToken ct)
    {
        var answer = await AcknowledgeAsync(call, await store.FindAsync<Handoff>(id, ct), ct);
        return (await store.FindAsync<Handoff>(id, ct))?.Value is { } handoff
            && handoff.Acknowledged.FirstOrDefault(one => one.Person == call.Caller.Person) is { } by
            ? await AcknowledgedAsync(handoff, by, ct)
            : answer;
    }

    private async Task<Reply> AcknowledgedAsync(Handoff handoff, Acknowledgement by, CancellationToken ct)
    {
        var told = await store.FindAsync<Message>(Delivery.IdOf(handoff.At, HandoffJob.Cause(handoff.Rotation, by.Person)), ct);
        var names = new Dictionary<string, string>();
        foreach (var named in handoff.Layers.Select(layer => layer.Outgoing).Concat(handoff.Notes.Select(note => note.Person))
            .Append(by.Person).OfType<string>().Distinct())
            names[named] = await people.NameAsync(named, ct);
        return HandoffReplies.Acknowledged(handoff, by, told?.Value.Reply, names);
    }

    private async Task<Answer> AcknowledgeAsync(Call call, Stored<Handoff>? read, CancellationToken ct)
    {
        if (read is not { Value: var handoff })
            throw new RefusedException(
                "This handoff is no longer kept. See the last one of its rotation, for example: `handoff payments`")
            { Missing = true };
        var person = call.Caller.Person;
        if (!handoff.Incoming().Contains(person))
        {
            var incoming = new List<string>();
            foreach (var id in handoff.Incoming()) incoming.Add(await people.NameAsync(id, ct));
            throw new RefusedException(
                $"Only {HandoffReplies.And(incoming)} can acknowledge this handoff of {handoff.Rotation}.")
            {
                Forbidden = true,
            };
        }

        if (handoff.Acknowledged.FirstOrDefault(acknowledged => acknowledged.Person == person) is { } before)
            return HandoffReplies.AlreadyAcknowledged(handoff, before);
        if (await LastAsync(handoff.Rotation, ct) is { } last && last.Id != read.Id)
        {
            throw new RefusedException(
                $"{handoff.Rotation} was handed over again since. Nothing to acknowledge. See the last one: `handoff {handoff.Rotation}`");
        }

        try
        {
            var by = new Acknowledgement(person, call.Now);
            var known = new Delivery(call.Now, MessageKind.Handoff, Address.Person(person), await AcknowledgedAsync(handoff, by, ct))
            {
                Rotation = handoff.Rotation,
                Card = HandoffJob.Card(handoff),
            };
            await store.SaveAsync(
            [
                Write.Replace(read, handoff with { Acknowledged = [.. handoff.Acknowledged, by] }),
                Delivery.Edit(known, 1),
                Write.Audit(new AuditEntry(call.Now, person, "oncall ack", $"handoff/{read.Id}", call.Caller.Platform.Name)),
            ], ct);
        }
        catch (StaleException)
        {
            // Somebody else acknowledged, or the lead was told, this very moment.
            return await AcknowledgeAsync(call, await store.FindAsync<Handoff>(read.Id, ct), ct);
        }

        return HandoffReplies.Thanks(handoff, person);
    }

    private async Task<Stored<Handoff>?> LastAsync(string rotation, CancellationToken ct) =>
        await store.FindAsync<HandoffState>(rotation, ct) is { Value.Through: var at }
            ? await store.FindAsync<Handoff>(Handoff.IdOf(rotation, at), ct) : null;

    private async Task<IReadOnlyList<string>> HeldByAsync(string person, CancellationToken ct) =>
        [.. (await store.ListAsync<HandoffState>(IdRange.All, ct)).Where(state => state.Value.Holders.Values.Contains(person))
            .Select(state => state.Id)];
}
