using System.Collections.Concurrent;
using NodaTime;
using Watchbill.Organization;

namespace Watchbill.Chat;

/// <summary>One page of a message for one account or channel: the unit that a <see cref="Posting"/> tracks.</summary>
/// <param name="To">The platform's id of the account or channel.</param>
public sealed record PostedPage(Posting Posting, PlatformId Platform, string To, int Page)
{
    /// <summary>The message under which it is said there; null: none.</summary>
    public string? Thread { get; init; } = Posting.ThreadIn(Platform, To);

    public string Name => FormattableString.Invariant($"{Platform} {To} {Page}");

    public string Key => $"{Posting.Key} {Name}";
}

/// <summary>Posts messages on one platform, page by page and reader by reader; a retry skips the pages that were posted.</summary>
public sealed class PagedPosts(Platform platform, Accounts accounts, Recipients recipients, Lockouts lockouts)
{
    // What a message that failed half-way has said already, and where: its other pages and readers are still to come.
    private readonly ConcurrentDictionary<string, MessagePlace> said = new();

    /// <param name="render">The pages for a reader; at least one.</param>
    /// <param name="sayAsync">Says a page and tells where it stands.</param>
    /// <returns>Where the first page stands, for each reader of whom that is known.</returns>
    /// <exception cref="UnreachableException">Nobody can get it there.</exception>
    /// <exception cref="BusyException">The platform takes it later.</exception>
    public async Task<IReadOnlyList<MessagePlace>> PostAsync<TPage>(
        Address to, Reply reply, Posting posting, Instant now, Func<Reader, IReadOnlyList<TPage>> render,
        Func<PostedPage, Reader, TPage, CancellationToken, Task<MessagePlace>> sayAsync, CancellationToken ct)
    {
        lockouts.Check(platform.Id);
        var (places, unreached) = (new List<MessagePlace>(), (UnreachableException?)null);
        var mentioned = await accounts.OfAsync(platform.Id, reply.Mentioned(), now, ct);
        foreach (var recipient in await recipients.OfAsync(to, platform, now, ct))
        {
            var reader = For(recipient.Person is not null, recipient.Zone, now) with { Accounts = mentioned };
            try
            {
                if (await PostAsync(recipient, posting, render(reader), (part, page) => sayAsync(part, reader, page, ct)) is { } place)
                    places.Add(place);
            }
            catch (UnreachableException nobody)
            {
                // One of several admins who cannot get it keeps it from no other.
                unreached = nobody;
            }
        }

        if (places.Count == 0 && unreached is not null) throw unreached;
        foreach (var part in said.Keys.Where(part => part.StartsWith($"{posting.Key} ", StringComparison.Ordinal)))
            said.TryRemove(part, out _);
        return places;
    }

    /// <summary>The reader for whom a posted message is edited.</summary>
    /// <returns>Null: it stands on another platform, or nobody may read it there any more.</returns>
    public async Task<Reader?> ReaderOfAsync(Address to, MessagePlace place, Reply reply, Instant now, CancellationToken ct)
    {
        if (place.Platform != platform.Id) return null;
        // A place in a channel names no account, and neither do those of earlier releases.
        return await recipients.ZoneOfAsync(to, place.Account, platform, now, ct) is { } zone
            ? For(to.IsPersonal, zone, now) with { Accounts = await accounts.OfAsync(platform.Id, reply.Mentioned(), now, ct) } : null;
    }

    private static Reader For(bool isPersonal, DateTimeZone zone, Instant now) =>
        isPersonal ? Reader.Of(zone, now) : Reader.In(zone, now);

    /// <returns>Where the first page stands; null: it may have been said before, and nobody knows where.</returns>
    private async Task<MessagePlace?> PostAsync<TPage>(
        Recipient recipient, Posting posting, IReadOnlyList<TPage> pages, Func<PostedPage, TPage, Task<MessagePlace>> sayAsync)
    {
        for (var page = 0; page < pages.Count; page++)
        {
            var part = new PostedPage(posting, platform.Id, recipient.Id, page);
            if (said.ContainsKey(part.Key) || !posting.MaySay(part.Name)) continue;
            said[part.Key] = await sayAsync(part, pages[page]);
            lockouts.Accepted(platform.Id);
        }

        // Buttons stand on the first page, and what an edit says fits on one.
        // A person's own conversation is theirs for as long as the account is: the place says whose it was.
        return said.GetValueOrDefault(new PostedPage(posting, platform.Id, recipient.Id, 0).Key) is { } place
            ? recipient.Person is null ? place : place with { Account = recipient.Id } : null;
    }
}
