using System.Text.RegularExpressions;
using NodaTime;
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
        @"^[a-z]+$|(?<=^(page|call|wake|wake up|alert|get) |\b(for|from|about) )[a-z]+(?![\w-])|(?<![\w-])[a-z]+(?= on[- ]?call\b)",
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
        if (Incident.Named(id) is var (service, number)
            && await store.FindAsync<Incident>(Incident.DocumentId(service, number), ct) is not null) kind |= NamedKind.Incident;
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

/// <summary>What an id names; an id may name several.</summary>
[Flags]
internal enum NamedKind
{
    None = 0,
    Rotation = 1,
    Service = 2,
    Team = 4,
    Domain = 8,
    Person = 16,
    Incident = 32,

    /// <summary>What has somebody on call.</summary>
    OnCall = Rotation | Service | Team | Domain,
}

/// <summary>The words of a text that name something.</summary>
internal sealed partial record NamedThings(IReadOnlyDictionary<string, NamedKind> Kinds)
{
    // Whoever says no more than these has said whom and how soon, and not what is wrong.
    private static readonly HashSet<string> Empty = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "now", "right", "asap", "please", "pls", "again", "immediately", "urgently", "sev1", "sev2", "sev3", "sev4", "up", "it",
        "primary", "secondary", "backup", "engineer", "person", "team", "rotation", "on", "call", "oncall", "on-call", "thanks", "thank",
        "you", "thx", "urgently", "urgent", "for", "me", "instead", "via", "by", "sms", "phone", "just", "test", "testing", "runbook",
    };

    /// <summary>What all rotations are called together.</summary>
    public const string Everything = "all";

    /// <summary>An id as people type it: with an @, and with capitals where a phone makes them.</summary>
    public static string IdOf(string word) => word.TrimStart('@').TrimEnd(',', ':', ';').ToLowerInvariant();

    /// <summary>A value as it is stored where it is an id; any other as it is.</summary>
    public static string Written(string argument, string value) =>
        argument is "rotation" or "owner" or "service" or "team" or "incident" or "other" ? IdOf(value) : value;

    public bool Are(string word, NamedKind kind) => (Kinds.GetValueOrDefault(IdOf(word)) & kind) != 0;

    /// <summary>Whether an argument of this name may be this.</summary>
    public bool Fits(string argument, string value, Instant now, DateTimeZone zone) => argument switch
    {
        "rotation" => Are(value, NamedKind.OnCall) || value.Equals(Everything, StringComparison.OrdinalIgnoreCase),
        "owner" => Are(value, NamedKind.OnCall),
        "service" => Are(value, NamedKind.Service),
        "team" => Are(value, NamedKind.Team | NamedKind.Domain),
        "person" => value.Equals("me", StringComparison.OrdinalIgnoreCase) || Are(value, NamedKind.Person),
        "incident" or "other" => Are(value, NamedKind.Incident),
        "subject" =>
            value.Any(char.IsLetterOrDigit) && value[0] != ':'
            && value.ToLowerInvariant() is not ("the" or "a" or "an" or "our" or "my" or "it" or "this" or "that" or "me" or "us" or "for"
                or "on" or "up" or "to" or "someone" or "somebody" or "people" or "whoever" or "everyone" or "everybody" or "drill"
                or "lead" or "manager" or "boss"),
        "text" or "title" => !value.Split(' ').All(word => Empty.Contains(word.Trim('!', '.', '?', ','))),
        "length" => (value.AsSpan().Trim() is [>= '0' and <= '9', ..] && value.Any(char.IsLetter))
            || value.StartsWith("for ", StringComparison.OrdinalIgnoreCase)
            || value.StartsWith("until ", StringComparison.OrdinalIgnoreCase),
        "severity" => value.Length == 4 && value.StartsWith("sev", StringComparison.OrdinalIgnoreCase) && value[3] is >= '1' and <= '4',
        "reference" => Ticket().IsMatch(value) && !Are(value, NamedKind.Incident),
        "code" => value.All(char.IsAsciiDigit),
        "method" => value.ToLowerInvariant() is "email" or "ntfy" or "sms" or "voice" or "webhook" or "chat",
        "address" => value.Contains('@', StringComparison.Ordinal) || value.Contains("://", StringComparison.Ordinal)
            || value.Count(char.IsAsciiDigit) > 3 || (value.Contains('-', StringComparison.Ordinal) && value.Any(char.IsAsciiDigit)),
        "change" => value.ToLowerInvariant() is "feature" or "fix" or "security" or "p0" or "reliability",
        "when" => Reads(() => Phrases.When(value, now, zone)),
        // Hours that were worked have passed; which verb takes those, it says itself.
        "span" => Reads(() => Phrases.Span(value, now, zone)) || Reads(() => Phrases.Period(value, now, zone)),
        "period" => Reads(() => Phrases.Period(value, now, zone, new Interval(now, now + Duration.FromDays(7)))),
        // Everyday words and names are no topic and no id.
        "request" => !Sayings.IsEveryday(value) && !Kinds.ContainsKey(IdOf(value)),
        "topic" => value.ToLowerInvariant() is not ("me" or "us" or "my" or "our" or "over" or "please"),
        _ => true,
    };

    /// <summary>Whether <see cref="Fits"/> knows what an argument of this name may be; any text fits the others.</summary>
    public static bool IsChecked(string argument) => argument is "rotation" or "owner" or "service" or "team" or "person" or "incident"
        or "other" or "severity" or "change" or "when" or "span" or "period" or "length" or "reference" or "text" or "title";

    /// <summary>What a change is called elsewhere: <c>SHOP-1431</c>, <c>repo#12</c>.</summary>
    [GeneratedRegex(@"^([A-Za-z][A-Za-z0-9_.]*[-/#]\d[\w.-]*|#\d+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Ticket();

    private static bool Reads(Func<object> read)
    {
        try
        {
            return read() is not null;
        }
        catch (RefusedException)
        {
            return false;
        }
    }
}
