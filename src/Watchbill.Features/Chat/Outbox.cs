using NodaTime;
using NodaTime.Text;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>Deliveries that one process leases, sends and records. No other process sends them before the lease ends.</summary>
/// <param name="exclusive">Whether only one process can open the store: leases of any other one are then those of the dead.</param>
public sealed class Outbox(IStore store, bool exclusive)
{
    /// <summary>How long whoever has put a delivery on the wire waits for the answer at most.</summary>
    /// <remarks>Longer than anybody waits for an answer.</remarks>
    public static Duration Lease { get; } = Duration.FromSeconds(90);

    private static readonly Duration MaxWait = Duration.FromHours(1);

    // What is told because its time has come.
    private static readonly MessageKind[] ByTheClock =
        [MessageKind.Handoff, MessageKind.Reminder, MessageKind.Gap, MessageKind.Escalation, MessageKind.Budget, MessageKind.Pay,
            MessageKind.Health];

    private const int AtOnce = 500;

    private readonly UnreachedNews unreached = new(store);
    private readonly string me = Guid.NewGuid().ToString("N");

    /// <summary>
    /// What may be said now, without what <paramref name="mine"/> names, in the order in which it should be; and when there is more.
    /// </summary>
    public async Task<(IReadOnlyList<Stored<Delivery>> Due, Instant? Next)> DueAsync(
        Instant now, IReadOnlySet<string> mine, CancellationToken ct)
    {
        // What a backup has as due may have been said after it was made: somebody looks first.
        if (await store.FindAsync<Restored>(Restored.Id, ct) is not null) return ([], null);
        // Ids hold whole seconds, rounded down: all that is due lies before the end of this second.
        var endOfSecond = InstantPattern.General.Format(now) + "/\uffff";
        var due = new List<Stored<Delivery>>();
        var next = Instant.MaxValue;
        var begun = new HashSet<(string, Address)>();
        foreach (var stored in await store.ListAsync<Delivery>(new IdRange(null, endOfSecond), ct))
        {
            // Of one card the oldest alone: shown out of order, people would be left with what is no longer so.
            if (stored.Value.Topic is { } topic && !begun.Add((topic, stored.Value.To)) || mine.Contains(stored.Id)) continue;
            if (MayBeSaid(stored.Value, now) is var at && at <= now) due.Add(stored);
            else next = Instant.Min(next, at);
        }

        foreach (var later in await store.ListAsync<Delivery>(new IdRange(endOfSecond, null, 1), ct))
            next = Instant.Min(next, SecondOf(later.Id));
        return ([.. due.InOrder(stored => (stored.Id, stored.Value))], next == Instant.MaxValue ? null : next);
    }

    /// <summary>
    /// Takes back what a clock that ran ahead has dated later than now. What was said then was said now, so that the same cause is said
    /// when its time really comes; what a person did is told now, and what a job was to tell then is not told before. Where a handoff was
    /// said that was not due, that is said.
    /// </summary>
    public async Task TakeBackAsync(Instant now, CancellationToken ct)
    {
        // Ids hold whole seconds, rounded down. Nothing is queued for longer ahead than anything waits.
        IdRange After(Duration ahead) => new(InstantPattern.General.Format(now + ahead), null);
        var corrected = new HashSet<string>();
        foreach (var some in (await store.ListAsync<Message>(After(Duration.FromSeconds(2)), ct)).Chunk(AtOnce))
        {
            var writes = new List<Write>();
            foreach (var said in some)
            {
                writes.Add(Write.Delete(said));
                if (TakenBack.Of(said.Value, now) is var (correction, write) && corrected.Add(correction)) writes.Add(write);
                if (await FreeIdAsync<Message>(said.Id, now, ct) is { } id)
                    writes.Add(
                        Write.Create(id,
                            said.Value with { At = now, SaidAt = said.Value.SaidAt is { } at ? Instant.Min(at, now) : null }));
            }

            await store.SaveAsync(writes, ct);
        }

        // What is on the wire stays: whoever put it there notes what becomes of it.
        foreach (var some in (await store.ListAsync<Delivery>(After(MaxWait), ct)).Where(stored => stored.Value.LeasedBy != me)
            .Chunk(AtOnce))
        {
            var writes = new List<Write>();
            foreach (var waiting in some)
            {
                writes.Add(Write.Delete(waiting));
                if (!ByTheClock.Contains(waiting.Value.Kind) && await FreeIdAsync<Delivery>(waiting.Id, now, ct) is { } id)
                    writes.Add(Write.Create(id, waiting.Value with { Due = now, NotBefore = now }));
            }

            await store.SaveAsync(writes, ct);
        }
    }

