using System.Text.RegularExpressions;

namespace Watchbill.Chat;

/// <summary>The title, the note or the reason in a sentence that is said in no known way.</summary>
internal static partial class GistText
{
    /// <summary>
    /// What stands in quotes, after a colon or after the name of what it is about, else what is reported; null: nothing. It only fills a
    /// field.
    /// </summary>
    /// <param name="because">Whether the verb takes its text as the reason.</param>
    public static string? Of(string argument, string said, string? name, string? subject, bool because)
    {
        if (Quoted().Match(said) is { Success: true } quoted) return quoted.Groups[1].Value.Trim();
        if (said.IndexOf(": ", StringComparison.Ordinal) is >= 0 and var colon) return said[(colon + 2)..].Trim();
        if (argument == "text" && because)
            return Because().Match(said) is { Success: true } reason ? reason.Groups["why"].Value.Trim()
                : Clause().Match(said) is { Success: true } clause ? clause.Groups[1].Value.Trim() : null;
        if (argument == "text" && Spent().Match(said) is { Success: true } spent) return spent.Groups[1].Value.Trim();
        if (argument == "text" && Told().Match(said) is { Success: true } told)
            return (told.Groups[1].Success ? told.Groups[1] : told.Groups[2]).Value.Trim();
        if (argument == "title" && Report(said) is { } report) return report;
        if (name is null && argument == "text")
            return Called().Match(said) is { Success: true } called ? called.Groups[1].Value.Trim() : null;
        if (name is null || said.IndexOf(name, StringComparison.OrdinalIgnoreCase) is not (>= 0 and var at)) return null;
        var rest = said[(subject is null || NamedThings.IdOf(name) == subject ? at + name.Length : at)..].Trim(' ', ',', '.', '-', '!');
        return argument == "title" && rest.StartsWith("since ", StringComparison.OrdinalIgnoreCase) ? null : rest;
    }

    /// <summary>A sentence that says what is wrong, as it is; null: it asks, or says only that something is to be declared.</summary>
    public static string? Report(string said) =>
        NoReport().IsMatch(said) || !said.Contains(' ', StringComparison.Ordinal) ? null : said.Trim().TrimEnd('.', '!');

    /// <summary>
    /// The same without the severity that closes it; else, where no service is named, what is said behind the word that declares it:
    /// "declare everything is broken".
    /// </summary>
    public static string? Title(string said, bool isOfService)
    {
        said = WithoutSeverity(said);
        return Report(said) ?? (!isOfService && Declare().Match(said) is { Success: true } declared
            && !NoReport().IsMatch(declared.Groups[1].Value) ? declared.Groups[1].Value : null);
    }

    /// <summary>Whom it pages without the word team between them and what is wrong: <c>page the payments team: packet loss</c>.</summary>
    public static string WithoutTeam(string said) => TeamTold().Replace(said, "");

    /// <summary>Whether it names a team as one: <c>the payments team</c>.</summary>
    public static bool SaysTeam(string said) => TheTeam().IsMatch(said);

    /// <summary>A title without the severity that closes it.</summary>
    public static string WithoutSeverity(string said) => SeverityAtEnd().Replace(said, "");

    /// <summary>What an incident is to be called; null: nothing is said of it.</summary>
    public static string? Renamed(string said) =>
        Renaming().Match(said) is { Success: true } renamed ? renamed.Groups["name"].Value.Trim() : null;

    [GeneratedRegex(@"^(?:(?:rename|retitle)\b|(?:change|set|update) (?:the )?title\b).*? to (?<name>.+)$", RegexOptions.IgnoreCase)]
    private static partial Regex Renaming();

    // "It was a false alarm, the probe was broken".
    [GeneratedRegex(@"[,.;:]\s+(?!false alarm\b)(.+)$", RegexOptions.IgnoreCase)]
    private static partial Regex Clause();

    // "I spent 30 minutes restarting the queue by hand".
    [GeneratedRegex(@"^(?:i |we )?(?:have )?(?:spent|wasted|lost) .*?(?:minutes?|mins?|hours?|h|m) (.+)$", RegexOptions.IgnoreCase)]
    private static partial Regex Spent();

    [GeneratedRegex(@"\bbecause (?!of\b)(?<why>.+)$|\b(?<why>because of .+)$|\bfor (?<why>an? .+)$", RegexOptions.IgnoreCase)]
    private static partial Regex Because();

    // "Call ben, the disk is full".
    [GeneratedRegex(@"^(?:page|call|wake(?: up)?|ring|alert|phone) (?!(?:the|a|an|our)\b)[^\s,:]+[,:]? (.+)$", RegexOptions.IgnoreCase)]
    private static partial Regex Called();

    [GeneratedRegex(@"^(how|who|whom|what|when|where|which|can|could|is|are|does|do|should)\b|\?$|\b(incident|outage|declare|sev ?[1-4])\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex NoReport();

    [GeneratedRegex(@"^(?:please )?declare(?: (?:an?|the))?(?: (?:incident|outage))?[:,]? (.+)$", RegexOptions.IgnoreCase)]
    private static partial Regex Declare();

    [GeneratedRegex(@"\b(?:tell|note|saying|warn|know)\b.*?\bthat (.+)$|^note (?!for |on |to )(.+)$", RegexOptions.IgnoreCase)]
    private static partial Regex Told();

    [GeneratedRegex("[\"“”](.+)[\"“”]")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"[\s,;.-]*\bsev(erity)?[- ]?[1-4][\s.!]*$", RegexOptions.IgnoreCase)]
    private static partial Regex SeverityAtEnd();

    [GeneratedRegex(@"(?<=^\W*(?:oncall )?(?:page|call|wake|wake up|alert) (?:the )?[\w-]+) team[:,](?= \S)", RegexOptions.IgnoreCase)]
    private static partial Regex TeamTold();

    [GeneratedRegex(@"\bthe [\w-]+ team\b", RegexOptions.IgnoreCase)]
    private static partial Regex TheTeam();
}
