using System.Text.RegularExpressions;
using NodaTime;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>
/// What somebody means who has never read the help. A verb's own usage comes first, where what it names is there; then the other ways to
/// say it; then a name or a time alone. What only nearly fits is left to <see cref="Vocabulary.Read"/>, which asks for the rest or says
/// what would be right. A sentence that would be refused is guessed at by its <see cref="Gist"/>.
/// </summary>
public sealed partial class Understanding(Vocabulary vocabulary, IStore store)
{
    private const int MinSentence = 4;
    private const int MaxSentence = 40;
    private const int MinMisread = 3;

    private readonly KnownNames names = new(store);

    /// <exception cref="RefusedException">Nothing is meant that can be done.</exception>
    public async Task<Meaning> ReadAsync(string text, Caller caller, Instant now, CancellationToken ct)
    {
        text = await SpokenIncidents.NotedAsync(store, text, ct);
        // A longer text is a command with a note in it, or nothing that can be said in another way.
        if (CommandText.Read(text).Words.Count > MaxSentence) return Said(vocabulary.Read(text));
        if (await SpokenIncidents.OfOnlyAsync(store, text, now, ct) is { } only)
            return Said(await MeantAsync(only, caller, now, ct) ?? vocabulary.Read(only)) with { Guessed = true };
        text = GistText.WithoutTeam(text);
        if (await MeantAsync(text, caller, now, ct) is { } meant)
        {
            // "Page Ben Ode" says whom and not what is wrong.
            return Said(SubjectAt(text, meant.Match) is { } at && await names.IdForNameAsync(text, at, ct) is { } whom
                && await MeantAsync(whom, caller, now, ct) is { } about ? about : meant);
        }

        var spoken = await SpokenIncidents.WithIdsAsync(store, Marked().Replace(text, "$1"), ct);
        var withIds = await names.IdsForNamesAsync(spoken, ct) ?? (spoken == text ? null : spoken);
        var named = withIds is null ? null : await MeantAsync(withIds, caller, now, ct);
        if (named is { } known) return Said(known);
        if (NoCommand.For(EverydayWords.Of(vocabulary.WithoutRoot(text))) is { } none) throw none;
        try
        {
            var read = vocabulary.Read(text);
            if (await IsMisreadAsync(read.Match, text, caller, now, ct)
                && (await OfNobodyAsync(text, caller, now, ct) ?? await GuessedAsync(withIds ?? text, null, caller, now, ct)) is { } other)
                return Said(other) with { Guessed = true };
            return Said(read);
        }
        catch (RefusedException refusal)
        {
            var spelt = await names.SpeltAsync(withIds ?? text, ct);
            // "I want to swap" is "swap".
            if (EverydayWords.Of(vocabulary.WithoutRoot(spelt)) is var plain && vocabulary.IsBareVerb(plain))
                return Said(vocabulary.Read(plain));
            var guess = spelt == (withIds ?? text) ? null : await MeantAsync(spelt, caller, now, ct);
            guess ??= await OfNobodyAsync(spelt, caller, now, ct) ?? await GuessedAsync(spelt, refusal, caller, now, ct);
            if (guess is { } guessed) return Said(guessed) with { Guessed = true };
            throw;
        }

        Meaning Said((Verb Verb, Usage Usage, UsageMatch Match) found)
        {
            var (verb, usage, match) = SpokenIncidents.WithTitle(vocabulary.WithoutRoot(text), found);
            return new(verb, usage, match, match.IsVague);
        }
    }

    // Where the first word of a subject stands that may be somebody's first name.
    private static int? SubjectAt(string text, UsageMatch match) => match.Arguments!["subject"] is { } subject
        && CommandText.Read(text).Words.Skip(1).FirstOrDefault(word => NamedThings.IdOf(word.Value) == NamedThings.IdOf(subject))
            is { } word ? word.Start : null;

    // "Swap with zoe" is said in a known way, but there is no zoe: the answer says who there is.
    private async Task<(Verb, Usage, UsageMatch)?> OfNobodyAsync(string text, Caller caller, Instant now, CancellationToken ct)
    {
        var typed = CommandText.Read(EverydayWords.Of(vocabulary.WithoutRoot(text)));
        var (things, zone) = (await names.ReadAsync(typed, ct), await ZoneAsync(caller, ct));
        return vocabulary.Also(typed, values => values.All(pair => pair.Key == "person" ? IsNobody(pair.Value)
            : things.Fits(pair.Key, pair.Value, now, zone))) is { Match.Arguments: { } said } found && said["person"] is not null
            ? found : null;

        bool IsNobody(string word) =>
            word.All(char.IsLetter) && !Sayings.IsEveryday(word) && !things.Kinds.ContainsKey(NamedThings.IdOf(word));
    }

