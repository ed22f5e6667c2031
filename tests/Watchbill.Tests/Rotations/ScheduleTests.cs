using NodaTime;
using Watchbill.Calendars;
using Watchbill.Fixtures;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Rotations;

/// <summary>In January Lisbon is at UTC, so local times and instants read alike.</summary>
public sealed class ScheduleTests
{
    [Theory]
    [InlineData("2026-01-05T09:00:00Z", "ana")]
    [InlineData("2026-01-12T08:59:59Z", "ana")]
    [InlineData("2026-01-12T09:00:00Z", "ben")]
    [InlineData("2026-01-05T08:59:59Z", "cai")] // the turn before the anchor is the last of the order
    public void A_shift_covers_its_start_and_not_its_end(string at, string person) =>
        Assert.Equal(person, Schedule(Payments).At("primary", Cases.At(at))!.Person);

    [Fact]
    public void Pieces_touch_the_span_and_are_whole() => Same(
        """
        primary 01-05T09:00 01-12T09:00 ana
        primary 01-12T09:00 01-19T09:00 ben
        """,
        Schedule(Payments).Between(Cases.At("2026-01-10T00:00:00Z"), Cases.At("2026-01-13T00:00:00Z")).Lines());

    [Fact]
    public void A_span_that_ends_at_a_boundary_does_not_touch_what_starts_there() =>
        Same("primary 01-05T09:00 01-12T09:00 ana",
            Schedule(Payments).Between(Cases.At("2026-01-05T09:00:00Z"), Cases.At("2026-01-12T09:00:00Z")).Lines());

    [Fact]
    public void An_override_cuts_the_piece_it_lies_in_and_names_whom_it_replaces() => Same(
        """
        primary 01-05T09:00 01-07T09:00 ana
        primary 01-07T09:00 01-08T09:00 ben override for ana
        primary 01-08T09:00 01-12T09:00 ana
        """,
        Week(Override("o1", "2026-01-07T09:00:00Z", "2026-01-08T09:00:00Z", "ben", "2026-01-06T00:00:00Z")));

    [Fact]
    public void An_override_over_two_turns_is_two_pieces() => Same(
        """
        primary 01-05T09:00 01-11T09:00 ana
        primary 01-11T09:00 01-12T09:00 cai override for ana
        primary 01-12T09:00 01-13T09:00 cai override for ben
        primary 01-13T09:00 01-19T09:00 ben
        """,
        Schedule(Payments, Override("o1", "2026-01-11T09:00:00Z", "2026-01-13T09:00:00Z", "cai", "2026-01-06T00:00:00Z"))
            .Between(Cases.At("2026-01-06T00:00:00Z"), Cases.At("2026-01-14T00:00:00Z")).Lines());

    [Fact]
    public void The_newest_decision_wins_where_overrides_overlap_whatever_order_they_come_in()
    {
        var older = Override("o1", "2026-01-06T00:00:00Z", "2026-01-08T00:00:00Z", "ben", "2026-01-01T00:00:00Z");
        var newer = Override("o2", "2026-01-07T00:00:00Z", "2026-01-09T00:00:00Z", "cai", "2026-01-02T00:00:00Z");
        const string expected =
            """
            primary 01-05T09:00 01-06T00:00 ana
            primary 01-06T00:00 01-07T00:00 ben override for ana
            primary 01-07T00:00 01-09T00:00 cai override for ana
            primary 01-09T00:00 01-12T09:00 ana
            """;
        Same(expected, Week(older, newer));
        Same(expected, Week(newer, older));
    }

    [Fact]
    public void An_edge_that_a_newer_decision_hides_cuts_nothing() => Same(
        """
        primary 01-05T09:00 01-06T00:00 ana
        primary 01-06T00:00 01-09T00:00 cai override for ana
        primary 01-09T00:00 01-12T09:00 ana
        """,
        Week(
            Override("o1", "2026-01-07T00:00:00Z", "2026-01-08T00:00:00Z", "ben", "2026-01-01T00:00:00Z"),
            Override("o2", "2026-01-06T00:00:00Z", "2026-01-09T00:00:00Z", "cai", "2026-01-02T00:00:00Z")));

