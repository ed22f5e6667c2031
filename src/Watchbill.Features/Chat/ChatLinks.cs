using NodaTime;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>
/// Who somebody is on a chat platform, because their e-mail address said so. The id is <c>platform/person</c>: a person is linked like this
/// once, and an ended link stays, so that whoever gets the address next is not taken for them.
/// </summary>
/// <param name="User">Their id on the platform.</param>
public sealed record ChatLink(string Person, string User, Instant At)
{
    /// <summary>When the platform closed the account; null: it is open.</summary>
    public Instant? Ended { get; init; }

    public static string IdOf(PlatformId platform, string person) => $"{platform}/{person}";

    /// <summary>The platform of the document with this id.</summary>
    public static PlatformId PlatformOf(string id) => new(id[..id.IndexOf('/', StringComparison.Ordinal)]);
}

/// <summary>What a platform confirms about one of its users.</summary>
/// <param name="Email">Null: it knows none, or has not made sure of it.</param>
public sealed record ChatAccount(PlatformId Platform, string User, string? Email)
{
    /// <summary>Whether this is a person of the workspace itself: no guest, no bot, from nowhere else, not closed.</summary>
    public required bool Own { get; init; }
}

/// <summary>
/// Links people to their accounts on chat platforms by e-mail. It grants no pay and no
/// admin rights: for those the organisation file names the account.
/// </summary>
public sealed class ChatLinks(IStore store)
{
    /// <summary>Links an account to the one person who has its address.</summary>
    /// <exception cref="RefusedException">It cannot be told who this is; an admin is needed.</exception>
    public async Task<Person> LinkAsync(ChatAccount account, Instant now, CancellationToken ct)
    {
        var instead = $"Ask an admin to add '{account.Platform}: {account.User}' to your line in the organisation file.";
        if (!account.Own) throw Refused($"Guests, bots and people of other workspaces are not linked by e-mail. {instead}");
        if (string.IsNullOrWhiteSpace(account.Email)) throw Refused($"No confirmed e-mail address of yours is known here. {instead}");
        var here = (await store.ListAsync<Person>(IdRange.All, ct)).Select(stored => stored.Value)
            .Where(
                person =>
                    person.IsHere(now)
                        && string.Equals(person.Email, account.Email, StringComparison.OrdinalIgnoreCase)).ToList();
        if (here is not [var person])
            throw Refused($"Nobody in the organisation file has your e-mail address, or more than one has. {instead}");
        if (person.Accounts[account.Platform] is { } named && named != account.User)
            throw Refused(
                $"The organisation file names another account for {person.Name}. If that is you, ask an admin to change it to " +
                    $"'{account.Platform}: {account.User}'.");
        var id = ChatLink.IdOf(account.Platform, person.Id);
        if ((await store.FindAsync<ChatLink>(id, ct))?.Value is { } before)
            return before.User == account.User && before.Ended is null ? person : throw Once(person, instead);
        try
        {
            var audit =
                new AuditEntry(now, person.Id, "watchbill link", $"person/{person.Id}", account.Platform.Name) { New = account.User };
            await store.SaveAsync([Write.Create(id, new ChatLink(person.Id, account.User, now)), Write.Audit(audit)], ct);
            return person;
        }
        catch (StaleException)
        {
            return await store.FindAsync<ChatLink>(id, ct) is { Value: var other } && other.User == account.User
                ? person : throw Once(person, instead);
        }
    }

    /// <summary>
    /// Ends the link of an account that was closed or is a guest's now. Of one that the organisation file names nothing ends, since the
    /// file gives it; where it was closed the lead hears of it, once, because nobody is reached there any more.
    /// </summary>
    public async Task EndAsync(Platform platform, string user, bool closed, Instant now, CancellationToken ct)
    {
        if (closed) await TellAsync(platform, user, now, ct);
        foreach (var link in await store.ListAsync<ChatLink>(IdRange.Prefix(ChatLink.IdOf(platform.Id, "")), ct))
        {
            if (link.Value.User != user || link.Value.Ended is not null) continue;
            var audit = new AuditEntry(now, "watchbill", "watchbill link", $"person/{link.Value.Person}", platform.Id.Name)
            {
                Old = user,
                Reason = "account closed",
            };
            try
            {
                await store.SaveAsync([Write.Replace(link, link.Value with { Ended = now }), Write.Audit(audit)], ct);
            }
            catch (StaleException)
            {
                // Told twice at the same moment: the other one ended it.
            }
        }
    }

    /// <summary>What was closed is open again: its person is reached and acts as before.</summary>
    public async Task ReopenAsync(PlatformId platform, string user, Instant now, CancellationToken ct)
    {
        foreach (var link in await store.ListAsync<ChatLink>(IdRange.Prefix(ChatLink.IdOf(platform, "")), ct))
        {
            if (link.Value.User != user || link.Value.Ended is null) continue;
            var audit = new AuditEntry(now, "watchbill", "watchbill link", $"person/{link.Value.Person}", platform.Name)
            {
                New = user,
                Reason = "account reopened",
            };
            try
            {
                await store.SaveAsync([Write.Replace(link, link.Value with { Ended = null }), Write.Audit(audit)], ct);
            }
            catch (StaleException)
            {
                // Told twice at the same moment: the other one reopened it.
            }
        }
    }

    private async Task TellAsync(Platform platform, string user, Instant now, CancellationToken ct)
    {
        var people = (await store.ListAsync<Person>(IdRange.All, ct)).Select(stored => stored.Value);
        if (people.FirstOrDefault(one => one.IsHere(now) && one.Accounts[platform.Id] == user) is not { } person) return;
        var id = ChatLink.IdOf(platform.Id, person.Id);
        var link = await store.FindAsync<ChatLink>(id, ct);
        // An ended link stays, and says that this was told.
        if (link?.Value is { Ended: not null } ended && ended.User == user) return;
        var leads = new Leads(store);
        var to = new HashSet<Address>();
        foreach (var team in await store.ListAsync<Team>(IdRange.All, ct))
        {
            if (!team.Value.Retired && team.Value.Members.Contains(person.Id))
                to.Add(await leads.ResponsibleAsync(team.Id, now, ct));
        }

        to.Remove(Address.Person(person.Id));
        if (to.Count == 0) to.Add(Address.Admins);
        var said = new Reply(
            $"{person.Name}'s account in {platform.Name} ({user}) was closed there, and the organisation file names no other: nobody " +
                $"tells them anything in {platform.Name} any more, handoffs and incidents included. Put their new id into the file, or " +
                $"the day they leave ('until:'), and see to their shifts: `when {person.Id}`");
        try
        {
            await store.SaveAsync(
            [
                Write.Upsert(id, link, new ChatLink(person.Id, user, link?.Value.At ?? now) { Ended = now }),
                .. to.Select(address => Delivery.Say(new Delivery(now, MessageKind.Organization, address, said),
                    $"account-closed/{id}/{address}")),
            ], ct);
        }
        catch (StaleException)
        {
            // Told twice at the same moment: the other one said it.
        }
    }

    private static RefusedException Once(Person person, string instead) =>
        Refused($"{person.Name} was linked by e-mail before, to another account, and that is done once only. {instead}");

    private static RefusedException Refused(string sentence) => new(sentence) { Forbidden = true };
}
