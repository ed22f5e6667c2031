using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Rotations;

/// <summary>What a person may have of what is kept about rotations, and what goes when they are forgotten.</summary>
public sealed class RotationPeopleTests
{
    private static readonly Instant At = Cases.At("2026-11-16T09:00:00Z");
    private static readonly Instant Later = Cases.At("2026-11-23T09:00:00Z");

    private static RotationChanges Changes { get; } = new(
    [
        Change("c1", "ben", "ana", "cai", "Ana is ill"),
        Change("c2", "dora", "eve", "cai", "Eve is ill"),
        Change("c3", "cai", null, "cai", null),
    ]);

    private static SwapRequest Swap { get; } =
        new("payments", new SwapPart("primary", At, Later, "ana"), "ben") { AskedBy = "cai", AskedAt = At };

    private static CoverRequest Cover { get; } = new("payments", "primary", At, Later, "ana")
    {
        AskedBy = "cai",
        AskedAt = At,
        Asked = ["ben", "dora", "eve"],
        Declined = ["dora"],
        Taken = [new CoverPart("ben", At, Later, At), new CoverPart("fred", At, Later, At)],
    };

    private static Handoff Handoff { get; } = new("payments", At, [new("primary", "ana", "ben"), new("secondary", "cai", "dora")])
    {
        Notes = [new("eve", At, "A migration runs."), new("ana", At, "All is well.")],
        Acknowledged = [new("fred", Later), new("ben", Later)],
    };

    [Theory]
    [InlineData("ana", "c1")] // replaced
    [InlineData("ben", "c1")] // put in
    [InlineData("dora", "c2")]
    [InlineData("cai", "c1 c2 c3")] // decided
    [InlineData("fred", null)]
    public void Theirs_are_the_changes_that_put_them_in_take_them_out_or_that_they_decided(string person, string? ids) =>
        Assert.Equal(ids, Changes.Of(person) is { } own ? string.Join(' ', own.Changes.Select(change => change.Id)) : null);

    [Theory]
    [InlineData("ana", ", Eve is ill, ")]
    [InlineData("dora", "Ana is ill, , ")]
    [InlineData("cai", ", , ")]
    [InlineData("fred", null)]
    public void The_reason_of_a_change_goes_with_whoever_it_may_describe_and_the_change_stays(string person, string? reasons) =>
        Assert.Equal(reasons, Changes.Without(person) is { } left ? string.Join(", ", left.Changes.Select(change => change.Reason)) : null);

    [Fact]
    public void Of_a_change_without_a_reason_nothing_has_to_go() =>
        Assert.Null(new RotationChanges([Change("c3", "cai", "ana", "ben", null)]).Without("cai"));

    [Theory]
    [InlineData("ana", true)]
    [InlineData("ben", true)]
    [InlineData("cai", true)]
    [InlineData("dora", false)]
    public void A_swap_is_of_whoever_gives_whoever_is_asked_and_who_asks(string person, bool theirs) =>
        Assert.Equal(theirs, Swap.Concerns(person));

    [Theory]
    [InlineData("ana", "", "", "")] // whose shift it is
    [InlineData("cai", "", "", "")] // who asks
    [InlineData("ben", "ben", "", "ben")]
    [InlineData("dora", "dora", "dora", "")]
    [InlineData("eve", "eve", "", "")]
    [InlineData("fred", "", "", "fred")]
    public void Of_a_cover_request_they_get_what_they_were_asked_and_took_and_nothing_of_others(
        string person, string asked, string declined, string taken)
    {
        var own = Cover.Of(person)!;
        Assert.Equal((asked, declined, taken),
            (string.Join(' ', own.Asked), string.Join(' ', own.Declined), string.Join(' ', own.Taken.Select(part => part.Person))));
    }

    [Fact]
    public void A_cover_request_that_does_not_name_them_is_not_theirs() => Assert.Null(Cover.Of("gina"));

    [Fact]
    public void Who_is_forgotten_is_no_longer_looked_for_and_what_they_took_stays()
    {
        var left = Cover.Without("dora")!;
        Assert.Equal(["ben", "eve"], left.Asked);
        Assert.Empty(left.Declined);
        left = Cover.Without("ben")!;
        Assert.Equal(["dora", "eve"], left.Asked);
        Assert.Equal(["dora"], left.Declined);
        Assert.Equal(["ben", "fred"], left.Taken.Select(part => part.Person));
        Assert.Empty((Cover with { Asked = [] }).Without("dora")!.Declined);
        Assert.Null(Cover.Without("ana"));
        Assert.Null(Cover.Without("fred"));
    }

