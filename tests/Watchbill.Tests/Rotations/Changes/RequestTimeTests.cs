using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Rotations;

/// <summary>When requests remind, escalate and expire, and what a clock that ran ahead leaves of them. They are asked on Monday,
/// 10:00.</summary>
public sealed class RequestTimeTests
{
    private static readonly Instant Asked = At("16T10:00");

    [Theory]
    [InlineData("16T12:00", "16T18:00", null, null, "16T12:00")]
    [InlineData("16T09:00", "16T18:00", null, null, "16T18:00")] // had begun when it was asked: until its end
    [InlineData("16T10:00", "16T18:00", null, null, "16T18:00")]
    [InlineData("18T12:00", "18T18:00", "17T12:00", "17T18:00", "17T12:00")] // one for another: the earlier
    [InlineData("17T12:00", "17T18:00", "18T12:00", "18T18:00", "17T12:00")]
    [InlineData("17T12:00", "17T18:00", "16T10:00", "16T18:00", "16T18:00")]
    [InlineData("17T12:00", "17T18:00", "16T09:00", "16T18:00", "16T18:00")]
    public void A_swap_expires_when_a_shift_of_it_begins(string start, string end, string? other, string? otherEnd, string expires)
    {
        var swap = Swap(RequestState.Open, null) with
        {
            Given = new SwapPart("primary", At(start), At(end), "ana"),
            Returned = other is null ? null : new SwapPart("primary", At(other), At(otherEnd!), "ben"),
        };
        Assert.Equal(At(expires), swap.Expires);
    }

    // It is 11:00. What was dated 12:00 by a clock that ran ahead has not happened; what people did, they have done by now.
    [Theory]
    [InlineData(RequestState.Expired, "16T12:00", RequestState.Open, null)]
    [InlineData(RequestState.Lapsed, "16T12:00", RequestState.Open, null)]
    [InlineData(RequestState.Accepted, "16T12:00", RequestState.Accepted, "16T11:00")]
    [InlineData(RequestState.Declined, "16T12:00", RequestState.Declined, "16T11:00")]
    [InlineData(RequestState.Withdrawn, "16T12:00", RequestState.Withdrawn, "16T11:00")]
    [InlineData(RequestState.Expired, "16T11:00", RequestState.Expired, "16T11:00")]
    [InlineData(RequestState.Lapsed, "16T10:30", RequestState.Lapsed, "16T10:30")]
    [InlineData(RequestState.Accepted, "16T10:30", RequestState.Accepted, "16T10:30")]
    [InlineData(RequestState.Open, null, RequestState.Open, null)]
    public void What_a_clock_ahead_has_ended_is_open_after_all(RequestState state, string? closed, RequestState then, string? thenClosed)
    {
        var now = At("16T11:00");
        var swap = Swap(state, closed).AsOf(now);
        Assert.Equal((then, Maybe(thenClosed), Asked), (swap.State, swap.ClosedAt, swap.AskedAt));
        var cover = Cover("18T10:00") with { State = state, ClosedAt = Maybe(closed) };
        Assert.Equal((then, Maybe(thenClosed), Asked), (cover.AsOf(now).State, cover.AsOf(now).ClosedAt, cover.AsOf(now).AskedAt));
    }

    [Fact]
    public void What_a_clock_ahead_has_asked_or_reminded_of_it_has_not()
    {
        var ahead = Cover("18T10:00") with { AskedAt = At("16T12:00"), RemindedAt = At("16T12:00"), EscalatedAt = At("16T12:00") };
        var now = ahead.AsOf(At("16T11:00"));
        Assert.Equal((At("16T11:00"), (Instant?)null, (Instant?)null), (now.AskedAt, now.RemindedAt, now.EscalatedAt));
        Assert.Equal(ahead, ahead.AsOf(At("16T12:00")));
        Assert.Equal(At("16T11:00"), (Swap(RequestState.Open, null) with { AskedAt = At("16T12:00") }).AsOf(At("16T11:00")).AskedAt);
    }

    [Theory]
    [InlineData("20T10:00", "18T10:00 19T10:00")] // in four days: after two, and a day ahead
    [InlineData("17T20:00", "16T20:00 17T03:00")] // in 34 hours: a day ahead comes first
    [InlineData("17T10:00", "16T22:00")] // a day ahead was when it was asked
    [InlineData("16T12:00", "16T11:00")]
    [InlineData("16T10:00", "")]
    [InlineData("16T09:00", "")]
    public void Those_who_were_asked_are_reminded_at_half_time_and_a_day_ahead(string start, string reminders) =>
        Assert.Equal(reminders, string.Join(' ', Cover(start).Reminders.Select(at => Cases.Invariant($"{at:dd'T'HH:mm}"))));

