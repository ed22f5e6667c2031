using System.Buffers;
using System.Text.RegularExpressions;
using Watchbill.Chat;

namespace Watchbill.Slack;

/// <summary>Escapes what Slack would read as formatting, mentions, channels, emoji or links; https links stay links.</summary>
internal static partial class SlackMarks
{
    /// <summary>
    /// Characters that never mean anything to Slack, nor begin something that does: most of what is said consists of them.
    /// </summary>
    public static readonly SearchValues<char> Harmless =
        SearchValues.Create(" abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,;!?'()/+-");

    // Slack takes a mark for formatting only where it touches a space, a line's end or punctuation; next to this invisible character it is
    // a mark and no more.
    public const char Joiner = '\u2060';

    private const int MaxLink = 1000;

    /// <summary>
    /// Adds the pieces of some words, each of which means what it says to Slack. Those without a mark may be <see cref="Cut"/>.
    /// </summary>
    /// <param name="inside">Whether marks inside a word, as in snake_case, may stay as they are.</param>
    public static List<string> Words(string value, List<string> atoms, bool inside = true)
    {
        var words = PlainWords.Cleaned(value);
        for (var (at, linkEnd) = (0, -1); at < words.Length;)
        {
            if (Plainly(words, at) is var plain and > 0)
            {
                atoms.Add(plain == words.Length ? words : words.Substring(at, plain));
                at += plain;
            }
            else if (TextPieces.LinkAt(words, at) is { } link && Escape(link) is { Length: <= MaxLink } escaped)
            {
                atoms.Add($"<{escaped}>");
                linkEnd = at += link.Length;
            }
            else
            {
                var length = char.IsHighSurrogate(words[at]) ? 2 : 1;
                atoms.Add(Character(words, at, length, inside && at != linkEnd));
                at += length;
            }
        }

        return atoms;
    }

    /// <summary>A name within markup of our own, where some characters would end it.</summary>
    public static string Label(string name) => string.Concat(Words(PlainWords.Line(name, 200).Replace('|', '/'), [], inside: false));

    /// <summary>The noun alone, which leads there; null: it is no link that Slack takes, and stays words.</summary>
    public static string? Link(Link link) =>
        TextPieces.LinkAt(link.Url, 0) == link.Url && Escape(link.Url) is { Length: <= MaxLink } address
            ? $"<{address}|{Label(link.Noun)}>" : null;

    /// <summary>A command as it is typed: nothing in it is markup but its ends.</summary>
    public static string Code(string typed) => $"`{PlainWords.Line(typed, 300).Replace('`', '\'')
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)}`";

    /// <summary>How many characters from here on are no marks and begin no link.</summary>
    private static int Plainly(string words, int at)
    {
        var rest = words.AsSpan(at);
        if (rest.IndexOfAnyExcept(Harmless) is not (var length and >= 0)) return rest.Length;
        return rest[length..].StartsWith("://") && rest[..length].EndsWith("https") ? length - "https".Length : length;
    }

    /// <summary>Where a piece may be cut; markup stays whole.</summary>
    public static IEnumerable<string> Cut(string atom) =>
        atom.AsSpan().ContainsAnyExcept(Harmless) ? [atom] : TextPieces.Words(atom);

    private static string Character(string words, int at, int length, bool inside) => words[at] switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        // At the beginning of a line it would quote, and a line may be cut here.
        '>' => at == 0 || char.IsWhiteSpace(words[at - 1]) ? $"{Joiner}&gt;" : "&gt;",
        '`' => $"{Joiner}`{Joiner}",
        '*' or '_' or '~' when !(inside && IsInside(words, at)) => $"{Joiner}{words[at]}{Joiner}",
        // Slack looks for channels and mentions in words, too.
        '@' when Broadcast().IsMatch(words, at) => $"@{Joiner}",
        '#' when !TextPieces.IsWordAt(words, at - 1) && TextPieces.IsWordAt(words, at + 1) => $"#{Joiner}",
        // :tada: would become a picture.
        ':' when Picture().IsMatch(words, at) => $":{Joiner}",
        _ => words.Substring(at, length),
    };

    private static bool IsInside(string words, int at) => TextPieces.IsWordAt(words, at - 1) && TextPieces.IsWordAt(words, at + 1);

    private static string Escape(string link) => link.Replace("&", "&amp;", StringComparison.Ordinal);

    [GeneratedRegex(@"\G:[A-Za-z0-9_+'-]+:", RegexOptions.CultureInvariant)]
    private static partial Regex Picture();

    [GeneratedRegex("\\G@(here|channel|everyone|group)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Broadcast();
}
