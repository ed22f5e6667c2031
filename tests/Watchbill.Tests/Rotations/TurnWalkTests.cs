using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Rotations;

/// <summary>
/// Walks: whatever the clocks do, turns follow each other without a hole, an overlap or a step back, and every instant finds its own.
/// </summary>
public sealed class TurnWalkTests
{
    /// <summary>The zones of the design, each with the two years in which its clock does its worst.</summary>
    public static TheoryData<string, int> Zones { get; } = new()
    {
        { "Europe/London", 2026 }, { "America/New_York", 2026 }, { "Australia/Lord_Howe", 2026 }, { "America/Santiago", 2026 },
        { "America/Havana", 2026 }, { "Africa/Cairo", 2026 }, { "Pacific/Apia", 2011 }, { "Europe/Lisbon", 2026 },
    };

    [Theory, MemberData(nameof(Zones))]
    public void Turns_tile_two_years_from_an_anchor_on_every_day_of_one(string zone, int year)
    {
        var from = new LocalDate(year, 1, 1).At(new LocalTime(0, 30)).InZoneLeniently(DateTimeZoneProviders.Tzdb[zone]).ToInstant();
        var to = from + Duration.FromDays(731);
        for (var day = 0; day < 365; day++)
        {
            // Times of day at which clocks change somewhere, and one at which none does.
            var time = new LocalTime(new[] { 0, 1, 2, 23, 9 }[day % 5], new[] { 0, 30 }[day % 2]);
            var anchor = new LocalDate(year, 1, 1).PlusDays(day).At(time);
            foreach (var (count, unit) in new[] { (1, TurnUnit.Day), (1, TurnUnit.Week), (1, TurnUnit.Month), (12, TurnUnit.Hour) })
            {
                Walk(new Turns(new TurnRule(zone, anchor, count, unit), Coverage.Always), from, to);
            }
        }
    }

    [Theory, MemberData(nameof(Zones))]
    public void Turns_of_hours_and_covered_days_tile_two_years(string zone, int year)
    {
        var from = new LocalDate(year, 1, 1).AtStartOfDayInZone(DateTimeZoneProviders.Tzdb[zone]).ToInstant();
        var days =
            new Coverage
            {
                Windows = [new CoverageWindow(Calendars.WeekdaysExtensions.Parse("Mon-Fri")!.Value, new LocalTime(20, 0),
                    new LocalTime(2, 30))],
            };
        foreach (var (rule, coverage) in new[]
        {
            (new TurnRule(zone, new LocalDateTime(year, 6, 1, 0, 0), 1, TurnUnit.Hour), Coverage.Always),
            (new TurnRule(zone, new LocalDateTime(year, 6, 1, 0, 30), 5, TurnUnit.Hour), Coverage.Always),
            (new TurnRule(zone, new LocalDateTime(year, 6, 1, 0, 30), 1, TurnUnit.Day), days),
            (new TurnRule(zone, new LocalDateTime(year, 6, 1, 2, 0), 3, TurnUnit.Day), days),
        })
        {
            Walk(new Turns(rule, coverage), from, from + Duration.FromDays(731));
        }
    }

    private static void Walk(Turns turns, Instant from, Instant to)
    {
        var turn = turns.At(from);
        Assert.True(turn.Start <= from && from < turn.End);
        while (turn.Start < to)
        {
            // The turn that holds the end is the next one that is not empty, and it starts right there.
            var next = turns.At(turn.End);
            if (next.Start != turn.End || next.End <= next.Start || next.Number <= turn.Number
                || turns.At(turn.End - Duration.FromSeconds(1)) != turn)
            {
                Assert.Fail(Cases.Invariant($"{turn} is followed by {next}"));
            }

            for (var swallowed = turn.Number + 1; swallowed <= next.Number; swallowed++) Assert.Equal(turn.End, turns.Start(swallowed));
            turn = next;
        }
    }
}
