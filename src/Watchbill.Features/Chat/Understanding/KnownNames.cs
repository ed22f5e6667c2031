using System.Text.RegularExpressions;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>Tells which words name something that exists, and resolves names of several words to ids.</summary>
internal sealed partial class KnownNames(IStore store)
{
    // Shorter words are near to too many others.
    private const int MinMisspelt = 5;

    /// <summary>Looks the words up.</summary>
    public async Task<NamedThings> ReadAsync(CommandText typed, CancellationToken ct)
    {
        var things = new Dictionary<string, NamedKind>();
        foreach (var word in typed.Words.Select(word => NamedThings.IdOf(word.Value)).Distinct())
        {
            if (await KindAsync(word, ct) is not NamedKind.None and var kind) things[word] = kind;
        }

        return new NamedThings(things);
    }

    /// <summary>The text with the id that was probably meant in place of every word that is nearly one.</summary>
    public async Task<string> SpeltAsync(string text, CancellationToken ct)
    {
        var typed = CommandText.Read(text);
        IReadOnlyList<string>? ids = null;
        foreach (var word in typed.Words.Select(word => word.Value.Trim(',', '.', '!', '?', ';', ':')).Distinct())
        {
            // "Bens shifts".
            if (word.EndsWith('s') && await KindAsync(NamedThings.IdOf(word), ct) == NamedKind.None
                && await store.FindAsync<Person>(NamedThings.IdOf(word[..^1]), ct) is { Value.Retired: false } owner)
            {
                text = Regex.Replace(text, $@"\b{Regex.Escape(word)}\b", owner.Id);
                continue;
            }

            // Of an incident its service may be misspelt, never its number.
            var name = IncidentNumber().Replace(word, "");
            if (name.Length < MinMisspelt || !name.All(char.IsAsciiLetter) || Sayings.IsEveryday(word)
                || await KindAsync(NamedThings.IdOf(word), ct) != NamedKind.None) continue;
            ids ??= await IdsAsync(ct);
            if ((Nearest.To(name, ids) ?? Nearest.To(name, Sayings.Misspelt)) is { } id) text = Regex.Replace(text, $@"\b{name}\b", id);
        }

        return text;
    }

    [GeneratedRegex(@"-\d{1,6}$")]
    private static partial Regex IncidentNumber();

    private async Task<IReadOnlyList<string>> IdsAsync(CancellationToken ct) =>
    [
        .. (await store.ListAsync<Rotation>(IdRange.All, ct)).Where(one => !one.Value.Retired).Select(one => one.Id),
        .. (await store.ListAsync<Service>(IdRange.All, ct)).Where(one => !one.Value.Retired).Select(one => one.Id),
        .. (await store.ListAsync<Team>(IdRange.All, ct)).Where(one => !one.Value.Retired).Select(one => one.Id),
        .. (await store.ListAsync<Person>(IdRange.All, ct)).Where(one => !one.Value.Retired).Select(one => one.Id),
    ];

    /// <summary>The text with an id in place of the full name or e-mail address that stands at a place in it; null: none does.</summary>
    public async Task<string?> IdForNameAsync(string text, int at, CancellationToken ct)
    {
        foreach (var (name, id) in await NamesAsync(ct))
        {
            if (string.Compare(text, at, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) == 0
                && (at + name.Length == text.Length || !IsWord(text[at + name.Length])))
                return text[..at] + id + text[(at + name.Length)..];
        }

        return null;
    }

    /// <summary>The text with ids in place of full names and e-mail addresses; null: there are none.</summary>
    public async Task<string?> IdsForNamesAsync(string text, CancellationToken ct)
    {
        var named = text;
        foreach (var (name, id) in await NamesAsync(ct))
        {
            // Only whole words: "Ana" is not in "Diana".
            for (var from = 0; from < named.Length && named.IndexOf(name, from, StringComparison.OrdinalIgnoreCase) is >= 0 and var at;)
            {
                var end = at + name.Length;
                if ((at > 0 && IsWord(named[at - 1])) || (end < named.Length && IsWord(named[end]))) from = end;
                else
                {
                    var before = named[..at].TrimEnd('"', '“') + id;
                    (named, from) = (before + named[end..].TrimStart('"', '”'), before.Length);
                }
            }
        }

        named = await WithPartsAsync(named, ct);
        return named == text ? null : named;
    }

