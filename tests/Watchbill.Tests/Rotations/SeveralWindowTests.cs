using NodaTime;
using Watchbill.Calendars;
using Watchbill.Fixtures;

namespace Watchbill.Rotations;

/// <summary>Day turns of several windows, layers that are gone, and levels that several layers fill. In January Lisbon is at UTC.</summary>
public sealed class SeveralWindowTests
{
    // Nine to five from Monday to Wednesday, and ten to four on Thursday and Friday: five covered days.
    [Theory]
    [InlineData("05T12", "ana")]
    [InlineData("06T12", "ben")]
    [InlineData("07T12", "cai")]
    [InlineData("08T12", "ana")]
    [InlineData("09T12", "ben")]
    [InlineData("10T12", null)] // a Saturday
    [InlineData("12T12", "cai")]
    [InlineData("08T09", null)] // on a Thursday it opens at ten
    [InlineData("07T16", "cai")]
    [InlineData("09T16", null)]
    public void A_day_is_covered_where_any_of_the_windows_is_on(string at, string? person) => Assert.Equal(person,
        Daily(Some.Open("Mon-Wed", "09:00", "17:00"), Some.Open("Thu-Fri", "10:00", "16:00")).At("primary", At(at))?.Person);

    // Two windows open each evening; the night is over when the later of them closes.
    [Theory]
    [InlineData("05T21", "ana")]
    [InlineData("06T03", "ana")]
    [InlineData("06T05", "ana")] // the first has closed at four, the second goes on until six
    [InlineData("06T06", null)]
    [InlineData("06T20", "ben")]
    [InlineData("07T05", "ben")]
    public void A_night_of_two_windows_is_one_persons_to_its_very_end(string at, string? person)
    {
        var (early, late) = (Some.Open("Mon-Sun", "20:00", "04:00"), Some.Open("Mon-Sun", "22:00", "06:00"));
        Assert.Equal(person, Daily(early, late).At("primary", At(at))?.Person);
        Assert.Equal(person, Daily(late, early).At("primary", At(at))?.Person);
    }

    [Fact]
    public void A_layer_that_was_taken_out_has_nobody_not_even_a_vacancy()
    {
        var layer = Some.Layer("secondary", Some.Weekly, Coverage.Always, "dot");
        var gone = layer with
        {
            Versions = [.. layer.Versions, layer.Versions[0] with { From = At("08T00"), Removed = true }],
        };
        var schedule = Some.Schedule(Some.Rotation(Some.Payments.Layers[0], gone));
        Assert.Equal("dot", schedule.At("secondary", At("08T00") - Duration.Epsilon)!.Person);
        Assert.Null(schedule.At("secondary", At("08T00")));
        Assert.Equal(["primary"], schedule.At(At("08T00")).Select(shift => shift.Layer));
        Assert.Equal("secondary 01-05T09:00 01-08T00:00 dot", schedule.Between(At("06T00"), At("20T00"), "secondary").Lines());
    }

    [Fact]
    public void Two_layers_of_one_level_are_no_two_levels()
    {
        Layer Of(string id, string level, params string[] members) =>
            Some.Layer(id, Some.Weekly, Coverage.Always, members) with { Level = level };
        // Ana fills the primary level twice, and is on the second one in her own week.
        var rotation = Some.Rotation(
            Of("day", "primary", "ana", "ben"), Of("night", "primary", "ana", "ben"), Of("second", "second", "ana"));
        var found = TwoLevels.Within(Some.Schedule(rotation), At("05T09"), At("19T09"));
        Assert.Equal([("ana", "primary", "second"), ("ana", "primary", "second")],
            found.Select(one => (one.Person, one.First, one.Second)));
        Assert.All(found, one => Assert.Equal((At("05T09"), At("12T09")), (one.Start, one.End)));
        Assert.Empty(TwoLevels.Within(Some.Schedule(Some.Rotation([.. rotation.Layers.Take(2)])), At("05T09"), At("19T09")));
    }

    private static Schedule Daily(params Coverage[] coverages) => Some.Schedule(Some.Rotation(Some.Layer(
        "primary", Some.Daily with { Anchor = new(2026, 1, 5, 0, 0) },
        new Coverage { Windows = [.. coverages.SelectMany(coverage => coverage.Windows)] }, "ana", "ben", "cai")));

    private static Instant At(string time) => Cases.At($"2026-01-{time}:00:00Z");
}
