using NodaTime;

namespace Watchbill.Rotations;

/// <summary>
/// Who is on call, by walking: minute after minute the wall clock is looked at, and a turn ends once the clock has reached its next local
/// boundary. Shares no code with the product, and nothing of its arithmetic.
/// </summary>
internal sealed record BruteForce(string Layer, string Zone, LocalDateTime Anchor, int Count, string Unit, params string[] Members)
{
    /// <summary>Weekdays and local times on duty; none: always. A window whose end is not after its start ends on the next day.</summary>
    public (IsoDayOfWeek[] Days, LocalTime From, LocalTime To)[] Windows { get; init; } = [];

    /// <summary>For each minute of the span: the turn, and who; null: off duty.</summary>
    public (long Turn, string Person)?[] Walk(Instant from, Instant to)
    {
        var zone = DateTimeZoneProviders.Tzdb[Zone];
        var minutes = new (long, string)?[(int)(to - from).TotalMinutes];
        var turn = FirstTurn(from.InZone(zone).LocalDateTime);
        for (var minute = 0; minute < minutes.Length; minute++)
        {
            var clock = (from + Duration.FromMinutes(minute)).InZone(zone).LocalDateTime;
            while (Begin(turn + 1) <= clock) turn++;
            if (OnDuty(clock)) minutes[minute] = (turn, Members[(int)(((turn % Members.Length) + Members.Length) % Members.Length)]);
        }

        return minutes;
    }

    // Turn by turn from the anchor: slow, and obviously right.
    private long FirstTurn(LocalDateTime clock)
    {
        var turn = 0L;
        while (Begin(turn + 1) <= clock) turn++;
        while (Begin(turn) > clock) turn--;
        return turn;
    }

    private LocalDateTime Begin(long turn) => Unit switch
    {
        "hours" => Anchor.PlusHours(turn * Count),
        "weeks" => Anchor.PlusDays((int)turn * Count * 7),
        "months" => Anchor.Date.PlusMonths((int)turn * Count).At(Anchor.TimeOfDay),
        _ => CoveredDay(turn).At(Anchor.TimeOfDay),
    };

    private readonly Dictionary<long, LocalDate> covered = [];

    // The anchor's day must be covered itself.
    private LocalDate CoveredDay(long turn)
    {
        if (turn == 0) return Anchor.Date;
        if (covered.TryGetValue(turn, out var known)) return known;
        var day = CoveredDay(turn > 0 ? turn - 1 : turn + 1);
        for (var counted = 0; counted < Count;)
        {
            day = day.PlusDays(turn > 0 ? 1 : -1);
            if (Windows.Length == 0 || Windows.Any(window => window.Days.Contains(day.DayOfWeek))) counted++;
        }

        return covered[turn] = day;
    }

    private bool OnDuty(LocalDateTime clock) =>
        Windows.Length == 0 || Windows.Any(window => new[] { clock.Date, clock.Date.PlusDays(-1) }.Any(day =>
            window.Days.Contains(day.DayOfWeek) && day.At(window.From) <= clock
                && clock < (window.To > window.From ? day : day.PlusDays(1)).At(window.To)));
}
