using Watchbill.Chat;

namespace Watchbill.Rotations;

/// <summary>Words about what is missing in the weeks to come.</summary>
public static class GapReplies
{
    private const int MaxRows = 15;

    /// <param name="reasons">Why nobody is there, for each gap.</param>
    public static Reply Ahead(Rotation rotation, IReadOnlyList<Gap> gaps, IReadOnlyList<string> reasons)
    {
        var more = gaps.Count > MaxRows ? $" The first {MaxRows} of them:" : "";
        return new Reply(
            Text.Bold($"Nobody is on call for {rotation.Id} {(gaps.Count == 1 ? "once" : $"{gaps.Count} times")} in the next 4 weeks.")
                + $" Fill it: `{ChangeReplies.Fill(rotation, gaps.Select(gap => gap.Layer))}`{more}")
        {
            Table = new Table(["When", "Layer", "Reason"], [.. gaps.Zip(reasons).Take(MaxRows).Select(row =>
                (IReadOnlyList<Text>)[Text.Span(row.First.Start, row.First.End), row.First.Layer, row.Second])]),
        };
    }
}
