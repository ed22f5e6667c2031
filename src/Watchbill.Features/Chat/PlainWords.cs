using System.Buffers;
using System.Text;

namespace Watchbill.Chat;

/// <summary>Cleans words so that a platform can show them unchanged.</summary>
public static class PlainWords
{
    private static readonly SearchValues<char> Shown =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code), '\n']);

    private static readonly SearchValues<char> OnOneLine =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code)]);

    /// <summary>For where nothing is formatted, such as a button: one line of fewer characters than the limit, never empty.</summary>
    public static string Line(string words, int limit)
    {
        if (words.Length > 0 && words.Length < limit && !words.AsSpan().ContainsAnyExcept(OnOneLine) && words[0] != ' '
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
}
