using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Slack;

/// <summary>
/// Which person is which Slack user, and the other way round: the one whom the organisation file names, else the one who was linked by
/// e-mail.
/// Whoever is no longer here is nobody, and their account is free for somebody else.
/// </summary>
internal sealed class SlackUsers
{
    private readonly IStore store;
    private readonly IClock clock;

    // Until somebody saves a person or a link, or somebody leaves: thousands of people are not read for each command.
    private Index? index;
    private int saves;

    public SlackUsers(IStore store, SaveNotices notices, IClock clock)
    {
        (this.store, this.clock) = (store, clock);
        notices.Saved += saved =>
        {
            if (!saved.Any(document => document.Kind == typeof(Person) || document.Kind == typeof(ChatLink))) return;
            Interlocked.Increment(ref saves);
            Volatile.Write(ref index, null);
        };
    }

    /// <summary>Null: nobody who is here (any more).</summary>
    public async ValueTask<SlackPerson?> PersonAsync(string user, CancellationToken ct) =>
        (await KnownAsync(ct)).People.GetValueOrDefault(user);

    /// <summary>Null: none, or a person who is no longer here.</summary>
    public async ValueTask<string?> OfAsync(string person, CancellationToken ct) => (await KnownAsync(ct)).Users.GetValueOrDefault(person);

    /// <summary>Those of the people who are users, by person.</summary>
    public async ValueTask<IReadOnlyDictionary<string, string>> OfAsync(IEnumerable<string> people, CancellationToken ct)
    {
        var users = new Dictionary<string, string>();
        foreach (var person in people.Distinct())
        {
            if (await OfAsync(person, ct) is { } user) users[person] = user;
        }

        return users;
    }

    /// <summary>The people whom a reply mentions.</summary>
    public static IEnumerable<string> Mentioned(Reply reply) =>
        new[] { reply.Text }.Concat(reply.Fields.Select(field => field.Value)).Concat((reply.Table?.Rows ?? []).SelectMany(row => row))
            .SelectMany(text => text.Parts).OfType<Mention>().Select(mention => mention.Person);

    private async ValueTask<Index> KnownAsync(CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (Volatile.Read(ref index) is { } kept && now < kept.End) return kept;
        var before = Volatile.Read(ref saves);
        var here = (await store.ListAsync<Person>(IdRange.All, ct)).Select(stored => stored.Value)
            .Where(person => person.IsHere(now)).ToDictionary(person => person.Id);
        var people = new Dictionary<string, SlackPerson>();
        foreach (var link in await store.ListAsync<ChatLink>(IdRange.Prefix($"{SlackPlatform.Id}/"), ct))
        {
            // What the file says goes before what an address said, for the person here and for the account below.
            if (link.Value.Ended is null && here.GetValueOrDefault(link.Value.Person) is { } person
                && person.Accounts[SlackPlatform.Id] is null)
                people[link.Value.User] = new(person, ByMail: true);
        }

        foreach (var person in here.Values)
        {
            if (person.Accounts[SlackPlatform.Id] is { } account) people[account] = new(person, ByMail: false);
        }

        var fresh =
            new Index(people, people.ToDictionary(pair => pair.Value.Person.Id, pair => pair.Key),
                here.Values.Min(person => person.Leaves) ?? Instant.MaxValue);
        if (Volatile.Read(ref saves) == before) Volatile.Write(ref index, fresh);
        return fresh;
    }

    /// <param name="People">By user.</param>
    /// <param name="Users">By person: the same pairs.</param>
    /// <param name="End">When the next person leaves.</param>
    private sealed record Index(IReadOnlyDictionary<string, SlackPerson> People, IReadOnlyDictionary<string, string> Users, Instant End);
}
