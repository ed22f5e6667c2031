using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Slack;

/// <summary>Who reads a message: their zone, for places where Slack does not show its own, and who is linked with which Slack user.</summary>
/// <param name="Users">Slack's user ids by person; people who are not in it are named and not notified.</param>
internal sealed record SlackReader(DateTimeZone Zone, IReadOnlyDictionary<string, string> Users)
{
    public static SlackReader In(DateTimeZone zone) => new(zone, ReadOnlyDictionary<string, string>.Empty);
}

/// <summary>Words of the renderer's own that stand out.</summary>
internal sealed record Strong(string Value) : TextPart;

/// <summary>Writes texts as Slack's mrkdwn. The only place that escapes: whatever a person typed arrives as it was typed and does nothing.</summary>
internal static partial class SlackText
{
    private const int LongestLink = 1000;

    /// <summary>Longer words may be cut within.</summary>
    private const int LongestWhole = 80;

    private const int MostMoments = 1000;

    /// <summary>The ends of shifts are said again and again; to write one out is most of the work on an answer.</summary>
    private static readonly ConcurrentDictionary<(Time, DateTimeZone), string> Moments = new();

    /// <summary>Characters that never mean anything to Slack, nor begin something that does: most of what is said consists of them.</summary>
    private static readonly SearchValues<char> Harmless = SearchValues.Create(" abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,;!?'()/+-");

    // Slack takes a mark for formatting only where it touches a space, a line's end or punctuation; next to this invisible character it is a mark and no more.
    private const char Joiner = '\u2060';

    /// <summary>The text in pieces of at most <paramref name="limit"/> characters, cut at lines or words where there are any. None where it says nothing.</summary>
    public static IReadOnlyList<string> Pieces(Text text, SlackReader reader, int limit)
    {
        var (pieces, piece, soft) = (new List<string>(), new StringBuilder(), 0);
        foreach (var atom in Atoms(text, reader))
        {
            while (piece.Length + atom.Length > limit - 1)
            {
                var hard = soft <= limit / 3;
                var cut = hard ? piece.Length : soft;
                pieces.Add(piece.ToString(0, cut) + (hard ? $"{Joiner}" : ""));
                piece.Remove(0, cut);
                if (hard) piece.Append(Joiner);
                soft = 0;
            }

            piece.Append(atom);
            if (atom is " " or "\n") soft = piece.Length;
        }

        pieces.Add(piece.ToString());
        return [.. pieces.Select(said => said.Trim(' ', '\n')).Where(said => said.Trim(Joiner, ' ', '\n').Length > 0)];
    }

    /// <summary>The beginning of the text, with an ellipsis where there is more.</summary>
    public static string Beginning(Text text, SlackReader reader, int limit) => Pieces(text, reader, limit - 2) switch
    {
        [] => "…",
        [var whole] => whole,
        [var first, ..] => first + " …",
    };

    /// <summary>Words for where Slack formats nothing, such as a button's: one line, never empty.</summary>
    public static string Plain(string words, int limit)
    {
        if (words.Length is > 0 && words.Length < limit && !words.AsSpan().ContainsAnyExcept(Harmless) && words[0] != ' ' && words[^1] != ' ') return words;
        var line = new StringBuilder();
        foreach (var rune in Clean(words).Select(rune => rune.Value == '\n' ? new Rune(' ') : rune))
        {
            if (line.Length + rune.Utf16SequenceLength > limit - 1) return line.ToString().TrimEnd() + "…";
            line.Append(rune);
        }

        return line.ToString().Trim() is { Length: > 0 } said ? said : "…";
    }

    /// <summary>Characters that can be shown: no halves, no control characters, none that turn the direction of writing.</summary>
    public static IEnumerable<Rune> Clean(string words)
    {
        foreach (var rune in words.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (rune.Value is '\n') yield return rune;
            else if (Rune.IsControl(rune)) yield return new Rune(' ');
            else if (rune.Value is not ((>= 0x202a and <= 0x202e) or (>= 0x2066 and <= 0x2069))) yield return rune;
        }
    }

    /// <summary>Slack's own way to show a moment in the reader's zone.</summary>
    public static string Format(TimeShape shape) => shape switch
    {
        TimeShape.Date => "{date_short_pretty}",
        TimeShape.Time => "{time}",
        _ => "{date_short_pretty} {time}",
    };

