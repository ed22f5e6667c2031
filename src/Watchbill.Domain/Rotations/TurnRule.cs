using NodaTime;

namespace Watchbill.Rotations;

/// <summary>How long a turn is and from where they are counted.</summary>
/// <param name="TimeZone">TZDB id.</param>
/// <param name="Anchor">Local start of turn 0.</param>
/// <param name="Count">Units in a turn, 1 or more.</param>
public sealed record TurnRule(string TimeZone, LocalDateTime Anchor, int Count, TurnUnit Unit)
{
    /// <summary>
    /// Longer than any turn can be: a covered day may last a week, a clock may be set back, and a day may be 25 hours long.
    /// </summary>
    public Duration Longest => Duration.FromDays(2) + Count * Unit switch
    {
        TurnUnit.Hour => Duration.FromHours(1),
        TurnUnit.Month => Duration.FromDays(31),
        _ => Duration.FromDays(7),
    };

    /// <summary>How many weeks a turn lasts by the calendar; of months, the one that begins at the anchor's day of the given one.</summary>
    public decimal Weeks(LocalDate start) => Unit switch
    {
        TurnUnit.Hour => Count / 168m,
        TurnUnit.Day => Count / 7m,
        TurnUnit.Month => Period.DaysBetween(start, start.PlusMonths(Count)) / 7m,
        _ => Count,
    };
}

/// <summary>What a turn is counted in. Hours are wall clock hours; days are covered days where the coverage has weekdays.</summary>
public enum TurnUnit
{
    Hour,
    Day,
    Week,
    Month,
}
