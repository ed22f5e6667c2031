using System.Text.RegularExpressions;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Reading;

/// <summary>What is said to be wrong, in words that page or declare at once: there is no second look before somebody wakes up.</summary>
public static partial class ReportedText
{
    private const string Nothing = "Nobody was paged, and nothing was declared.";

    /// <exception cref="RefusedException">The text goes on with a second subject, or speaks of later, of a condition, or of not doing it.
    /// </exception>
    /// <param name="field">The argument that it is.</param>
    /// <param name="command">What was typed before it: <c>page ana</c>.</param>
    public static async Task MustBeNowAsync(IStore store, string text, string field, string command, CancellationToken ct)
    {
        if (!IsNow(text))
        {
            throw new RefusedException($"'{command}' is done at once, and '{text}' does not say what is wrong now. {Nothing} "
                + $"Say it, for example: `{command} payments fail`")
            {
                Field = field,
            };
        }

        if (TwoSeverities().IsMatch(text))
        {
            throw new RefusedException($"'{text}' names more than one severity. {Nothing} Say one: sev1, sev2, sev3 or sev4.")
            {
                Field = field,
            };
        }

        if (Second().Match(text) is { Success: true } second && await IsNamedAsync(store, second.Groups[1].Value.ToLowerInvariant(), ct))
        {
            throw new RefusedException($"'{command}' is for one at a time, and '{text}' goes on with another. {Nothing} "
                + "Say each by itself.")
            {
                Field = field,
            };
        }
    }

    /// <summary>"sev1 or sev3", whole or without the last, which was read as the severity.</summary>
    [GeneratedRegex(@"\bsev ?[1-4](?:\s*[,/]|\s+(?:or|maybe|to|perhaps|possibly|no))+\s*(?:sev ?[1-4])?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TwoSeverities();

    /// <summary>Whether it does not begin with a time to come, a condition, or a no, and does not end with what is over.</summary>
    public static bool IsNow(string text) => !NotNow().IsMatch(text) && !Over().IsMatch(text);

    private static async Task<bool> IsNamedAsync(IStore store, string id, CancellationToken ct) =>
        await store.FindAsync<Service>(id, ct) is not null || await store.FindAsync<Rotation>(id, ct) is not null
            || await store.FindAsync<Person>(id, ct) is not null || await store.FindAsync<Team>(id, ct) is not null;

    [GeneratedRegex(@"^(?:and|or|&|\+)\s+@?(\S+?),?(?:\s|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Second();

    [GeneratedRegex(
        @"^((tomorrow|tmrw|tonight|later|soon|will be)\b|in (\d+|an?|half an?) ?(m|min|mins|minutes?|h|hrs?|hours?|d|days?)\b|in \d+$"
        + @"|\d{1,2}(:\d\d)? ?(am|pm)$|\d{1,2}:\d\d$|next (week|month|mon|tue|wed|thu|fri|sat|sun)[a-z]*\b|first,? (and )?then\b"
        + @"|at (\d{1,2}:\d\d|\d{1,2} ?(am|pm)|noon|midnight)\b"
        + @"|on (mon|tues|wednes|thurs|fri|satur|sun)day\b|(only )?if\b|only (for|when)\b"
        + @"|(when|once) (he|she|it|this|that|they|you|i|we|\S+ (is|are|goes|fails?|breaks?|stops?|crashes))\b|no,? wait\b"
        + @"|(after|until|till|before) (the |this |my |his |her )?\w+( \w+)?$"
        + @"|(as soon as|next time|never again|unless)\b|(please )?(don't|dont|do not|not now|not yet|never ?mind)\b|no incident\b)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NotNow();

    // "Cannot be resolved" is wrong now, and "slow since yesterday" is, too.
    [GeneratedRegex(
        @"((^|\b(is|are|was) )over|(?<!\b(not|be|being|never|get|gets) )\b(fixed|resolved|solved)"
        + @"|\b(false alarm|by mistake|a mistake|nvm|never ?mind|ignore( this| it)?))( now| again| already)?[.!]*$"
        + @"|^(no|nope|not|thanks|thx|urgent|urgently|instead|via \w+)$"
        + @"|(?<!\bsince )\b(yesterday|last (night|week|month))( (at )?\d[\d:apm]*( ?(to|-|until) ?\d[\d:apm]*)?)?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Over();

    /// <summary>A title that says when it began: <c>slow since 9am</c>, <c>since 20 minutes, cards fail</c>.</summary>
    [GeneratedRegex(@"^(?<title>.*\S)\s+since\s+(?<when>.+)$|^since\s+(?<when>[^,:]+?)(?:\s+ago)?[,:]\s+(?<title>\S.*)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    public static partial Regex Since();
}