    // "SRE on call" where the only rotation with that word in its id is "sre-core".
    private async Task<string> WithPartsAsync(string text, CancellationToken ct)
    {
        foreach (var part in PartOfName().Matches(text).Select(match => match.Value).Distinct())
        {
            if (await KindAsync(NamedThings.IdOf(part), ct) != NamedKind.None) continue;
            var rotations = (await store.ListAsync<Rotation>(IdRange.All, ct))
                .Where(one => !one.Value.Retired && one.Id.Split('-').Contains(NamedThings.IdOf(part))).ToList();
            if (rotations is [var only]) text = Regex.Replace(text, $@"(?<![\w-]){part}(?![\w-])", only.Id);
        }

        return text;
    }

    [GeneratedRegex(
        @"^[a-z]+$|(?<=^(page|call|wake|wake up|alert|get) |\b(for|from|about|of|on) (the )?)[a-z]+(?![\w-])"
        + @"|(?<![\w-])[a-z]+(?= on[- ]?call\b)|(?<=\b(my|the|last|next) )[a-z]+(?= (shift|week|turn|rota)\b)"
        + @"|(?<=\b(hand[- ]?over|hand[- ]?off|notes|schedule) (the )?)[a-z]+(?![\w-])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PartOfName();

    private static bool IsWord(char letter) => char.IsLetterOrDigit(letter) || letter is '-' or '_';

    private async Task<NamedKind> KindAsync(string id, CancellationToken ct)
    {
        var kind = NamedKind.None;
        if (await store.FindAsync<Rotation>(id, ct) is { Value.Retired: false }) kind |= NamedKind.Rotation;
        if (await store.FindAsync<Service>(id, ct) is { Value.Retired: false }) kind |= NamedKind.Service;
        if (await store.FindAsync<Team>(id, ct) is { Value.Retired: false }) kind |= NamedKind.Team;
        if (await store.FindAsync<Domain>(id, ct) is { Value.Retired: false }) kind |= NamedKind.Domain;
        if (await store.FindAsync<Person>(id, ct) is { Value.Retired: false }) kind |= NamedKind.Person;
        if (Incident.Named(id) is var (service, number))
            kind |= await store.FindAsync<Incident>(Incident.DocumentId(service, number), ct) is not null ? NamedKind.Incident
                : service == "page" || await store.FindAsync<Service>(service, ct) is not null ? NamedKind.NoIncident : NamedKind.None;
        return kind;
    }

    // Longer names first: "Ana Silva" before "Ana".
    private async Task<IEnumerable<(string Name, string Id)>> NamesAsync(CancellationToken ct)
    {
        var people =
            (await store.ListAsync<Person>(IdRange.All, ct)).Select(stored => stored.Value).Where(person => !person.Retired).ToList();
        var names = people.Select(person => (person.Name, person.Id))
            .Concat(people.Where(person => person.Email is not null).Select(person => (Name: person.Email!, person.Id)))
            .Concat(
                (await store.ListAsync<Team>(IdRange.All, ct)).Where(team => !team.Value.Retired)
                    .Select(team => (team.Value.Name, team.Id)))
            .Concat((await store.ListAsync<Domain>(IdRange.All, ct)).Where(domain => !domain.Value.Retired)
                .Select(domain => (domain.Value.Name, domain.Id)));
        // "ordering triage".
        var rotations = (await store.ListAsync<Rotation>(IdRange.All, ct)).Select(one => one.Value).Where(one => !one.Retired).ToList();
        names = names.Concat(rotations.Where(one => one.Id.Contains('-', StringComparison.Ordinal))
            .Select(one => (Name: one.Id.Replace('-', ' '), one.Id)));
        // A name that two people have is nobody's.
        return names.Where(pair => pair.Name.Length > 0 && !pair.Name.Equals(pair.Id, StringComparison.OrdinalIgnoreCase))
            .GroupBy(pair => pair.Name, StringComparer.OrdinalIgnoreCase).Where(same => same.DistinctBy(pair => pair.Id).Count() == 1)
            .Select(same => same.First()).OrderByDescending(pair => pair.Name.Length);
    }
}
