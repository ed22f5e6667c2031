using NodaTime;
using Watchbill.Calendars;
using Watchbill.Fixtures;

namespace Watchbill.Rotations;

/// <summary>What a rotation and its versions say of an instant, and what changes in words. It is Friday 20 November 2026, ten in
/// Lisbon.</summary>
public sealed class RotationFactTests
{
    private static readonly Instant Now = Cases.At("2026-11-20T10:00:00Z");
    private static readonly Instant Monday = Cases.At("2026-11-23T09:00:00Z");
    private static readonly Layer Primary = Some.Layer("primary", Some.Weekly, Coverage.Always, "ana", "ben", "cai");

    public static TheoryData<Rotation, WantedRotation, string> Changes => new()
    {
        { Some.Payments, Wants(Some.Payments), "" },
        { Some.Payments, Wants(With("ana", "ben")), "members of primary ana, ben, cai → ana, ben from Mon 23 Nov 09:00" },
        { Some.Payments, Wants(With("ana", "ben")) with { Now = true },
            "members of primary ana, ben, cai → ana, ben from Fri 20 Nov 10:00" },
        { Some.Payments, Wants(With("ana", "ben")) with { At = new(2026, 12, 7, 9, 0) },
            "members of primary ana, ben, cai → ana, ben from Mon 7 Dec 09:00" },
        { Some.Payments, Wants(With("ana", "ben")) with { From = Cases.At("2026-12-08T09:00:00Z") },
            "members of primary ana, ben, cai → ana, ben from Tue 8 Dec 09:00" },
        { Some.Payments, Wants(With()), "members of primary ana, ben, cai → none from Mon 23 Nov 09:00" },
        // A layer that is new begins now, in the middle of a turn.
        { Some.Payments, Wants(Some.Rotation(Primary, Secondary("dot"))), "layer secondary with dot from Fri 20 Nov 10:00" },
        { Some.Rotation(Primary, Secondary("dot")), Wants(Some.Payments), "layer secondary removed from Mon 23 Nov 09:00" },
        { Some.Rotation(Primary, Gone()), Wants(Some.Payments), "" },
        { Some.Rotation(Primary, Gone()), Wants(Some.Rotation(Primary, Secondary("eve"))),
            "layer secondary with eve from Fri 20 Nov 10:00" },
        // Turns and coverage are named once where the layer has the rotation's, and for the layer where it has its own.
        { Some.Payments, Wants(Turned(Some.Weekly with { Count = 2 })),
            "turn 1 week from Mon 5 Jan 2026 09:00 (Lisbon) → 2 weeks from Mon 5 Jan 2026 09:00 (Lisbon) from Mon 23 Nov 09:00" },
        { Some.Payments, Wants(Some.Payments with { Layers = [Some.Layer("primary", Some.Daily, Coverage.Always, "ana", "ben", "cai")] }),
            "turn of primary 1 week from Mon 5 Jan 2026 09:00 (Lisbon) → 1 day from Mon 5 Jan 2026 09:00 (Lisbon) "
                + "from Mon 23 Nov 09:00" },
        { Some.Payments, Wants(Some.Payments with { Layers = [Some.Layer("primary", Some.Weekly, Some.Office, "ana", "ben", "cai")] }),
            "coverage of primary always → Mon-Fri 09:00-17:00 from Mon 23 Nov 09:00" },
        { Some.Payments, Wants(Some.Rotation(Some.Layer("primary", Some.Weekly, Some.Office, "ana", "ben", "cai"))),
            "coverage always → Mon-Fri 09:00-17:00 from Mon 23 Nov 09:00" },
        // What was to begin on 7 December begins a week later.
        { Planned("2026-12-07"), Wants(With("ana", "ben")) with { At = new(2026, 12, 14, 9, 0) },
            "change of primary starts from Mon 14 Dec 09:00" },
        { Planned("2026-12-07"), Wants(With("ana", "ben")) with { At = new(2026, 12, 7, 9, 0) }, "" },
        { Planned("2026-12-07"), Wants(With("ana", "ben")), "" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void What_changes_is_said_with_the_time_from_which_it_holds(Rotation stored, WantedRotation wanted, string lines)
    {
        var merge = new RotationMerge(stored, wanted, Now);
        Assert.Equal(lines, string.Join(", ", merge.Lines));
        Assert.False(merge.TooLate);
        // Once merged, wanting the same again changes nothing.
        Assert.Empty(new RotationMerge(merge.Merged, new WantedRotation(wanted.Rotation), Now).Lines);
    }

    [Theory]
    [InlineData("2026-11-20 09:59", true)]
    [InlineData("2026-11-20 10:00", false)]
    public void The_past_is_not_rewritten_and_an_old_start_does_no_harm_until_something_changes(string start, bool late)
    {
        var at = Organization.WrittenValues.DateTime(start);
        Assert.Equal(late, new RotationMerge(Some.Payments, Wants(With("ana")) with { At = at }, Now).TooLate);
        Assert.False(new RotationMerge(Some.Payments, Wants(Some.Payments) with { At = at }, Now).TooLate);
    }

    [Theory]
    [InlineData("old", 30, "old", 30, "")]
    [InlineData("old", 30, "new", 30, "old 30")]
    [InlineData("old", 30, "old", 15, "old 30")]
    [InlineData("old", 30, null, 30, "old 30")]
    [InlineData(null, 30, "new", 30, "")] // it was not paid
    public void How_it_was_paid_before_is_kept(string? pay, int response, string? newPay, int newResponse, string former)
    {
        var stored = Some.Payments with { Pay = pay, Response = Duration.FromMinutes(response) };
        var wanted = Some.Payments with { Pay = newPay, Response = Duration.FromMinutes(newResponse) };
        var merged = new RotationMerge(stored, Wants(wanted), Now).Merged;
        Assert.Equal(former, string.Join(' ', merged.FormerPay.Select(one => $"{one.Policy} {one.Response?.TotalMinutes}")));
        Assert.All(merged.FormerPay, one => Assert.Equal(Now, one.Until));
    }

    // Paid by a until the 10th, by b until the 20th, and by c since.
    [Theory]
    [InlineData("01", "30", "a 01-10, b 10-20, c 20-30")]
    [InlineData("10", "20", "b 10-20")]
    [InlineData("01", "10", "a 01-10")]
    [InlineData("09", "11", "a 09-10, b 10-11")]
    [InlineData("20", "21", "c 20-21")]
    public void A_span_is_paid_as_it_was_then(string from, string to, string paid)
    {
        static Instant Day(string day) => Cases.At($"2026-06-{day}T00:00:00Z");
        var rotation = Some.Payments with { Pay = "c", FormerPay = [new(Day("10"), "a", null), new(Day("20"), "b", null)] };
        var span = new Interval(Day(from), Day(to));
        Assert.Equal(paid, string.Join(", ", rotation.PaidIn(span)
            .Select(one => Cases.Invariant($"{one.Pay} {one.Span.Start:dd}-{one.Span.End:dd}"))));
        Assert.DoesNotContain((rotation with { Pay = null }).PaidIn(span), one => one.Pay == "c");
    }

    [Fact]
    public void A_version_holds_from_its_instant_on_and_the_first_for_all_time()
    {
        var layer = Planned("2026-12-07").Layers[0];
        var start = Cases.At("2026-12-07T09:00:00Z");
        Assert.Equal(["ana", "ben", "cai"], layer.MembersAt(Instant.MinValue));
        Assert.Equal((3, 2), (layer.MembersAt(start - Duration.Epsilon).Count, layer.MembersAt(start).Count));
        Assert.Equal(["ana", "ben", "cai"], layer.MembersFrom(Now));
        Assert.Equal(["ana", "ben"], layer.MembersFrom(start));
        Assert.Equal(["ana", "ben", "cai"], layer.MembersFrom(start - Duration.Epsilon));
        // One with a start of its own has nobody before.
        var late = Primary with { Versions = [Primary.Versions[0] with { From = start }] };
        Assert.Empty(late.MembersAt(Now));
        Assert.Empty((Some.Payments with { Layers = [late] }).LayersAt(Now));
        Assert.Single((Some.Payments with { Layers = [late] }).LayersAt(start));
        Assert.False(Gone().IsRemoved(Instant.MinValue));
        Assert.True(Gone().IsRemoved(Now));
    }

    [Theory]
    [InlineData(TurnUnit.Hour, 12, "0.0714")]
    [InlineData(TurnUnit.Day, 1, "0.1429")]
    [InlineData(TurnUnit.Week, 2, "2")]
    [InlineData(TurnUnit.Month, 1, "4.4286")] // 31 days of January
    [InlineData(TurnUnit.Month, 2, "8.4286")] // and 28 of February
    public void A_turn_lasts_so_many_weeks(TurnUnit unit, int count, string weeks)
    {
        var rule = new TurnRule("Europe/Lisbon", Some.Monday, count, unit);
        Assert.Equal(Spending.Number(weeks), decimal.Round(rule.Weeks(new(2026, 1, 1)), 4));
        Assert.True(rule.Longest >= Duration.FromDays((double)(7 * rule.Weeks(new(2026, 1, 1))) + 1));
    }

    [Fact]
    public void Days_are_counted_by_the_weekdays_of_the_windows_and_other_turns_are_not()
    {
        LayerVersion Version(TurnRule turn, Coverage coverage) => new(null, turn, coverage, ["ana"]);
        var (office, short5) = (Some.Office, Some.Open("Mon-Fri", "10:00", "12:00"));
        var six = Some.Open("Mon-Sat", "09:00", "17:00");
        Assert.True(Version(Some.Daily, office).CountsLike(Version(Some.Daily, short5)));
        Assert.False(Version(Some.Daily, office).CountsLike(Version(Some.Daily, six)));
        Assert.True(Version(Some.Weekly, office).CountsLike(Version(Some.Weekly, six)));
        Assert.False(Version(Some.Weekly, office).CountsLike(Version(Some.Daily, office)));
    }

    // First, through, closed and since; what a clock ahead has written is taken back to now.
    [Theory]
    [InlineData(-1, -1, null, null, false)]
    [InlineData(0, 0, 0, 0, false)]
    [InlineData(1, -1, null, null, true)]
    [InlineData(-1, 1, null, null, true)]
    [InlineData(-1, -1, 1, null, true)]
    [InlineData(-1, -1, null, 1, true)]
    [InlineData(-1, -1, -1, 1, true)]
    public void A_mark_ahead_of_the_clock_is_taken_back(int first, int through, int? closed, int? since, bool ahead)
    {
        var recorded = new Recorded(At(first)!.Value, At(through)!.Value) { Closed = At(closed), Since = At(since) };
        Assert.Equal(ahead, recorded.IsAhead(Now));
        var back = new Recorded(At(Math.Min(first, 0))!.Value, At(Math.Min(through, 0))!.Value)
        {
            Closed = At(closed > 0 ? 0 : closed),
            Since = At(since > 0 ? 0 : since),
        };
        Assert.Equal(back, recorded.AsOf(Now));

        static Instant? At(int? hours) => hours is { } from ? Now + Duration.FromHours(from) : null;
    }

    [Theory]
    [InlineData(60, false)] // handoffs of one moment are numbered by the second
    [InlineData(61, true)]
    public void A_handoff_more_than_a_minute_ahead_is_still_to_come(int seconds, bool ahead) => Assert.Equal(ahead,
        new HandoffState(Now + Duration.FromSeconds(seconds), new Dictionary<string, string?>()).IsAhead(Now));

    private static WantedRotation Wants(Rotation rotation) => new(rotation);

    private static Rotation With(params string[] members) =>
        Some.Payments with { Layers = [Some.Layer("primary", Some.Weekly, Coverage.Always, members)] };

    private static Rotation Turned(TurnRule turn) => Some.Rotation(Some.Layer("primary", turn, Coverage.Always, "ana", "ben", "cai"));

    private static Layer Secondary(string member) => Some.Layer("secondary", Some.Weekly, Coverage.Always, member);

    private static Layer Gone()
    {
        var layer = Secondary("dot");
        return layer with
        {
            Versions = [.. layer.Versions, layer.Versions[0] with { From = Monday - Duration.FromDays(7), Members = [], Removed = true }],
        };
    }

    private static Rotation Planned(string day) => Some.Payments with
    {
        Layers = [Primary with
        {
            Versions = NewLayerVersion.Apply(
                Primary.Versions, Primary.Versions[0] with { Members = ["ana", "ben"] }, Cases.At($"{day}T09:00:00Z")),
        }],
    };
}
