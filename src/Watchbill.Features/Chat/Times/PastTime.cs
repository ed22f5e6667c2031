using System.Text.RegularExpressions;
using NodaTime;

namespace Watchbill.Chat;

/// <summary>
/// Reads when something happened. Elsewhere a time alone is the next one; of what is over it is the last one: at three in the night
/// <c>23:50</c> was yesterday, <c>fri 18:00</c> the Friday before, and <c>20 min ago</c> is said here and nowhere else.
/// </summary>
public static partial class PastTime
{
    private static readonly Duration Soon = Duration.FromDays(31);

    /// <exception cref="RefusedException">The text says no moment; the field is named.</exception>
    public static Instant Read(string field, string text, Instant askedAt, DateTimeZone zone)
    {
        try
        {
            text = text.Trim().Equals("midnight", StringComparison.OrdinalIgnoreCase) ? "00:00" : text;
            if (Ago().Match(text) is { Success: true } ago)
                return askedAt - (TimePhrases.When($"in {ago.Groups[1].Value}", askedAt, zone).At - askedAt);
            var said = TimePhrases.When(text, askedAt, zone).At;
            if (said <= askedAt) return said;
            if (Weekday().IsMatch(text)) return Earlier(text, askedAt - Duration.FromDays(7)) is { } week ? week : said;
            // A date that is about to come was not said of the year before.
            return Last() is { } last && (askedAt - last < Soon || said - askedAt > Soon) ? last : said;
        }
        catch (RefusedException refusal) when (refusal.Field != field)
        {
            throw new RefusedException(refusal.Said) { Field = field };
        }

        // Of "in 2 hours" there is no last one.
        Instant? Last()
        {
            try
            {
                return Earlier("last " + Preposition().Replace(text, ""), askedAt);
            }
            catch (RefusedException)
            {
                return null;
            }
        }

        Instant? Earlier(string phrase, Instant from) => TimePhrases.When(phrase, from, zone).At is var at && at <= askedAt ? at : null;
    }

    /// <summary>The same where a text may be something else; null: it says no moment that has passed.</summary>
    public static Instant? Find(string text, Instant askedAt, DateTimeZone zone)
    {
        try
        {
            return Read("started", text, askedAt, zone) is var at && at <= askedAt ? at : null;
        }
        catch (RefusedException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^\s*(.+?)\s+ago\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Ago();

    [GeneratedRegex(@"^\s*(?:on\s+)?(?:mon|tue|wed|thu|fri|sat|sun)", RegexOptions.IgnoreCase)]
    private static partial Regex Weekday();

    [GeneratedRegex(@"^\s*(?:at\s+|on\s+|@\s*)", RegexOptions.IgnoreCase)]
    private static partial Regex Preposition();
}
