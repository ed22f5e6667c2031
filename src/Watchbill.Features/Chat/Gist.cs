using System.Reflection;
using System.Text.RegularExpressions;

namespace Watchbill.Chat;

/// <summary>
/// What a sentence is about that is said in no known way: by its cue words in <c>gists.txt</c>, and the names and the time in it. A guess,
/// so it only looks something up or opens a form.
/// </summary>
/// <remarks>
/// A line is a verb's id and conditions with <c>&amp;</c> between them, each a pattern of whole words; with <c>!</c> before it, one that
/// must not be there. The first line that holds counts. <c>~person</c>, <c>~incident</c>, <c>~service</c> and <c>~team</c> stand for a
/// name, <c>~when</c> and <c>~period</c> for a time.
/// </remarks>
internal static class Gist
{
    // A longer text tells a story, and a pattern may not take long over it.
    private const int MaxLength = 200;
    private const int MaxTimeWords = 7;

    private static readonly string[] Times =
    [
        "today", "tonight", "tomorrow", "yesterday", "morning", "afternoon", "evening", "night", "week", "weekend", "month", "quarter",
        "last",
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "ago",
    ];

    // Anything between two whole words.
    private const string Apart = @"(?!\w).*(?<![\w~])";

    private static readonly IReadOnlyList<(string Verb, IReadOnlyList<(Regex Cue, bool Without)> Cues)> Lines = [.. Read()];

    /// <summary>The verb and what is known of its arguments; null: no cue, or the verb of it is not there.</summary>
    /// <param name="plain">The text in <see cref="EverydayWords"/>.</param>
    /// <param name="fits">Whether arguments mean something.</param>
    public static (Verb Verb, Usage Usage, UsageMatch Match)? Of(
        string plain, NamedThings things, Func<IReadOnlyDictionary<string, string>, bool> fits, Func<string, (Verb, Usage)?> find)
    {
        if (plain.Length > MaxLength) return null;
        var words =
            CommandText.Read(plain).Words.Select(word => word.Value.Trim(',', '.', '!', '?', ';', ':')).Where(word => word.Length > 0)
                .ToList();
        var time = Time(words, fits);
        if (time.First > 0 && words[time.First - 1].ToLowerInvariant() is "next" or "last" or "past" or "every") return null;
        if (Enumerable.Range(0, words.Count).Any(word => IsLeft(word, time, words))) return null;
        var about = string.Join(' ', words.Index().Select(word =>
            !time.Holds(word.Index) ? Kind(word.Item, things) : word.Index == time.First ? time.Mark : "").Where(word => word.Length > 0));
        var meant = Lines.FirstOrDefault(line => line.Cues.All(cue => cue.Cue.IsMatch(about) != cue.Without)).Verb;
        return meant is not null && find(meant) is var (verb, usage) ? (verb, usage, Filled(usage, words, time, things, fits)) : null;
    }

    private static UsageMatch Filled(
        Usage usage, List<string> words, Span time, NamedThings things, Func<IReadOnlyDictionary<string, string>, bool> fits)
    {
        var known = new Dictionary<string, string>();
        foreach (var argument in usage.Arguments.Select(argument => argument.Name))
        {
            var value = argument switch
            {
                "when" or "span" or "period" => time.Words,
                "rotation" or "owner" or "subject" or "service" or "team" => words.Find(word => Names(word, things) && Is(argument, word)),
                "person" or "incident" => words.Find(word => Is(argument, word) && !word.Equals("me", StringComparison.OrdinalIgnoreCase)),
                "severity" or "change" => words.Find(word => Is(argument, word)),
                _ => null,
            };
            if (value is { Length: > 0 } && Is(argument, value))
                known[argument] = argument is "when" or "span" or "period" ? value : NamedThings.IdOf(value);
        }

        return new UsageMatch(new Arguments(known), usage.Lacking(known).FirstOrDefault());

        bool Is(string argument, string value) => fits(new Dictionary<string, string> { [argument] = value });
    }

    private static bool Names(string word, NamedThings things) => things.Are(word, NamedKind.OnCall);

    private static string Kind(string word, NamedThings things) =>
        things.Are(word, NamedKind.Incident) ? "~incident"
        : things.Are(word, NamedKind.Service) ? "~service"
        : things.Are(word, NamedKind.OnCall) ? "~team"
        : things.Are(word, NamedKind.Person) ? "~person"
        : word.ToLowerInvariant();

    // Part of a time that cannot be read whole: an answer for another time would be worse than none.
    private static bool IsLeft(int word, Span time, List<string> words) => !time.Holds(word)
        && Times.Contains(words[word], StringComparer.OrdinalIgnoreCase)
        && (word == 0 || !words[word - 1].Equals("my", StringComparison.OrdinalIgnoreCase));

    // The longest run of words that says a time; the first of several.
    private static Span Time(List<string> words, Func<IReadOnlyDictionary<string, string>, bool> fits)
    {
        for (var length = Math.Min(MaxTimeWords, words.Count); length > 0; length--)
        {
            for (var first = 0; first + length <= words.Count; first++)
            {
                if (!PhraseWords.MayBegin(words[first])) continue;
                var said = string.Join(' ', words.Skip(first).Take(length));
                foreach (var argument in (ReadOnlySpan<string>)["when", "period", "span"])
                    if (fits(new Dictionary<string, string> { [argument] = said }))
                        return new Span(first, length, said, argument == "when" ? "~when" : "~period");
            }
        }

        return new Span(0, 0, "", "");
    }

    private static IEnumerable<(string Verb, IReadOnlyList<(Regex Cue, bool Without)> Cues)> Read()
    {
        using var file = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("gists.txt")!);
        while (file.ReadLine() is { } line)
        {
            var (verb, cues) =
                (line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..]);
            yield return (verb, [.. cues.Split(" & ").Select(cue => cue.Trim()).Select(cue => (Words(cue.TrimStart('!')), cue[0] == '!'))]);
        }
    }

    // Whole words: "page" is not in "pager".
    private static Regex Words(string pattern) =>
        new($@"(?<![\w~])(?:{pattern.Replace(" .*", Apart, StringComparison.Ordinal)})(?!\w)",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private readonly record struct Span(int First, int Length, string Words, string Mark)
    {
        public bool Holds(int word) => word >= First && word < First + Length;
    }
}
