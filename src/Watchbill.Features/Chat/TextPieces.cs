using System.Text;

namespace Watchbill.Chat;

/// <summary>Cuts what is too long for one message, block or card.</summary>
public static class TextPieces
{
    /// <summary>Pieces of at most so many characters, cut after a line where that leaves no short piece, else after a word.</summary>
    /// <param name="atoms">What may be cut between: words, spaces, line ends, markup.</param>
    /// <param name="joiner">Stands on both sides of a cut between two atoms without a space.</param>
    public static IReadOnlyList<string> Cut(IEnumerable<string> atoms, int limit, char joiner)
    {
        var (pieces, piece, soft, line) = (new List<string>(), new StringBuilder(), 0, 0);
        foreach (var atom in atoms)
        {
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
}
