using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;

namespace Watchbill.Organization;

/// <summary>Words about the organisation's holiday calendars.</summary>
public static class HolidayReplies
{
    /// <summary>For admins: calendars that no longer say which days are off.</summary>
    /// <param name="today">Of whoever is told.</param>
    public static Reply CalendarsEnd(IReadOnlyList<HolidayCalendar> calendars, LocalDate today) =>
        new(Text.Bold(
            calendars.Count == 1 ? "1 holiday calendar ends within 60 days." : $"{calendars.Count} holiday calendars end within 60 days.")
            + $" After that every day counts as a working day. Add next year's days under `holidays` in the organisation " +
                $"file.")
        {
            Table = new Table(["Calendar", "Last day"], [.. calendars.Select(calendar =>
                (IReadOnlyList<Text>)[calendar.Id,
                    calendar.Dates.Count == 0 ? "none" : DayText.Of(calendar.Dates.Max(), today)])]),
        };
}
