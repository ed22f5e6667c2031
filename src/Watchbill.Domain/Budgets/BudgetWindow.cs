using NodaTime;

namespace Watchbill.Budgets;

/// <summary>The span a budget holds for.</summary>
/// <param name="Days">Days of 24 hours of a rolling window; 0 for calendar windows.</param>
public sealed record BudgetWindow(BudgetWindowUnit Unit, int Days)
{
    public static BudgetWindow CalendarMonth { get; } = new(BudgetWindowUnit.Month, 0);

    /// <summary>Whether it ends with the calendar, and begins again with a full budget.</summary>
    public bool IsCalendar => Unit != BudgetWindowUnit.Rolling;

    /// <summary>What "k of the last m" counts: the windows themselves; calendar months where they roll.</summary>
    public BudgetWindow Period => IsCalendar ? this : CalendarMonth;

    /// <summary>
    /// The window that holds an instant, start included, end not; a rolling one ends at the instant. A local midnight that is skipped is
    /// the first instant after it, a repeated one its first.
    /// </summary>
    public Interval At(Instant at, DateTimeZone zone)
    {
        if (!IsCalendar) return new Interval(at - Duration.FromDays(Days), at);
        var first = First(at.InZone(zone).Date);
        var end = Midnight(Next(first), zone);
        // Clocks that go back over a midnight show the old date once more after the new window has begun.
        return at < end ? new Interval(Midnight(first, zone), end) : new Interval(end, Midnight(Next(Next(first)), zone));
    }

    /// <summary>
    /// Full windows that ended by an instant, the newest first. Only calendar windows follow each other: <see cref="Period"/>.
    /// </summary>
    public IReadOnlyList<Interval> Before(Instant at, int count, DateTimeZone zone)
    {
        if (!IsCalendar) throw new InvalidOperationException("Rolling windows do not follow each other: ask their Period.");
        var windows = new List<Interval>();
        for (var end = At(at, zone).Start; windows.Count < count; end = windows[^1].Start) windows.Add(At(end - Duration.Epsilon, zone));
        return windows;
    }

    private LocalDate First(LocalDate date) => Unit switch
    {
        BudgetWindowUnit.Year => new LocalDate(date.Year, 1, 1),
        BudgetWindowUnit.Quarter => new LocalDate(date.Year, ((date.Month - 1) / 3 * 3) + 1, 1),
        _ => new LocalDate(date.Year, date.Month, 1),
    };

    private LocalDate Next(LocalDate first) => first.PlusMonths(Unit switch
    {
        BudgetWindowUnit.Year => 12,
        BudgetWindowUnit.Quarter => 3,
        _ => 1,
    });

    private static Instant Midnight(LocalDate day, DateTimeZone zone) => zone.AtStartOfDay(day).ToInstant();
}

/// <summary>Calendar spans, or the last days.</summary>
public enum BudgetWindowUnit
{
    Month,
    Quarter,
    Year,
    Rolling,
}
