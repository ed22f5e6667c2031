using System.Collections.Concurrent;
using System.Globalization;
using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Slack;

/// <summary>
/// Writes texts as Slack's mrkdwn. The only place that escapes: whatever a person typed arrives as it was typed and does nothing.
/// </summary>
internal static class SlackText
{
    private const int MaxMoments = 1000;

    /// <summary>The ends of shifts are said again and again; to write one out is most of the work on an answer.</summary>
    private static readonly ConcurrentDictionary<(Time, DateTimeZone), string> Moments = new();

    /// <summary>
    /// The text in pieces of at most <paramref name="limit"/> characters, cut at lines
    /// or words where there are any. None where it says nothing.
    /// </summary>
    public static IReadOnlyList<string> Pieces(Text text, Reader reader, int limit)
    {
        var atoms = Atoms(text, reader);
        // Nearly always it fits, and where it could be cut does not matter.
        if (atoms.Sum(atom => atom.Length) < limit) return Said(string.Concat(atoms)) is { } whole ? [whole] : [];
        var pieces = TextPieces.Cut(atoms.SelectMany(SlackMarks.Cut), limit, SlackMarks.Joiner);
        return [.. pieces.Select(Said).OfType<string>()];
    }

    /// <summary>Null: it says nothing.</summary>
    private static string? Said(string piece) => piece.AsSpan().Trim([SlackMarks.Joiner, ' ', '\n']).IsEmpty ? null : piece.Trim(' ', '\n');

    /// <summary>The beginning of the text, with an ellipsis where there is more.</summary>
    public static string Beginning(Text text, Reader reader, int limit) => Pieces(text, reader, limit - 2) switch
    {
        [] => "…",
        [var whole] => whole,
        [var first, ..] => first + " …",
    };

    /// <summary>Slack's date format tokens, shown in the reader's zone.</summary>
    public static string Format(TimeShape shape) => shape switch
    {
        TimeShape.Date => "{date_short_pretty}",
        TimeShape.Time => "{time}",
        _ => "{date_short_pretty} {time}",
    };

    /// <summary>The fallback for clients that cannot show the reader's zone.</summary>
    public static string Fallback(Time time, Reader reader) =>
        PlainText.Render(new Text([time]), reader.Zone) + (time.Shape == TimeShape.Date ? "" : $" ({reader.Zone.Id})");

    /// <summary>What the text is made of. Only words without marks may be cut.</summary>
    private static List<string> Atoms(Text text, Reader reader)
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
    private static string? Own(TextPart part, Reader reader) => part switch
    {
        Strong strong => $"*{string.Concat(SlackMarks.Words(PlainWords.Line(strong.Value, 200), [], inside: false))}*",
        Mention mention => reader.Accounts.TryGetValue(mention.Person, out var user) ? $"<@{user}>" : null,
        Time time => Moment(time, reader),
        _ => null,
    };

    private static string Moment(Time time, Reader reader)
    {
        if (Moments.TryGetValue((time, reader.Zone), out var known)) return known;
        var moment =
            string.Create(CultureInfo.InvariantCulture,
                $"<!date^{time.At.ToUnixTimeSeconds()}^{Format(time.Shape)}|{Fallback(time, reader)}>");
        if (Moments.Count >= MaxMoments) Moments.Clear();
        return Moments[(time, reader.Zone)] = moment;
    }
}
