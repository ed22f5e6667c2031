using NodaTime;

namespace Watchbill.Compensation;

/// <summary>One amount that is owed, and the parts it is made of.</summary>
/// <param name="Start">Of the first piece of time in it (included).</param>
/// <param name="End">Of the last piece of time in it (not included).</param>
/// <param name="Hours">Elapsed hours on call, or of work on incidents; what was paid for may be more or less.</param>
/// <param name="Amount">Rounded to the smallest unit of the currency, once.</param>
public sealed record PayLine(PayKind Kind, LocalDate Month, Instant Start, Instant End, decimal Hours, Money Amount)
{
    public string? Rotation { get; init; }
    public string? Class { get; init; }

    /// <summary>For one unit; null: the person's hourly rate is missing, and the line is worth nothing until it is known.</summary>
    public decimal? Rate { get; init; }
    public decimal Factor { get; init; } = 1;

    /// <summary>The version that made it: <c>standard@2026-01-01</c>.</summary>
    public string? Policy { get; init; }

    /// <summary>Id of the turn, of standby.</summary>
    public string? Shift { get; init; }

    /// <summary>Id of the incident, of a callout.</summary>
    public string? Incident { get; init; }

    /// <summary>Id of the service, of a bonus.</summary>
    public string? Service { get; init; }

    /// <summary>They add up to <see cref="Amount"/>.</summary>
    public IReadOnlyList<PayPart> Parts { get; init; } = [];

    /// <summary>Of an adjustment: the month it is for.</summary>
    public LocalDate? Of { get; init; }

    /// <summary>Of an adjustment of a line of that month: its place there, counted from 1.</summary>
    public int? OfLine { get; init; }

    /// <summary>Why there is an adjustment.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// Who raised an adjustment: a person's id, <c>token:name</c>, or <c>watchbill</c> where the month was worked out anew.
    /// </summary>
    public string? By { get; init; }

    /// <summary>Who raised what was worked out anew.</summary>
    public const string Watchbill = "watchbill";

    /// <summary>Whether its reason is what somebody wrote.</summary>
    public bool IsInWords => Kind == PayKind.Adjustment && By != Watchbill && !string.IsNullOrEmpty(Reason);
}

/// <summary>What a line pays for.</summary>
public enum PayKind
{
    Standby,
    Callout,
    Allowance,
    Bonus,

    /// <summary>Time off that nobody took until it expired.</summary>
    Payout,
    Adjustment,
}

/// <summary>A part of a line: quantity x rate x factor; what rounding adds has a quantity of one.</summary>
public sealed record PayPart(PayPartKind What, decimal Quantity, decimal Rate, decimal Factor)
{
    public decimal Amount => Quantity * Rate * Factor;
}

/// <summary>What a part of a line counts.</summary>
public enum PayPartKind
{
    Hours,
    Days,

    /// <summary>A share of an amount for a date, a shift or a week.</summary>
    Lump,

    /// <summary>Hours that were not worked and are paid up to the minimum.</summary>
    Minimum,
    Fee,

    /// <summary>Hours that standby has paid for already; taken off.</summary>
    Included,

    /// <summary>What a cap of the policy does not pay; taken off.</summary>
    Cap,

    /// <summary>Time that rounding adds or takes off, or the fraction that the line's amount does.</summary>
    Rounding,
}
