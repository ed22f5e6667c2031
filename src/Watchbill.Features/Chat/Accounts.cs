using NodaTime;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>Somebody who is here, as the one who acts for an account on a platform.</summary>
/// <param name="Account">Its id on the platform.</param>
/// <param name="ByMail">Only by their e-mail address: the organisation file names no account of theirs there.</param>
public sealed record AccountHolder(Person Person, PlatformId Platform, string Account, bool ByMail)
{
    /// <summary>The zone of the organisation file, in which what they type is read.</summary>
    public DateTimeZone Zone => DateTimeZoneProviders.Tzdb[Person.TimeZone];

    public Caller In(string? conversation) => new(Person.Id, Platform, conversation) { ByMail = ByMail };
}

/// <summary>
/// Who acts for an account, and which account somebody has, on every platform: the one that the organisation file names, else the one that
/// their e-mail address linked. Leavers resolve to no account, and theirs is free for somebody else. An account that was closed on its
/// platform reaches nobody, though the file names it.
/// </summary>
public sealed class Accounts
{
    private readonly IStore store;

    // Until a person or a link is saved, or somebody leaves: thousands of people are not read for each command.
    private Index? index;
    private int saves;

    public Accounts(IStore store, SaveNotices notices)
    {
        this.store = store;
        notices.Saved += saved =>
        {
            if (!saved.Any(document => document.Kind == typeof(Person) || document.Kind == typeof(ChatLink))) return;
            Interlocked.Increment(ref saves);
            Volatile.Write(ref index, null);
        };
    }

    /// <summary>Who acts for an account; null: nobody who is here.</summary>
    public async ValueTask<AccountHolder?> HolderAsync(PlatformId platform, string account, Instant now, CancellationToken ct) =>
        (await IndexAsync(now, ct)).Holders.GetValueOrDefault((platform, account));

    /// <summary>The id of the person whom a command mentions by their account.</summary>
    /// <param name="name">As the mention shows it; empty: it shows none.</param>
    /// <exception cref="RefusedException">Nobody is linked to it: the name alone might be somebody else's id.</exception>
    public async ValueTask<string> MentionedAsync(PlatformId platform, string account, string name, Instant now, CancellationToken ct) =>
        (await HolderAsync(platform, account, now, ct))?.Person.Id ?? throw new RefusedException(
            $"{(name.Length > 0 ? $"@{name.TrimStart('@')}" : account)} is not linked to anybody in the organisation. Type their id " +
                $"instead, or ask an admin to add '{platform.Name}: {account}' to their line in the organisation file.");

    /// <summary>The account that reaches a person; null: they have none there, it was closed, or they have left.</summary>
    public async ValueTask<AccountHolder?> OfAsync(PlatformId platform, string person, Instant now, CancellationToken ct) =>
        (await IndexAsync(now, ct)).People.GetValueOrDefault((platform, person));

    /// <summary>Whether the platform said that this account was closed.</summary>
    public async ValueTask<bool> IsClosedAsync(PlatformId platform, string account, Instant now, CancellationToken ct) =>
        (await IndexAsync(now, ct)).Closed.Contains((platform, account));

    /// <summary>The accounts of people, by person: of those who have one.</summary>
    public async ValueTask<IReadOnlyDictionary<string, string>> OfAsync(
        PlatformId platform, IEnumerable<string> people, Instant now, CancellationToken ct)
    {
        var known = (await IndexAsync(now, ct)).People;
        var accounts = new Dictionary<string, string>();
        foreach (var person in people)
        {
            if (known.TryGetValue((platform, person), out var holder)) accounts[person] = holder.Account;
        }

        return accounts;
    }

    private async ValueTask<Index> IndexAsync(Instant now, CancellationToken ct)
    {
        if (Volatile.Read(ref index) is { } kept && kept.From <= now && now < kept.End) return kept;
        var before = Volatile.Read(ref saves);
        var here = (await store.ListAsync<Person>(IdRange.All, ct)).Select(stored => stored.Value)
            .Where(person => person.IsHere(now)).ToDictionary(person => person.Id);
        var (holders, closed) = (new Dictionary<(PlatformId, string), AccountHolder>(), new HashSet<(PlatformId, string)>());
        foreach (var link in await store.ListAsync<ChatLink>(IdRange.All, ct))
        {
            // The file outranks an address: for the person here, and for the account below.
            var platform = ChatLink.PlatformOf(link.Id);
            if (link.Value.Ended is not null) closed.Add((platform, link.Value.User));
            else if (here.GetValueOrDefault(link.Value.Person) is { } person && person.Accounts[platform] is null)
                holders[(platform, link.Value.User)] = new(person, platform, link.Value.User, ByMail: true);
        }

        foreach (var person in here.Values)
        {
            foreach (var (platform, account) in person.Accounts.All)
                holders[(platform, account)] = new(person, platform, account, ByMail: false);
        }

        var reached = holders.Values.Where(holder => holder.ByMail || !closed.Contains((holder.Platform, holder.Account)));
        var fresh = new Index(holders, reached.ToDictionary(holder => (holder.Platform, holder.Person.Id)), closed, now,
            here.Values.Min(person => person.Leaves) ?? Instant.MaxValue);
        if (Volatile.Read(ref saves) == before) Volatile.Write(ref index, fresh);
        return fresh;
    }

    /// <param name="Holders">By platform and account.</param>
    /// <param name="People">By platform and person: those of them whom it reaches.</param>
    /// <param name="Closed">Accounts of which the platform said that they were closed.</param>
    /// <param name="From">When it was made: earlier somebody was here who has left.</param>
    /// <param name="End">When the next person leaves.</param>
    private sealed record Index(
        IReadOnlyDictionary<(PlatformId Platform, string Account), AccountHolder> Holders,
        IReadOnlyDictionary<(PlatformId Platform, string Person), AccountHolder> People,
        IReadOnlySet<(PlatformId Platform, string Account)> Closed, Instant From, Instant End);
}