    [Theory]
    [InlineData("ana", true)]
    [InlineData("ben", true)]
    [InlineData("cai", false)]
    public void A_correction_is_of_whoever_worked_and_of_whoever_decided(string person, bool theirs) =>
        Assert.Equal(theirs, Correction(At, Later).Concerns(person));

    [Theory]
    [InlineData("2026-11-16T09:00:00Z", "2026-11-23T09:00:00Z", true)]
    [InlineData("2026-11-15T09:00:00Z", "2026-11-16T09:00:00Z", false)] // ends where the shift begins
    [InlineData("2026-11-15T09:00:00Z", "2026-11-16T09:00:01Z", true)]
    [InlineData("2026-11-23T09:00:00Z", "2026-11-24T09:00:00Z", false)] // begins where it ends
    [InlineData("2026-11-23T08:59:59Z", "2026-11-24T09:00:00Z", true)]
    public void A_correction_is_about_a_recorded_shift_where_they_share_a_moment(string start, string end, bool shared) =>
        Assert.Equal(shared, Correction(Cases.At(start), Cases.At(end)).Corrects(Worked("ana", null)));

    [Fact]
    public void A_correction_of_another_rotation_or_layer_is_about_something_else()
    {
        Assert.False((Correction(At, Later) with { Rotation = "search" }).Corrects(Worked("ana", null)));
        Assert.False((Correction(At, Later) with { Layer = "secondary" }).Corrects(Worked("ana", null)));
    }

    [Theory]
    [InlineData("ana", true)]
    [InlineData("ben", true)]
    [InlineData("cai", false)]
    public void A_recorded_shift_is_of_who_worked_and_of_whom_they_replaced(string person, bool theirs) =>
        Assert.Equal(theirs, Worked("ana", "ben").Concerns(person));

    [Theory]
    [InlineData("ana", 1, 1, 0)] // outgoing, with a note
    [InlineData("ben", 1, 0, 1)] // incoming, and knows it
    [InlineData("dora", 1, 0, 0)]
    [InlineData("eve", 0, 1, 0)]
    [InlineData("fred", 0, 0, 1)]
    public void Of_a_handoff_they_get_their_own_layers_notes_and_acknowledgement(string person, int layers, int notes, int acknowledged)
    {
        var own = Handoff.Of(person)!;
        Assert.Equal((layers, notes, acknowledged), (own.Layers.Count, own.Notes.Count, own.Acknowledged.Count));
        Assert.All(own.Layers, layer => Assert.Contains(person, new[] { layer.Outgoing, layer.Incoming }));
        Assert.All(own.Notes, note => Assert.Equal(person, note.Person));
        Assert.All(own.Acknowledged, one => Assert.Equal(person, one.Person));
    }

    [Fact]
    public void A_handoff_that_does_not_name_them_is_not_theirs() => Assert.Null(Handoff.Of("gina"));

    [Fact]
    public void The_notes_of_whoever_is_forgotten_go()
    {
        Assert.Equal(["ana"], Handoff.Without("eve")!.Notes.Select(note => note.Person));
        Assert.Null(Handoff.Without("ben"));
        var waiting = new HandoffNotes(Handoff.Notes);
        Assert.Equal(["ana"], waiting.Without("eve")!.Notes.Select(note => note.Person));
        Assert.Equal(["eve"], waiting.Of("eve")!.Notes.Select(note => note.Person));
        Assert.Null(waiting.Without("ben"));
        Assert.Null(waiting.Of("ben"));
    }

    [Fact]
    public void Theirs_are_the_reminders_they_got()
    {
        var reminded = new Reminded([new("primary", 46, "ben", At), new("primary", 47, "cai", Later)]);
        Assert.Equal([46], reminded.Of("ben")!.Reminders.Select(reminder => reminder.Turn));
        Assert.Null(reminded.Of("ana"));
    }

    private static ShiftChange Change(string id, string person, string? instead, string by, string? reason) =>
        new(id, ShiftSource.Override, "primary", At, Later, person, instead) { DecidedAt = At, DecidedBy = by, Reason = reason };

    private static ShiftCorrection Correction(Instant start, Instant end) =>
        new("payments", "primary", start, end, "ana", "Ben was ill") { DecidedAt = Later, DecidedBy = "ben" };

    private static WorkedShift Worked(string person, string? instead) =>
        new("payments", new Shift("primary", 46, At, Later, person, ShiftSource.Cover, instead), Later);
}
