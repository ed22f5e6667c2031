using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Rotations;

/// <summary>Words about one person on two levels at once, by whatever brings it about.</summary>
public static class LevelReplies
{
    private const int MaxSpans = 3;
    private const int MaxRows = 15;

    /// <summary>
    /// A line for each pair of levels, for who is about to make it so. What has begun is said as now: the second would be another one when
    /// it is confirmed.
    /// </summary>
    public static IEnumerable<Text> Would(IReadOnlyList<TwoLevels> twice, IReadOnlyDictionary<string, string> names, Instant now) =>
        twice.GroupBy(both => (both.First, both.Second)).Select(pair =>
            (Text)$"⚠ One person is {pair.Key.First} and {pair.Key.Second} at once: "
            + Text.Join("; ",
                pair.Take(MaxSpans)
                    .Select(
                        both => (Text)$"{names.Named(both.Person)}, {Span(both, now)}"))
            + (pair.Count() > MaxSpans ? $"; and {pair.Count() - MaxSpans} times more." : "."));

    /// <summary>For the weekly report.</summary>
    public static Reply Ahead(Rotation rotation, IReadOnlyList<TwoLevels> twice, IReadOnlyDictionary<string, string> names) =>
        new(Text.Bold($"One person is on two levels of {rotation.Id} at once in the next 4 weeks.")
            + $" An escalation would go from them to them. Put somebody else on call: `{ChangeReplies.Fill(rotation,
                rotation.Layers.Where(layer => layer.Level == twice[0].Second).Select(layer => layer.Id))}`"
            + (twice.Count > MaxRows ? $" The first {MaxRows} of {twice.Count}:" : ""))
        {
            Table = new Table(["Who", "When", "Levels"], [.. twice.Take(MaxRows).Select(both => (IReadOnlyList<Text>)
                [$"{names.Named(both.Person)}", Text.Span(both.Start, both.End), $"{both.First}, {both.Second}"])]),
        };

    private static Text Span(TwoLevels both, Instant now) =>
        both.Start <= now ? $"now until {both.End}" : Text.Span(both.Start, both.End);
}
