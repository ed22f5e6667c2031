using NodaTime;
using Watchbill.Fixtures;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Rotations;

/// <summary>
/// The rows of facts about overrides, swaps, absences and weekly templates. Left out, because they bend the model:
/// <list type="bullet">
/// <item>ga-ov-add and the adding half of ga-ov-map: an override that adds a second person beside the first. Here a layer has one person; a
/// second one is another layer.</item>
/// <item>ga-ov-temp-schedule: a temporary schedule that empties its span. Here nobody is taken out without somebody in their place, or an
/// absence.</item>
/// <item>ga-ov-map's "remove baz": the same.</item>
/// <item>li-vacation-skip: an absence that gives a whole week to the next of the roster. Here it opens a gap for its own time and asks for
/// cover; nobody else's turn moves. Tested as that.</item>
/// <item>li-14-12: a template of two weeks within one schedule, which is not a turn with windows of weekdays.</item>
/// </list>
/// ga-daynight-week is in <see cref="ScheduleTests"/>; ga-ov-replace-not-matching is a swap here, since an override replaces whoever it is.
/// </summary>
public sealed class ChangeCaseTests
{
    [Theory]
    [InlineData("gr-swap-start")]
    [InlineData("gr-swap-both")]
    public void A_swap_splits_the_shift_it_lies_in(string id)
    {
        var row = Cases.Row(id);
        var hours = row.GetProperty("daily_shift_h").EnumerateArray().Select(hour => hour.GetInt32()).ToArray();
        var swapped = row.GetProperty("swap_h").EnumerateArray().Select(hour => hour.GetInt32()).ToArray();
        var day = Cases.At("2026-01-06T00:00:00Z");
        var rotation =
            Rotation(
                Layer("primary", new TurnRule("Etc/UTC", new LocalDateTime(2026, 1, 5, 0, 0), 1, TurnUnit.Day),
                    Open("Mon-Sun", $"{hours[0]}:00", $"{hours[1]}:00"), "ana"));
        var swap =
            Decided(ShiftSource.Swap, "s", $"2026-01-06T{swapped[0]}:00:00Z", $"2026-01-06T{swapped[1]}:00:00Z", "ben", "ana",
                "2026-01-01T00:00:00Z");
        var expected =
            row.GetProperty("expected_day1").EnumerateArray()
                .Select(
                    piece => (piece.Number("start_h"), piece.Number("end_h"), piece.GetProperty("swapped").GetBoolean() ? "ben" : "ana"));
        var shifts = Schedule(rotation, swap).Between(day, day + Duration.FromDays(1));
        Assert.Equal(expected,
            shifts.Select(shift => ((int)(shift.Start - day).TotalHours, (int)(shift.End - day).TotalHours, shift.Person!)));
    }

    [Fact]
    public void A_replacement_of_somebody_who_is_not_on_call_adds_nobody()
    {
        var row = Cases.Row("ga-ov-replace-not-matching");
        var active = row.GetProperty("active")[0].GetString()!;
        var replace = row.GetProperty("overrides")[0];
        var change =
            Decided(ShiftSource.Swap, "s", "2026-01-06T00:00:00Z", "2026-01-07T00:00:00Z", replace.Text("add"), replace.Text("remove"),
                "2026-01-01T00:00:00Z");
        var schedule = Schedule(Rotation(Layer("primary", Weekly, Coverage.Always, active)), change);
        Assert.Equal(row.GetProperty("expected_active")[0].GetString(), schedule.At("primary", Cases.At("2026-01-06T12:00:00Z"))!.Person);
    }

    [Fact]
    public void An_override_replaces_one_of_several_layers()
    {
        // ga-ov-map without what adds and removes: rab becomes bar, baz and bin stay.
        var row = Cases.Row("ga-ov-map");
        var active = row.GetProperty("active").EnumerateArray().Select(person => person.GetString()!).ToArray();
        var replace = row.GetProperty("overrides")[1];
        var layers = active.Select(person => Layer($"of-{person}", Weekly, Coverage.Always, person)).ToArray();
        var change =
            Override("o", "2026-01-06T00:00:00Z", "2026-01-07T00:00:00Z", replace.Text("add"), "2026-01-01T00:00:00Z",
                $"of-{replace.Text("remove")}");
        Assert.Equal(["bar", "baz", "bin"],
            Schedule(Rotation(layers), change).At(Cases.At("2026-01-06T12:00:00Z")).Select(shift => shift.Person));
    }

    [Fact]
    public void An_absence_opens_a_gap_for_its_own_time_and_moves_no_turn()
    {
        var row = Cases.Row("li-vacation-skip");
        var people = row.GetProperty("participants").EnumerateArray().Select(person => person.GetString()!).ToArray();
        var absence = row.GetProperty("absence");
        // The row has the turn of A, who is away, on 13 May.
        var rotation = Rotation(Layer("primary", row.Rule(), Coverage.Always, people[1], people[0]));
        var schedule = Schedule(rotation, [Away(people[0], absence.Text("from"), absence.Text("to"), "2024-01-01T00:00:00Z")]);
        var weeks = schedule.Between(row.Instant("start"), row.Instant("start") + Duration.FromDays(21));
        Assert.Equal(["B", null, "A", "B"], weeks.Select(shift => shift.Person));
        Assert.Equal("primary 05-13T14:00 05-14T00:00 A is away",
            schedule.Gaps(row.Instant("start"), row.Instant("start") + Duration.FromDays(21)).Lines());
    }

    [Theory]
    [InlineData("li-7-24", "2017-02-06", "expected_starts")]
    [InlineData("li-7-12", "2016-09-14", "expected_second_epoch_starts")]
    [InlineData("li-dst", "2016-10-31", "expected_starts")]
    public void A_weekly_template_is_a_turn_with_windows(string id, string from, string starts)
    {
        var row = Cases.Row(id);
        var first = row.GetProperty("events")[0];
        var time = first.Text("offset").Split(' ')[1];
        var hours = first.Number("hours");
        var anchor = Cases.Date(from).At(Cases.Time(time));
        var coverage = hours == 168 ? Coverage.Always : Open("Mon-Sun", time, "00:00");
        var rule = new TurnRule(row.Text("tz"), anchor, 1, TurnUnit.Week);
        var expected = row.GetProperty(starts).EnumerateArray().Select(start => Cases.Offset(start.GetString()!).ToInstant()).ToList();
        var shifts =
            Schedule(Rotation(Layer("primary", rule, coverage, "ana", "ben"))).Between(expected[0], expected[^1] + Duration.FromSeconds(1));
        Assert.Equal(expected, shifts.Select(shift => shift.Start));
    }

    [Fact]
    public void A_handover_in_the_repeated_hour_leaves_no_gap()
    {
        var row = Cases.Row("li-dst-ambiguous");
        var rotation =
            Rotation(
                Layer("primary", new TurnRule(row.Text("tz"), new LocalDateTime(2016, 10, 30, 1, 30), 1, TurnUnit.Week), Coverage.Always,
                    "ana", "ben"));
        var handoff = row.Instant("expected_handoff");
        var shifts = Schedule(rotation).Between(handoff - Duration.FromDays(1), handoff + Duration.FromDays(1));
        Assert.Equal((handoff, handoff), (shifts[0].End, shifts[1].Start));
    }
}
