using NodaTime;

namespace Watchbill.Chat;

/// <summary>The buttons that the router itself answers.</summary>
public static class Buttons
{
    public const string Run = "run";
    public const string Confirm = "confirm";
    public const string Cancel = "cancel";
    public const string Share = "share";

    /// <summary>Runs a command when it is pressed, with the rights of who presses.</summary>
    public static Button Running(string label, string command) => new(label, Run, command);

    /// <summary>What may have been meant: the words beside it say so, the button names the command.</summary>
    internal static Button DidYouMean(string command) => new(Cut(command, 40), Run, command);

    /// <summary>
    /// A button for each of several things, labelled in words; those that the words do not tell apart are told by their id.
    /// </summary>
    public static IReadOnlyList<string> Apart(IReadOnlyList<(string Words, string Id)> things)
    {
        var several = things.GroupBy(thing => thing.Words).Where(same => same.Skip(1).Any()).Select(same => same.Key).ToHashSet();
        return [.. things.Select((thing, i) => several.Contains(thing.Words)
            ? $"{Cut(thing.Words, 50)} ({1 + things.Take(i).Count(one => one.Words == thing.Words)})" : Cut(thing.Words, 74))];
    }

    /// <summary>A day for a label, which takes plain words only: <c>Mon 16 Nov</c>.</summary>
    public static string Day(Instant at, DateTimeZone zone) => TimeWords.Day(at.InZone(zone).Date);

    /// <summary>A word as the name of a field: <c>Secondary</c>.</summary>
    public static string Capital(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];

    /// <summary>The beginning of a text, for a label that has to be short.</summary>
    public static string Cut(string text, int most) =>
        text.Length <= most ? text : $"{text.AsSpan(0, char.IsHighSurrogate(text[most - 1]) ? most - 1 : most).TrimEnd()}…";
}
