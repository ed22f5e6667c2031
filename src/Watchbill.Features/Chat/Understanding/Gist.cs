using System.Reflection;
using System.Text.RegularExpressions;
using Watchbill.Calendars;

namespace Watchbill.Chat;

/// <summary>
/// What a sentence is about that is said in no known way: by its cue words in <c>gists.txt</c>, and the names and the time in it. A guess,
/// so nothing is done by it: it looks something up, shows what would be done, or opens a form.
/// </summary>
/// <remarks>
/// A line is a verb's id, what it says by itself (<c>person=me</c>), and conditions with <c>&amp;</c> between them, each a pattern of
/// whole words; with <c>!</c> before it, one that
/// must not be there. The first line that holds counts; of one under <c>-</c> nothing is guessed. <c>~person</c>, <c>~incident</c>,
/// <c>~service</c> and <c>~team</c> stand for a
/// name, <c>~when</c> and <c>~period</c> for a time.
/// </remarks>
internal static partial class Gist
{
    // A longer text tells a story, and a pattern may not take long over it.
    private const int MaxLength = 200;
    private const int MaxTimeWords = 7;

    // "Next on call weekend", and not "for the next shift: it is slow around midnight".
    private const int WordsBefore = 3;

    private static readonly string[] Times =
    [
        "today", "tonight", "tomorrow", "yesterday", "morning", "afternoon", "evening", "night", "week", "weekend", "month", "quarter",
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "ago", "easter", "birthday", "thanksgiving",
        "year",
    ];

    // The verb of sentences that nothing is guessed of.
    private const string Nothing = "-";

    // Anything between two whole words.
    private const string Apart = @"(?!\w).*(?<![\w~])";

    private static readonly IReadOnlyList<Line> Lines = [.. Read()];

    /// <summary>The patterns of all lines.</summary>
    public static IEnumerable<string> Cues => Lines.SelectMany(line => line.Cues.Select(cue => cue.Cue.ToString()));

    /// <summary>The verb and what is known of its arguments; null: no cue, or the verb of it is not there.</summary>
    /// <param name="text">The text as it was said, and in <see cref="EverydayWords"/>.</param>
    /// <param name="fits">Whether arguments mean something.</param>
    /// <exception cref="RefusedException">It names several where one can be asked about, something that is not there, or a time zone that
    /// is none.</exception>
    public static (Verb Verb, Usage Usage, UsageMatch Match)? Of(
        (string Said, string Plain) text, NamedThings things, Func<IReadOnlyDictionary<string, string>, bool> fits,
        Func<string, (Verb, Usage)?> find)
    {
        if (text.Plain.Length > MaxLength) return null;
        var words =
            CommandText.Read(text.Plain).Words.Select(word => OuterMarks.OfWord(word.Value)).Where(word => word.Length > 0).ToList();
        if (words.Find(ZoneAbbreviations.IsOne) is { } zone) throw new RefusedException(ZoneAbbreviations.Ask(zone));
        var time = Time(words, fits);
        if (IsAnother(time, words)) return null;
        var about = string.Join(' ', words.Index().Select(word =>
            !time.Holds(word.Index) ? Kind(word.Item, things) : word.Index == time.First ? time.Mark : "").Where(word => word.Length > 0));
        var meant = Lines.FirstOrDefault(line => line.Cues.All(cue => cue.Cue.IsMatch(about) != cue.Without));
        if (meant is null or { Verb: Nothing } || find(meant.Verb) is not var (verb, usage)) return null;
        if (usage.Arguments.Any(argument => argument.Name == "incident")) GistNames.MustBeThere(words, things);
        // An answer for another time would be worse than none; a form shows which one it has.
        var theirs = usage.Arguments.Any(argument => argument.Name == "theirs")
            ? Time(words, fits, time.First + time.Length) : Span.None;
        var after = time.First + time.Length;
        var goesOn = time.Length > 0 && after + 1 < words.Count && words[after] == "and" && PhraseWords.MayBegin(words[after + 1]);
        var isPart = goesOn || Enumerable.Range(0, words.Count).Any(word => IsLeft(word, time, words) && !theirs.Holds(word));
        if (isPart && verb.Looks && usage.Arguments.Any(argument => IsTime(argument.Name))) return null;
        var match = Filled((meant, usage, verb.Looks), text.Said, words, isPart ? (Span.None, Span.None) : (time, theirs), things, fits);
        if (verb.Looks && time.Length > 0 && !time.IsNow && usage.Arguments.Any(argument => IsTime(argument.Name))
            && !match.Arguments!.Values.Keys.Any(IsTime))
        {
            var asked = Vocabulary.Prefix(verb) + usage.Write(match.Arguments.Values);
            throw new RefusedException($"There is no answer for '{time.Words}'. As it is now: `{asked}`") { DidYouMean = asked };
        }

        // "Away tomorrow and Wednesday" is asked about, and no time is taken for none.
        if (isPart && match.IsComplete && usage.Arguments.FirstOrDefault(argument => IsTime(argument.Name)) is { } missing)
            return (verb, usage, match with { Missing = missing.Name });
        if (verb.Looks) GistNames.MustBeAnswered(verb, usage, match, words.Where((_, word) => !time.Holds(word)).ToList(), things);
        return (verb, usage, match);
    }

