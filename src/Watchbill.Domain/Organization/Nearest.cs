namespace Watchbill.Organization;

/// <summary>Finds the name that was probably meant.</summary>
public static class Nearest
{
    /// <summary>
    /// The candidate with the fewest edits (insert, delete, replace, swap of neighbours; case ignored), or null where
    /// even that one differs in more than a third of the longer name, and at least in more than two places, or in more than half of the
    /// shorter one, or in two places of four. A candidate that begins with the text wins.
    /// </summary>
    public static string? To(string text, IEnumerable<string> candidates)
    {
        string? best = null;
        var least = int.MaxValue;
        foreach (var candidate in candidates)
        {
            var edits = text.Length > 1 && candidate.StartsWith(text, StringComparison.OrdinalIgnoreCase) ? 0 : Edits(text, candidate);
            if (edits < least && IsNear(text, candidate, edits)) (best, least) = (candidate, edits);
        }

        return best;
    }

    /// <summary>The nearest name, else the few there are, else <paramref name="none"/>.</summary>
    /// <param name="mark">What stands around the name: a file's messages quote it, in a chat it is code.</param>
    public static string Suggest(string text, IReadOnlyCollection<string> known, string none, char mark = '\'') => To(text, known) switch
    {
        { } nearest => $" Did you mean {mark}{nearest}{mark}?",
        null when known.Count == 0 => " " + none,
        null when known.Count <= 17 => $" Known: {string.Join(", ", known)}.",
        null => "",
    };

    // "who" is not a misspelt "when" and "site" is not "sick", but "CET+1" is CET and something more.
    private static bool IsNear(string text, string candidate, int edits) =>
        edits <= Math.Max(2, Math.Max(text.Length, candidate.Length) / 3)
        && (edits * 2 <= Math.Min(text.Length, candidate.Length) - (edits > 1 ? 1 : 0)
            || text.StartsWith(candidate, StringComparison.OrdinalIgnoreCase));

    private static int Edits(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) table[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) table[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = table[i - 1, j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1);
                var edits = Math.Min(replaced, Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                    edits = Math.Min(edits, table[i - 2, j - 2] + 1);
                table[i, j] = edits;
            }
        }

        return table[a.Length, b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
