using NodaTime;

namespace Watchbill.Calendars;

/// <summary>What turns local times into instants: the rules of time zones, and the holidays.</summary>
/// <param name="Calendars">By id.</param>
public sealed record Almanac(IReadOnlyDictionary<string, HolidayCalendar> Calendars, IDateTimeZoneProvider Zones)
{
    /// <summary>With the zone rules of this release.</summary>
    public static Almanac With(IReadOnlyDictionary<string, HolidayCalendar> calendars) => new(calendars, DateTimeZoneProviders.Tzdb);
}
