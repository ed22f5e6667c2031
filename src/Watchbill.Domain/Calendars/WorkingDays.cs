using NodaTime;

namespace Watchbill.Calendars;

/// <summary>Days on which people work: Monday to Friday, without holidays.</summary>
public static class WorkingDays
{
    /// <summary>The day that many working days after a date, which itself does not count.</summary>
    public static LocalDate After(LocalDate date, int days, IReadOnlyCollection<LocalDate> holidays)
    {
        for (var left = days; left > 0;)
        {
            date = date.PlusDays(1);
            if (date.DayOfWeek < IsoDayOfWeek.Saturday && !holidays.Contains(date)) left--;
        }

        return date;
    }
}
