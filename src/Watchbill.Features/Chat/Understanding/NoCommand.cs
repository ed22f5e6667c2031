using System.Text.RegularExpressions;

namespace Watchbill.Chat;

/// <summary>What people ask for that no command does: a sentence that says so, with the nearest command.</summary>
internal static class NoCommand
{
    private static readonly (Regex Said, Text Answer, string? Nearest)[] All =
    [
        (Rule("^remind me .*before .*(shift|turn|on call|week)"),
            $"You are reminded a day ahead of a shift, and that cannot be set. Your own calendar can do more: `calendar` gives its link.",
            "calendar"),
        (Rule(@"\b(phone|number|phone number|e-?mail|address) of (?!(my|mine|me)\b)\S+$|^\S+ (phone|number|phone number)$"),
            $"Nobody's number is shown here. To reach somebody: `page <person> <text>`.", null),
        (Rule("^(which|what) services (does|do|is|are) .*(run|runs|own|operate|operated|support)"),
            $"There is no list of services by who runs them. Of one service: `engagement show <service>`.", null),
        (Rule(@"\bwhat .*(night|weekend|holiday|standby|on call|hourly) rate$|^(night|weekend|standby) rate$"),
            $"What hours are worth stands in the organisation file. `pay me` shows each of your amounts with its rate.", "pay me"),
        (Rule(@"^(yes|yep|yup|y|yes do it|do it|confirm|confirmed|go ahead)$"),
            $"Nothing is confirmed by a typed word. Press the button under what was shown, or type the command again.", null),
    ];

    /// <summary>The sentence for a text in <see cref="EverydayWords"/>; null: it asks for nothing of the kind.</summary>
    public static RefusedException? For(string plain) => All.FirstOrDefault(one => one.Said.IsMatch(plain)) is { Said: not null } found
        ? new RefusedException(found.Answer) { DidYouMean = found.Nearest, Missing = true } : null;

    private static Regex Rule(string pattern) => new(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
}
