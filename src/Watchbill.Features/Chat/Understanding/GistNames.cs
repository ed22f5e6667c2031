namespace Watchbill.Chat;

/// <summary>
/// Whether a guessed look-up answers about what was named. Somebody at night believes what they read, and the answer for another name or
/// for one of two would be believed, too.
/// </summary>
internal static class GistNames
{
    private static readonly string[] PersonArguments = ["person", "subject"];
    private static readonly string[] OtherArguments = ["rotation", "owner", "subject", "service", "team"];
    private static readonly string[] Before = ["for", "of", "about", "release", "on", "in", "owns", "runs"];
    private static readonly string[] AfterPerson = ["on", "next", "working", "work", "around", "available", "away", "up", "back", "off"];

    /// <exception cref="RefusedException">It names an incident that is not there: what else it says is about that one.</exception>
    public static void MustBeThere(List<string> words, NamedThings things)
    {
        // "SHOP-99" is a change's reference, though there be a service shop.
        if (words.Find(word => things.Are(word, NamedKind.NoIncident) && !word.Any(char.IsUpper)) is { } unknown)
            throw new RefusedException($"No incident {NamedThings.IdOf(unknown)}. See `incident list`")
            {
                DidYouMean = "incident list",
                Missing = true,
            };
    }

    /// <param name="words">What was said but its time.</param>
    /// <exception cref="RefusedException">It names several where one is answered about, or something that is not there.</exception>
    public static void MustBeAnswered(Verb verb, Usage usage, UsageMatch match, List<string> words, NamedThings things)
    {
        var arguments = usage.Arguments.Select(argument => argument.Name).ToList();
        MustBeOne(arguments.Intersect(PersonArguments).Any(), words.Where(word => things.Are(word, NamedKind.Person)));
        MustBeOne(arguments.Intersect(OtherArguments).Any(), words.Where(word => things.Are(word, NamedKind.OnCall)));
        if (things.Kinds.Count > 0 || !arguments.Intersect(PersonArguments.Concat(OtherArguments)).Any()) return;
        if (words.Where((word, i) => IsName(word, i, words)).FirstOrDefault() is { } unknown)
            throw new RefusedException(
                $"Nothing here is called '{unknown}': no rotation, service, team or person. See all rotations: now")
            {
                DidYouMean = "now",
                Missing = true,
            };

        void MustBeOne(bool isAnswered, IEnumerable<string> named)
        {
            if (!isAnswered || named.Select(NamedThings.IdOf).Distinct().ToList() is not [var first, var second, ..]) return;
            if (match.Arguments!.Values.FirstOrDefault(
                pair => pair.Value == first || pair.Value == second) is not { Key: not null } argument)
                return;
            string Ask(string name) => Vocabulary.Prefix(verb)
                + usage.Write(new Dictionary<string, string>(match.Arguments.Values) { [argument.Key] = name });
            throw new RefusedException($"That names {first} and {second}. Ask about one at a time: {Ask(first)}; {Ask(second)}")
            {
                DidYouMean = Ask(first),
            };
        }
    }

    private static bool IsName(string word, int at, List<string> words) =>
        word.Length > 2 && word.All(letter => char.IsLetter(letter) || letter is '-' or '_') && !Sayings.IsEveryday(word)
        && ((at > 0 && Before.Contains(words[at - 1], StringComparer.OrdinalIgnoreCase))
            || (at > 0 && words[at - 1].ToLowerInvariant() is "is" or "does" && at + 1 < words.Count
                && AfterPerson.Contains(words[at + 1], StringComparer.OrdinalIgnoreCase)));
}
