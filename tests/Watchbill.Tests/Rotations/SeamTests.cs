using NodaTime;
using Watchbill.Fixtures;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Rotations;

/// <summary>
/// A change of the turns whose first boundary comes later than its start. By the week from Monday 09:00 in New York; ana has the week of 16
/// November 2026, and the change starts when that ends, on Monday 23 at 14:00 UTC.
/// </summary>
public sealed class SeamTests
{
    private static readonly TurnRule Old = new("America/New_York", new LocalDateTime(2026, 1, 5, 9, 0), 1, TurnUnit.Week);
    private static readonly Instant Friday = Cases.At("2026-11-20T15:00:00Z");
    private static readonly Instant End = Cases.At("2026-11-23T14:00:00Z");

    [Theory]
    // Under half of a new turn: whoever is on call keeps it.
    [InlineData("Monday 09:05", "1 week from 01-05 09:05", "11-16T14:00 ana 11-23T14:05 ben 11-30T14:05 cai 12-07T14:05 ana 12-14T14:05")]
    [InlineData("Wednesday", "1 week from 01-07 09:00", "11-16T14:00 ana 11-25T14:00 ben 12-02T14:00 cai 12-09T14:00 ana 12-16T14:00")]
    [InlineData("the anchor is still to come", "1 week from 12-30 09:00",
        "11-16T14:00 ana 11-25T14:00 ben 12-02T14:00 cai 12-09T14:00 ana 12-16T14:00")]
    [InlineData("Los Angeles", "1 week from 01-05 09:00 America/Los_Angeles",
        "11-16T14:00 ana 11-23T17:00 ben 11-30T17:00 cai 12-07T17:00 ana 12-14T17:00")]
    [InlineData("by the day, an hour later", "1 day from 01-05 10:00",
        "11-16T14:00 ana 11-23T15:00 ben 11-24T15:00 cai 11-25T15:00 ana 11-26T15:00")]
    [InlineData("a second under half", "1 week from 01-08 20:59:59",
        "11-16T14:00 ana 11-27T01:59:59 ben 12-04T01:59:59 cai 12-11T01:59:59 ana 12-18T01:59:59")]
    // Otherwise the next person takes it and the whole turn after.
    [InlineData("half", "1 week from 01-08 21:00", "11-16T14:00 ana 11-23T14:00 ben 12-04T02:00 cai 12-11T02:00 ana 12-18T02:00")]
    [InlineData("Friday", "1 week from 01-09 09:00", "11-16T14:00 ana 11-23T14:00 ben 12-04T14:00 cai 12-11T14:00 ana 12-18T14:00")]
    [InlineData("Monday 08:00", "1 week from 01-05 08:00", "11-16T14:00 ana 11-23T14:00 ben 12-07T13:00 cai 12-14T13:00 ana 12-21T13:00")]
    [InlineData("by two weeks, in their middle", "2 weeks from 01-12 09:00",
        "11-16T14:00 ana 11-23T14:00 ben 12-14T14:00 cai 12-28T14:00 ana 01-11T14:00")]
    // A boundary right there: nothing lies between.
    [InlineData("by the day", "1 day from 01-05 09:00", "11-16T14:00 ana 11-23T14:00 ben 11-24T14:00 cai 11-25T14:00 ana 11-26T14:00")]
    public void The_time_before_the_first_boundary_is_no_turn_of_its_own(string what, string rule, string shifts)
    {
        var versions = NewLayerVersion.Apply([Version(Old, "ana ben cai")], Version(Rule(rule), "ana ben cai"), End);
        Assert.Equal((what, shifts), (what, Shifts(versions, 4)));
    }

    [Theory]
    [InlineData("ana ben cai dora", "11-25T14:00 ben 12-02T14:00 cai 12-09T14:00 dora 12-16T14:00 ana 12-23T14:00")]
    [InlineData("ana cai ben", "11-25T14:00 ben 12-02T14:00 ana 12-09T14:00 cai 12-16T14:00 ben 12-23T14:00")]
    // Who is no longer in the roster keeps nothing.
    [InlineData("ben cai", "11-23T14:00 ben 12-02T14:00 cai 12-09T14:00 ben 12-16T14:00 cai 12-23T14:00")]
    public void People_are_followed_over_a_seam(string members, string shifts)
    {
        var versions = NewLayerVersion.Apply([Version(Old, "ana ben cai")], Version(Rule("1 week from 01-07 09:00"), members), End);
        Assert.Equal("11-16T14:00 ana " + shifts, Shifts(versions, 5));
    }

