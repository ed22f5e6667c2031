using NodaTime;
using Watchbill.Fixtures;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Rotations;

public sealed class GapTests
{
    private static readonly Instant From = Cases.At("2026-01-05T09:00:00Z");
    private static readonly Instant To = Cases.At("2026-01-07T09:00:00Z");

    [Fact]
    public void Planned_off_hours_are_no_gap() => Assert.Empty(Schedule(Rotation(Layer("primary", Weekly, Office, "ana"))).Gaps(From, To));

    [Fact]
    public void An_empty_roster_is_a_gap_in_every_turn() => Assert.Equal(
        "primary 01-05T09:00 01-06T09:00 nobody is in the roster\nprimary 01-06T09:00 01-07T09:00 nobody is in the roster",
        Schedule(Rotation(Layer("primary", Daily, Coverage.Always))).Gaps(From, To).Lines());

    [Fact]
    public void A_second_layer_with_a_person_fills_the_gap_and_a_shadow_does_not()
    {
        var away = new[] { Away("ana", "2026-01-05T12:00:00Z", "2026-01-05T18:00:00Z", "2026-01-01T00:00:00Z") };
        var primary = Layer("primary", Daily, Coverage.Always, "ana");
        Assert.Equal(
            "primary 01-05T12:00 01-05T18:00 ana is away",
            Schedule(Rotation(primary, Layer("shadow", Daily, Coverage.Always, "ben") with { Shadow = true }), away).Gaps(From, To)
                .Lines());
        Assert.Empty(Schedule(Rotation(primary, Layer("secondary", Daily, Coverage.Always, "ben")), away).Gaps(From, To));
    }

    [Fact]
    public void Follow_the_sun_layers_fill_one_level_and_a_hole_between_them_is_found()
    {
        // Lisbon 08-20, Singapore 08-16 local (00-08 UTC): promised always, so 20-24 UTC is open each day.
        var lisbon = Layer("lisbon", Daily, Open("Mon-Sun", "08:00", "20:00"), "ana") with { Level = "primary" };
        var singapore =
            Layer("singapore", new TurnRule("Asia/Singapore", Monday, 1, TurnUnit.Day), Open("Mon-Sun", "08:00", "16:00"), "wei") with
            {
                Level = "primary",
            };
        var rotation = Rotation(lisbon, singapore) with { Promises = [new CoverageVersion(null, Daily, Coverage.Always)] };
        Assert.Equal(
            "lisbon 01-05T20:00 01-06T00:00 no layer covers it\nlisbon 01-06T20:00 01-07T00:00 no layer covers it",
            Schedule(rotation).Gaps(From, To).Lines());
    }

    [Fact]
    public void Each_vacancy_within_a_gap_says_why()
    {
        var away = new[]
        {
            Away("ana", "2026-01-05T12:00:00Z", "2026-01-06T12:00:00Z", "2026-01-01T00:00:00Z"),
            Away("ben", "2026-01-06T09:00:00Z", "2026-01-06T20:00:00Z", "2026-01-01T00:00:00Z"),
        };
        Assert.Equal(
            "primary 01-05T12:00 01-06T09:00 ana is away\nprimary 01-06T09:00 01-06T20:00 ben is away",
            Schedule(Rotation(Layer("primary", Daily, Coverage.Always, "ana", "ben")), away).Gaps(From, To).Lines());
    }

    [Fact]
    public void A_gap_is_found_wherever_it_is_touched()
    {
        var left = ("ana", Rotations.Away.Left("ana", Cases.At("2026-01-05T12:00:00Z")));
        var gaps = Schedule(Payments, [left]).Gaps(Cases.At("2026-01-10T00:00:00Z"), Cases.At("2026-01-10T00:00:01Z"));
        Assert.Equal("primary 01-05T12:00 01-12T09:00 ana has left", gaps.Lines());
    }
}
