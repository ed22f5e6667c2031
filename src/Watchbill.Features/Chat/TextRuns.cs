namespace Watchbill.Chat;

/// <summary>A stretch of a text that a platform writes in one way.</summary>
/// <param name="Said">Words, still to be escaped, or the platform's own markup.</param>
/// <param name="IsMarkup">Whether it is markup.</param>
/// <param name="Strong">Whether it stands out.</param>
public readonly record struct TextRun(string Said, bool IsMarkup, bool Strong);

/// <summary>
/// A text as its renderer writes it, times already in words. Words beside words are one run: a mark at the end of the one may mean
/// something with the beginning of the next.
/// </summary>
public static class TextRuns
{
    /// <param name="markup">Markup of the platform's own for a part; null: the part is words.</param>
    /// <param name="zone">Where times are words for readers of several zones; null: the platform shows each their own.</param>
    public static IEnumerable<TextRun> Of(Text text, Reader reader, Func<TextPart, string?> markup, ZoneNote? zone = null)
    {
        var (words, strong) = ("", false);
        foreach (var (i, part) in text.Parts.Index())
        {
            var own = markup(part);
            if (words.Length > 0 && (own is not null || part.Strong != strong))
            {
                yield return new(words, IsMarkup: false, strong);
                words = "";
            }

            if (own is not null)
            {
                yield return new(own, IsMarkup: true, part.Strong);
                continue;
            }

            strong = part.Strong;
            words += part is Time time ? TimeWords.At(text.Parts, i, TimeWords.Of(time, reader)) + zone?.After(time) : part.ToString();
        }

        if (words.Length > 0) yield return new(words, IsMarkup: false, strong);
    }
}
