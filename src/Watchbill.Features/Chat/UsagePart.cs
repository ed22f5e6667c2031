namespace Watchbill.Chat;

/// <summary>A piece of a usage string.</summary>
public abstract record UsagePart;

/// <summary>A word as it is, in any case.</summary>
public sealed record UsageWord(string Word) : UsagePart;

/// <summary>What is filled in.</summary>
/// <param name="Phrase">Whether it takes several words.</param>
/// <param name="Stops">Words that may come right after it, and so are not part of it unless quoted. None for free text.</param>
public sealed record UsageArgument(string Name, bool Phrase, IReadOnlySet<string> Stops) : UsagePart
{
    /// <summary>The argument that takes whatever is left.</summary>
    public const string Free = "text";

    /// <summary>Arguments that take several words.</summary>
    public static IReadOnlySet<string> Phrases { get; } = new HashSet<string>
    {
        "when", "span", Free, "period", "date", "length", "rules", "theirs", "title", "started", "start", "detected", "acknowledged",
        "mitigated", "end",
        "members", "every", "coverage", "insist", "seen", "clear", "instead",
    };

    /// <summary>Whether an argument is somebody's own words, such as a note or a title.</summary>
    public static bool IsOwn(string name) => name is Free or "title";

    public bool Takes(CommandWord word) => word.Quoted || !Stops.Contains(word.Value);
}

/// <summary>What may be left out as a whole.</summary>
public sealed record UsageOption(IReadOnlyList<UsagePart> Parts) : UsagePart
{
    /// <summary>
    /// The word that it is known by wherever it stands among others of its kind; null: it has its place, since it begins with an argument
    /// or holds free text.
    /// </summary>
    public string? Keyword { get; } =
        Parts[0] is UsageWord { Word: var word } && Usage.ArgumentsOf(Parts).All(argument => argument.Name != UsageArgument.Free)
            ? word : null;
}
