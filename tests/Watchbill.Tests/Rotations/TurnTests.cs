using NodaTime;
using Watchbill.Calendars;
using Watchbill.Fixtures;

namespace Watchbill.Rotations;

/// <summary>Turns against the rows of facts. Rows without an end assert none.</summary>
public sealed class TurnTests
{
    [Theory, MemberData(nameof(Bounds))]
    public void Turns_are_as_published(string id)
    {
        var row = Cases.Row(id);
        var turn = new Turns(row.Rule(), Coverage.Always).At(row.Instant("query"));
        if (row.Says("expected_start")) Assert.Equal(row.Instant("expected_start"), turn.Start);
        if (row.Says("expected_end")) Assert.Equal(row.Instant("expected_end"), turn.End);
        if (row.Says("expected_index")) Assert.Equal(row.Number("expected_index"), Cases.Modulo(turn.Number, row.Number("participants")));
        if (row.Says("expected_duration_seconds"))
            Assert.Equal(row.Number("expected_duration_seconds"), (turn.End - turn.Start).TotalSeconds);
    }

    /// <summary>These rows say who was on at one instant and ask for another; the difference of the turn numbers answers.</summary>
    [Theory, MemberData(nameof(Indexes))]
    public void The_person_moves_on_by_one_each_turn(string id)
    {
        var row = Cases.Row(id);
        var turns = new Turns(row.Rule(), Coverage.Always);
        var turn = turns.At(row.Instant("query"));
        var moved = turn.Number - turns.At(row.Instant("anchor_at")).Number;
        Assert.Equal(row.Number("expected_index"), Cases.Modulo(row.Number("anchor_index") + moved, row.Number("participants")));
        if (row.Says("expected_start")) Assert.Equal(row.Instant("expected_start"), turn.Start);
    }

    /// <summary>Each covered date has the person of the turn that holds its middle.</summary>
    [Theory, MemberData(nameof(Weekdays))]
    public void Turns_of_days_count_covered_days(string id)
    {
        var row = Cases.Row(id);
        var coverage = new Coverage { Windows = [new CoverageWindow(row.Days(), new LocalTime(0, 0), new LocalTime(12, 0))] };
        var turns = new Turns(row.Rule(), coverage);
        var groups = row.GetProperty("groups").EnumerateArray().Select(group => group.GetString()).ToArray();
        foreach (var expected in row.GetProperty("expected_by_date").EnumerateObject())
        {
            var noon = Cases.Date(expected.Name).At(new LocalTime(6, 0)).InUtc().ToInstant();
            // A week that counts from a Thursday and covers weekends starts the row's list at the first weekend.
            Assert.Equal((expected.Name, expected.Value.GetString()),
                (expected.Name, groups[Cases.Modulo(turns.At(noon).Number, groups.Length)]));
        }
    }

    [Theory]
    [InlineData("2026-01-05", "A")] // Monday
    [InlineData("2026-01-09", "E")]
    [InlineData("2026-01-12", "F")] // the weekend counts nothing
    [InlineData("2026-01-02", "G")] // Friday before the anchor: the last of the order
    public void A_day_turn_of_Monday_to_Friday_starts_on_the_first_covered_day(string date, string person)
    {
        // The anchor is a Saturday.
        var rule = new TurnRule("Etc/UTC", new LocalDateTime(2026, 1, 3, 9, 0), 1, TurnUnit.Day);
        var turns =
            new Turns(rule,
                new Coverage
                {
                    Windows = [new CoverageWindow(WeekdaysExtensions.Parse("Mon-Fri")!.Value, new LocalTime(9, 0), new LocalTime(17, 0))],
                });
        var number = turns.At(Cases.At($"{date}T12:00:00Z")).Number;
        Assert.Equal(person, "ABCDEFG"[Cases.Modulo(number, 7)].ToString());
    }

    [Theory]
    [InlineData("2026-01-06T03:00:00Z", 0)] // Tuesday 03:00 is still Monday's night
    [InlineData("2026-01-06T06:00:00Z", 1)]
    [InlineData("2026-01-06T23:00:00Z", 1)]
    [InlineData("2026-01-10T03:00:00Z", 4)] // Saturday 03:00 is Friday's night
    [InlineData("2026-01-12T00:30:00Z", 5)]
    public void An_overnight_window_belongs_to_the_day_it_opens(string at, long number)
    {
        var rule = new TurnRule("Etc/UTC", new LocalDateTime(2026, 1, 5, 0, 0), 1, TurnUnit.Day);
        var nights =
            new Coverage
            {
                Windows = [new CoverageWindow(WeekdaysExtensions.Parse("Mon-Fri")!.Value, new LocalTime(22, 0), new LocalTime(6, 0))],
            };
        Assert.Equal(number, new Turns(rule, nights).At(Cases.At(at)).Number);
    }

    [Theory]
    // Berlin's clock went from 03:00 back to 02:00 on Sunday 25 October 2026: a window that closes at 02:00 ends at 01:00 UTC.
    [InlineData("00:00", "02:00", "2026-10-25T01:00:00Z")]
    [InlineData("02:00", "02:00", "2026-10-25T01:00:00Z")]
    [InlineData("02:30", "02:00", "2026-10-25T01:00:00Z")]
    [InlineData("00:00", "02:30", "2026-10-25T01:30:00Z")]
    [InlineData("00:00", "01:30", "2026-10-24T23:30:00Z")]
    [InlineData("00:00", "03:00", "2026-10-25T02:00:00Z")]
    // Where the day begins after that, it begins when it says.
    [InlineData("03:00", "02:00", "2026-10-25T02:00:00Z")]
    [InlineData("12:00", "02:00", "2026-10-25T11:00:00Z")]
    public void A_night_that_ends_in_a_repeated_hour_is_its_days_to_the_very_end(string at, string closes, string next)
    {
        var rule = new TurnRule("Europe/Berlin", new LocalDate(2026, 10, 19).At(Cases.Time(at)), 1, TurnUnit.Day);
        var turns = new Turns(rule, Some.Open("Mon-Sun", "18:00", closes));
        Assert.Equal((5L, Cases.At(next)), (turns.At(Cases.At(next) - Duration.FromSeconds(1)).Number, turns.Start(6)));
        Assert.Equal(new Turn(6, turns.Start(6), turns.Start(7)), turns.At(Cases.At(next)));
    }

    [Fact]
    public void A_turn_that_a_gap_swallows_keeps_its_number_and_has_no_time()
    {
        // Samoa skipped 30 December 2011: the turn of the 30th starts and ends at the first instant of the 31st.
        var turns = new Turns(new TurnRule("Pacific/Apia", new LocalDateTime(2011, 12, 28, 9, 0), 1, TurnUnit.Day), Coverage.Always);
        Assert.Equal(turns.Start(2), turns.At(Cases.At("2011-12-30T10:00:00Z")).Start);
        Assert.Equal(Cases.At("2011-12-30T10:00:00Z"), turns.Start(2));
        Assert.Equal(Cases.At("2011-12-30T19:00:00Z"), turns.Start(3));
    }

    public static TheoryData<string> Bounds() => Cases.Of("rotation-bounds");

    public static TheoryData<string> Indexes() => Cases.Of("rotation-index");

    public static TheoryData<string> Weekdays() => Cases.Of("weekday-rotation-table");
}
