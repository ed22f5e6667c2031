using NodaTime;

namespace Watchbill.Calendars;

/// <summary>Whole days off of a country or a site, by local date.</summary>
public sealed record HolidayCalendar(string Id, IReadOnlyList<LocalDate> Dates)
{
    public bool Retired { get; init; }
}
