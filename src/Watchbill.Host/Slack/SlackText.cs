using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Text;
using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Slack;

/// <summary>
/// Who reads a message: their zone, for places where Slack does not show its own, and who is linked with which Slack user.
/// </summary>
/// <param name="Users">Slack's user ids by person; people who are not in it are named and not notified.</param>
internal sealed record SlackReader(DateTimeZone Zone, IReadOnlyDictionary<string, string> Users)
{
    public static SlackReader In(DateTimeZone zone) => new(zone, ReadOnlyDictionary<string, string>.Empty);
}

/// <summary>Words of the renderer's own that stand out.</summary>
internal sealed record Strong(string Value) : TextPart;

/// <summary>
/// Writes texts as Slack's mrkdwn. The only place that escapes: whatever a person typed arrives as it was typed and does nothing.
/// </summary>
internal static class SlackText
{
    private const int MostMoments = 1000;

    /// <summary>The ends of shifts are said again and again; to write one out is most of the work on an answer.</summary>
    private static readonly ConcurrentDictionary<(Time, DateTimeZone), string> Moments = new();

    /// <summary>Characters that can be shown as they are.</summary>
    private static readonly SearchValues<char> Shown =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code), '\n']);

    /// <summary>
    /// The text in pieces of at most <paramref name="limit"/> characters, cut at lines or words where there are any. None where it says
    /// nothing.
    /// </summary>
    public static IReadOnlyList<string> Pieces(Text text, SlackReader reader, int limit)
    {
        var atoms = Atoms(text, reader);
        // Nearly always it fits, and where it could be cut does not matter.
        if (atoms.Sum(atom => atom.Length) < limit) return Said(string.Concat(atoms)) is { } whole ? [whole] : [];
        var (pieces, piece, soft, line) = (new List<string>(), new StringBuilder(), 0, 0);
        foreach (var atom in atoms.SelectMany(SlackMarks.Cut))
        {
            while (piece.Length + atom.Length > limit - 1)
            {
                // After a line, where that does not leave the piece short; else after a word.
                if (line > limit / 3) soft = line;
                var hard = soft <= limit / 3;
                var cut = hard ? piece.Length : soft;
                pieces.Add(piece.ToString(0, cut) + (hard ? $"{SlackMarks.Joiner}" : ""));
                piece.Remove(0, cut);
                if (hard) piece.Append(SlackMarks.Joiner);
                (soft, line) = (0, 0);
            }

            piece.Append(atom);
            if (atom is " " or "\n") soft = piece.Length;
            if (atom is "\n") line = piece.Length;
        }

        pieces.Add(piece.ToString());
        return [.. pieces.Select(Said).OfType<string>()];
    }

    /// <summary>Null: it says nothing.</summary>
    private static string? Said(string piece) => piece.AsSpan().Trim([SlackMarks.Joiner, ' ', '\n']).IsEmpty ? null : piece.Trim(' ', '\n');

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
        if (words.Length is > 0 && words.Length < limit && !words.AsSpan().ContainsAnyExcept(SlackMarks.Harmless) && words[0] != ' '
            && words[^1] != ' ') return words;
        var line = new StringBuilder();
        foreach (var rune in Cleaned(words).Replace('\n', ' ').EnumerateRunes())
        {
            if (line.Length + rune.Utf16SequenceLength > limit - 1) return line.ToString().TrimEnd() + "…";
            line.Append(rune);
        }

        return line.ToString().Trim() is { Length: > 0 } said ? said : "…";
    }

    /// <summary>Characters that can be shown: no halves, no control characters, none that turn the direction of writing.</summary>
    public static string Cleaned(string words) =>
        words.AsSpan().ContainsAnyExcept(Shown) ? string.Concat(Clean(words).Select(rune => rune.ToString())) : words;

    private static IEnumerable<Rune> Clean(string words)
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
    public static string Fallback(Time time, SlackReader reader) =>
        PlainText.Render(new Text([time]), reader.Zone) + (time.Shape == TimeShape.Date ? "" : $" ({reader.Zone.Id})");

    /// <summary>What the text is made of. Only words without marks may be cut.</summary>
    private static List<string> Atoms(Text text, SlackReader reader)
    {
        // Words beside words are read as one: a mark at the end of the one part may mean something with the beginning of the next.
        var (atoms, words) = (new List<string>(2 * text.Parts.Count), "");
        foreach (var part in text.Parts)
        {
            if (Own(part, reader) is not { } own)
            {
                words += part.ToString();
                continue;
            }

            SlackMarks.Words(words, atoms);
            words = "";
            atoms.Add(own);
        }

        SlackMarks.Words(words, atoms);
        return atoms;
    }

    /// <summary>Markup of the renderer's own; null: the part is words.</summary>
    private static string? Own(TextPart part, SlackReader reader) => part switch
    {
        Strong strong => $"*{string.Concat(SlackMarks.Words(Plain(strong.Value, 200), [], inside: false))}*",
        Mention mention => reader.Users.TryGetValue(mention.Person, out var user) ? $"<@{user}>" : null,
        Time time => Moment(time, reader),
        _ => null,
    };

    private static string Moment(Time time, SlackReader reader)
    {
        if (Moments.TryGetValue((time, reader.Zone), out var known)) return known;
        var moment =
            string.Create(CultureInfo.InvariantCulture,
                $"<!date^{time.At.ToUnixTimeSeconds()}^{Format(time.Shape)}|{Fallback(time, reader)}>");
        if (Moments.Count >= MostMoments) Moments.Clear();
        return Moments[(time, reader.Zone)] = moment;
    }
}
