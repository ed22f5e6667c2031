using NodaTime;
using NodaTime.Text;

namespace Watchbill.Health;

/// <summary>Work on a service that is done by hand, again and again, and that a machine could do.</summary>
/// <param name="Number">Counts from 1 in the organisation; with it the id: <c>toil-7</c>.</param>
/// <param name="Minutes">What it takes each time.</param>
/// <param name="By">Id of who entered it.</param>
public sealed record Toil(int Number, string Service, string What, int Minutes, Instant At, string By)
{
    private const int OldMonths = 18;

    public string Id => FormattableString.Invariant($"toil-{Number}");

    /// <summary>The automation that was agreed; null: none was.</summary>
    public string? Automation { get; init; }

    public string DocumentId => IdOf(Number);

    public static string IdOf(int number) => FormattableString.Invariant($"{number:000000}");

    /// <summary>Whole months since it was entered, by a zone's calendar.</summary>
    public int AgeMonths(Instant now, DateTimeZone zone) =>
        Period.Between(At.InZone(zone).Date, now.InZone(zone).Date, PeriodUnits.Months).Months;

    /// <summary>Toil that is older than the automation it should have had.</summary>
    public bool IsOld(Instant now, DateTimeZone zone) => AgeMonths(now, zone) >= OldMonths;
}

/// <summary>What took most of somebody's week.</summary>
public enum WeekKind
{
    Project,
    OnCall,
    Toil,
    Other,
}

/// <summary>What somebody said took most of a week. Theirs alone to see.</summary>
/// <param name="Monday">The first day of the week.</param>
/// <param name="Kind">Null: they were asked and have not answered.</param>
public sealed record WorkWeek(string Person, LocalDate Monday, WeekKind? Kind, Instant At)
{
    public string DocumentId => IdOf(Person, Monday);

    public static string IdOf(string person, LocalDate monday) => $"{person}/{LocalDatePattern.Iso.Format(monday)}";
}
