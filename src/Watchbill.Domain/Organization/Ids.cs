using System.Text.RegularExpressions;

namespace Watchbill.Organization;

/// <summary>What an id may look like.</summary>
public static partial class Ids
{
    public static bool IsValid(string text) => Pattern().IsMatch(text);

    /// <summary>What is wrong with a text that is none, and what to write.</summary>
    public static string Refusal(string text) =>
        $"'{text}' is no id: use at most 63 of a-z, 0-9 and -, and begin with a letter or a digit.";

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,62}\\z")]
    private static partial Regex Pattern();
}