    [Theory]
    [InlineData("18T10:00", "17T22:00")] // twelve hours ahead
    [InlineData("16T22:15", "16T10:15")]
    [InlineData("16T22:14", "16T10:15")] // they have a quarter of an hour
    [InlineData("16T09:00", "16T10:15")]
    public void The_lead_is_told_twelve_hours_ahead_and_not_before_a_quarter_of_an_hour(string start, string told)
    {
        Assert.Equal(At(told), Cover(start).EscalateAt);
        Assert.Equal(Asked, (Cover(start) with { Asked = [] }).EscalateAt);
    }

    [Fact]
    public void For_whoever_leaves_the_bot_asks()
    {
        Assert.False(Cover("18T10:00").IsOfLeaver());
        Assert.True((Cover("18T10:00") with { AskedBy = CoverRequest.Leaving }).IsOfLeaver());
    }

    [Theory]
    [InlineData("ana", null, "cai", "ana")] // cai worked in the place of ana
    [InlineData("ana", "ben", "cai", "ana")] // who had it from ben
    [InlineData("ana", "ben", "ben", "ana")]
    [InlineData("ana", "ben", "ana", null)]
    [InlineData(null, "ben", "ben", null)] // it was vacant for want of ben, who came after all
    [InlineData(null, "ben", "cai", "ben")]
    public void A_correction_names_whom_it_replaces_and_no_reason_is_left(string? worked, string? instead, string person, string? replaced)
    {
        var shift = new Shift("primary", 3, At("16T09:00"), At("16T17:00"), worked, ShiftSource.Swap, instead) { Reason = "away" };
        var corrected = Assert.Single(ShiftCorrection.Apply([shift], [Corrected("16T08:00", "16T18:00", person)]));
        Assert.Equal((person, replaced, null, ShiftSource.Swap), (corrected.Person, corrected.Instead, corrected.Reason, corrected.Source));
        Assert.Equal((shift.Start, shift.End), (corrected.Start, corrected.End));
    }

    [Theory]
    [InlineData("16T09:00", "16T17:00", "09:00 cai 17:00")]
    [InlineData("16T10:00", "16T17:00", "09:00 ana 10:00 cai 17:00")]
    [InlineData("16T09:00", "16T12:00", "09:00 cai 12:00 ana 17:00")]
    [InlineData("16T10:00", "16T12:00", "09:00 ana 10:00 cai 12:00 ana 17:00")]
    [InlineData("16T17:00", "16T18:00", "09:00 ana 17:00")] // begins where the shift ends
    [InlineData("16T08:00", "16T09:00", "09:00 ana 17:00")]
    public void A_shift_is_cut_where_a_correction_begins_or_ends(string start, string end, string parts)
    {
        var shift = new Shift("primary", 3, At("16T09:00"), At("16T17:00"), "ana", ShiftSource.Turn);
        var corrected = ShiftCorrection.Apply([shift], [Corrected(start, end, "cai")]);
        Assert.Equal(parts, string.Join(' ', corrected.Select(one => Cases.Invariant($"{one.Start:HH:mm} {one.Person}"))
            .Append(Cases.Invariant($"{corrected[^1].End:HH:mm}"))));
        Assert.Equal(shift, Assert.Single(ShiftCorrection.Apply([shift], [Corrected(start, end, "cai") with { Layer = "secondary" }])));
    }

    [Fact]
    public void Of_corrections_the_last_decided_counts()
    {
        var shift = new Shift("primary", 3, At("16T09:00"), At("16T17:00"), "ana", ShiftSource.Turn);
        var first = Corrected("16T08:00", "16T18:00", "cai");
        var last = Corrected("16T08:00", "16T18:00", "dora") with { DecidedAt = At("25T10:00") };
        foreach (var corrections in new ShiftCorrection[][] { [first, last], [last, first] })
            Assert.Equal("dora", Assert.Single(ShiftCorrection.Apply([shift], corrections)).Person);
    }

    private static SwapRequest Swap(RequestState state, string? closed) =>
        new("payments", new SwapPart("primary", At("18T10:00"), At("18T18:00"), "ana"), "ben")
        {
            AskedBy = "ana",
            AskedAt = Asked,
            State = state,
            ClosedAt = Maybe(closed),
        };

    private static CoverRequest Cover(string start) =>
        new("payments", "primary", At(start), At(start) + Duration.FromHours(8), "ana")
        {
            AskedBy = "ana",
            AskedAt = Asked,
            Asked = ["ben"],
        };

    private static ShiftCorrection Corrected(string start, string end, string person) =>
        new("payments", "primary", At(start), At(end), person, "a test") { DecidedAt = At("24T10:00"), DecidedBy = "lea" };

    private static Instant? Maybe(string? time) => time is null ? null : At(time);

    private static Instant At(string time) => Cases.At($"2026-11-{time}:00Z");
}
