using NodaTime;
using Watchbill.Calendars;
using Watchbill.Fixtures;
using Watchbill.Rotations;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Engagements;

public sealed class ReceivingRotationsTests
{
    // Monday 23 November 2026, when payments hands over.
    private static readonly Instant Monday = Cases.At("2026-11-23T09:00:00Z");

    private static readonly Rotation Sre =
        Rotation(Layer("primary", Weekly, Coverage.Always, "lea"), Layer("secondary", Weekly, Coverage.Always, "hugo")) with
        {
            Id = "sre-core",
            Response = Duration.FromMinutes(5),
        };

    [Fact]
    public void The_same_hours_layers_and_response_lack_nothing() => Assert.True(Compare(Sre with { Id = "payments" }).None);

    [Fact]
    public void Hours_that_nobody_is_promised_are_named_over_four_weeks()
    {
        var lacks = Compare(Sre with { Promises = [new CoverageVersion(null, Weekly, Office)] });
        // Four weeks of Mon-Fri 9-17: each evening but Friday's is one stretch, Friday's runs to Monday: 4 x 5.
        Assert.Equal(20, lacks.Uncovered.Count);
        Assert.Equal(new Interval(Cases.At("2026-11-23T17:00:00Z"), Cases.At("2026-11-24T09:00:00Z")), lacks.Uncovered[0]);
        Assert.Equal(new Interval(Cases.At("2026-11-27T17:00:00Z"), Cases.At("2026-11-30T09:00:00Z")), lacks.Uncovered[4]);
    }

    [Fact]
    public void Two_rotations_that_share_the_day_cover_it_together()
    {
        var (day, night) =
            (Sre with { Id = "day", Promises = [new CoverageVersion(null, Weekly, Open("Mon-Sun", "09:00", "21:00"))] },
                Sre with { Id = "night", Promises = [new CoverageVersion(null, Weekly, Open("Mon-Sun", "21:00", "09:00"))] });
        Assert.Empty(Compare(day, night).Uncovered);
        Assert.Equal(28, Compare(day).Uncovered.Count);
    }

    [Fact]
    public void Holidays_off_are_missing_hours()
    {
        var off = Sre with { Promises = [new CoverageVersion(null, Weekly, new Coverage { HolidaysOff = "PT" })] };
        var almanac = Almanac.With(new Dictionary<string, HolidayCalendar> { ["PT"] = new("PT", [new LocalDate(2026, 12, 8)]) });
        Assert.Equal(new Interval(Cases.At("2026-12-08T00:00:00Z"), Cases.At("2026-12-09T00:00:00Z")),
            Assert.Single(ReceivingRotations.Compare([Sre], [off], Monday, almanac).Uncovered));
    }

    [Fact]
    public void Layers_response_and_rosters_are_compared()
    {
        var lacks = Compare(Rotation(Layer("primary", Weekly, Coverage.Always)) with { Id = "payments" });
        Assert.Equal(((2, 1), true), (lacks.Levels, lacks.IsSlower));
        Assert.Equal(["payments primary"], lacks.Unfilled);
        Assert.True(Compare(Sre with { Response = Duration.FromMinutes(15) }).IsSlower);
        Assert.False(Compare(Sre with { Response = Duration.FromMinutes(1) }).IsSlower);
        // Where nothing was promised, nothing is missing; shadow layers count for nothing.
        Assert.True(
            ReceivingRotations
                .Compare([Sre with { Response = null }],
                    [Sre with
                    {
                        Response = null,
                        Layers = [.. Sre.Layers, Layer("shadow", Weekly, Coverage.Always) with { Shadow = true }],
                    }], Monday, NoHolidays).None);
    }

    [Fact]
    public void A_layer_that_was_taken_out_is_neither_missing_nor_empty()
    {
        var (primary, secondary) = (Sre.Layers[0], Sre.Layers[1]);
        var gone = secondary with
        {
            Versions = [.. secondary.Versions, secondary.Versions[0] with { From = Monday, Members = [], Removed = true }],
        };
        var alone = Sre with { Layers = [primary, gone] };
        Assert.Empty(Compare(alone).Unfilled);
        Assert.Equal((2, 1), Compare(alone).Levels);
        Assert.Equal((1, 1), ReceivingRotations.Compare([alone], [Sre with { Layers = [primary] }], Monday, NoHolidays).Levels);
    }

    [Theory]
    [InlineData("2026-11-20T10:00:00Z", "2026-11-23T09:00:00Z")]
    [InlineData("2026-11-23T08:59:59Z", "2026-11-23T09:00:00Z")]
    [InlineData("2026-11-23T09:00:00Z", "2026-11-30T09:00:00Z")]
    [InlineData("2026-03-25T10:00:00Z", "2026-03-30T08:00:00Z")] // summer time begins on the 29th
    public void The_boundary_is_the_next_end_of_a_turn(string now, string boundary) =>
        Assert.Equal(Cases.At(boundary), ReceivingRotations.Boundary([Payments], Cases.At(now), DateTimeZoneProviders.Tzdb));

    [Fact]
    public void A_new_version_begins_a_turn_of_its_own()
    {
        var version = Payments.Layers[0].Versions[0];
        var edited =
            Payments with
            {
                Layers = [Payments.Layers[0] with { Versions = [version, version with { From = Cases.At("2026-11-21T12:00:00Z") }] }],
            };
        Assert.Equal(Cases.At("2026-11-21T12:00:00Z"),
            ReceivingRotations.Boundary([edited], Cases.At("2026-11-20T10:00:00Z"), DateTimeZoneProviders.Tzdb));
    }

    private static Almanac NoHolidays => Almanac.With(new Dictionary<string, HolidayCalendar>());

    private static ReceivingLacks Compare(params Rotation[] receiving) => ReceivingRotations.Compare([Sre], receiving, Monday, NoHolidays);
}