    [Theory]
    [InlineData("1 week from 01-07 09:00", "ana ben cai", "11-16T14:00 ana 11-25T14:00 ben 12-02T14:00 cai 12-09T14:00")]
    [InlineData("1 week from 01-09 16:00", "ana ben cai", "11-16T14:00 ana 11-20T21:00 ben 11-27T21:00 cai 12-04T21:00")]
    [InlineData("1 week from 01-09 09:00", "ana cai", "11-16T14:00 ana 11-27T14:00 cai 12-04T14:00 ana 12-11T14:00")]
    [InlineData("1 week from 01-09 09:00", "ben cai", "11-16T14:00 ana 11-20T15:00 ben 12-04T14:00 cai 12-11T14:00")]
    public void In_the_middle_of_a_shift_whoever_is_on_call_stays(string rule, string members, string shifts)
    {
        var versions = NewLayerVersion.Apply([Version(Old, "ana ben cai")], Version(Rule(rule), members), Friday);
        Assert.Equal(shifts, Shifts(versions, 3));
    }

    [Theory]
    [InlineData("1 week from 01-07 09:00", "2026-11-23T14:00:00Z", 45)]
    [InlineData("1 week from 01-09 09:00", "2026-11-23T14:00:00Z", 46)]
    [InlineData("1 week from 01-07 09:00", "2026-11-20T15:00:00Z", 45)]
    public void The_time_between_is_a_part_of_the_turn_beside_it(string rule, string start, long turn)
    {
        var versions = NewLayerVersion.Apply([Version(Old, "ana ben cai")], Version(Rule(rule), "ana ben cai"), Cases.At(start));
        var between = Of(versions).At("primary", Cases.At(start))!;
        Assert.Equal((turn, Cases.At(start)), (between.Turn, between.Start));
        Assert.Equal(46, Of(versions).At("primary", Cases.At("2026-11-28T15:00:00Z"))!.Turn);
    }

    [Fact]
    public void A_change_within_a_turn_that_began_early_starts_when_that_ends()
    {
        var early = NewLayerVersion.Apply([Version(Old, "ana ben cai")], Version(Rule("1 week from 01-09 09:00"), "ana ben cai"), End);
        var ends = Cases.At("2026-12-04T14:00:00Z");
        Assert.Equal(ends, NewLayerVersion.EndOfShift(early, Cases.At("2026-11-24T10:00:00Z")));
        var changed = NewLayerVersion.Apply(early, Version(Rule("1 week from 01-09 09:00"), "ana ben dora cai"), ends);
        Assert.Equal("11-16T14:00 ana 11-23T14:00 ben 12-04T14:00 cai 12-11T14:00 ana 12-18T14:00 ben 12-25T14:00", Shifts(changed, 5));
    }

    [Fact]
    public void A_change_within_time_that_is_kept_goes_on_with_the_next_person()
    {
        var kept = NewLayerVersion.Apply([Version(Old, "ana ben cai")], Version(Rule("1 week from 01-07 09:00"), "ana ben cai"), End);
        var later = Version(Rule("1 week from 01-07 10:00"), "ana ben cai");
        Assert.Equal("11-16T14:00 ana 11-25T15:00 ben 12-02T15:00 cai 12-09T15:00",
            Shifts(NewLayerVersion.Apply(kept, later, Cases.At("2026-11-24T10:00:00Z")), 3));
        Assert.Equal(Cases.At("2026-11-25T14:00:00Z"), NewLayerVersion.EndOfShift(kept, Cases.At("2026-11-24T10:00:00Z")));
    }

    [Fact]
    public void Another_roster_at_a_boundary_leaves_the_seam_behind()
    {
        var kept = NewLayerVersion.Apply([Version(Old, "ana ben cai")], Version(Rule("1 week from 01-07 09:00"), "ana ben cai"), End);
        var fewer = NewLayerVersion.Apply(kept, kept[^1] with { Members = ["cai"] }, Cases.At("2026-12-02T14:00:00Z"));
        Assert.Equal("11-16T14:00 ana 11-25T14:00 ben 12-02T14:00", Shifts(fewer, 2));
        Assert.Equal([null, new KeptTurn(45, 0), null], fewer.Select(version => version.Seam?.Kept));
    }

