using System.Text;
using System.Text.RegularExpressions;

namespace Watchbill.Chat;

/// <summary>Words that a platform has marked people, channels or links in.</summary>
public static class MarkedWords
{
    /// <summary>The words with what each mark means in its place.</summary>
    /// <param name="plain">What stands between marks, as somebody typed it.</param>
    public static async ValueTask<string> ReadAsync(
        string text, Regex marks, Func<string, string> plain, Func<Match, CancellationToken, ValueTask<string>> meantAsync,
        CancellationToken ct)
    {
        var (words, at) = (new StringBuilder(), 0);
        foreach (Match mark in marks.Matches(text))
        {
            words.Append(plain(text[at..mark.Index])).Append(await meantAsync(mark, ct));
            at = mark.Index + mark.Length;
        }

        return words.Append(plain(text[at..])).ToString();
    }
}
