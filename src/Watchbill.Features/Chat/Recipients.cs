using NodaTime;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>An account or channel that receives a message.</summary>
/// <param name="Id">The platform's id: of the account of a person, whose own conversation it is, or of a channel.</param>
/// <param name="Zone">In which times are written where the platform does not write them itself.</param>
public sealed record Recipient(string Id, DateTimeZone Zone)
{
    /// <summary>Whose own conversation it is; null: a channel.</summary>
    public string? Person { get; init; }
}

/// <summary>Resolves an address to the accounts or the channel that read it on a platform.</summary>
public sealed class Recipients(IStore store, Accounts accounts)
{
    /// <exception cref="UnreachableException">Nobody reads it there.</exception>
    public async Task<IReadOnlyList<Recipient>> OfAsync(Address to, Platform platform, Instant now, CancellationToken ct)
    {
        switch (to.Kind)
        {
            case AddressKind.Person:
                return await accounts.OfAsync(platform.Id, to.Id, now, ct) is { } holder
                    ? [Of(holder)]
                    : throw new UnreachableException(
                        $"They have no open {platform.Name} account that Watchbill knows: name it in the organisation file, or " +
                        $"they press 'Link me' in {platform.Name}.");
            case AddressKind.Admins:
                var admins = new List<Recipient>();
                foreach (var person in await store.ListAsync<Person>(IdRange.All, ct))
                {
                    // An e-mail link makes nobody an admin.
                    if (person.Value.Admin && await accounts.OfAsync(platform.Id, person.Id, now, ct) is { ByMail: false } admin)
                        admins.Add(Of(admin));
                }

                return admins.Count > 0
                    ? admins
                    : throw new UnreachableException(
                        $"No admin has an open {platform.Name} account that Watchbill knows: name one in the organisation file.");
            default:
                return [await ChannelAsync(to, platform.Id, ct)
                    ?? throw new UnreachableException(
                        $"{to.Kind} {to.Id} has no {platform.Name} channel: add 'channel: {{{platform.Id}: …}}' to it in the " +
                            "organisation file." +
                                (to.Kind == AddressKind.Team ? $" Or its lead types 'link {to.Id}' in the channel." : ""))];
        }
    }

    /// <summary>Whether anybody reads the address.</summary>
    public async ValueTask<bool> AnyAsync(Address to, Platform platform, Instant now, CancellationToken ct)
    {
        try
        {
            return (await OfAsync(to, platform, now, ct)).Count > 0;
        }
        catch (UnreachableException)
        {
            return false;
        }
    }

    /// <summary>The channel of a team or a domain, in the organisation's zone; null: it has none there.</summary>
    public async Task<Recipient?> ChannelAsync(Address owner, PlatformId platform, CancellationToken ct)
    {
        var found = owner.Kind == AddressKind.Team
            ? (await store.FindAsync<Team>(owner.Id, ct))?.Value.ChannelOn(platform)
            : (await store.FindAsync<Domain>(owner.Id, ct))?.Value.Channels[platform];
        if (found is not { } channel) return null;
        var zone = (await store.FindAsync<OrganizationSettings>(OrganizationSettings.DocumentId, ct))?.Value.TimeZone;
        return new(channel, DateTimeZoneProviders.Tzdb[zone ?? "Etc/UTC"]);
    }

    /// <summary>
    /// The zone in which a message that was said before is shown anew. What stands in a channel is, even where the file names
    /// none any more; what stands in a person's own conversation is only while the account is theirs.
    /// </summary>
    /// <param name="account">The account whose own conversation it is; null: none that is known.</param>
    /// <returns>Null: nobody may read it there any more.</returns>
    public async Task<DateTimeZone?> ZoneOfAsync(Address to, string? account, Platform platform, Instant now, CancellationToken ct)
    {
        try
        {
            return (await OfAsync(to, platform, now, ct)).FirstOrDefault(one => account is null || one.Id == account)?.Zone;
        }
        catch (UnreachableException)
        {
            return to.Kind is AddressKind.Team or AddressKind.Domain ? DateTimeZone.Utc : null;
        }
    }

    private static Recipient Of(AccountHolder holder) => new(holder.Account, holder.Zone) { Person = holder.Person.Id };
}
