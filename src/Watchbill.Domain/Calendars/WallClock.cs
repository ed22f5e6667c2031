using NodaTime;
using NodaTime.TimeZones;

namespace Watchbill.Calendars;

/// <summary>
/// The wall clock of one zone. Local times are whole seconds since 1970-01-01T00:00 local, so that turns are counted in plain numbers.
/// </summary>
public sealed class WallClock(DateTimeZone zone)
{
    public const long Day = 86_400;

    // No zone has been further than this from Greenwich.
    private const long FurthestOffset = 18 * 3600;

    // How long ago a clock may have been set back for local times to be repeating still.
    private static readonly Duration LongestRepeat = Duration.FromHours(26);

    private readonly DateTimeZone zone = zone;

    // The spell asked for last, as most questions follow each other closely. Replaced whole, so threads may race for it.
    private Plain? plain;

    public static long Seconds(LocalDateTime local) => Seconds(local.Date) + local.TimeOfDay.TickOfDay / NodaConstants.TicksPerSecond;

    /// <summary>Midnight of a date.</summary>
    public static long Seconds(LocalDate date) => Period.DaysBetween(Epoch, date) * Day;

    public static LocalDate Date(long local) => Epoch.PlusDays((int)Floor(local, Day));

    /// <summary>The quotient rounded down, also for negative numbers.</summary>
    public static long Floor(long value, long step)
    {
        var quotient = value / step;
        return value < 0 && quotient * step != value ? quotient - 1 : quotient;
    }

    /// <summary>What the clock shows, seconds rounded down.</summary>
    public long Local(Instant at) => at.ToUnixTimeSeconds() + zone.GetUtcOffset(at).Seconds;

    /// <summary>
    /// The furthest the clock has come until an instant: in an hour that is being repeated, the last
    /// second of its first run. What has begun by this does not end again.
    /// </summary>
    public long Furthest(Instant at)
    {
        var spell = zone.GetZoneInterval(at);
        var local = at.ToUnixTimeSeconds() + spell.WallOffset.Seconds;
        if (!spell.HasStart || at - spell.Start > LongestRepeat) return local;
        return Math.Max(local, LocalEnd(zone.GetZoneInterval(spell.Start - Duration.Epsilon)) - 1);
    }

    /// <summary>When the clock first shows a time, or the first instant after the gap that skips it.</summary>
    public Instant First(long local)
    {
        if (plain is { } known && known.Holds(local)) return Instant.FromUnixTimeSeconds(local - known.Offset);
        return Resolve(SpellOf(local), local);
    }

    /// <summary>When the clock last shows a time, or the first instant after the gap that skips it.</summary>
    public Instant Last(long local)
    {
        if (plain is { } known && known.Holds(local)) return Instant.FromUnixTimeSeconds(local - known.Offset);
        var spell = SpellOf(local);
        while (spell.HasEnd && zone.GetZoneInterval(spell.End) is var next && LocalStart(next) <= local) spell = next;
        return Resolve(spell, local);
    }

    private static LocalDate Epoch => new(1970, 1, 1);

    private static long LocalStart(ZoneInterval spell) =>
        spell.HasStart ? spell.Start.ToUnixTimeSeconds() + spell.WallOffset.Seconds : long.MinValue;

    private static long LocalEnd(ZoneInterval spell) =>
        spell.HasEnd ? spell.End.ToUnixTimeSeconds() + spell.WallOffset.Seconds : long.MaxValue;

    // One formula for gap and fold: in the first spell that ends after the local time, that time or the spell's own start.
    private static Instant Resolve(ZoneInterval spell, long local)
    {
        var at = Instant.FromUnixTimeSeconds(local - spell.WallOffset.Seconds);
        return spell.HasStart && at < spell.Start ? spell.Start : at;
    }

    private ZoneInterval SpellOf(long local)
    {
        var spell = zone.GetZoneInterval(Instant.FromUnixTimeSeconds(local - FurthestOffset));
        while (LocalEnd(spell) <= local) spell = zone.GetZoneInterval(spell.End);
        plain = new Plain(
            Math.Max(LocalStart(spell), spell.HasStart ? LocalEnd(zone.GetZoneInterval(spell.Start - Duration.Epsilon)) : long.MinValue),
            Math.Min(LocalEnd(spell), spell.HasEnd ? LocalStart(zone.GetZoneInterval(spell.End)) : long.MaxValue),
            spell.WallOffset.Seconds);
        return spell;
    }

    /// <summary>Local times that come exactly once, all at one offset.</summary>
    private sealed record Plain(long From, long To, long Offset)
    {
        public bool Holds(long local) => From <= local && local < To;
    }
}