    private static UsageMatch Filled(
        (Line Line, Usage Usage, bool Looks) about, string said, List<string> words, (Span Said, Span Theirs) times, NamedThings things,
        Func<IReadOnlyDictionary<string, string>, bool> fits)
    {
        var ((line, usage, isLook), time) = (about, times.Said);
        var (verb, known) = (line.Verb, line.Said.ToDictionary());
        var required = usage.Parts.OfType<UsageArgument>().Select(argument => argument.Name).ToHashSet();
        foreach (var argument in usage.Arguments.Select(argument => argument.Name).Where(argument => !line.Said.ContainsKey(argument)))
        {
            var value = argument switch
            {
                // What is changed of a rotation is asked for: "to 10:00" does not say from when on.
                not "rotation" when verb == "oncall edit" => null,
                // "In an hour".
                "length" when time.Words.StartsWith("in ", StringComparison.OrdinalIgnoreCase) => time.Words["in ".Length..],
                // What is over was over a while ago.
                "when" when !isLook && Ago().Match(said) is { Success: true } before => before.Value,
                _ when IsTime(argument) => known.Keys.Any(IsTime) ? null : time.Words,
                "owner" or "team" => words.Find(word => things.Are(word, NamedKind.Team | NamedKind.Domain)),
                "rotation" or "service" => words.Find(word => Names(word, things) && Is(argument, word)),
                "subject" =>
                    words.Find(word => things.Are(word, NamedKind.OnCall)) ?? words.Find(word => things.Are(word, NamedKind.Person)),
                "title" or "text" when required.Contains(argument) =>
                    GistText.Of(argument, argument == "title" && words.Count(word => Is("severity", word)) == 1
                            ? GistText.WithoutSeverity(said) : said,
                        words.Find(word => things.Are(word, NamedKind.Incident | NamedKind.Service)), known.GetValueOrDefault("subject"),
                        usage.Text.Contains("because <text>", StringComparison.Ordinal)),
                "minutes" => Minutes().Match(string.Join(' ', words)) is { Success: true } minutes ? minutes.Groups[1].Value : null,
                // "I'll take payments tonight instead of ben".
                "person" when verb == "oncall override" && MySelf().IsMatch(string.Join(' ', words)) => "me",
                // "Ben is ill, cai will be away": who?
                "person" when verb == "oncall absent"
                    && words.Where(word => things.Are(word, NamedKind.Person)).Select(NamedThings.IdOf).Distinct().Count() > 1 => null,
                "mentor" => words.Where(word => things.Are(word, NamedKind.Person)).Skip(1).FirstOrDefault(),
                "person" or "incident" => words.Find(word => Is(argument, word) && !word.Equals("me", StringComparison.OrdinalIgnoreCase)),
                "severity" or "change" or "reference" or "address" => words.Find(word => Is(argument, word)),
                "cause" => words.Find(word => word.ToLowerInvariant() is "release" or "dependency" or "capacity" or "configuration"),
                "impact" => Impact().Match(said) is { Success: true } impact ? $"{impact.Value}%" : null,
                "mitigated" when Mitigated().IsMatch(said) => Ago().Match(said) is { Success: true } ago ? ago.Value : time.Words,
                "start" or "started" when Started().IsMatch(said) => time.Words,
                "started" when WasDown().IsMatch(said) => RangeEnd().Replace(time.Words, ""),
                "title" => GistText.Renamed(said),
                "layer" => words.Find(word => word.ToLowerInvariant() is "primary" or "secondary" or "shadow")
                    ?? (words.Contains("backup", StringComparer.OrdinalIgnoreCase) ? "secondary" : null),
                // "My monday for his friday".
                "theirs" => times.Theirs.Words,
                _ => null,
            };
            // A shift is also named by its week, and a span by its start: the form of a change shows how it is read.
            var isFit = value is { Length: > 0 } && (Is(argument, value) || (argument == "when" && Ago().IsMatch(value))
                || (!isLook && ((argument == "when" && Is("period", value)) || (argument == "span" && Is("when", value)))));
            var isMoment = IsTime(argument) || argument is "start" or "started" or "mitigated";
            if (isFit && (isMoment || value != time.Words))
                known[argument] = isMoment || argument is "title" or "text" or "reference" or "address" ? value! : NamedThings.IdOf(value!);
        }

        return new UsageMatch(new Arguments(known), usage.Lacking(known).FirstOrDefault());

        bool Is(string argument, string value) => fits(new Dictionary<string, string> { [argument] = value });
    }

    private static bool IsTime(string argument) => argument is "when" or "span" or "period" or "length";

    [GeneratedRegex(@"\b\d{1,3} ?(m|min|mins|minutes?|h|hours?) ago\b", RegexOptions.IgnoreCase)]
    private static partial Regex Ago();

