using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Rotations;

public sealed class FeedStateTests
{
    private static readonly Instant Now = Cases.At("2026-11-20T10:00:00Z");
    private static readonly Instant From = Cases.At("2026-08-17T00:00:00Z");
    private static readonly Duration Day = Duration.FromDays(1);

    private static Shift Week(string start, string end, string person, long turn = 46) =>
        new("primary", turn, Cases.At(start), Cases.At(end), person, ShiftSource.Turn);

    private static readonly Shift Ben = Week("2026-11-23T09:00:00Z", "2026-11-30T09:00:00Z", "ben");

    private static FeedState Serve(FeedState before, Instant now, params Shift[] shifts) =>
        before.Next(shifts.Select(shift => ("payments", shift)), From, now);

    [Fact]
    public void What_does_not_change_stays_as_it_was_served()
    {
        var served = Serve(FeedState.None, Now, Ben);
        Assert.Equal(served.Events, Serve(served, Now + Day, Ben).Events);
    }

    [Fact]
    public void Another_person_or_end_is_the_same_entry_revised()
    {
        var served = Serve(FeedState.None, Now, Ben);
        var cai = Assert.Single(Serve(served, Now + Day, Ben with { Person = "cai", Source = ShiftSource.Swap, Instead = "ben" }).Events);
        Assert.Equal((served.Events[0].Uid, 1, Now + Day), (cai.Uid, cai.Sequence, cai.Changed));
        var shorter = Assert.Single(Serve(served, Now + Day, Ben with { End = Ben.End - Day }).Events);
        Assert.Equal((served.Events[0].Uid, 1), (shorter.Uid, shorter.Sequence));
    }

    [Fact]
    public void An_override_in_the_middle_revises_the_shift_and_adds_two()
    {
        var served = Serve(FeedState.None, Now, Ben);
        var (cut, back) = (Ben.Start + 2 * Day, Ben.Start + 3 * Day);
        var events =
            Serve(served, Now + Day, Ben with { End = cut },
                Ben with { Start = cut, End = back, Person = "cai", Source = ShiftSource.Override, Instead = "ben" },
                Ben with { Start = back }).Events;
        Assert.Equal([1, 0, 0], events.Select(one => one.Sequence));
        Assert.Equal(3, events.Select(one => one.Uid).Distinct().Count());
        // Taken back again: the two are cancelled, the first is whole, and each is a revision.
        Assert.Equal([(2, false), (1, true), (1, true)],
            Serve(new(Now, events), Now + 2 * Day, Ben).Events.Select(one => (one.Sequence, one.Cancelled)));
    }

    [Fact]
    public void What_is_gone_is_cancelled_for_ninety_days_and_may_come_back()
    {
        var gone = Serve(Serve(FeedState.None, Now, Ben), Now + Day);
        var cancelled = Assert.Single(gone.Events);
        Assert.Equal((true, 1, Now + Day), (cancelled.Cancelled, cancelled.Sequence, cancelled.Changed));
        Assert.Equal(gone.Events, Serve(gone, Now + 90 * Day, []).Events);
        Assert.Empty(Serve(gone, Now + 91 * Day, []).Events);
        var again = Assert.Single(Serve(gone, Now + 2 * Day, Ben).Events);
        Assert.Equal((false, 2), (again.Cancelled, again.Sequence));
    }

    [Fact]
    public void What_is_older_than_the_feed_reaches_is_left_out_and_not_cancelled() =>
        Assert.Empty(Serve(FeedState.None, Now, Ben).Next([], Ben.End, Now + Day).Events);

    [Fact]
    public void The_entry_of_a_shift_is_known_by_rotation_layer_turn_and_start() =>
        Assert.Equal("payments.primary.46.20261123T090000Z@watchbill", Serve(FeedState.None, Now, Ben).Events[0].Uid);
}
