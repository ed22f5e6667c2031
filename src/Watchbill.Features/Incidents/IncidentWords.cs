using System.Globalization;
using Watchbill.Chat;
using Watchbill.Organization;

namespace Watchbill.Incidents;

/// <summary>
/// Reads and writes the words for what an incident has: severities, causes, impact. Shared by commands, forms and the API.
/// </summary>
public static class IncidentWords
{
    /// <summary>One of a few words, in any case: <c>sev2</c>, <c>release</c>, <c>customer</c>.</summary>
    /// <exception cref="RefusedException">It is none of them; the nearest is named.</exception>
    public static T Read<T>(string field, string text) where T : struct, Enum
    {
        var word = text.Trim().ToLowerInvariant();
        if (typeof(T) == typeof(Severity) && word is ['1' or '2' or '3' or '4']) word = $"sev{word}";
        var names = Enum.GetNames<T>().Select(name => name.ToLowerInvariant()).ToList();
        if (names.IndexOf(word) is >= 0 and var index) return Enum.GetValues<T>()[index];
        var nearest = Nearest.To(word, names);
        throw new RefusedException(
            $"No {field} `{text}`. Write one of {string.Join(", ", names)}." + (nearest is null ? "" : $" Did you mean `{nearest}`?"))
        {
            Field = field,
        };
    }

    public static string Say<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>A share: <c>0.25</c>, <c>25%</c> or <c>25 %</c>.</summary>
    /// <returns>Null: it is no number from 0 to 1 (100 %).</returns>
    public static decimal? Share(string text)
    {
        var trimmed = text.Trim();
        var percent = trimmed.EndsWith('%');
        return decimal.TryParse(trimmed.TrimEnd('%', ' '), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && (percent ? number / 100 : number) is >= 0 and <= 1 and var share ? share : null;
    }

    /// <exception cref="RefusedException">It is no share.</exception>
    public static decimal Impact(string text) => Share(text)
        ?? throw new RefusedException(
            $"Impact is the share of users affected, not '{text}'. Write 25% or 0.25.")
        {
            Field = "impact",
        };

    public static string Percent(decimal share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.##} %");

    /// <summary>Choices of a form.</summary>
    internal static IReadOnlyList<FormOption> Options<T>() where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(value => new FormOption(Say(value), value switch
        {
            Severity.Sev1 => "sev1: most users affected, or money or data at risk",
            Severity.Sev2 => "sev2: many users affected",
            Severity.Sev3 => "sev3: some users affected, can wait",
            Severity.Sev4 => "sev4: no users affected",
            _ => Say(value),
        }))];
}
