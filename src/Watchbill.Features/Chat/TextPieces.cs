using System.Text;

namespace Watchbill.Chat;

/// <summary>Cuts what is too long for one message, block or card, and finds what must stay whole in it.</summary>
public static class TextPieces
{
    private const string Https = "https://";

    /// <summary>Longer words may be cut within.</summary>
    private const int MaxWord = 80;

    /// <summary>Pieces of at most so many characters, cut after a line where that leaves no short piece, else after a word.</summary>
    /// <param name="atoms">What may be cut between: words, spaces, line ends, markup.</param>
    /// <param name="joiner">Stands on both sides of a cut between two atoms without a space.</param>
    /// <exception cref="ArgumentException">An atom is too long for any piece, with a joiner on each side.</exception>
    public static IReadOnlyList<string> Cut(IEnumerable<string> atoms, int limit, char joiner)
    {
        var (pieces, piece, soft, line) = (new List<string>(), new StringBuilder(), 0, 0);
        foreach (var atom in atoms)
        {
            if (atom.Length > limit - 2)
                throw new ArgumentException($"A piece of {limit} characters cannot hold one of {atom.Length}.", nameof(atoms));
            while (piece.Length + atom.Length > limit - 1)
            {
                if (line > limit / 3) soft = line;
                var hard = soft <= limit / 3;
                var cut = hard ? piece.Length : soft;
                pieces.Add(piece.ToString(0, cut) + (hard ? $"{joiner}" : ""));
                piece.Remove(0, cut);
                if (hard) piece.Append(joiner);
                (soft, line) = (0, 0);
            }

            piece.Append(atom);
            if (atom is " " or "\n") soft = piece.Length;
            if (atom is "\n") line = piece.Length;
        }

        pieces.Add(piece.ToString());
        return pieces;
    }

    /// <summary>Words and the spaces between them, for <see cref="Cut"/>.</summary>
    public static IEnumerable<string> Words(string text)
    {
        for (int at = 0, end; at < text.Length; at = end)
        {
            end = text.IndexOf(' ', at) is var space and >= 0 ? space : text.Length;
            end = end == at ? at + 1 : Math.Min(end, at + MaxWord);
            yield return text[at..end];
        }
    }

    /// <summary>Whether a letter or a digit stands at a place of a text, which may lie outside of it.</summary>
    public static bool IsWordAt(string text, int at) => at >= 0 && at < text.Length && char.IsLetterOrDigit(text[at]);

    /// <summary>
    /// The address that begins at a place of a text; null: none does. It shows where it leads, so it may be a link; punctuation behind it
    /// is the sentence's.
    /// </summary>
    public static string? LinkAt(string text, int at)
    {
        if (at > 0 && char.IsLetterOrDigit(text[at - 1]) || string.CompareOrdinal(text, at, Https, 0, Https.Length) != 0) return null;
        var end = at;
        while (end < text.Length
            && text[end] is > ' ' and < '\u007f' and not ('<' or '>' or '|' or '"' or '`' or '\\' or '^' or '{' or '}')) end++;
        var link = text[at..end].TrimEnd('.', ',', ';', ':', '!', '?', ')', ']', '\'', '*', '_', '~');
        return link.Length > Https.Length ? link : null;
    }
}