    /// <summary>What is shown by whatever cannot show a moment in the reader's zone.</summary>
    public static string Fallback(Time time, SlackReader reader) => PlainText.Render(new Text([time]), reader.Zone) + (time.Shape == TimeShape.Date ? "" : $" ({reader.Zone.Id})");

    /// <summary>Pieces that must not be cut.</summary>
    private static IEnumerable<string> Atoms(Text text, SlackReader reader)
    {
        // Words beside words are read as one: a mark at the end of the one part may mean something with the beginning of the next.
        var words = "";
        foreach (var part in text.Parts)
        {
            if (Own(part, reader) is not { } own)
            {
                words += part.ToString();
                continue;
            }

            foreach (var atom in Words(words)) yield return atom;
            words = "";
            yield return own;
        }

        foreach (var atom in Words(words)) yield return atom;
    }

    /// <summary>Markup of the renderer's own; null: the part is words.</summary>
    private static string? Own(TextPart part, SlackReader reader) => part switch
    {
        Strong strong => $"*{string.Concat(Words(Plain(strong.Value, 200), inside: false))}*",
        Mention mention => reader.Users.TryGetValue(mention.Person, out var user) ? $"<@{user}>" : null,
        Time time => Moment(time, reader),
        _ => null,
    };

    private static string Moment(Time time, SlackReader reader)
    {
        if (Moments.TryGetValue((time, reader.Zone), out var known)) return known;
        var moment = string.Create(CultureInfo.InvariantCulture, $"<!date^{time.At.ToUnixTimeSeconds()}^{Format(time.Shape)}|{Fallback(time, reader)}>");
        if (Moments.Count >= MostMoments) Moments.Clear();
        return Moments[(time, reader.Zone)] = moment;
    }

    /// <param name="inside">Whether marks inside a word, as in snake_case, may stay as they are.</param>
    private static IEnumerable<string> Words(string value, bool inside = true)
    {
        if (!value.AsSpan().ContainsAnyExcept(Harmless))
        {
            foreach (var atom in AsTheyAre(value)) yield return atom;
            yield break;
        }

        var words = string.Concat(Clean(value));
        for (var (at, linkEnd) = (0, -1); at < words.Length;)
        {
            if (Link(words, at) is { } link)
            {
                yield return $"<{Escape(link)}>";
                linkEnd = at += link.Length;
                continue;
            }

            var length = char.IsHighSurrogate(words[at]) ? 2 : 1;
            yield return Character(words, at, length, inside && at != linkEnd);
            at += length;
        }
    }

    /// <summary>Whole words and the spaces between them.</summary>
    private static IEnumerable<string> AsTheyAre(string value)
    {
        for (int at = 0, end; at < value.Length; at = end)
        {
            end = value.IndexOf(' ', at) is var space and >= 0 ? space : value.Length;
            end = end == at ? at + 1 : Math.Min(end, at + LongestWhole);
            yield return end - at == value.Length ? value : value[at] == ' ' ? " " : value[at..end];
        }
    }

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
        '#' when !IsWord(words, at - 1) && IsWord(words, at + 1) => $"#{Joiner}",
        // :tada: would become a picture.
        ':' when Picture().IsMatch(words, at) => $":{Joiner}",
        _ => words.Substring(at, length),
    };

    private static bool IsInside(string words, int at) => IsWord(words, at - 1) && IsWord(words, at + 1);

    private static bool IsWord(string words, int at) => at >= 0 && at < words.Length && char.IsLetterOrDigit(words[at]);

    // A link shows where it leads, so it may be one; punctuation behind it is the sentence's.
    private static string? Link(string words, int at)
    {
        const string Scheme = "https://";
        if (at > 0 && char.IsLetterOrDigit(words[at - 1]) || string.CompareOrdinal(words, at, Scheme, 0, Scheme.Length) != 0) return null;
        var end = at;
        while (end < words.Length && words[end] is > ' ' and < '\u007f' and not ('<' or '>' or '|' or '"' or '`' or '\\' or '^' or '{' or '}')) end++;
        var link = words[at..end].TrimEnd('.', ',', ';', ':', '!', '?', ')', ']', '\'', '*', '_', '~');
        return link.Length > Scheme.Length && Escape(link).Length <= LongestLink ? link : null;
    }

    private static string Escape(string link) => link.Replace("&", "&amp;", StringComparison.Ordinal);

    [GeneratedRegex(@"\G:[A-Za-z0-9_+'-]+:", RegexOptions.CultureInvariant)]
    private static partial Regex Picture();

    [GeneratedRegex("\\G@(here|channel|everyone|group)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Broadcast();
}
