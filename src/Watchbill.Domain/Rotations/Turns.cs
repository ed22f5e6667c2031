using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Rotations;

/// <summary>
/// A numbered slice of time, start included, end not. A turn that a clock change swallows is empty: its start is its end.
/// </summary>
public readonly record struct Turn(long Number, Instant Start, Instant End);

/// <summary>
/// Cuts time into turns by local arithmetic from an anchor, both ways, in O(1) of the distance. A boundary
/// in a skipped hour is the first instant after it; in a repeated hour it is the first occurrence, and a
/// turn that has begun does not end again. Starts never run backwards.
/// </summary>
public sealed class Turns
{
    private readonly TurnRule rule;
    private readonly WallClock clock;
    private readonly CoveredDays? covered;
    private readonly long anchor;
    private readonly long step;

    /// <param name="coverage">Its weekdays are what turns of days are counted in; other turns do not depend on it.</param>
    /// <param name="zones">The rules of time zones; null: those of this release.</param>
    public Turns(TurnRule rule, Coverage coverage, IDateTimeZoneProvider? zones = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rule.Count, 1);
        this.rule = rule;
        clock = new WallClock((zones ?? DateTimeZoneProviders.Tzdb)[rule.TimeZone]);
        covered = rule.Unit == TurnUnit.Day && coverage.Windows.Count > 0 ? new CoveredDays(coverage.Windows, rule.Anchor.TimeOfDay) : null;
        anchor = covered?.NumberFrom(rule.Anchor.Date) ?? WallClock.Seconds(rule.Anchor);
        step = rule.Count * rule.Unit switch
        {
            TurnUnit.Hour => 3600,
            TurnUnit.Day when covered is not null => 1,
            TurnUnit.Day => WallClock.Day,
            TurnUnit.Week => 7 * WallClock.Day,
            _ => 1,
        };
    }

    /// <summary>The turn that holds an instant; never an empty one.</summary>
    public Turn At(Instant at)
    {
        var number = NumberAt(at);
        var start = Start(number);
        if (start <= at) return new Turn(number, start, Start(number + 1));
        // The night before goes on while the hour in which it closes is repeated.
        return new Turn(number - 1, Start(number - 1), start);
    }

    /// <summary>When a turn starts, and the one before it ends.</summary>
    public Instant Start(long number) => covered is not null ? covered.Begin(anchor + number * step, clock)
        : clock.First(rule.Unit == TurnUnit.Month ? Month(number) : anchor + number * step);

    private long NumberAt(Instant at)
    {
        var local = clock.Furthest(at);
        if (rule.Unit == TurnUnit.Month) return MonthAt(local);
        return WallClock.Floor((covered?.NumberAt(local) ?? local) - anchor, step);
    }

    // A month without the anchor's day ends a day or more early; the next one has it again.
    private long Month(long number) => WallClock.Seconds(rule.Anchor.PlusMonths((int)(number * rule.Count)));

    private long MonthAt(long local)
    {
        var date = WallClock.Date(local);
        var months = (date.Year - rule.Anchor.Year) * 12 + date.Month - rule.Anchor.Month;
        var number = WallClock.Floor(months, rule.Count);
        return Month(number) > local ? number - 1 : number;
    }
}
