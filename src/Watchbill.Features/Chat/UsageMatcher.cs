using System.Collections.Immutable;

namespace Watchbill.Chat;

/// <summary>How a text compares with a usage.</summary>
/// <param name="Arguments">What was found; null: the text does not fit.</param>
/// <param name="Missing">The required argument at which the text ends too early; null: none is.</param>
public sealed record UsageMatch(Arguments? Arguments, string? Missing)
{
    public static UsageMatch None { get; } = new(null, null);

    /// <summary>Whether it was said so that something else may be meant.</summary>
    public bool IsVague { get; init; }

    public bool IsComplete => Arguments is not null && Missing is null;
}

/// <summary>
/// Reads a command by its usage. Optional parts are taken where they can be and phrases are as short as the
/// rest allows: both step back where the rest does not fit otherwise. Never throws.
/// </summary>
public static class UsageMatcher
{
    /// <param name="accepts">Whether arguments may mean this; null: any may.</param>
    public static UsageMatch Match(
        this Usage usage, CommandText typed, Func<IReadOnlyDictionary<string, string>, bool>? accepts = null)
    {
        var reading = new Reading(typed, accepts);
        reading.Read(usage.Parts, 0, 0, ImmutableDictionary<string, string>.Empty, reading.Complete);
        return reading.Best ?? UsageMatch.None;
    }

    public static UsageMatch Match(this Usage usage, string text) => usage.Match(CommandText.Read(text));

    private sealed class Reading(CommandText typed, Func<IReadOnlyDictionary<string, string>, bool>? accepts)
    {
        public UsageMatch? Best { get; private set; }

        public bool Complete(int word, ImmutableDictionary<string, string> values)
        {
            if (word < typed.Words.Count || accepts?.Invoke(values) == false) return false;
            Best = new UsageMatch(new Arguments(values), null);
            return true;
        }

        public bool Read(IReadOnlyList<UsagePart> parts, int part, int word, ImmutableDictionary<string, string> values, Next next)
        {
            if (part == parts.Count) return next(word, values);
            if (parts[part] is UsageOption { Keyword: not null })
            {
                var run = parts.Skip(part).TakeWhile(one => one is UsageOption { Keyword: not null }).Cast<UsageOption>().ToImmutableList();
                return ReadAny(run, word, values, (end, inner) => Read(parts, part + run.Count, end, inner, next));
            }

            if (parts[part] is UsageOption option)
            {
                return (word < typed.Words.Count
                    && Read(option.Parts, 0, word, values, (end, inner) => Read(parts, part + 1, end, inner, next)))
                    || Read(parts, part + 1, word, values, next);
            }

            if (word == typed.Words.Count)
            {
                // The first reading that ends too early took every optional part it could: it keeps the most of what was typed.
                var missing = parts.Skip(part).OfType<UsageArgument>().FirstOrDefault()?.Name;
                if (missing is not null && word > 0) Best ??= new UsageMatch(new Arguments(values), missing);
                return false;
            }

            return parts[part] switch
            {
                UsageWord literal => typed.Words[word].Says(literal.Word) && Read(parts, part + 1, word + 1, values, next),
                UsageArgument argument =>
                    Fill(argument, word, (end, text) => Read(parts, part + 1, end, values.SetItem(argument.Name, text), next)),
                _ => false,
            };
        }

        /// <summary>Optional parts that are known by a word of their own, in the order in which they were typed.</summary>
        private bool ReadAny(ImmutableList<UsageOption> left, int word, ImmutableDictionary<string, string> values, Next next) =>
            (word < typed.Words.Count
                && left.Exists(
                    option => Read(option.Parts, 0, word, values, (end, inner) => ReadAny(left.Remove(option), end, inner, next))))
            || next(word, values);

        private bool Fill(UsageArgument argument, int word, Func<int, string, bool> then)
        {
            for (var end = word + 1; end <= typed.Words.Count && argument.Takes(typed.Words[end - 1]); end++)
            {
                if (!argument.Phrase) return then(end, Name(typed.Words[word]));
                if (then(end, typed.Between(word, end))) return true;
            }

            return false;
        }
    }

    // "page search: it is slow" names search.
    private static string Name(CommandWord word) => word.Quoted || word.Value.TrimEnd(',', ':', ';') is not { Length: > 0 } name
        ? word.Value : name;

    private delegate bool Next(int word, ImmutableDictionary<string, string> values);
}
