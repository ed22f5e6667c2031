using NodaTime;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>An address that cannot be reached until somebody fixes it: no account, no channel, not a member, archived.</summary>
/// <param name="Why">What is wrong and what to do about it.</param>
/// <param name="ToldAt">When those who can mend it were told last.</param>
/// <param name="Last">When something could not be said there last.</param>
/// <param name="Told">The people who were told since then.</param>
public sealed record Unreached(Address To, string Why, Instant ToldAt, Instant Last, IReadOnlyList<string> Told)
{
    public string DocumentId => To.ToString();
}

/// <summary>
/// Tells the lead, and whoever caused a message, that it could not be delivered and what to do; at most once a day per address.
/// </summary>
internal sealed class UnreachedNews(IStore store)
{
    private static readonly Duration Again = Duration.FromDays(1);
    private const string Cause = "unreached";

    /// <returns>What is to be saved with it, and whether that is news for the log.</returns>
    public async Task<(IReadOnlyList<Write> Changes, bool IsNews)> OfAsync(
        Stored<Delivery> delivery, string why, Instant now, CancellationToken ct)
    {
        var (failed, to) = (delivery.Value, delivery.Value.To);
        var before = await store.FindAsync<Unreached>(to.ToString(), ct);
        var known = before is { Value: var one } && one.Why == why && now - one.ToldAt < Again ? before.Value : null;
        var writes = new List<Write>();
        var told = (known?.Told ?? []).ToList();
        foreach (var reader in await ReadersAsync(delivery, known is null, now, ct))
        {
            if (told.Contains(reader.Id)) continue;
            told.Add(reader.Id);
            var name = to.Kind == AddressKind.Person ? (await store.FindAsync<Person>(to.Id, ct))?.Value.Name ?? to.Id
                : to.Kind == AddressKind.Admins ? $"{to}" : $"{to.Kind} {to.Id}";
            var cause = $"{Cause}/{to}/{reader}";
            if (await store.FindAsync<Message>(Delivery.IdOf(now, cause), ct) is null)
                writes.Add(Delivery.Say(new Delivery(now, MessageKind.Escalation, reader, UnreachedReplies.Of(failed, name, why))
                {
                    Rotation = failed.Rotation,
                }, cause));
        }

        var noted = new Unreached(to, why, known?.ToldAt ?? now, now, told);
        return ([.. writes, Write.Upsert(noted.DocumentId, before, noted)], known is null);
    }

    /// <summary>The change that takes an address off the list, once something arrived there; null: it is on none.</summary>
    public async ValueTask<Write?> ReachedAsync(Address to, CancellationToken ct) =>
        await store.FindAsync<Unreached>(to.ToString(), ct) is { } before ? Write.Delete(before) : null;

    private async Task<IReadOnlyList<Address>> ReadersAsync(
        Stored<Delivery> delivery, bool isNews, Instant now, CancellationToken ct)
    {
        var failed = delivery.Value;
        var readers = new List<Address>();
        // News of this kind that reaches nobody goes to the admins, and from there only to readiness and the log.
        if (delivery.Id.Contains($"/{Cause}/", StringComparison.Ordinal)) readers.Add(Address.Admins);
        else
        {
            if (isNews) readers.Add(await ResponsibleAsync(failed, now, ct));
            if (failed.By is { } by && (await new Leads(store).HereAsync([by], now, ct)).Count > 0) readers.Add(Address.Person(by));
        }

        return [.. readers.Distinct().Where(reader => reader != failed.To)];
    }

    /// <summary>A lead of the rotation, of the team or of the domain; where that is who could not be told, the admins.</summary>
    private async Task<Address> ResponsibleAsync(Delivery failed, Instant now, CancellationToken ct)
    {
        var leads = new Leads(store);
        IReadOnlyList<string> found = failed switch
        {
            { Rotation: { } id } when await store.FindAsync<Rotations.Rotation>(id, ct) is { Value: var rotation } =>
                await leads.OfAsync(rotation, now, ct),
            { To.Kind: AddressKind.Team } => await leads.OfTeamAsync(failed.To.Id, now, ct),
            { To.Kind: AddressKind.Domain } =>
                await leads.HereAsync([(await store.FindAsync<Watchbill.Organization.Domain>(failed.To.Id, ct))?.Value.Lead], now, ct),
            { To.Kind: AddressKind.Person } => await leads.OfTeamAsync(
                (await store.ListAsync<Team>(IdRange.All, ct)).FirstOrDefault(team => team.Value.Members.Contains(failed.To.Id))?.Id,
                now, ct),
            _ => [],
        };
        return found.FirstOrDefault(lead => Address.Person(lead) != failed.To) is { } other ? Address.Person(other) : Address.Admins;
    }
}