    [Fact]
    public void A_swap_lapses_where_its_person_no_longer_holds_the_span() => Same(
        """
        primary 01-05T09:00 01-07T00:00 cai swap for ana
        primary 01-07T00:00 01-08T00:00 ben override for ana
        primary 01-08T00:00 01-12T09:00 cai swap for ana
        """,
        // The override was decided first, so ana did not hold the 7th when she gave the week to cai.
        Week(
            Override("o1", "2026-01-07T00:00:00Z", "2026-01-08T00:00:00Z", "ben", "2026-01-01T00:00:00Z"),
            Decided(ShiftSource.Swap, "s1", "2026-01-05T09:00:00Z", "2026-01-12T09:00:00Z", "cai", "ana", "2026-01-02T00:00:00Z")));

    [Fact]
    public void A_swap_of_a_swap_follows_the_person_who_took_it() => Same(
        "primary 01-05T09:00 01-12T09:00 ben cover for cai",
        Week(
            Decided(ShiftSource.Swap, "s1", "2026-01-05T09:00:00Z", "2026-01-12T09:00:00Z", "cai", "ana", "2026-01-01T00:00:00Z"),
            Decided(ShiftSource.Cover, "c1", "2026-01-05T09:00:00Z", "2026-01-12T09:00:00Z", "ben", "cai", "2026-01-02T00:00:00Z")));

    [Fact]
    public void A_change_of_one_layer_leaves_the_others()
    {
        var rotation =
            Rotation(Layer("primary", Weekly, Coverage.Always, "ana", "ben"), Layer("secondary", Weekly, Coverage.Always, "ben", "ana"));
        var schedule =
            Schedule(rotation, Override("o1", "2026-01-06T00:00:00Z", "2026-01-07T00:00:00Z", "cai", "2026-01-01T00:00:00Z", "secondary"));
        Assert.Equal(["ana", "cai"], schedule.At(Cases.At("2026-01-06T12:00:00Z")).Select(shift => shift.Person));
    }

    [Fact]
    public void An_override_outside_the_coverage_puts_somebody_there()
    {
        var schedule = Schedule(
            Rotation(Layer("primary", Weekly, Office, "ana", "ben")),
            Override("o1", "2026-01-09T16:00:00Z", "2026-01-10T12:00:00Z", "cai", "2026-01-01T00:00:00Z"));
        Same(
            """
            primary 01-09T09:00 01-09T16:00 ana
            primary 01-09T16:00 01-09T17:00 cai override for ana
            primary 01-09T17:00 01-10T12:00 cai override
            primary 01-12T09:00 01-12T17:00 ben
            """,
            schedule.Between(Cases.At("2026-01-09T10:00:00Z"), Cases.At("2026-01-12T10:00:00Z")).Lines());
        Assert.Equal("cai", schedule.At("primary", Cases.At("2026-01-10T03:00:00Z"))!.Person);
        Assert.Null(schedule.At("primary", Cases.At("2026-01-10T12:00:00Z")));
    }

    [Fact]
    public void An_absence_leaves_a_gap_and_a_later_decision_fills_it()
    {
        var away = new[] { Away("ana", "2026-01-06T00:00:00Z", "2026-01-08T00:00:00Z", "2026-01-03T00:00:00Z") };
        var before = Decided(ShiftSource.Cover, "c0", "2026-01-06T00:00:00Z", "2026-01-06T12:00:00Z", "ana", "ana", "2026-01-02T00:00:00Z");
        var cover = Decided(ShiftSource.Cover, "c1", "2026-01-07T00:00:00Z", "2026-01-08T00:00:00Z", "ben", "ana", "2026-01-04T00:00:00Z");
        var insisted = Override("o1", "2026-01-06T18:00:00Z", "2026-01-07T00:00:00Z", "ana", "2026-01-04T00:00:00Z");
        Same(
            """
            primary 01-05T09:00 01-06T00:00 ana
            primary 01-06T00:00 01-06T12:00 nobody (ana is away) cover for ana
            primary 01-06T12:00 01-06T18:00 nobody (ana is away) for ana
            primary 01-06T18:00 01-07T00:00 ana override
            primary 01-07T00:00 01-08T00:00 ben cover for ana
            primary 01-08T00:00 01-12T09:00 ana
            """,
            Schedule(Payments, away, before, cover, insisted).Between(Cases.At("2026-01-05T09:00:00Z"), Cases.At("2026-01-12T09:00:00Z"))
                .Lines());
    }