    [GeneratedRegex(@"\b\d{1,3}(\.\d)?(?= ?(%|percent\b))")]
    private static partial Regex Impact();

    [GeneratedRegex(@"\bmitigated\b", RegexOptions.IgnoreCase)]
    private static partial Regex Mitigated();

    // "Checkout was down yesterday 14:00-14:12".
    [GeneratedRegex(@"\b(was|were) (down|broken|dead|offline|unavailable|failing|slow|out)\b(?! for\b)", RegexOptions.IgnoreCase)]
    private static partial Regex WasDown();

    [GeneratedRegex(@"(?<=\d)(am|pm)?\s*(-|–|to|until|till)\s*\d.*$", RegexOptions.IgnoreCase)]
    private static partial Regex RangeEnd();

    [GeneratedRegex(@"\b(since|started|began)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Started();

    [GeneratedRegex(@"\b(\d{1,4}) ?(m|min|mins|minutes?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Minutes();

    [GeneratedRegex(@"\bi (will |can |could )?(take|cover|do)\b|\bi am (taking|covering|doing|holding)\b" +
        @"|\bcan i (take|cover|do)\b|\b(put|make|set|let) me\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex MySelf();

    private static bool Names(string word, NamedThings things) => things.Are(word, NamedKind.OnCall);

    private static string Kind(string word, NamedThings things) =>
        things.Are(word, NamedKind.Incident | NamedKind.NoIncident) ? "~incident"
        : things.Are(word, NamedKind.Service) ? "~service"
        : things.Are(word, NamedKind.OnCall) ? "~team"
        : things.Are(word, NamedKind.Person) ? "~person"
        : word.ToLowerInvariant();

    // Part of a time that cannot be read whole: an answer for another time would be worse than none.
    private static bool IsLeft(int word, Span time, List<string> words) => !time.Holds(word)
        && (Times.Contains(words[word], StringComparer.OrdinalIgnoreCase)
            || words[word].Split('-').All(part => PhraseWords.Weekday(part.ToLowerInvariant()) > 0))
        && (word == 0 || words[word - 1].ToLowerInvariant() is not ("my" or "which" or "what"));

    /// <summary>Whether a time is another one than its words say: "next on call weekend" is no "weekend".</summary>
    public static bool IsAnother(Span time, List<string> words) =>
        words.Take(time.First).TakeLast(WordsBefore).Any(word => word.ToLowerInvariant() is "next" or "last" or "past" or "every")
        && !time.SaysDate;

    /// <summary>The longest run of words that says a time, from a word on; the first of several.</summary>
    public static Span Time(List<string> words, Func<IReadOnlyDictionary<string, string>, bool> fits, int from = 0)
    {
        for (var length = Math.Min(MaxTimeWords, words.Count - from); length > 0; length--)
        {
            for (var first = from; first + length <= words.Count; first++)
            {
                if (!PhraseWords.MayBegin(words[first])) continue;
                if (words[first + length - 1].ToLowerInvariant() is "for" or "at" or "on") continue;
                var said = string.Join(' ', words.Skip(first).Take(length));
                foreach (var argument in (ReadOnlySpan<string>)["when", "period", "span"])
                    if (fits(new Dictionary<string, string> { [argument] = said }))
                        return new Span(first, length, said, argument == "when" ? "~when" : "~period");
            }
        }

        return Span.None;
    }

    private static IEnumerable<Line> Read()
    {
        using var file = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("gists.txt")!);
        while (file.ReadLine() is { } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var (head, cues) = (line[..colon].Split(' '), line[(colon + 1)..]);
            var said = head.Where(word => word.Contains('=', StringComparison.Ordinal)).Select(word => word.Split('='));
            yield return new Line(string.Join(' ', head.Where(word => !word.Contains('=', StringComparison.Ordinal))),
                said.ToDictionary(pair => pair[0], pair => pair[1]),
                [.. cues.Split(" & ").Select(cue => cue.Trim()).Select(cue => (Words(cue.TrimStart('!')), cue[0] == '!'))]);
        }
    }

    // Whole words: "page" is not in "pager".
    private static Regex Words(string pattern) =>
        new($@"(?<![\w~])(?:{pattern.Replace(" .*", Apart, StringComparison.Ordinal)})(?!\w)",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <param name="Said">Arguments that a sentence of this kind says by itself.</param>
    private sealed record Line(string Verb, IReadOnlyDictionary<string, string> Said, IReadOnlyList<(Regex Cue, bool Without)> Cues);

    /// <summary>The words of a time in a sentence; none where <paramref name="Length"/> is 0.</summary>
    public readonly record struct Span(int First, int Length, string Words, string Mark)
    {
        /// <summary>Whether it is a time that goes on, about which an answer of now is one, too.</summary>
        public bool IsNow => Words.Split(' ')[0].ToLowerInvariant() is "now" or "today" or "tonight" or "this" or "for" or "in" or "until";

        public static Span None { get; } = new(0, 0, "", "");

        public bool SaysDate => Words.AsSpan().ContainsAnyInRange('0', '9');

        public bool Holds(int word) => word >= First && word < First + Length;
    }
}
