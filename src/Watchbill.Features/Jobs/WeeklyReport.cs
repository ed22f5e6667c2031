using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Jobs;

/// <summary>What a weekly report says to one address.</summary>
/// <param name="Cause">With the Monday it is what the message is known by.</param>
public sealed record WeeklyMessage(Address To, Reply Reply, string Cause);

/// <summary>
/// A report that is made on Mondays at nine, once for each Monday, whether there is anything to say or not. One that is new waits for its
/// first Monday; of Mondays missed during downtime the last one is made up for.
/// </summary>
/// <param name="id">Of the document that remembers the Monday: <c>gaps/payments</c>.</param>
/// <param name="zone">In which it is nine o'clock.</param>
public sealed class WeeklyReport(IStore store, string id, DateTimeZone zone)
{
    public required MessageKind Kind { get; init; }
    public string? Rotation { get; init; }

    /// <summary>Says it if it is due. What is said and that it was are one save.</summary>
    /// <returns>When it is due again.</returns>
    public async Task<Instant> MakeAsync(
        Instant now, Func<CancellationToken, Task<IReadOnlyList<WeeklyMessage>>> messagesAsync, CancellationToken ct)
    {
        var due = Mondays.Last(now, zone);
        var read = await store.FindAsync<Reported>(id, ct);
        if (read?.Value.Due > due)
        {
            // A clock that ran ahead said so: what was due by now had been made before.
            await store.SaveAsync([Write.Replace(read, new Reported(due))], ct);
        }
        else if (read is null || read.Value.Due < due)
        {
            var messages = read is null ? [] : await messagesAsync(ct);
            await store.SaveAsync([Write.Upsert(id, read, new Reported(due)), .. messages.Select(message => Say(message, due, now))], ct);
        }

        return Mondays.Next(now, zone);
    }

    /// <summary>Forgets it, so that it waits for its first Monday again.</summary>
    public async Task ForgetAsync(CancellationToken ct)
    {
        if (await store.FindAsync<Reported>(id, ct) is { } read) await store.SaveAsync([Write.Delete(read)], ct);
    }

    private Write Say(WeeklyMessage message, Instant due, Instant now) => Delivery.Say(
        new Delivery(Mondays.SaidFor(due, now), Kind, message.To, message.Reply) { Rotation = Rotation }, message.Cause);
}