    // The same cause at this second; null: it is known by that already.
    private async ValueTask<string?> FreeIdAsync<T>(string id, Instant now, CancellationToken ct) where T : class
    {
        var dated = Delivery.IdOf(now, id[(id.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        return await store.FindAsync<T>(dated, ct) is null ? dated : null;
    }

    /// <summary>
    /// Notes, in one save, that deliveries go on the wire, before anything of them does: whoever looks later knows that they may have
    /// been said.
    /// </summary>
    /// <param name="open">What of them has gone out, this included, and has no answer that is known.</param>
    /// <returns>As they are stored now; without those that are no longer to be said.</returns>
    /// <exception cref="OvertakenException">Somebody else has begun one of them, or none is to be said any more.</exception>
    public async Task<IReadOnlyList<Stored<Delivery>>> BeginAsync(
        IReadOnlyList<Stored<Delivery>> deliveries, IReadOnlyList<string> open, Instant now, CancellationToken ct)
    {
        var current = deliveries;
        while (true)
        {
            if (current.Count == 0) throw new OvertakenException($"{deliveries[0].Id} is no longer to be said.");
            if (!exclusive && current.Any(stored => stored.Value.LeasedBy is { } other && other != me && stored.Value.NotBefore > now))
                throw new OvertakenException($"{deliveries[0].Id} is being said by another host.");
            try
            {
                await store.SaveAsync([.. current.Select(stored => Write.Replace(stored,
                    stored.Value with { LeasedBy = me, NotBefore = now + Lease, BegunAt = now, Begun = open }))], ct);
            }
            catch (StaleException)
            {
                // Changed meanwhile, such as by who forgets somebody, or begun by another host: looked at again.
            }

            var read = new List<Stored<Delivery>>(current.Count);
            foreach (var stored in current)
                if (await store.FindAsync<Delivery>(stored.Id, ct) is { } found) read.Add(found);
            current = read;
            if (current.Count > 0 && current.All(stored => stored.Value.LeasedBy == me && stored.Value.BegunAt == now)) return current;
        }
    }

    /// <summary>Whether a message with this id has been said and noted.</summary>
    public async ValueTask<bool> IsNotedAsync(string id, CancellationToken ct) => await store.FindAsync<Message>(id, ct) is not null;

    /// <summary>Where what was said of a card to an address stands.</summary>
    public async ValueTask<IReadOnlyList<MessagePlace>> PlacesAsync(string? card, Address to, CancellationToken ct) =>
        card is not null && await store.FindAsync<Posted>(Posted.IdOf(card, to), ct) is { } posted ? posted.Value.Places : [];

    /// <summary>Records the results in one save: delivered and abandoned ones become messages, failed ones wait.</summary>
    /// <returns>Whether something can be said to nobody, and that was not known.</returns>
    public async Task<bool> NoteAsync(IReadOnlyList<Attempt> attempts, CancellationToken ct)
    {
        var left = attempts;
        while (left.Count > 0)
        {
            try
            {
                var (writes, isNews) = (new List<Write>(), false);
                foreach (var attempt in left)
                {
                    writes.AddRange(await ChangesAsync(attempt, ct));
                    if (attempt.Unreached is not { } why || attempt.Outcome != Outcome.Unsaid) continue;
                    (var told, isNews) = await unreached.OfAsync(attempt.Taken, why, attempt.At, ct);
                    writes.AddRange(told);
                }

                // What arrived somewhere takes its address off the list; an edit may have had nothing to change.
                foreach (var to in left.Where(attempt => attempt is { Outcome: Outcome.Said, Taken.Value: { Method: null, IsEdit: false } })
                    .Select(attempt => attempt.Taken.Value.To)
                    .Distinct())
                    if (await unreached.ReachedAsync(to, ct) is { } reached) writes.Add(reached);
                await store.SaveAsync(writes, ct);
                return isNews;
            }
            catch (StaleException)
            {
                left = await AgainAsync(left, ct);
            }
        }

        return false;
    }

    private async ValueTask<IReadOnlyList<Write>> ChangesAsync(Attempt attempt, CancellationToken ct)
    {
        var (stored, delivery) = (attempt.Taken, attempt.Taken.Value);
        switch (attempt.Outcome)
        {
            case Outcome.Later:
                return [Write.Replace(stored, delivery with
                {
                    LeasedBy = null,
                    NotBefore = attempt.At,
                    Begun = attempt.Open,
                    Failures = delivery.Failures + (attempt.Counts ? 1 : 0),
                    Unknown = delivery.Unknown + (attempt.Unanswered ? 1 : 0),
                    Why = attempt.Why ?? delivery.Why,
                })];
            case Outcome.Said or Outcome.Unsaid when !delivery.IsEdit:
                var said = attempt.Outcome == Outcome.Said ? attempt.At : (Instant?)null;
                var message = new Message(delivery.Due, said, delivery.Kind, delivery.Rotation, delivery.To, delivery.Reply)
                {
                    BegunAt = delivery.BegunAt,
                    Receipt = attempt.Receipt,
                    Why = said is null ? attempt.Unreached ?? attempt.Why ?? delivery.Why : null,
                };
                return [Write.Delete(stored), Write.Create(stored.Id, message), .. await PlacedAsync(attempt, attempt.At, ct)];
            default:
                return [Write.Delete(stored)];
        }
    }

    private async ValueTask<IReadOnlyList<Write>> PlacedAsync(Attempt attempt, Instant at, CancellationToken ct)
    {
        var delivery = attempt.Taken.Value;
        if (delivery.Card is not { } card || attempt.Places.Count == 0 && !attempt.IsListed) return [];
        var before = await PostedAsync(delivery, ct);
        var posted = new Posted(card, delivery.To, [.. before?.Value.Places ?? [], .. attempt.Places], at);
        return [Write.Upsert(posted.DocumentId, before, posted)];
    }

    private async ValueTask<Stored<Posted>?> PostedAsync(Delivery delivery, CancellationToken ct) =>
        delivery.Card is { } card ? await store.FindAsync<Posted>(Posted.IdOf(card, delivery.To), ct) : null;

    // A lease that ran out was taken by another runner. What was said here is noted all the same, so that it is not said yet again;
    // what failed here is the other one's now.
    private async Task<IReadOnlyList<Attempt>> AgainAsync(IReadOnlyList<Attempt> attempts, CancellationToken ct)
    {
        var again = new List<Attempt>();
        foreach (var attempt in attempts)
        {
            var current = await store.FindAsync<Delivery>(attempt.Taken.Id, ct);
            if (current is null) continue;
            // Noted already: by another runner, or because the same cause asked for it a second time. Nothing is left to say.
            if (await store.FindAsync<Message>(attempt.Taken.Id, ct) is not null)
                again.Add(attempt with { Taken = current, Outcome = Outcome.Gone });
            else if (attempt.Outcome != Outcome.Later || current.Version == attempt.Taken.Version)
                again.Add(attempt with { Taken = current });
        }

        return again;
    }

    // Nothing waits for longer than an hour: what says so a clock that ran ahead has put off.
    private Instant MayBeSaid(Delivery delivery, Instant now) =>
        exclusive && delivery.LeasedBy is { } other && other != me || delivery.NotBefore > now + MaxWait
            ? delivery.Due : Instant.Max(delivery.Due, delivery.NotBefore);

    private static Instant SecondOf(string id) => InstantPattern.General.Parse(id[..id.IndexOf('/', StringComparison.Ordinal)]).Value;
}

