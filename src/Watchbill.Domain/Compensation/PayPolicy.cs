using NodaTime;
using NodaTime.Text;
using Watchbill.Calendars;

namespace Watchbill.Compensation;

/// <summary>How on-call work is paid from a day on, as the organisation file says it.</summary>
/// <param name="Effective">The first day on which it holds, until that of the next version with the same id.</param>
public sealed record PayPolicy(string Id, LocalDate Effective)
{
    /// <summary>As lines name it: <c>standard@2026-01-01</c>.</summary>
    public string Version => $"{Id}@{LocalDatePattern.Iso.Format(Effective)}";

    /// <summary>Of all its amounts (ISO 4217); null: the organisation's.</summary>
    public string? Currency { get; init; }

    /// <summary>In whose zone hours have their class.</summary>
    public PayZone Zone { get; init; }
    public BusinessHours? BusinessHours { get; init; }

    /// <summary>In order: an hour is of the first class that it matches.</summary>
    public IReadOnlyList<HourClass> Classes { get; init; } = [];

    /// <summary>To which day an hour belongs.</summary>
    public PayDay Day { get; init; } = new(PayDayKind.Midnight);

    /// <summary>Null: being on call is not paid.</summary>
    public StandbyRule? Standby { get; init; }

    /// <summary>Null: work on incidents is not paid.</summary>
    public CalloutRule? Callout { get; init; }

    /// <summary>For whoever is in a roster outside business hours; null: none.</summary>
    public FixedAmount? Allowance { get; init; }
    public IReadOnlyList<TimeOffRule> TimeOff { get; init; } = [];

    /// <summary>For services that were kept within their budget; null: none.</summary>
    public FixedAmount? Bonus { get; init; }
    public PayCaps? Caps { get; init; }
    public DoubleDuty DoubleDuty { get; init; }
    public ShadowPay Shadow { get; init; }
}

/// <summary>Whose zone says which class an hour has.</summary>
public enum PayZone
{
    Person,
    Rotation,
}

/// <summary>
/// The hours that are worked anyway. Where <paramref name="To"/> is not after <paramref name="From"/> it is on the next day.
/// </summary>
public sealed record BusinessHours(Weekdays Days, LocalTime From, LocalTime To);

/// <summary>Hours that are paid alike. A class without a condition takes every hour that is left.</summary>
public sealed record HourClass(string Id)
{
    /// <summary>Only on the person's holidays.</summary>
    public bool OnHolidays { get; init; }

    /// <summary>Only in the policy's business hours.</summary>
    public bool InBusinessHours { get; init; }
    public Weekdays Days { get; init; } = Weekdays.All;

    /// <summary>
    /// From when (included) to when (not included), both or neither. A window past midnight belongs to the day it opens.
    /// </summary>
    public LocalTime? From { get; init; }
    public LocalTime? To { get; init; }
}

/// <summary>Which day an hour is counted with.</summary>
/// <param name="HandoverAt">When the day begins; null: at the rotation's handover.</param>
public sealed record PayDay(PayDayKind Kind, LocalTime? HandoverAt = null);

/// <summary>Where a day begins that is paid.</summary>
public enum PayDayKind
{
    /// <summary>At local midnight.</summary>
    Midnight,

    /// <summary>When the duty is handed over.</summary>
    Handover,

    /// <summary>When the shift starts.</summary>
    ShiftStart,

    /// <summary>Each local date that a shift touches is one.</summary>
    Touched,
}

/// <summary>A fixed amount for a span.</summary>
public sealed record FixedAmount(decimal Amount, PaySpan Per, PayReceiver To);

/// <summary>The span for which a fixed amount is paid.</summary>
public enum PaySpan
{
    Month,
    Quarter,
    Year,
}

/// <summary>Who gets a fixed amount.</summary>
public enum PayReceiver
{
    Person,
    Team,
}

/// <summary>The most that is paid in a span; null: no limit.</summary>
public sealed record PayCaps(decimal? Day, decimal? Week, decimal? Month);

/// <summary>Whether shadowing is paid as being on call is.</summary>
public enum ShadowPay
{
    Unpaid,
    Paid,
}

/// <summary>What is paid to somebody who is on call in several rotations at once.</summary>
public enum DoubleDuty
{
    /// <summary>One of them.</summary>
    Once,

    /// <summary>Each of them.</summary>
    Each,
}
