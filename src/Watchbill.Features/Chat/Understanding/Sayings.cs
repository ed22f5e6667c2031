using System.Reflection;
using System.Text.RegularExpressions;

namespace Watchbill.Chat;

/// <summary>
/// What people say who have never read the help, from <c>sayings.txt</c>: under each verb's id usage strings in the words of
/// <see cref="EverydayWords"/>, with <c>|</c> between them. They count only where what they name is there. Under an id with <c>?</c> stand
/// those that may mean something else: what they change is asked about first.
/// </summary>
public static class Sayings
{
    private static readonly List<(string Verb, Usage Said, bool IsVague)> Lines = Read();

    /// <summary>The verbs' ids, and how each is said.</summary>
    public static ILookup<string, Usage> All { get; } = Lines.ToLookup(one => one.Verb, one => one.Said);

    /// <summary>Those among them that are vague.</summary>
    public static IReadOnlySet<Usage> Vague { get; } = Lines.Where(one => one.IsVague).Select(one => one.Said).ToHashSet();

    private static readonly HashSet<string> Words = new(
        Lines.SelectMany(one => WordsIn(one.Said.Text)).Concat(Gist.Cues.SelectMany(WordsIn)), StringComparer.OrdinalIgnoreCase);

    /// <summary>Words that a sentence turns on, and that thumbs get wrong.</summary>
    public static IReadOnlyList<string> Misspelt { get; } =
    [
        "schedule", "escalate", "declare", "vacation", "handover", "override", "incident", "release", "acknowledge", "training",
        "calendar", "postmortem", "resolve", "resolved", "readiness", "snooze", "holiday", "outage", "secondary", "primary", "shifts",
    ];

    /// <summary>Whether a word is one that people say to the bot, and no name that they have got wrong.</summary>
    public static bool IsEveryday(string word) => Words.Contains(word) || (word.All(char.IsLetter) && PhraseWords.MayBegin(word));

    private static IEnumerable<string> WordsIn(string text) =>
        Regex.Matches(text, "(?<![<~])[a-z']+").Select(word => word.Value);

    private static List<(string Verb, Usage Said, bool IsVague)> Read()
    {
        using var file = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("sayings.txt")!);
        var (all, verb) = (new List<(string Verb, Usage Said, bool IsVague)>(), "");
        while (file.ReadLine() is { } line)
        {
            if (line is [not ' ', .. var id, ':']) verb = line[0] + id;
            else all.AddRange(line.Split('|', StringSplitOptions.TrimEntries).Where(said => said.Length > 0)
                .Select(said => (verb.TrimEnd('?'), Usage.Loose(said), verb.EndsWith('?'))));
        }

        return all;
    }
}
