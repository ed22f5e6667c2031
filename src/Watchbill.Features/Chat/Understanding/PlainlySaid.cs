using System.Text.RegularExpressions;

namespace Watchbill.Chat;

/// <summary>
/// Whether a sentence that is guessed at says plainly what is to be done, so that it may be shown with a Confirm under it. A question, a
/// doubt, hearsay or a "not" opens the form, where each word that was found stands by itself.
/// </summary>
internal static partial class PlainlySaid
{
    public static bool Is(string text, Verb verb, Usage usage) =>
        !Doubt().IsMatch(text) && !Question().IsMatch(text) && (!EverydayWords.Asks(text) || Polite().IsMatch(text))
        && (!Denial().IsMatch(text) || (verb.Group == "oncall" && usage.Arguments.All(argument => argument.Name != "person")));

    [GeneratedRegex(@"\b(maybe|perhaps|possibly|hop(e|es|ing)|wish(es)?|unless|if|whether|might|say(s|ing)?|said|think(s|ing)?|thought"
        + @"|heard|believe|worry|nobody|no ?one|everyone|everybody|suppose|pretend|imagine|or)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Doubt();

    [GeneratedRegex(@"^\W*(is|are|was|were|am|does|do|did|has|who|whom|what|when|why|how|where|which|should)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Question();

    [GeneratedRegex(@"^\W*(can|could|would|will|please)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Polite();

    // What somebody cannot do themselves is why they ask.
    [GeneratedRegex(@"\b(not|no|never|cannot|refuses?|hardly|without|\w+n['’]?t)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Denial();
}