    // "swap my shift next week with cai" names no rotation called "my", and "shift next week" is no time.
    private async Task<bool> IsMisreadAsync(UsageMatch read, string text, Caller caller, Instant now, CancellationToken ct)
    {
        if (CommandText.Read(text).Words.Count < MinMisread || read.Arguments?.Values is not { Count: > 0 } values) return false;
        // "ben's" is Ben's.
        var things = await names.ReadAsync(CommandText.Read(Owner().Replace(text, "")), ct);
        var zone = await ZoneAsync(caller, ct);
        // "Note watch the disk".
        var isNote = values.Count == 2 && values.ContainsKey("rotation") && values.ContainsKey("text");
        return values.Any(pair => pair.Key switch
        {
            "rotation" or "service" or "team" => !things.Are(pair.Value, NamedKind.OnCall)
                && (IsWord(pair.Value) || isNote || things.Are(pair.Value, NamedKind.Person)),
            "person" => !things.Are(pair.Value, NamedKind.Person)
                && (IsWord(pair.Value) || things.Are(pair.Value, NamedKind.OnCall)),
            // "Take payments until 10pm".
            "incident" or "request" => Sayings.IsEveryday(pair.Value)
                || things.Are(Owner().Replace(pair.Value, ""), NamedKind.Person | NamedKind.OnCall),
            _ => false,
        }) && (!read.IsComplete || isNote || values.ContainsKey("request")
            || values.Any(pair => pair.Key is "when" or "span" or "period" or "length"
                && !things.Fits(pair.Key, pair.Value, now, zone)));

        static bool IsWord(string value) => Sayings.IsEveryday(value) || value.ToLowerInvariant()
            is "no" or "not" or "any" or "kw" or "at" or "on" or "in" or "for" or "from" or "to";
    }

    // What is nearly a command is told how it goes; a sentence that only begins like one may be a question.
    private async Task<(Verb, Usage, UsageMatch)?> GuessedAsync(
        string text, RefusedException? refusal, Caller caller, Instant now, CancellationToken ct)
    {
        var said = vocabulary.WithoutRoot(text);
        var plain = EverydayWords.Of(said);
        var typed = CommandText.Read(plain);
        if (refusal is not null && IsOfItsGroup(refusal, typed)) return null;
        var (things, zone) = (await names.ReadAsync(typed, ct), await ZoneAsync(caller, ct));
        // It refuses a day that can be one of two, or a time, and says which.
        if (DayOfTwo().Match(plain) is { Success: true } day) TimePhrases.Span(day.Value, now, zone);
        var fits = Fit(things, now, zone);
        if (Composed.Of(typed, things, fits, vocabulary) is { } composed) return composed;
        if (Composed.OfClause(said, things, fits, vocabulary) is { } clause) return clause;
        if (typed.Words.Count < (refusal?.DidYouMean == "help" ? 2 : refusal?.Missing == false ? MinSentence : MinMisread)) return null;
        var guess = Gist.Of((said, plain), things, fits, vocabulary.Find);
        if (refusal is null or { Missing: true }) return guess;
        // The verb that was typed, and nothing of the rest of it: better told how it goes.
        if (guess is not (var verb, var usage, Match: { Arguments.Values.Count: var known } match)) return null;
        var isOfTypedVerb = typed.Words[0].Says(usage.Words[0]) && !typed.Words.Any(IsAboutMe);
        return verb.Looks ? match.IsComplete && (known > 0 || !isOfTypedVerb) ? guess : null : known > 0 ? guess : null;
    }

    private static bool IsAboutMe(CommandWord word) => word.Says("i") || word.Says("my") || word.Says("mine");

    // "budget sttus checkout" is nearly a command of its group, and is told which; "undo my swap" is a sentence.
    private bool IsOfItsGroup(RefusedException refusal, CommandText typed) => typed.Words.Count > 0
        && vocabulary.Groups.Contains(typed.Words[0].Value.ToLowerInvariant())
        && (refusal.Correction?.StartsWith($"{typed.Words[0].Value} ", StringComparison.OrdinalIgnoreCase) is true
            || refusal.DidYouMean?.StartsWith($"help {typed.Words[0].Value} ", StringComparison.OrdinalIgnoreCase) is true);

    private async Task<DateTimeZone> ZoneAsync(Caller caller, CancellationToken ct) =>
        DateTimeZoneProviders.Tzdb[(await store.FindAsync<Person>(caller.Person, ct))?.Value.TimeZone ?? "Etc/UTC"];

    // The same words are tried in many sayings, and a time that is none costs the most.
    private static Func<IReadOnlyDictionary<string, string>, bool> Fit(NamedThings named, Instant now, DateTimeZone zone)
    {
        var known = new Dictionary<(string, string), bool>();
        return values => values.All(pair =>
        {
            if (known.TryGetValue((pair.Key, pair.Value), out var fits)) return fits;
            return known[(pair.Key, pair.Value)] = named.Fits(pair.Key, pair.Value, now, zone);
        });
    }

