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
        var seams =
            DateTimeZoneProviders.Tzdb[zone].GetZoneIntervals(from, to).Where(spell => spell.HasStart && spell.Start > from)
                .Select(spell => spell.Start).ToList();
        for (var day = 0; day < 365; day++)
        {
            // Times of day at which clocks change somewhere, and one at which none does.
            var time = new LocalTime(new[] { 0, 1, 2, 23, 9 }[day % 5], new[] { 0, 30 }[day % 2]);
            var anchor = new LocalDate(year, 1, 1).PlusDays(day).At(time);
            // From every anchor around every change of the clock; all of the two years from those beside one, and from every seventh,
            // which has each of the times.
            var begun = anchor.InZoneLeniently(DateTimeZoneProviders.Tzdb[zone]).ToInstant();
            var isWhole = day % 7 == 0 || seams.Any(seam => begun > seam - Duration.FromDays(2) && begun < seam + Duration.FromDays(2));
            foreach (var (count, unit) in new[] { (1, TurnUnit.Day), (1, TurnUnit.Week), (1, TurnUnit.Month), (12, TurnUnit.Hour) })
            {
                var turns = new Turns(new TurnRule(zone, anchor, count, unit), Coverage.Always);
                if (isWhole) Walk(turns, from, to);
                else foreach (var seam in seams) Walk(turns, seam - Duration.FromDays(3), seam + Duration.FromDays(3));
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

    [Theory, MemberData(nameof(Zones))]
    public void A_night_has_one_person_however_the_clock_is_set(string zone, int year)
    {
        var from = new LocalDate(year, 1, 1).AtStartOfDayInZone(DateTimeZoneProviders.Tzdb[zone]).ToInstant();
        foreach (var (at, closes) in
            from at in new[] { "00:00", "01:00", "01:30", "02:00", "02:30", "12:00" }
            from closes in new[] { "00:00", "00:30", "01:00", "01:30", "01:45", "02:00", "02:30", "03:00" }
            select (at, closes))
        {
            var coverage = Some.Open("Mon-Sun", "18:00", closes);
            var turns = new Turns(new TurnRule(zone, new LocalDate(year, 6, 1).At(Cases.Time(at)), 1, TurnUnit.Day), coverage);
            Walk(turns, from, from + Duration.FromDays(366));
            var apart = new Windows(coverage, zone, holidays: null).Between(from, from + Duration.FromDays(366))
                .Where(night => turns.At(night.Start) != turns.At(night.End - Duration.FromSeconds(1)));
            Assert.Equal((at, closes, ""), (at, closes, string.Join(' ', apart)));
        }
    }

    /// <summary>Also in the middle of a turn: what the clock shows for the second time has begun the first time.</summary>
    [Theory, MemberData(nameof(Zones))]
    public void Every_instant_of_a_repeated_hour_finds_its_turn(string zone, int year)
    {
        var clocks = DateTimeZoneProviders.Tzdb[zone];
        var days = from spell in clocks.GetZoneIntervals(Instant.FromUtc(year, 1, 1, 0, 0), Instant.FromUtc(year + 2, 1, 1, 0, 0))
                   where spell.HasStart
                   select spell.Start;
        foreach (var change in days)
        {
            var local = change.InZone(clocks).LocalDateTime;
            for (var minutes = -180; minutes <= 180; minutes += 30)
            {
                var anchor = local.Date.PlusWeeks(-4) + local.PlusMinutes(minutes).TimeOfDay;
                foreach (var (count, unit) in new[] { (1, TurnUnit.Day), (1, TurnUnit.Week), (1, TurnUnit.Month), (5, TurnUnit.Hour) })
                {
                    var turns = new Turns(new TurnRule(zone, anchor, count, unit), Coverage.Always);
                    for (var at = change - Duration.FromHours(4); at < change + Duration.FromHours(4); at += Duration.FromMinutes(10))
                    {
                        var turn = turns.At(at);
                        if (turn.Start <= at && at < turn.End && turns.Start(turn.Number) == turn.Start) continue;
                        Assert.Fail(Cases.Invariant($"{anchor} {count} {unit}: {at} is not in {turn}"));
                    }
                }
            }
        }
    }

    [Fact]
    public void A_day_that_begins_at_half_past_one_in_New_York_goes_on_while_the_clock_shows_less_again()
    {
        var turns = new Turns(new TurnRule("America/New_York", new LocalDateTime(2026, 10, 30, 1, 30), 1, TurnUnit.Day), Coverage.Always);
        // 01:30 came at 05:30 UTC; at 06:00 UTC the clock showed 01:00 for the second time.
        Assert.Equal(1, turns.At(Cases.At("2026-11-01T05:29:59Z")).Number);
        foreach (var at in new[] { "05:30:00", "05:59:59", "06:00:00", "06:10:00", "06:29:59", "06:30:00", "07:00:00" })
            Assert.Equal((at, 2L), (at, turns.At(Cases.At($"2026-11-01T{at}Z")).Number));
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
