using System.Text.RegularExpressions;

namespace Watchbill.Chat;

/// <summary>A channel's topic, of which only the part between ⟦ and ⟧ is ours.</summary>
public static partial class Topics
{
    /// <summary>Less of our own words than this says nothing.</summary>
    public const int MinWords = 15;

    /// <summary>
    /// The topic with our part in its place, or before it where there is none yet; null: no room. An empty text takes our part out.
    /// </summary>
    public static string? With(string topic, string text, int max)
    {
        var others = Ours().Replace(topic, "").Trim();
        var words = string.Join(' ', Harmless(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (words.Length == 0) return Ours().IsMatch(topic) ? others : topic;
        var room = max - 2 - (others.Length == 0 ? 0 : others.Length + 1);
        if (words.Length > room)
        {
            if (room < MinWords) return null;
            words = PlainWords.Line(words, room);
        }

        var ours = $"⟦{words}⟧";
        // A function, since names may hold what a replacement pattern would read.
        if (Ours().IsMatch(topic) && Ours().Replace(topic, _ => ours, 1) is var put && put.Length <= max && Ours().Count(put) == 1)
            return put;
        return others.Length == 0 ? ours : $"{ours} {others}";
    }

    // What is between < and > Slack reads as a mention, in a topic, too; and between our own marks stand no others.
    private static string Harmless(string words) => words.Replace('⟦', '(').Replace('⟧', ')').Replace('<', '(').Replace('>', ')');

    [GeneratedRegex("⟦[^⟦⟧]*⟧")]
    private static partial Regex Ours();
}