    private async Task<(Verb Verb, Usage Usage, UsageMatch Match)?> MeantAsync(
        string text, Caller caller, Instant now, CancellationToken ct)
    {
        var zone = await ZoneAsync(caller, ct);
        if (vocabulary.Complete(text, Fit(await names.ReadAsync(CommandText.Read(text), ct), now, zone)) is { } own) return own;
        var said = vocabulary.WithoutRoot(text);
        var plain = EverydayWords.Of(said);
        if (plain.Length == 0) return text.Trim().Length == 0 ? null : vocabulary.Complete("help", _ => true);
        var things = await names.ReadAsync(CommandText.Read(plain), ct);
        var fits = Fit(things, now, zone);
        // "health team" asks which team: its second word is not one to drop.
        var found = plain == text || vocabulary.IsBareVerb(text) ? null : vocabulary.Complete(plain, fits);
        found ??= vocabulary.Also(CommandText.Read(plain), fits);
        if (found is not { Match.IsComplete: true }) found = OfAnyGroup(said, plain, fits) ?? found;
        if (found is { } meant) return plain == said || !HasOwnText(meant.Match) ? meant : WithOwnText(said, meant, fits);
        return Alone(plain, things, fits);
    }

    // A first word that is only an everyday one names no group's verb: "team payments" is no pay.
    private (Verb Verb, Usage Usage, UsageMatch Match)? OfAnyGroup(
        string said, string plain, Func<IReadOnlyDictionary<string, string>, bool> fits) =>
        (plain.StartsWith(said.Split(' ')[0], StringComparison.OrdinalIgnoreCase) ? vocabulary.OfAnyGroup(said, fits) : null)
            ?? (said == plain ? null : vocabulary.OfAnyGroup(plain, fits));

    // "Next friday", "12/7", "12/24 - 1/2", "at 9.10".
    [GeneratedRegex(@"\bnext (weekend|mon|tue|tues|wed|wednes|thu|thurs|fri|sat|satur|sun)(day)?\b"
        + @"|(?<=\b(at|on|until|from|since) )([01]?\d|2[0-3])\.[0-5]\d(?![\w.%])"
        + @"|(?<=\s)\d{1,2}/\d{1,2}(?:(?: ?- ?| to | until )\d{1,2}/\d{1,2})?(?![\w/]| (of|users?|customers?|requests?))",
        RegexOptions.IgnoreCase)]
    private static partial Regex DayOfTwo();

    // "now `payments`"; what a note has in backticks stays so.
    [GeneratedRegex(@"(?<!\S)`([\w@.-]+)`(?!\S)")]
    private static partial Regex Marked();

    [GeneratedRegex(@"['’]s(?!\w)")]
    private static partial Regex Owner();

    private static bool HasOwnText(UsageMatch match) => match.Arguments!.Values.Keys.Any(UsageArgument.IsOwn);

    // "Cards fail at the till" stays so: everyday words are dropped before a title or a note, not in it.
    private (Verb, Usage, UsageMatch) WithOwnText(
        string said, (Verb Verb, Usage Usage, UsageMatch Match) found, Func<IReadOnlyDictionary<string, string>, bool> fits)
    {
        foreach (var text in EverydayWords.WithOwnText(said))
        {
            var read = vocabulary.Complete(text, fits) ?? vocabulary.Also(CommandText.Read(text), fits);
            if (read is { } same && same.Verb == found.Verb && Others(same.Match).SequenceEqual(Others(found.Match)) && !IsCut(same.Match))
                return same;
        }

        return found;

        // "Page the network team packet loss" is about packet loss.
        bool IsCut(UsageMatch match) => GistText.SaysTeam(said) && match.Arguments!.Values.Any(pair => UsageArgument.IsOwn(pair.Key)
            && pair.Value.StartsWith("team ", StringComparison.OrdinalIgnoreCase));

        static IEnumerable<KeyValuePair<string, string>> Others(UsageMatch match) =>
            match.Arguments!.Values.Where(pair => !UsageArgument.IsOwn(pair.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal);
    }

    // A name or a time and nothing else.
    private (Verb, Usage, UsageMatch)? Alone(string plain, NamedThings things, Func<IReadOnlyDictionary<string, string>, bool> fits)
    {
        (Verb, Usage, UsageMatch)? Meaning(string verb, string argument)
        {
            var values = new Dictionary<string, string> { [argument] = argument is "when" or "period" ? plain : NamedThings.IdOf(plain) };
            return fits(values) && vocabulary.Find(verb) is var (found, usage) ? (found, usage, new UsageMatch(new Arguments(values), null))
                : null;
        }

        if (plain.Contains(' ', StringComparison.Ordinal)) return Meaning("oncall now", "when") ?? Meaning("oncall me", "period");
        return things.Are(plain, NamedKind.OnCall) ? Meaning("oncall now", "rotation")
            : things.Are(plain, NamedKind.Person) ? Meaning("oncall when", "person")
            : things.Are(plain, NamedKind.Incident) ? Meaning("incident show", "incident")
            : Meaning("oncall now", "when");
    }
}

/// <summary>What a text means: a verb, and what was found of its arguments.</summary>
/// <param name="Guessed">Whether it was said in no known way: then a look-up is answered, a change at most shown.</param>
public sealed record Meaning(Verb Verb, Usage Usage, UsageMatch Match, bool Guessed = false);
