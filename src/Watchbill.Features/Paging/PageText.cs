using System.Text.RegularExpressions;
using Watchbill.Chat;
using Watchbill.Incidents;

namespace Watchbill.Paging;

/// <summary>What is wrong, as <c>page</c> is told: whom it pages and how urgently are said in the same breath.</summary>
internal static partial class PageText
{
    /// <summary>Without "on-call:", which is whom they page and not what is wrong.</summary>
    public static string WithoutOnCall(string text) => OnCall().Replace(text, "");

    /// <summary>
    /// The text and its severity, which is the first or the last word. One that only looks like a severity is asked about: a page at night
    /// may not be louder than was meant.
    /// </summary>
    /// <exception cref="RefusedException">It says a severity that there is not, or an impact, which a page does not take.</exception>
    public static (string Text, Severity Severity) Read(string text)
    {
        if (Impact().Match(text) is { Success: true } impact)
        {
            throw new RefusedException($"'{impact.Value}' is not taken by `page`. Nobody was paged. Say it without, or declare it: "
                + "`incident declare <service> <title> <severity> impact <impact>`")
            {
                Field = "text",
            };
        }

        var said = Severities().Match(text);
        if (!said.Success) return (text, Severity.Sev2);
        var word = said.Groups["severity"].Value;
        if (word.StartsWith("sev", StringComparison.OrdinalIgnoreCase) && !char.IsDigit(word[^2]) && word[^1] is >= '1' and <= '4')
            return ((text[..said.Index] + text[(said.Index + said.Length)..]).Trim(), (Severity)(word[^1] - '0'));
        throw new RefusedException($"'{word}' is no severity. Say sev1, sev2, sev3 or sev4. Nobody was paged.") { Field = "text" };
    }

    [GeneratedRegex(@"^(?:on-?call|on call(?=[:,]))[:,]?\s+(?=\S)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OnCall();

    [GeneratedRegex(@"\bimpact \d+(?:\.\d+)? ?%?(?=\s|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Impact();

    // "cards fail sev3", "sev3 cards fail", and as phones and others write it: "Sev 3", "p3".
    [GeneratedRegex(
        @"^(?<severity>sev(?:erity)?[ -]?\d+|s[ev]{2}\d+|p\d)[:,]?\s+(?=\S)"
        + @"|(?<=\S),?\s+(?<severity>sev(?:erity)?[ -]?\d+|s[ev]{2}\d+|p\d)[.!,]?(?:\s+(?:please|pls|now))?[.!]?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Severities();
}
