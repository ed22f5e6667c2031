using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Slack;

/// <summary>Which Slack user a person is: the one whom the organisation file names, else the one who was linked by e-mail.</summary>
internal sealed class SlackUsers(IStore store)
{
    /// <summary>Null: none, or a person who is no longer here.</summary>
    public async ValueTask<string?> OfAsync(string person, CancellationToken ct)
    {
        if ((await store.FindAsync<Person>(person, ct))?.Value is not { Retired: false } known) return null;
        if (known.Slack is { } named) return named;
        return (await store.FindAsync<ChatLink>($"{SlackPeople.Platform}/{person}", ct))?.Value is { Ended: null } link ? link.User : null;
    }

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
}
