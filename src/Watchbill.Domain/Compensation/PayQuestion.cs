using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Compensation;

/// <summary>When somebody is asked whether a month is right, and until when they have to answer.</summary>
public static class PayQuestion
{
    private const int WorkingDay = 3;
    private static readonly LocalTime At = new(9, 0);
    private static readonly Duration TimeToCheck = Duration.FromDays(5);
    private static readonly Duration OnTime = Duration.FromHours(12);
    private static readonly Duration AtLeast = Duration.FromDays(1);

    /// <summary>After the first question, where nobody has answered it.</summary>
    public static Duration AgainAfter { get; } = Duration.FromDays(3);

    /// <summary>At nine on the third working day after a month, by the person's calendar and zone.</summary>
    /// <param name="month">Its first day.</param>
    public static Instant Due(LocalDate month, DateTimeZone zone, IReadOnlyCollection<LocalDate> holidays) =>
        zone.AtLeniently(WorkingDays.After(month.With(DateAdjusters.EndOfMonth), WorkingDay, holidays) + At).ToInstant();

    /// <summary>
    /// Five days after the question. One that downtime delayed does not hold payroll up: then it is five days after the month, and a day
    /// after the question at the earliest.
    /// </summary>
    public static Instant CheckBy(LocalDate month, DateTimeZone zone, Instant due, Instant asked) => asked <= due + OnTime
        ? asked + TimeToCheck
        : Instant.Min(asked + TimeToCheck,
            Instant.Max(asked + AtLeast, zone.AtStartOfDay(month.PlusMonths(1)).ToInstant() + TimeToCheck));
}
