namespace Watchbill.Chat;

/// <summary>
/// The parser made from a usage string such as <c>override &lt;rotation&gt; &lt;person&gt; &lt;span&gt; [because &lt;text&gt;]</c>:
/// words, arguments of one word (several for <c>when</c>, <c>span</c>, <c>text</c> and <c>period</c>), and optional parts, which may nest.
/// Optional parts that begin with a word of their own may come in any order.
/// </summary>
public sealed class Usage
{
    private Usage(string text, IReadOnlyList<UsagePart> parts)
    {
        (Text, Parts) = (text, parts);
        Words = [.. Parts.TakeWhile(part => part is UsageWord).Cast<UsageWord>().Select(part => part.Word)];
    }

    public string Text { get; }

    public IReadOnlyList<UsagePart> Parts { get; }

    /// <summary>The words before the first argument.</summary>
    public IReadOnlyList<string> Words { get; }

    public IEnumerable<UsageArgument> Arguments => ArgumentsOf(Parts);

    /// <exception cref="FormatException">The string is no usage; the message says why.</exception>
    public static Usage Parse(string text)
    {
        var parts = PartsOf(text);
        // It would leave no trace of whether it was said.
        if (parts.Exists(IsEmpty)) throw Malformed(text, "an optional part needs an argument");
        return parts is [UsageWord, ..] ? Of(text, parts) : throw Malformed(text, "it must begin with a word");
    }

    /// <summary>The parser of another way to say it, which may begin with an argument, and leave out words that say nothing.</summary>
    /// <exception cref="FormatException">The string is malformed; the message says why.</exception>
    public static Usage Loose(string text) => Of(text, PartsOf(text));

