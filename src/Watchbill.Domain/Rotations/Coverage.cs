using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Rotations;

/// <summary>When a rotation or a layer is on duty, in its zone's local time.</summary>
public sealed record Coverage
{
    public static Coverage Always { get; } = new();

    /// <summary>Empty: always.</summary>
    public IReadOnlyList<CoverageWindow> Windows { get; init; } = [];

    /// <summary>Id of the holiday calendar whose days are off; null: holidays are covered.</summary>
    public string? HolidaysOff { get; init; }

    /// <summary>All that a window is on; none where it is always.</summary>
    public Weekdays Weekdays => Windows.Aggregate(default(Weekdays), (all, window) => all | window.Days);

    public bool IsAlways => Windows.Count == 0 && HolidaysOff is null;
}

/// <summary>
/// Local times on some weekdays. Where <paramref name="To"/> is not after <paramref name="From"/> it ends on
/// the next day; the window belongs to the day it opens. Equal times are 24 hours.
/// </summary>
public sealed record CoverageWindow(Weekdays Days, LocalTime From, LocalTime To);
