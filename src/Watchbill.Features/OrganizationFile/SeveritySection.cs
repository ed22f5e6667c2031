using Watchbill.Incidents;
using Watchbill.Organization;

namespace Watchbill.OrganizationFiles;

/// <summary>Reads <c>severities:</c>, what each severity means where nobody says more. What is left out is as everywhere.</summary>
internal static class SeveritySection
{
    /// <summary>One section for each severity.</summary>
    public static FileKey Key { get; } = new("severities", FileValue.Section, "What each severity means.")
    {
        Example = "{sev3: {urgency: low, impact: 0.5}}",
        Keys = new([.. Enum.GetValues<Severity>().Select(Of)]),
    };

    private static FileKey Of(Severity severity) => new(FileWords.Of(severity), FileValue.Section, $"What {FileWords.Of(severity)} means.")
    {
        Example = Severities.Default.Of(severity) is var rule
            ? FormattableString.Invariant($"{{urgency: {FileWords.Of(rule.Urgency)}, impact: {rule.Impact}}}") : "",
        Keys = new(
        [
            new("urgency", FileValue.Word,
                "`high` pages at every hour, `low` in covered hours, `none` nobody. A worse severity is never less urgent.")
            {
                Words = FileWords.Of<Urgency>(),
                Example = FileWords.Of(rule.Urgency),
                Default = FileWords.Of(rule.Urgency),
            },
            new("impact", FileValue.Phrase, "The share of users or requests that are affected where nobody said one, from 0 to 1.")
            {
                Example = FormattableString.Invariant($"{rule.Impact}"),
                Default = FormattableString.Invariant($"{rule.Impact}"),
                Pattern = "^(0(\\.[0-9]+)?|1(\\.0+)?)$",
            },
        ]),
    };

    /// <summary>Null: the file has none.</summary>
    public static Severities? Read(Section file)
    {
        if (file.Inner("severities") is not { } section) return null;
        SeverityRule Rule(Severity severity)
        {
            var otherwise = Severities.Default.Of(severity);
            return section.Inner(FileWords.Of(severity)) is { } rule
                ? new(rule.Word("urgency", otherwise.Urgency), rule.Read("impact", otherwise.Impact, Share,
                    "is no impact. Write the share of users or requests that are affected, from 0 to 1, such as 0.25."))
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
