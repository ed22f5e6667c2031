using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Slack;

/// <summary>Who a Slack user is in the organisation.</summary>
/// <param name="ByMail">Only by their e-mail address: the file names no account.</param>
internal sealed record SlackPerson(Person Person, bool ByMail)
{
    public DateTimeZone Zone => DateTimeZoneProviders.Tzdb[Person.TimeZone];

    public Caller In(string? conversation) => new(Person.Id, SlackPeople.Platform, conversation) { ByMail = ByMail };
}

/// <summary>Finds the person that a Slack user is: the one whom the organisation file names, else the one who was linked by e-mail.</summary>
internal sealed class SlackPeople
{
    public const string Platform = "slack";

    private readonly IStore store;
    private readonly IClock clock;
    private readonly SlackZones zones;

    // By user, until somebody saves a person or a link: thousands of people are not read for each command.
    private Dictionary<string, (string Person, bool ByMail)>? index;
    private int saves;

    public SlackPeople(IStore store, SaveNotices notices, IClock clock, SlackZones zones)
    {
        (this.store, this.clock, this.zones) = (store, clock, zones);
        notices.Saved += kinds =>
        {
            if (!kinds.Contains(typeof(Person)) && !kinds.Contains(typeof(ChatLink))) return;
            Interlocked.Increment(ref saves);
            Volatile.Write(ref index, null);
        };
    }

    /// <summary>Null: nobody who is here (any more).</summary>
    public async ValueTask<SlackPerson?> FindAsync(string user, CancellationToken ct)
    {
        var known = Volatile.Read(ref index) ?? await IndexAsync(ct);
        if (!known.TryGetValue(user, out var found) || (await store.FindAsync<Person>(found.Person, ct))?.Value is not { Retired: false } person) return null;
        return person.Leaves <= clock.GetCurrentInstant() ? null : new SlackPerson(person, found.ByMail);
    }

    /// <summary>The zone in which a user reads: their own in Slack, else the one in the organisation file. What they type is read in the latter.</summary>
    public DateTimeZone ZoneOf(string user, SlackPerson person) => zones.Of(user) ?? person.Zone;

    private async Task<Dictionary<string, (string Person, bool ByMail)>> IndexAsync(CancellationToken ct)
    {
        var before = Volatile.Read(ref saves);
        var fresh = new Dictionary<string, (string Person, bool ByMail)>();
        var named = (await store.ListAsync<Person>(IdRange.All, ct)).Where(person => person.Value is { Retired: false, Slack: not null }).ToDictionary(person => person.Id, person => person.Value.Slack!);
        foreach (var link in await store.ListAsync<ChatLink>(IdRange.Prefix($"{Platform}/"), ct))
        {
            // What the file says goes before what an address said, for the person here and for the account below.
            if (link.Value.Ended is null && !named.ContainsKey(link.Value.Person)) fresh[link.Value.User] = (link.Value.Person, true);
        }

        foreach (var (person, user) in named) fresh[user] = (person, false);

        if (Volatile.Read(ref saves) == before) Volatile.Write(ref index, fresh);
        return fresh;
    }
}
