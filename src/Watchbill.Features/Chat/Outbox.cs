using NodaTime;
using NodaTime.Text;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>
/// Deliveries as they are taken, kept and noted by one process. What a process takes nobody else takes before the lease has ended.
/// </summary>
/// <param name="exclusive">Whether only one process can open the store: leases of any other one are then those of the dead.</param>
public sealed class Outbox(IStore store, bool exclusive)
{
    /// <summary>How long whoever took a delivery has to say it.</summary>
    public static Duration Lease { get; } = Duration.FromSeconds(15);

    private static readonly Duration MaxWait = Duration.FromHours(1);

    // What is told because its time has come.
    private static readonly MessageKind[] ByTheClock =
        [MessageKind.Handoff, MessageKind.Reminder, MessageKind.Gap, MessageKind.Escalation, MessageKind.Budget];

    private const int AtOnce = 500;

    private readonly string me = Guid.NewGuid().ToString("N");

    /// <summary>What may be said now, oldest first, without what <paramref name="mine"/> names; and when there is more.</summary>
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
            if (stored.Value.Card is { } card && !begun.Add((card, stored.Value.To)) || mine.Contains(stored.Id)) continue;
            if (MayBeSaid(stored.Value, now) is var at && at <= now) due.Add(stored);
            else next = Instant.Min(next, at);
        }

        foreach (var later in await store.ListAsync<Delivery>(new IdRange(endOfSecond, null, 1), ct))
            next = Instant.Min(next, SecondOf(later.Id));
        return (due, next == Instant.MaxValue ? null : next);
    }

    /// <summary>
    /// Takes back what a clock that ran ahead has dated later than now. What was said then was said now, so that the same cause is said
    /// when its time really comes; what a person did is told now, and what a job was to tell then is not told before.
    /// </summary>
    /// <param name="mine">What is being said right now.</param>
    public async Task TakeBackAsync(Instant now, IReadOnlySet<string> mine, CancellationToken ct)
    {
        // Ids hold whole seconds, rounded down. Nothing is queued for longer ahead than anything waits.
        IdRange After(Duration ahead) => new(InstantPattern.General.Format(now + ahead), null);
        foreach (var some in (await store.ListAsync<Message>(After(Duration.FromSeconds(2)), ct)).Chunk(AtOnce))
        {
            var changes = new List<Change>();
            foreach (var said in some)
            {
                changes.Add(Change.Delete(said));
                if (await FreeIdAsync<Message>(said.Id, now, ct) is { } id)
                    changes.Add(Change.Create(id, said.Value with { At = now, SaidAt = Instant.Min(said.Value.SaidAt, now) }));
            }

            await store.SaveAsync(changes, ct);
        }

        foreach (var some in (await store.ListAsync<Delivery>(After(MaxWait), ct)).Where(stored => !mine.Contains(stored.Id)).Chunk(AtOnce))
        {
            var changes = new List<Change>();
            foreach (var waiting in some)
            {
                changes.Add(Change.Delete(waiting));
                if (!ByTheClock.Contains(waiting.Value.Kind) && await FreeIdAsync<Delivery>(waiting.Id, now, ct) is { } id)
                    changes.Add(Change.Create(id, waiting.Value with { Due = now, NotBefore = now }));
            }

            await store.SaveAsync(changes, ct);
        }
    }

    // The same cause at this second; null: it is known by that already.
    private async ValueTask<string?> FreeIdAsync<T>(string id, Instant now, CancellationToken ct) where T : class
    {
        var dated = Delivery.IdOf(now, id[(id.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        return await store.FindAsync<T>(dated, ct) is null ? dated : null;
    }

    /// <summary>Takes deliveries, in one save. Those that somebody else changed meanwhile are not among the answer.</summary>
    public async Task<IReadOnlyList<Stored<Delivery>>> TakeAsync(IReadOnlyList<Stored<Delivery>> due, Instant now, CancellationToken ct)
    {
        try
        {
            await store.SaveAsync([.. due.Select(stored => Change.Replace(stored, stored.Value with
            {
                LeasedBy = me,
                NotBefore = now + Lease,
                Unknown = stored.Value.Unknown + (stored.Value.LeasedBy is null ? 0 : 1),
            }))], ct);
        }
        catch (StaleException)
        {
            // Another runner was quicker with one of them. Nothing is lost: the caller lists again and takes the others.
            return [];
        }

        var taken = new List<Stored<Delivery>>(due.Count);
        foreach (var stored in due)
        {
            if (await store.FindAsync<Delivery>(stored.Id, ct) is { } mine && mine.Value.LeasedBy == me) taken.Add(mine);
        }

        return taken;
    }

    /// <summary>Whether a message with this id has been said and noted.</summary>
    public async ValueTask<bool> IsNotedAsync(string id, CancellationToken ct) => await store.FindAsync<Message>(id, ct) is not null;

    /// <summary>Where what was said of an edit's card stands.</summary>
    public async ValueTask<IReadOnlyList<MessagePlace>> PlacesAsync(Delivery edit, CancellationToken ct) =>
        (await PostedAsync(edit, ct))?.Value.Places ?? [];

    /// <summary>Notes how it went, in one save: what was said becomes a message, what failed waits, what is given up is gone.</summary>
    public async Task NoteAsync(IReadOnlyList<Attempt> attempts, CancellationToken ct)
    {
        var left = attempts;
        while (left.Count > 0)
        {
            try
            {
                var changes = new List<Change>();
                foreach (var attempt in left) changes.AddRange(await ChangesAsync(attempt, ct));
                await store.SaveAsync(changes, ct);
                return;
            }
            catch (StaleException)
            {
                left = await AgainAsync(left, ct);
            }
        }
    }

    private async ValueTask<IReadOnlyList<Change>> ChangesAsync(Attempt attempt, CancellationToken ct)
    {
        var (stored, said, delivery) = (attempt.Taken, attempt.SaidAt, attempt.Taken.Value);
        if (said is { } at && !delivery.IsEdit)
        {
            var message = new Message(delivery.Due, at, delivery.Kind, delivery.Rotation, delivery.To, delivery.Reply);
            return [Change.Delete(stored), Change.Create(stored.Id, message), .. await PlacedAsync(attempt, at, ct)];
        }

        if (attempt.RetryAt is not { } retry) return [Change.Delete(stored)];
        return [Change.Replace(stored, delivery with { LeasedBy = null, NotBefore = retry, Failures = delivery.Failures + 1 })];
    }

    private async ValueTask<IReadOnlyList<Change>> PlacedAsync(Attempt attempt, Instant at, CancellationToken ct)
    {
        var delivery = attempt.Taken.Value;
        if (delivery.Card is not { } card || attempt.Places.Count == 0) return [];
        var before = await PostedAsync(delivery, ct);
        var posted = new Posted(card, delivery.To, [.. before?.Value.Places ?? [], .. attempt.Places], at);
        return [Change.Upsert(posted.DocumentId, before, posted)];
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
                again.Add(attempt with { Taken = current, SaidAt = null, RetryAt = null });
            else if (attempt.SaidAt is not null || current.Version == attempt.Taken.Version) again.Add(attempt with { Taken = current });
        }

        return again;
    }

    // Nothing waits for longer than an hour: what says so a clock that ran ahead has put off.
    private Instant MayBeSaid(Delivery delivery, Instant now) =>
        exclusive && delivery.LeasedBy is { } other && other != me || delivery.NotBefore > now + MaxWait
            ? delivery.Due : Instant.Max(delivery.Due, delivery.NotBefore);

    private static Instant SecondOf(string id) => InstantPattern.General.Parse(id[..id.IndexOf('/', StringComparison.Ordinal)]).Value;
}

/// <summary>How saying something went: said, to be tried again, or (both null) given up.</summary>
public sealed record Attempt(Stored<Delivery> Taken, Instant? SaidAt, Instant? RetryAt)
{
    /// <summary>Where it stands now.</summary>
    public IReadOnlyList<MessagePlace> Places { get; init; } = [];
}
