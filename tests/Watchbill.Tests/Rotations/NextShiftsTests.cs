using NodaTime;
using Watchbill.Calendars;
using Watchbill.Fixtures;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Rotations;

/// <summary>
/// Whose next shift an edit moves: Friday 20 November 2026, 10:00. Ana has payments until Monday, 09:00, then ben, then cai; cai shadows by
/// the day. From Monday on it is handed over at 10:00.
/// </summary>
public sealed class NextShiftsTests
{
    private static readonly Instant Friday = Cases.At("2026-11-20T10:00:00Z");

    [Fact]
    public void A_turn_is_compared_with_a_turn_and_not_with_what_somebody_shadows_or_has_by_a_change()
    {
        ShiftChange[] changes =
        [
            Override("o", "2026-11-21T10:00:00Z", "2026-11-21T12:00:00Z", "ben", "2026-11-19T00:00:00Z"),
            Decided(ShiftSource.Cover, "c", "2026-11-21T14:00:00Z", "2026-11-21T16:00:00Z", "cai", "ana", "2026-11-19T00:00:00Z"),
        ];
        Assert.Equal(
            ["ben: primary 11-23T09:00 → primary 11-23T10:00", "cai: primary 11-30T09:00 → primary 11-30T10:00"],
            Moved(Schedule(At(9), changes), Schedule(At(10), changes)));
    }

    [Fact]
    public void What_somebody_has_by_an_override_is_told_where_it_is_no_more()
    {
        var made = Override("o", "2026-11-21T10:00:00Z", "2026-11-21T12:00:00Z", "ben", "2026-11-19T00:00:00Z");
        Assert.Contains("ben: primary 11-21T10:00 → none", Moved(Schedule(At(9), made), Schedule(At(9))));
    }

    [Fact]
    public void A_cover_that_has_lapsed_is_not_told_as_a_shift_that_moved()
    {
        var taken = Decided(ShiftSource.Cover, "c", "2026-11-21T14:00:00Z", "2026-11-21T16:00:00Z", "cai", "ana", "2026-11-19T00:00:00Z");
        Assert.DoesNotContain(Moved(Schedule(At(9), taken), Schedule(At(9))), told => told.StartsWith("cai", StringComparison.Ordinal));
    }

    private static Rotation At(int hour)
    {
        var turn = Weekly with { Anchor = Monday.Date.At(new LocalTime(hour, 0)) };
        var primary = Layer("primary", Weekly, Coverage.Always, "ana", "ben", "cai");
        return Rotation(
            primary with
            {
                Versions = NewLayerVersion.Apply(
                    primary.Versions, primary.Versions[0] with { Turn = turn }, Cases.At("2026-11-23T09:00:00Z")),
            },
            Layer("shadow", Daily, Coverage.Always, "cai", "ben") with { Shadow = true });
    }

    private static IEnumerable<string> Moved(Schedule before, Schedule after) => NextShifts.Moved(before, after, Friday)
        .Select(moved => $"{moved.Person}: {Told(moved.Before, moved.Running)} → {Told(moved.After, moved.Running)}");

    private static string Told(HeldTurn? turn, bool running) => turn is null ? "none"
        : running ? Cases.Invariant($"now until {turn.End:MM-dd'T'HH:mm}") : Cases.Invariant($"{turn.Layer} {turn.Start:MM-dd'T'HH:mm}");
}
