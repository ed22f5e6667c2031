using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Watchbill.Chat;

namespace Watchbill.Teams;

/// <summary>
/// Writes texts as the Markdown of Adaptive Cards, a line each. The only place that escapes: whatever a person typed arrives as it was
/// typed and does nothing.
/// </summary>
/// <param name="mentions">Those whom the text mentions, by the words that stand for them; filled here.</param>
internal sealed partial class TeamsText(Reader reader, Dictionary<string, JsonObject> mentions)
{
    // Next to this invisible character a mark is a mark and no more, where Markdown has no escape for it.
    private const char Joiner = '\u2060';

    private const int MaxLine = 2000;

    // Teams shows a moment in each reader's zone by itself, but only with its year and as their clock has it.
    private readonly ZoneNote zone = new(reader);

    /// <summary>The lines of a text; none where it says nothing.</summary>
    public IEnumerable<string> Lines(Text text)
    {
        var line = new StringBuilder();
        foreach (var run in TextRuns.Of(text, reader, Own, zone))
        {
            if (run.IsMarkup)
            {
                line.Append(run.Strong ? $"**{run.Said}**" : run.Said);
                continue;
            }

            foreach (var (at, piece) in Cut(PlainWords.Cleaned(run.Said)).Index())
            {
                if ((at > 0 || line.Length + piece.Length > MaxLine) && Taken(line) is { } whole) yield return whole;
                if (piece.Length > 0) line.Append(run.Strong ? Bold(piece, line.Length == 0) : Escape(piece, line.Length == 0));
            }
        }

        if (Taken(line) is { } last) yield return last;
    }

    /// <summary>On one line, such as in a cell of a table.</summary>
    public string Line(Text text) => string.Join(' ', Lines(text)) is { Length: > 0 } line ? line : " ";

    private static string? Taken(StringBuilder line)
    {
        var said = line.ToString().Trim(' ');
        line.Clear();
        return said.AsSpan().Trim([Joiner, ' ']).IsEmpty ? null : said;
    }

    // At line ends, and what is very long at spaces, too.
    private static IEnumerable<string> Cut(string words)
    {
        foreach (var line in words.Split('\n'))
        {
            var rest = line;
            for (; rest.Length > MaxLine; rest = rest[End(rest)..]) yield return rest[..End(rest)];
            yield return rest;
        }

        static int End(string rest) => rest.LastIndexOf(' ', MaxLine - 1, MaxLine / 2) is var space and > 0 ? space + 1
            : char.IsHighSurrogate(rest[MaxLine - 1]) ? MaxLine - 1 : MaxLine;
    }

    private static string Bold(string words, bool begins)
    {
        var said = words.Trim(' ');
        if (said.Length == 0) return words;
        var (before, after) = (words[..words.IndexOf(said[0], StringComparison.Ordinal)], words[(words.TrimEnd(' ').Length)..]);
        // A mark beside punctuation would not count as one.
        var (first, last) = (char.IsLetterOrDigit(said[0]) ? "" : $"{Joiner}", char.IsLetterOrDigit(said[^1]) ? "" : $"{Joiner}");
        return $"{before}**{first}{Escape(said, begins)}{last}**{after}";
    }

    private static string Escape(string words, bool begins)
    {
        var said = new StringBuilder(words.Length + 8);
        if (begins && List().IsMatch(words)) said.Append(Joiner);
        for (var at = 0; at < words.Length; at++)
        {
            if (words[at] == 'h' && TextPieces.LinkAt(words, at) is { } link && !link.Contains('(', StringComparison.Ordinal))
            {
                said.Append('[').Append(Escape(link[8..], begins: false)).Append("](").Append(link).Append(')');
                at += link.Length - 1;
                continue;
            }

            said.Append(words[at] switch
            {
                '\\' or '*' or '`' or '~' => $"\\{words[at]}",
                '_' when !(TextPieces.IsWordAt(words, at - 1) && TextPieces.IsWordAt(words, at + 1)) => "\\_",
                '[' or ']' => $"\\{words[at]}",
                // Tags, and the mentions of Teams, which look like one.
                '<' => $"<{Joiner}",
                '&' when Entity().IsMatch(words, at) => $"&{Joiner}",
                // {{DATE(…)}} would become a date.
                '{' when at + 1 < words.Length && words[at + 1] == '{' => $"{{{Joiner}",
                var plain => plain,
            });
        }

        return said.ToString();
    }

    /// <summary>Markup of the renderer's own; null: the part is words.</summary>
    private string? Own(TextPart part) => part switch
    {
        // Where others read along it notifies; in somebody's own conversation it is a name to tap.
        Mention mention when (reader.Alone || !mention.Quiet) && reader.Accounts.GetValueOrDefault(mention.Person) is { } account =>
            Mentioned(mention, account),
        Link link when TextPieces.LinkAt(link.Url, 0) == link.Url && !link.Url.Contains('(', StringComparison.Ordinal) =>
            $"[{Escape(PlainWords.Line(link.Noun, 200), begins: false)}]({link.Url})",
        Code code => $"`{PlainWords.Line(code.Value, 300).Replace('`', '\'').Replace("<", $"<{Joiner}", StringComparison.Ordinal)
            .Replace("{{", $"{{{Joiner}{{", StringComparison.Ordinal)}`",
        _ => null,
    };

    private string Mentioned(Mention mention, string account)
    {
        var name = PlainWords.Line(mention.Name, 80).Replace('<', ' ').Replace('>', ' ');
        var text = $"<at>{name}</at>";
        // Of two people of one name the second is told from the first by their id.
        if (mentions.TryGetValue(text, out var other) && (string?)other["mentioned"]!["id"] != account)
            text = $"<at>{name} ({mention.Person})</at>";
        mentions[text] = new()
        {
            ["type"] = "mention",
            ["text"] = text,
            ["mentioned"] = new JsonObject { ["id"] = account, ["name"] = name },
        };
        return text;
    }

    [GeneratedRegex(@"\A\s*([-+#>]|\d+[.)])(\s|\z)", RegexOptions.CultureInvariant)]
    private static partial Regex List();

    [GeneratedRegex(@"\G&(#?[A-Za-z0-9]+);", RegexOptions.CultureInvariant)]
    private static partial Regex Entity();
}
