using System.Globalization;
using Watchbill.Chat;
using Watchbill.Health;
using Watchbill.Organization;

namespace Watchbill.Rotations;

/// <summary>Words about rest and load that a change would bring: what, the limit, and who set it.</summary>
internal static class RestReplies
{
    /// <param name="nights">Nights in a row in which they were paged.</param>
    /// <param name="who">Null: whoever reads it.</param>
    /// <param name="may">What its reader can do all the same: <c>confirm</c>; null: it is done.</param>
    public static IReadOnlyList<Text> Would(IReadOnlyList<CrossedLimit> crossed, int nights, Mention? who, string? may)
    {
        var lines = crossed.Select(one => (Text)$"⚠ {Subject(who)} {(may is null ? "will" : "would")} {What(one)}").ToList();
        if (nights > LimitRule.NightsPaged.Limit)
            lines.Add(
                $"⚠ {Subject(who)} {(who is null ? "were" : "was")} paged {nights} nights in a row: let somebody else have the next one.");
        if (crossed.Count > 0 && may is not null) lines[crossed.Count - 1] += $" You can still {may}.";
        return lines;
    }

    /// <summary>One line for each limit, with those who would cross it.</summary>
    public static IEnumerable<Text> Would(IReadOnlyList<(Person Person, CrossedLimit Crossed)> found) =>
        found.GroupBy(one => one.Crossed.Rule).Select(rule => (Text)"⚠ "
            + People.And([.. rule.Select(one => (Text)$"{People.Named(one.Person.Id, one.Person.Name)}")])
            + $" would {What(rule.MaxBy(one => rule.Key == LimitRule.Rest ? -one.Crossed.Value : one.Crossed.Value).Crossed)}");

    /// <summary>Somebody whom another rotation has in the same time.</summary>
    public static Text Twice(Mention who, string rotation, NodaTime.Instant at) => $"⚠ {who} is also on call for {rotation}, from {at}.";

    private static Text Subject(Mention? who) => who is null ? "You" : (Text)$"{who}";

    private static Text What(CrossedLimit crossed)
    {
        var (rule, value) = (crossed.Rule, Number(crossed.Value));
        if (rule == LimitRule.Rest) return $"rest {value} h from {crossed.At!.Value} (limit 11 h, EU daily rest).";
        if (rule == LimitRule.ConsecutiveDays) return $"be on call {value} days in a row (limit 7, PagerDuty's template).";
        return $"be on call {value} h a week over 4 weeks (limit 48 h, EU working week).";
    }

    private static string Number(decimal value) => decimal.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);
}