    [Fact]
    public void Who_keeps_the_time_hears_that_their_shift_ends_later_and_not_of_another_one()
    {
        var (before, after) = (Of([Version(Old, "ana ben cai")]),
            Of(NewLayerVersion.Apply([Version(Old, "ana ben cai")], Version(Rule("1 week from 01-05 09:05"), "ana ben cai"), End)));
        var ana = NextShifts.Moved(before, after, Friday).Where(moved => moved.Person == "ana").ToList();
        Assert.Equal([(End, End + Duration.FromMinutes(5))],
            ana.Where(moved => moved.Running).Select(moved => (moved.Before!.End, moved.After!.End)));
        Assert.Equal(Cases.At("2026-12-07T14:05:00Z"), Assert.Single(ana, moved => !moved.Running).After!.Start);
    }

    [Fact]
    public void Whatever_the_turns_become_everybody_has_whole_turns_in_order()
    {
        var random = new Random(1);
        TurnUnit[] units = [TurnUnit.Day, TurnUnit.Week, TurnUnit.Month, TurnUnit.Hour];
        for (var i = 0; i < 3000; i++)
        {
            var rule = new TurnRule(i % 2 == 0 ? "America/New_York" : "Australia/Lord_Howe",
                new LocalDate(2026, 1, 1).PlusDays(random.Next(400)).At(new LocalTime(random.Next(24), random.Next(60))),
                units[i % 4] == TurnUnit.Hour ? 12 : 1 + random.Next(3), units[i % 4]);
            var versions = NewLayerVersion.Apply([Version(Old, "ana ben cai")], Version(rule, "ana ben cai"), End);
            var pieces = Of(versions).Between(Friday, Friday + Duration.FromDays(400));
            var turns = new Turns(rule, Coverage.Always);
            var whole = turns.At(End);
            if (whole.Start < End) whole = turns.At(whole.End);
            var expected = "ben";
            for (var n = 0; n < 4; n++)
            {
                Assert.Equal((rule, whole.Start, expected), (rule, whole.Start, pieces.Single(piece => piece.Covers(whole.Start)).Person));
                (whole, expected) = (turns.At(whole.End), Next(expected));
            }
        }
    }

    private static string Next(string person) => person switch { "ana" => "ben", "ben" => "cai", _ => "ana" };

    private static LayerVersion Version(TurnRule rule, string members) => new(null, rule, Coverage.Always, members.Split(' '));

    // As "1 week from 01-05 09:00 America/New_York".
    private static TurnRule Rule(string text)
    {
        var words = text.Split(' ');
        var at = words[4].Length == 5 ? words[4] + ":00" : words[4];
        var anchor = NodaTime.Text.LocalDateTimePattern.GeneralIso.Parse($"2026-{words[3]}T{at}").Value;
        var unit = words[1].StartsWith('d') ? TurnUnit.Day : TurnUnit.Week;
        return new TurnRule(words.Length > 5 ? words[5] : "America/New_York", anchor, words[0][0] - '0', unit);
    }

    private static Schedule Of(IReadOnlyList<LayerVersion> versions) =>
        Schedule(Rotation(new Layer("primary") { Versions = versions }) with
        {
            Promises = [new CoverageVersion(null, versions[^1].Turn, Coverage.Always)],
        });

    // From ana's shift on, with what follows on without another person joined: start, person, start, person, …, the end of the last.
    private static string Shifts(IReadOnlyList<LayerVersion> versions, int count)
    {
        var pieces = Of(versions).Between(Friday - Duration.FromHours(1), Friday + Duration.FromDays(80));
        var shifts = Unbroken.Of(pieces, Instant.MaxValue).Take(count).ToList();
        return string.Join(' ', shifts.Select(shift => $"{Word(shift.Start)} {shift.Person}")) + " " + Word(shifts[^1].End);
    }

    private static string Word(Instant at) =>
        at.ToUnixTimeSeconds() % 60 == 0 ? Cases.Invariant($"{at:MM-dd'T'HH:mm}") : Cases.Invariant($"{at:MM-dd'T'HH:mm:ss}");
}
