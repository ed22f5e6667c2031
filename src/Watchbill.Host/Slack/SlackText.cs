using System.Globalization;
using Watchbill.Chat;

namespace Watchbill.Slack;

/// <summary>
/// Writes texts as Slack's mrkdwn. The only place that escapes: whatever a person typed arrives as it was typed and does nothing.
/// </summary>
internal static class SlackText
{
    /// <summary>A few lines; well within the shortest limit, since it is not cut.</summary>
    private const int MaxBold = 1000;

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

    /// <summary>Slack's own way to show a moment in the reader's zone, the weekday included.</summary>
    public static string Format(TimeShape shape) => shape switch
    {
        TimeShape.Date => "{day_divider_pretty}",
        TimeShape.Time or TimeShape.Clock => "{time}",
        _ => "{day_divider_pretty} {time}",
    };

    /// <summary>What is shown by whatever cannot show a moment in the reader's zone.</summary>
    public static string Fallback(Time time, Reader reader) => TimeWords.Of(time, reader)
        + (reader.Elsewhere && time.Shape != TimeShape.Date ? $" ({TimeWords.City(reader.Zone)})" : "");

    /// <summary>Where a name leads that is to notify nobody: to the conversation with them.</summary>
    public static string Profile(string user) => $"https://slack.com/app_redirect?channel={user}";

    /// <summary>What the text is made of. Only words without marks may be cut.</summary>
    private static List<string> Atoms(Text text, Reader reader)
    {
        var (atoms, bold) = (new List<string>(2 * text.Parts.Count), -1);
        foreach (var run in TextRuns.Of(text, reader, part => Own(part, reader)))
        {
            if (run.Strong != bold >= 0) Turn();
            if (run.IsMarkup) atoms.Add(run.Said);
            else SlackMarks.Words(bold >= 0 ? run.Said.ReplaceLineEndings(" ") : run.Said, atoms, inside: bold < 0);
        }

        if (bold >= 0) Turn();
        return atoms;

        // What is bold is one piece that cannot be cut, and has no line's end in it; more than a few lines of it stay plain.
        void Turn()
        {
            if (bold < 0)
            {
                bold = atoms.Count;
                return;
            }

            var whole = string.Concat(atoms.Skip(bold)).Trim();
            if (whole.Length <= MaxBold)
            {
                atoms.RemoveRange(bold, atoms.Count - bold);
                if (whole.Length > 0) atoms.Add($"*{whole}*");
            }

            bold = -1;
        }
    }

    /// <summary>Markup of the renderer's own; null: the part is words.</summary>
    private static string? Own(TextPart part, Reader reader) => part switch
    {
        Mention mention when !reader.Accounts.ContainsKey(mention.Person) => null,
        Mention { Quiet: true } mention when !reader.Alone =>
            $"<{Profile(reader.Accounts[mention.Person])}|{SlackMarks.Label(mention.Name)}>",
        Mention mention => $"<@{reader.Accounts[mention.Person]}>",
        Time time when reader.Elsewhere => Moment(time, reader),
        Link link => SlackMarks.Link(link),
        Code code => SlackMarks.Code(code.Value),
        _ => null,
    };

    private static string Moment(Time time, Reader reader) => string.Join(" - ", TimeWords.Moments(time, reader).Select(moment =>
        string.Create(CultureInfo.InvariantCulture,
            $"<!date^{moment.At.ToUnixTimeSeconds()}^{Format(moment.Shape)}|{Fallback(moment, reader)}>")));
}
