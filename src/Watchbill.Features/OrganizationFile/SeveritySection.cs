using Watchbill.Incidents;
using Watchbill.Organization;

namespace Watchbill.OrganizationFiles;

/// <summary>Reads <c>severities:</c>, what each severity means where nobody says more. What is left out is as everywhere.</summary>
internal static class SeveritySection
{
    public const string Key = "severities";

    private static readonly string[] Names = [.. Enum.GetValues<Severity>().Select(FileWords.Of)];

    /// <summary>Null: the file has none.</summary>
    public static Severities? Read(Section file)
    {
        if (file.Inner(Key, Names) is not { } section) return null;
        SeverityRule Rule(Severity severity)
        {
            var otherwise = Severities.Default.Of(severity);
            return section.Inner(FileWords.Of(severity), "urgency", "impact") is { } rule
                ? new(rule.Word("urgency", otherwise.Urgency), rule.Read("impact", otherwise.Impact, Share,
                    "is no impact. Write the share of users or requests that are hurt, from 0 to 1, such as 0.25."))
                : otherwise;
        }

        var read = new Severities(Rule(Severity.Sev1), Rule(Severity.Sev2), Rule(Severity.Sev3), Rule(Severity.Sev4));
        foreach (var (worse, lesser) in Enum.GetValues<Severity>().Zip(Enum.GetValues<Severity>().Skip(1)))
            if (read.Of(worse).Urgency < read.Of(lesser).Urgency)
                section.Wrong(FileWords.Of(lesser),
                    $"is more urgent than {FileWords.Of(worse)}, which is worse. Give it less urgency, or {FileWords.Of(worse)} more.");
        return read;
    }

    /// <summary>In words, for the difference that applying a file makes.</summary>
    public static string Say(Severities severities) => string.Join(", ", Enum.GetValues<Severity>().Select(severity =>
        FormattableString.Invariant(
            $"{FileWords.Of(severity)} {FileWords.Of(severities.Of(severity).Urgency)} {severities.Of(severity).Impact:0.##}")));

    private static decimal? Share(string text) => WrittenValues.Number(text) is >= 0 and <= 1 and var share ? share : null;
}
