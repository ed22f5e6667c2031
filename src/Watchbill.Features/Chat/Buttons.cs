using System.Globalization;
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
    internal static Button DidYouMean(string command) => new(command, Run, command);

    /// <summary>
    /// A label for each of several things, by the first way to call them that fits and tells all of them apart; where none does they
    /// are counted, in the order of their rows.
    /// </summary>
    public static IReadOnlyList<string> Apart(params IReadOnlyList<IReadOnlyList<string>> ways)
    {
        var apart = ways.Where(way => way.Select(label => Cut(label, Button.Most)).Distinct().Count() == way.Count).ToList();
        return apart.Find(way => way.All(label => label.Length <= Button.Most)) ?? apart.FirstOrDefault() ??
            [.. ways[0].Select((label, i) => string.Create(CultureInfo.InvariantCulture, $"{Cut(label, Button.Most - 5)} ({i + 1})"))];
    }

    /// <summary>A day for a label, which takes plain words only: <c>Mon 16 Nov</c>.</summary>
    public static string Day(Instant at, DateTimeZone zone) => TimeWords.Day(at.InZone(zone).Date);

    /// <summary>A word as the name of a field: <c>Secondary</c>.</summary>
    public static string Capital(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];

    /// <summary>A text in so many characters: of a longer one its beginning.</summary>
    public static string Cut(string text, int most) =>
        text.Length <= most ? text : $"{text.AsSpan(0, char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1).TrimEnd()}…";
}
