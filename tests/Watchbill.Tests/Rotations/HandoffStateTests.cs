using NodaTime;
using Watchbill.Fixtures;
using static Watchbill.Fixtures.Roster;

namespace Watchbill.Rotations;

/// <summary>The walk that handoffs come from, over two years and a change of the clocks each half year.</summary>
public sealed class HandoffStateTests
{
    private static readonly Instant From = At("2026-01-07T00:00:00Z");
    private static readonly Instant To = At("2028-01-05T00:00:00Z");

    public static TheoryData<string> Zones =>
        ["Europe/London", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "America/Havana", "Africa/Cairo", "Pacific/Apia"];

    [Theory, MemberData(nameof(Zones))]
    public void Walked_in_steps_or_at_once_the_same_is_told_and_nothing_twice(string zone)
    {
        var schedule = ScheduleOf(zone);
        var begun = HandoffState.Begin(schedule, From);
        var (atOnce, end) = begun.Walk(schedule, To);

        var (steps, state) = (new List<Handover>(), begun);
        for (var now = From; now < To; now = Instant.Min(To, now + Duration.FromHours(31)))
        {
            (var told, state) = state.Walk(schedule, now);
            steps.AddRange(told);
        }

        steps.AddRange(state.Walk(schedule, To).Handovers);
        Assert.Equal(atOnce.Select(Words), steps.Select(Words));
        Assert.Equal(atOnce.Count, atOnce.Select(told => told.At).Distinct().Count());
        Assert.True(atOnce.Count > 200);
        Assert.Empty(end.Walk(schedule, To).Handovers);
    }

    [Theory, MemberData(nameof(Zones))]
    public void Every_handoff_leaves_who_is_on_call_and_the_next_one_is_foretold(string zone)
    {
        var schedule = ScheduleOf(zone);
        var state = HandoffState.Begin(schedule, From);
        for (var next = state.Next(schedule, From); next is { } foretold && foretold.At < To; next = state.Next(schedule, foretold.At))
        {
            Assert.Empty(state.Walk(schedule, foretold.At - Duration.Epsilon).Handovers);
            (var told, state) = state.Walk(schedule, foretold.At);
            Assert.Equal(Words(foretold), Words(Assert.Single(told)));
            Assert.All(schedule.At(foretold.At), shift => Assert.Equal(shift.Person, state.Holders[shift.Layer]));
        }
    }

    // A week by day turns in office hours beside a week round the clock, and somebody who learns.
    private static Schedule ScheduleOf(string zone)
    {
        var weekly = Weekly with { TimeZone = zone, Anchor = new(2026, 1, 5, 2, 30) };
        return new Schedule(
            Of("payments", Layer("primary", weekly with { Count = 3, Unit = TurnUnit.Day }, Coverage.Always, "ana", "ben", "cai"),
                Layer("secondary", weekly, Office, "dee", "lea"), Layer("shadow", weekly, Coverage.Always, "cai") with { Shadow = true }),
            RotationChanges.None, new Dictionary<string, IReadOnlyList<Away>>(), new Dictionary<string, Calendars.HolidayCalendar>());
    }

    private static string Words(Handover told) =>
        $"{told.At}: {string.Join(", ", told.Layers.Select(layer => $"{layer.Layer} {layer.Outgoing} {layer.Incoming} {layer.Shadow}"))}";
}