    [Fact]
    public void Whoever_has_left_holds_nothing_whatever_was_decided()
    {
        var left = ("ana", Rotations.Away.Left("ana", Cases.At("2026-01-07T00:00:00Z")));
        var schedule =
            Schedule(Payments, [left], Override("o1", "2026-01-08T00:00:00Z", "2026-01-09T00:00:00Z", "ana", "2027-01-01T00:00:00Z"));
        Same("primary 01-07T00:00 01-12T09:00 ana has left",
            schedule.Gaps(Cases.At("2026-01-05T09:00:00Z"), Cases.At("2026-01-08T00:00:00Z")).Lines());
        Assert.Null(schedule.At("primary", Cases.At("2026-01-08T12:00:00Z"))!.Person);
    }

    [Fact]
    public void A_version_takes_over_at_its_instant_and_keeps_its_place_in_the_order()
    {
        var layer = new Layer("primary")
        {
            Versions =
            [
                new LayerVersion(null, Weekly, Coverage.Always, ["ana", "ben"]),
                new LayerVersion(Cases.At("2026-01-12T09:00:00Z"), Daily, Coverage.Always, ["ana", "ben", "cai"]) { Offset = 1 },
            ],
        };
        Same(
            """
            primary 01-05T09:00 01-12T09:00 ana
            primary 01-12T09:00 01-13T09:00 cai
            primary 01-13T09:00 01-14T09:00 ana
            """,
            // Day turn 7 starts on the 12th: (7 + 1) mod 3 is cai.
            Schedule(Rotation(layer)).Between(Cases.At("2026-01-06T00:00:00Z"), Cases.At("2026-01-14T00:00:00Z")).Lines());
    }

    [Fact]
    public void Day_and_night_layers_hand_over_as_published()
    {
        // Row ga-daynight-week: a day pair in Chicago and a night pair that turns at 13:00 UTC, which is 08:00 there.
        var row = Cases.Row("ga-daynight-week");
        var layers = new[]
        {
            Layer("day", new TurnRule("America/Chicago", new LocalDateTime(2018, 9, 12, 8, 0), 1, TurnUnit.Day),
                Open("Mon-Sun", "08:00", "20:00"), "Craig", "Donna", "Aru"),
            Layer("night", new TurnRule("Etc/UTC", new LocalDateTime(2018, 9, 12, 13, 0), 1, TurnUnit.Day),
                Open("Mon-Sun", "01:00", "13:00"), "Caza", "Cook"),
        };
        var shifts = Schedule(Rotation(layers)).Between(row.Instant("query_from"), row.Instant("query_to"));
        var expected =
            row.GetProperty("expected_shifts").EnumerateArray()
                .Select(shift => (Cases.Offset(shift[0].GetString()!).ToInstant(), shift[2].GetString()!.Split(' ')[0]));
        Assert.Equal(expected, shifts.Select(shift => (shift.Start, shift.Person!)));
    }

    private static string Week(params ShiftChange[] changes) =>
        Schedule(Payments, changes).Between(Cases.At("2026-01-05T09:00:00Z"), Cases.At("2026-01-12T09:00:00Z")).Lines();

    private static void Same(string expected, string actual) => Assert.Equal(expected.ReplaceLineEndings("\n"), actual);
}
