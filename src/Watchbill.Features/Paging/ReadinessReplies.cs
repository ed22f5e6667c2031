using NodaTime;
using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Paging;

/// <summary>Words about who can be woken.</summary>
public static class ReadinessReplies
{
    private const int Shown = 20;

    // What Alertmanager waits where its configuration says nothing.
    private static readonly Duration UsualWait = Duration.FromSeconds(30);

    /// <param name="what">Whose rotations were looked at.</param>
    public static Reply Of(
        string what, Readiness readiness, IReadOnlyDictionary<string, string> names, Duration? groupWait) =>
        Ahead(what, readiness, names) with
        {
            Note = (groupWait is { } wait ? $"Time to page: Alertmanager waits {wait.TotalSeconds:0.#} s (group_wait)"
                : $"Time to page: Alertmanager usually waits {UsualWait.TotalSeconds:0} s (group_wait)")
                + " and the rule's 'for'; Watchbill takes under a second.",
            Shareable = true,
        };

    /// <summary>For the lead, each Monday; null: all is well.</summary>
    public static Reply? Weekly(string what, Readiness readiness, IReadOnlyDictionary<string, string> names) =>
        readiness.Gaps.Count == 0 && readiness.Unqualified.Count == 0 ? null : Ahead(what, readiness, names);

    private static Reply Ahead(string what, Readiness readiness, IReadOnlyDictionary<string, string> names)
    {
        var people = readiness.Gaps.Select(gap => gap.Person).OfType<string>().Distinct().Count();
        var nobody = readiness.Gaps.Count(gap => gap.Person is null);
        var untrained = readiness.Unqualified.Select(gap => gap.Person).Distinct().Count();
        if (readiness.Gaps.Count == 0 && untrained == 0)
            return new Reply(Text.Bold($"{what}: everybody who is on call in the next 7 days can be woken."));
        var head = string.Join(", and ", new[]
        {
            people == 0 ? null : people == 1
                ? "1 person cannot be woken in the next 7 days" : $"{people} people cannot be woken in the next 7 days",
            nobody == 0 ? null : nobody == 1 ? "1 span has nobody on call" : $"{nobody} spans have nobody on call",
            untrained == 0 ? null : untrained == 1
                ? "1 person is on call and not qualified" : $"{untrained} people are on call and not qualified",
        }.OfType<string>());
        return new Reply(
            Text.Bold($"{what}: {head}.") + (readiness.Covered && readiness.Gaps.Count > 0 ? " Somebody else on call can, each time." : "")
                + (people > 0 ? (Text)$" They fix it with `contact`." : Text.Empty)
                + (untrained > 0 ? (Text)$" How far they are: `training report`" : Text.Empty))
        {
            Table = new Table(["Who", "When", "On call", "Reason"],
                [.. readiness.Gaps.Concat(readiness.Unqualified).Take(Shown).Select(gap => (IReadOnlyList<Text>)
                    [
                        gap.Person is { } person ? (Text)$"{People.Named(person, names.GetValueOrDefault(person, person))}" : "nobody",
                        Text.Span(gap.Start, gap.End),
                        gap.Layer.Length > 0 ? $"{gap.Rotation}, {PageWords.Level(gap.Layer, person => person)}" : gap.Rotation,
                        gap.Reason,
                    ])]),
        };
    }
}
