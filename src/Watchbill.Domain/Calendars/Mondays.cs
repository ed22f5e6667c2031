using NodaTime;

namespace Watchbill.Calendars;

/// <summary>That a weekly report was made; the document's id says which, such as <c>gaps/payments</c>.</summary>
/// <param name="Due">The Monday it was made for, whether there was anything to say or not.</param>
public sealed record Reported(Instant Due);

/// <summary>Mondays at nine, when weekly reports are due.</summary>
public static class Mondays
{
    private static readonly LocalTime Nine = new(9, 0);

    /// <summary>
    /// The last one that has come by an instant (included), on a zone's clocks. A skipped nine o'clock is the first instant after the gap.
    /// </summary>
    public static Instant Last(Instant at, DateTimeZone zone)
    {
        var date = at.InZone(zone).Date;
        var monday = At(date.PlusDays(1 - (int)date.DayOfWeek), zone);
        return monday <= at ? monday : At(date.PlusDays(1 - (int)date.DayOfWeek - 7), zone);
    }

    /// <summary>The first one after an instant.</summary>
    public static Instant Next(Instant at, DateTimeZone zone) => At(Last(at, zone).InZone(zone).Date.PlusWeeks(1), zone);

    /// <summary>
    /// What a report is due at: its Monday, or now where that is long past. Something due for long is given up at the first failure.
    /// </summary>
    public static Instant SaidFor(Instant monday, Instant now) => now - monday < Duration.FromHours(1) ? monday : now;

    private static Instant At(LocalDate monday, DateTimeZone zone) => monday.At(Nine).InZoneLeniently(zone).ToInstant();
}
