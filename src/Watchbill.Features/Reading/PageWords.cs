using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Paging;

namespace Watchbill.Reading;

/// <summary>How people speak of the levels that a page turns to, and of those it calls.</summary>
public static partial class PageWords
{
    /// <summary>Whom a step called and as what: <c>Ana Silva (secondary), Cai Wen (had it)</c>.</summary>
    public static Text Called(TakenStep step, Func<string, string> name)
    {
        Text Who(string person) => $"{People.Named(person, name(person))}";
        var people = Text.Join(", ", step.People.Except(step.Also).Select(Who));
        if (!people.IsEmpty && !step.To.StartsWith(EscalationPolicy.PersonPrefix, StringComparison.Ordinal))
            people += $" ({Level(step.To, name)})";
        var also = step.Also.Select(who => Who(who) + " (had it)");
        return Text.Join(", ", people.IsEmpty ? also : also.Prepend(people));
    }

    /// <summary>A level in the middle of a sentence: <c>secondary</c>, <c>on call for platform</c>, a person by their name.</summary>
    public static string Level(string to, Func<string, string> name) =>
        to.StartsWith(EscalationPolicy.RotationPrefix, StringComparison.Ordinal)
            ? $"on call for {to[EscalationPolicy.RotationPrefix.Length..]}"
            : to.StartsWith(EscalationPolicy.PersonPrefix, StringComparison.Ordinal) ? name(to[EscalationPolicy.PersonPrefix.Length..])
            : to == EscalationPolicy.Admins ? "admin" : to;

    /// <summary>That a level has nobody.</summary>
    public static string Nobody(Page page, TakenStep step, Func<string, string> name) =>
        step.To.StartsWith(EscalationPolicy.PersonPrefix, StringComparison.Ordinal) ? $"{Level(step.To, name)} is not here"
        : step.To.StartsWith(EscalationPolicy.RotationPrefix, StringComparison.Ordinal) ? $"nobody is {Level(step.To, name)}"
        : $"nobody is there as {Level(step.To, name)} of {Of(page, name)}";

    /// <summary>Why an attempt failed, behind who was to be reached: without their name, and without what an admin does about it.</summary>
    public static string Failed(PageCall call) => call.Reason?.TrimEnd('.') is not { } reason ? "it did not arrive"
        : NoAccount().IsMatch(reason) ? "no account here" : reason;

    // Earlier releases stored the id.
    [GeneratedRegex(@"^(They have|[\w-]+ has) no (open )?.*\baccount\b")]
    private static partial Regex NoAccount();

    /// <summary>When each method is used: <c>chat at once, sms after 1 min</c>.</summary>
    public static string Said(IEnumerable<NotificationRule> rules) => string.Join(", ", rules.Select(rule =>
        rule.After == Duration.Zero ? $"{rule.Method} at once" : $"{rule.Method} after {LengthWords.Exact(rule.After)}"));

    /// <summary>Who is affected, by the share of users: <c>all users</c>, <c>25 % of users</c>.</summary>
    public static string Users(decimal share) => share switch
    {
        0 => "no users",
        1 => "all users",
        _ => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.##} % of users"),
    };

    /// <summary>Whose page it is: a rotation's, a person's, else a service's.</summary>
    public static string Of(Page page, Func<string, string> name) =>
        page.Rotation ?? (page.Person is { } person ? name(person) : page.Service);
}