    private static List<UsagePart> PartsOf(string text) =>
        Read(text, new Queue<string>(text.Replace("[", " [ ", StringComparison.Ordinal).Replace("]", " ] ", StringComparison.Ordinal)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)), nested: false);

    private static Usage Of(string text, List<UsagePart> parts)
    {
        var usage = new Usage(text, WithStops(text, parts, new Follow([], false, false)));
        var twice = usage.Arguments.GroupBy(argument => argument.Name).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? usage : throw Malformed(text, $"<{twice.Key}> is there twice");
    }

    /// <summary>The arguments that the values leave open: required ones, and those of an optional part that was begun.</summary>
    public IEnumerable<string> Lacking(IReadOnlyDictionary<string, string> values) => Lacking(Parts, values);

    /// <summary>The command in one line, so that reading it finds the same arguments again.</summary>
    public string Write(IReadOnlyDictionary<string, string> values) => string.Join(' ', Written(Parts, values));

    /// <summary>The arguments of some parts, with those of optional parts among them.</summary>
    internal static IEnumerable<UsageArgument> ArgumentsOf(IEnumerable<UsagePart> parts) => parts.SelectMany(part => part switch
    {
        UsageArgument argument => [argument],
        UsageOption option => ArgumentsOf(option.Parts),
        _ => [],
    });

    private static IEnumerable<string> Lacking(IReadOnlyList<UsagePart> parts, IReadOnlyDictionary<string, string> values) =>
        parts.SelectMany(part => part switch
        {
            UsageArgument argument when !values.ContainsKey(argument.Name) => [argument.Name],
            UsageOption option when Begun(option, values) => Lacking(option.Parts, values),
            _ => Enumerable.Empty<string>(),
        });

    private static IEnumerable<string> Written(IReadOnlyList<UsagePart> parts, IReadOnlyDictionary<string, string> values) =>
        parts.SelectMany(part => part switch
        {
            UsageWord word => [word.Word],
            UsageArgument argument when values.TryGetValue(argument.Name, out var value) => [Quoted(argument, value)],
            UsageOption option when Begun(option, values) => Written(option.Parts, values),
            _ => Enumerable.Empty<string>(),
        });

    private static bool Begun(UsageOption option, IReadOnlyDictionary<string, string> values) =>
        ArgumentsOf(option.Parts).Any(argument => values.ContainsKey(argument.Name));

    private static string Quoted(UsageArgument argument, string value)
    {
        var words = CommandText.Read(value).Words;
        var plain = (argument.Phrase || words.Count == 1) && words.All(word => !word.Quoted && argument.Takes(word));
        return plain ? value : value.Contains('"', StringComparison.Ordinal) ? $"“{value}”" : $"\"{value}\"";
    }

    private static List<UsagePart> Read(string usage, Queue<string> tokens, bool nested)
    {
        var parts = new List<UsagePart>();
        while (tokens.TryDequeue(out var token))
        {
            if (token == "]") return nested ? parts : throw Malformed(usage, "a ] closes nothing");
            parts.Add(token == "[" ? Option(usage, Read(usage, tokens, nested: true)) : Part(usage, token));
        }

        return nested ? throw Malformed(usage, "a [ is not closed") : parts;
    }

    private static UsageOption Option(string usage, List<UsagePart> parts) =>
        parts.Count > 0 ? new UsageOption(parts) : throw Malformed(usage, "an optional part needs an argument");

    private static bool IsEmpty(UsagePart part) =>
        part is UsageOption option && (!ArgumentsOf(option.Parts).Any() || option.Parts.Any(IsEmpty));

    private static UsagePart Part(string usage, string token)
    {
        if (token is ['<', .. var name, '>'] && IsName(name))
            return new UsageArgument(name, UsageArgument.Phrases.Contains(name), new HashSet<string>());
        return IsName(token)
            ? new UsageWord(token) : throw Malformed(usage, $"'{token}' is neither a word, <argument> nor [optional part]");
    }

    private static bool IsName(string name) =>
        name.Length > 0 && char.IsAsciiLetterLower(name[0])
            && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>Tells each argument which words may follow it, from the end to the beginning.</summary>
    private static List<UsagePart> WithStops(string usage, IReadOnlyList<UsagePart> parts, Follow follow)
    {
        var done = new List<UsagePart>();
        for (var at = parts.Count - 1; at >= 0; at--)
        {
            switch (parts[at])
            {
                case UsageArgument argument:
                    if (argument.Phrase && (follow.Phrase || follow.Optional))
                        throw Malformed(usage,
                            $"a word is needed between <{argument.Name}> and what follows, or nobody can tell where it ends");
                    done.Add(
                        argument with
                        {
                            Stops =
                                argument.Name == UsageArgument.Free
                                    ? argument.Stops
                                    : new HashSet<string>([.. follow.Words, .. argument.Phrase ? follow.Earlier : []],
                                        StringComparer.OrdinalIgnoreCase),
                        });
                    follow = new Follow([], argument.Phrase, false);
                    break;
                case UsageOption option:
                    // Those that may come in any order may follow, too, where they are written before it; a single word ends by itself.
                    var earlier =
                        option.Keyword is null
                            ? [] : parts.Take(at).Reverse().TakeWhile(part => part is UsageOption { Keyword: not null })
                                .Select(part => ((UsageOption)part).Keyword!);
                    done.Add(new UsageOption(WithStops(usage, option.Parts, follow with { Earlier = [.. earlier] })));
                    var first = First(option.Parts);
                    follow =
                        new Follow([.. first.Words, .. follow.Words], follow.Phrase || first.Phrase, follow.Optional || first.Optional);
                    break;
                default:
                    done.Add(parts[at]);
                    follow = new Follow([((UsageWord)parts[at]).Word], false, false);
                    break;
            }
        }

        done.Reverse();
        return done;
    }

    private static Follow First(IReadOnlyList<UsagePart> parts) => parts[0] switch
    {
        UsageWord word => new Follow([word.Word], false, false),
        UsageArgument argument => new Follow([], argument.Phrase, true),
        UsageOption option when parts.Count > 1 && (First(option.Parts), First([.. parts.Skip(1)])) is var (a, b) =>
            new Follow([.. a.Words, .. b.Words], a.Phrase || b.Phrase, a.Optional || b.Optional),
        UsageOption option => First(option.Parts),
        _ => new Follow([], false, false),
    };

    private static FormatException Malformed(string usage, string why) => new($"The usage string '{usage}' is malformed: {why}.");

    /// <summary>What may come next: words, an argument of several words, an argument that may be left out.</summary>
    private sealed record Follow(IReadOnlyList<string> Words, bool Phrase, bool Optional)
    {
        /// <summary>Words of optional parts that are written before, and may be typed behind.</summary>
        public IReadOnlyList<string> Earlier { get; init; } = [];
    }
}
