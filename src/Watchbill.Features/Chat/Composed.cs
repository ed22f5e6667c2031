using System.Text.RegularExpressions;

namespace Watchbill.Chat;

/// <summary>
/// A known way to say something with a name, a time or both beside it: "open covers on payments next week". Each saying need not be written
/// down with all of them. A guess, as the name and the time may stand anywhere.
/// </summary>
internal static partial class Composed
{
    private const NamedKind AnyKind = NamedKind.OnCall | NamedKind.Person | NamedKind.Incident;

    private static readonly string[] Prepositions = ["for", "on", "of", "in", "at", "about", "with", "from", "to", "during", "over"];

    private static readonly (NamedKind Kind, string[] Arguments)[] Slots =
    [
        (NamedKind.Incident, ["incident", "subject"]),
        (NamedKind.OnCall, ["rotation", "service", "team", "owner", "subject"]),
        (NamedKind.Person, ["person", "subject"]),
    ];

    /// <summary>The verb that the other words mean, with the name and the time; null: they mean none, or it does not take both.</summary>
    /// <param name="fits">Whether arguments mean something.</param>
    public static (Verb Verb, Usage Usage, UsageMatch Match)? Of(
        CommandText typed, NamedThings things, Func<IReadOnlyDictionary<string, string>, bool> fits, Vocabulary vocabulary)
    {
        var words = WordsOf(typed);
        var time = Gist.Time(words, fits);
        if (Gist.IsAnother(time, words)) return null;
        var named = words.Index().Where(word => !time.Holds(word.Index) && things.Are(word.Item, AnyKind)).ToList();
        if (named.Count > 1 || (named.Count == 0 && time.Length == 0)) return null;
        var name = named.Count == 1 ? named[0] : (Index: -1, Item: "");
        var rest = string.Join(' ', words.Where((_, at) => !time.Holds(at) && at != name.Index && !IsBefore(at)));
        if (rest.Length == 0) return null;
        if ((vocabulary.Also(CommandText.Read(rest), fits) ?? vocabulary.Complete(rest, fits)) is not var (verb, usage, match))
            return null;
        var known = match.Arguments!.Values.ToDictionary();
        if (known.Keys.Any(UsageArgument.Phrases.Contains)) return null;
        // "Awake now" says no time.
        if (time.Length > 0 && !Fill(["when", "span", "period", "length"], time.Words)
            && !time.Words.EndsWith("now", StringComparison.OrdinalIgnoreCase)) return null;
        if (named.Count == 1
            && !Fill(Slots.First(slot => things.Are(name.Item, slot.Kind)).Arguments, NamedThings.IdOf(name.Item))) return null;
        var lacking = usage.Lacking(known).FirstOrDefault();
        return verb.Looks && lacking is not null ? null : (verb, usage, new UsageMatch(new Arguments(known), lacking));

        bool IsBefore(int at) => ((named.Count == 1 && at == name.Index - 1) || (time.Length > 0 && at == time.First - 1))
            && Prepositions.Contains(words[at], StringComparer.OrdinalIgnoreCase);

        bool Fill(string[] arguments, string value) => usage.Arguments.Select(argument => argument.Name)
            .FirstOrDefault(argument => arguments.Contains(argument) && !known.ContainsKey(argument)
                && fits(new Dictionary<string, string> { [argument] = value })) is { } free && known.TryAdd(free, value);
    }

    /// <summary>
    /// The one clause of several that is said in a known way, where the others name nothing and no time: "stuck in traffic, away till 11".
    /// Null: there is none, or what comes before it says no.
    /// </summary>
    public static (Verb Verb, Usage Usage, UsageMatch Match)? OfClause(
        string text, NamedThings things, Func<IReadOnlyDictionary<string, string>, bool> fits, Vocabulary vocabulary)
    {
        var clauses = Clauses().Split(text).Select(EverydayWords.Of).Where(clause => clause.Length > 0).ToList();
        if (clauses.Count < 2) return null;
        var known = clauses.Select(clause => (Clause: clause, Meant: Meant(clause))).Where(one => one.Meant is not null).ToList();
        return known is [var only] && !clauses.Exists(clause => clause != only.Clause && SaysMore(clause))
            && !clauses.Take(clauses.IndexOf(only.Clause) + 1).Any(clause => Negation().IsMatch(clause)) ? only.Meant : null;

        (Verb, Usage, UsageMatch)? Meant(string clause) => CommandText.Read(clause) is var typed
            && (vocabulary.Also(typed, fits) ?? vocabulary.Complete(clause, fits) ?? Of(typed, things, fits, vocabulary)) is { } meant
            && (meant.Match.IsComplete || !meant.Verb.Looks) && !meant.Match.Arguments!.Values.Keys.Any(UsageArgument.IsOwn)
            // "Call ben, the disk is full": the other clause is what is said.
            && !meant.Usage.Lacking(meant.Match.Arguments.Values).Any(UsageArgument.IsOwn) ? meant : null;

        bool SaysMore(string clause) => WordsOf(CommandText.Read(clause)) is var words
            && (words.Exists(word => things.Are(word, AnyKind)) || Gist.Time(words, fits).Length > 0);
    }

    private static List<string> WordsOf(CommandText typed) =>
        typed.Words.Select(word => OuterMarks.OfWord(word.Value)).Where(word => word.Length > 0).ToList();

    [GeneratedRegex(@"[,.!?]\s+|\s+(?:but|so|then|and then|-+|–)\s+")]
    private static partial Regex Clauses();

    [GeneratedRegex(@"^no\b|\b(not|\w+n't|cannot|dont|cant|never|never ?mind|forget it|ignore)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Negation();
}
