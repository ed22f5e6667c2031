using Watchbill.Calendars;
using Watchbill.Chat;

namespace Watchbill.Rotations;

/// <summary>Words about what is missing in the weeks to come.</summary>
public static class GapReplies
{
    private const int MaxRows = 15;

    /// <param name="reasons">Why nobody is there, for each gap.</param>
    public static Reply Ahead(Rotation rotation, IReadOnlyList<Gap> gaps, IReadOnlyList<string> reasons)
    {
        var more = gaps.Count > MaxRows ? $" The first {MaxRows} of {gaps.Count}:" : "";
        return new Reply(
            $"In the next 28 days there are times at which nobody is on call for {rotation.Id}, though somebody should be. Fill them " +
                $"with: {ChangeReplies.Fill(rotation, gaps.Select(gap => gap.Layer))}.{more}")
        {
            Table = new Table(["From", "Until", "Layer", "Why"], [.. gaps.Zip(reasons).Take(MaxRows).Select(row =>
                (IReadOnlyList<Text>)[$"{row.First.Start}", $"{row.First.End}", row.First.Layer, row.Second])]),
        };
    }

    /// <summary>For admins: calendars that no longer say which days are off.</summary>
    public static Reply CalendarsEnd(IReadOnlyList<HolidayCalendar> calendars) =>
        new("These holiday calendars end within 60 days; after that every day counts as a working day. Add the next year's days under " +
            "'holidays' in the organisation file.")
        {
            Table = new Table(["Calendar", "Last day in it"], [.. calendars.Select(calendar =>
                (IReadOnlyList<Text>)[calendar.Id,
                    calendar.Dates.Count == 0 ? "none" : FormattableString.Invariant($"{calendar.Dates.Max():d MMM uuuu}")])]),
        };
}
