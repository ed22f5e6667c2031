using NodaTime;
using Watchbill.Calendars;
using Watchbill.Fixtures;

namespace Watchbill.Rotations;

/// <summary>Decisions under newer rules of time zones and clocks that ran ahead, counts of turns, and rosters in words.</summary>
public sealed class DecisionTimeTests
{
    private static readonly Instant Now = Cases.At("2026-06-10T09:00:00Z");

    // Typed as 15 June, nine to five, at UTC+1; newer rules say UTC+2, so it is an hour earlier.
    private static readonly TypedSpan Typed = new(new(2026, 6, 15, 9, 0), new(2026, 6, 15, 17, 0), "Test/Zone");

    [Theory]
    [InlineData("10T09", "15T08", "15T16", "15T07", "15T15")]
    [InlineData("15T08", "15T08", "15T16", "15T08", "15T15")] // has begun
    [InlineData("15T16", "15T08", "15T16", "15T08", "15T16")] // is over
    [InlineData("10T09", "15T10", "15T16", "15T10", "15T15")] // a part of it: its start was not the typed one
    [InlineData("10T09", "15T08", "15T12", "15T07", "15T12")]
    [InlineData("10T09", "15T15", "15T16", "15T15", "15T16")] // nothing would be left: it stays
    public void What_was_typed_moves_with_newer_rules(string now, string start, string end, string newStart, string newEnd)
    {
        var rules = (Older: (DateTimeZone?)Zone(1), Newer: Zone(2));
        Assert.Equal((At(newStart), At(newEnd)), Typed.Move(At(start), At(end), At(now), rules));
    }

    [Theory]
    [InlineData("10T09", "15T10", "15T12", "15T07", "15T15")] // nobody remembers: all that lies ahead is what was typed
    [InlineData("15T10", "15T10", "15T12", "15T10", "15T15")]
    public void Without_the_older_rules_all_that_lies_ahead_is_what_was_typed(
        string now, string start, string end, string newStart, string newEnd) =>
        Assert.Equal((At(newStart), At(newEnd)), Typed.Move(At(start), At(end), At(now), (null, Zone(2))));

    [Fact]
    public void What_a_clock_ahead_has_dated_is_decided_now_in_the_same_order()
    {
        var changes = new RotationChanges([Decided("a", 60), Decided("b", -60), Decided("c", 30), Decided("d", 0), Decided("e", 90)]);
        var back = changes.AsOf(Now);
        Assert.Equal(["b", "c", "a"], back.Changes.Where(change => change.Id is not ("d" or "e")).OrderBy(change => change.DecidedAt)
            .Select(change => change.Id));
        Assert.All(back.Changes, change => Assert.True(change.DecidedAt <= Now));
        Assert.Equal((Now, Now, Now - Duration.FromSeconds(60)), (Of("e"), Of("d"), Of("b")));
        Assert.Equal(["a", "b", "c", "d", "e"], back.Changes.Select(change => change.Id));
        Assert.Same(back, back.AsOf(Now));
        var absences = new Absences([Away("a", 60), Away("b", 0), Away("c", -60)]);
        Assert.Equal([Now, Now, Now - Duration.FromSeconds(60)], absences.AsOf(Now).Items.Select(absence => absence.DecidedAt));
        Assert.Same(absences.Items[1], absences.AsOf(Now).Items[1]);
        Assert.True(ReferenceEquals(absences.AsOf(Now + Duration.FromSeconds(60)), absences));

        Instant Of(string id) => back.Changes.Single(change => change.Id == id).DecidedAt;
    }

    // Weeks until 1 February, the same people and turns with others of them since; days from 1 March on.
    [Theory]
    [InlineData("2026-01-20T09:00:00Z", 1)]
    [InlineData("2026-02-10T09:00:00Z", 1)] // counts on
    [InlineData("2026-02-28T23:59:59Z", 1)]
    [InlineData("2026-03-01T09:00:00Z", 2)]
    public void Turns_are_counted_anew_where_they_are_others(string at, int count)
    {
        var layer = new Layer("primary")
        {
            Versions =
            [
                new(null, Some.Weekly, Coverage.Always, ["ana", "ben"]),
                new(Cases.At("2026-02-01T09:00:00Z"), Some.Weekly, Coverage.Always, ["ana", "cai"]),
                new(Cases.At("2026-03-01T09:00:00Z"), Some.Daily, Coverage.Always, ["ana", "cai"]),
            ],
        };
        Assert.Equal(count, layer.CountOf(Cases.At(at), 7));
        // A turn that is kept over the seam goes on as it was counted, to the end of the seam.
        var seam = layer with
        {
            Versions =
            [
                layer.Versions[0],
                layer.Versions[2] with { From = Cases.At("2026-02-01T12:00:00Z"), Seam = new(new KeptTurn(3, 0)) },
            ],
        };
        Assert.Equal([1, 2, 2], new[] { ("01T12", 3), ("01T12", 4), ("02T09", 3) }
            .Select(one => seam.CountOf(Cases.At($"2026-02-{one.Item1}:00:00Z"), one.Item2)));
    }

    [Fact]
    public void A_rotation_is_said_in_words()
    {
        var layers = new[] { Some.Layer("primary", Some.Weekly, Coverage.Always, "ana"),
            Some.Layer("night", Some.Weekly, Coverage.Always, "ben") with { Level = "primary" },
            Some.Layer("beside", Some.Weekly, Coverage.Always, "cai") with { Shadow = true } };
        Assert.Equal("primary, night as primary, beside (shadow)", RosterText.Layers(Some.Rotation(layers)));
        var gone = layers[0] with { Versions = [layers[0].Versions[0] with { Removed = true }] };
        Assert.Equal("none", RosterText.Layers(Some.Rotation(gone)));
        Assert.Equal("always", RosterText.Of(Coverage.Always));
        Assert.Equal("always without holidays of PT", RosterText.Of(new Coverage { HolidaysOff = "PT" }));
        Assert.Equal("Mon-Fri 09:00-17:00 without holidays of PT", RosterText.Of(Some.Office with { HolidaysOff = "PT" }));
        var two = new Coverage { Windows = [.. Some.Office.Windows, .. Some.Open("Sat", "10:00", "12:00").Windows] };
        Assert.Equal(("Mon-Fri 09:00-17:00, Sat 10:00-12:00", "Mon-Fri 09:00-17:00; Sat 10:00-12:00"),
            (RosterText.Of(two), RosterText.Windows(two, "; ")));
        Assert.Equal(("1 week from Mon 5 Jan 09:00 (Lisbon)", "2 days from Mon 5 Jan 09:00 (Lisbon)"),
            (RosterText.Of(Some.Weekly, new(2026, 1, 1)), RosterText.Of(Some.Daily with { Count = 2 }, new(2026, 1, 1))));
    }

    [Theory]
    [InlineData(true, "ana", "ana,ben", "members Ana → Ana, ben")]
    [InlineData(true, "", "ana", "members none → Ana")]
    [InlineData(true, "ana", "", "members Ana → none")]
    [InlineData(false, "ana", "ben", "members ana → ben")]
    [InlineData(true, null, "ana,ben", "members Ana, ben")]
    [InlineData(false, null, "", "members")]
    public void A_change_is_said_with_what_was_before(bool people, string? before, string after, string said)
    {
        var detail = new VersionDetail("members", before is null ? null : List(before), List(after), Now) { People = people };
        Assert.Equal(said, detail.Said(new Dictionary<string, string> { ["ana"] = "Ana" }));

        static string[] List(string ids) => ids.Split(',', StringSplitOptions.RemoveEmptyEntries);
    }

    private static ShiftChange Decided(string id, int seconds) =>
        Some.Override(id, "2026-06-15T08:00:00Z", "2026-06-15T16:00:00Z", "ana", "2026-06-01T00:00:00Z") with
        {
            DecidedAt = Now + Duration.FromSeconds(seconds),
        };

    private static Absence Away(string id, int seconds) => new(id, Now, Now + Duration.FromDays(1), Now + Duration.FromSeconds(seconds));

    private static RememberedZone Zone(int hours) => new RememberedZone("Test/Zone", [new ZoneStep(null, hours * 3600)]);

    private static Instant At(string time) => Cases.At($"2026-06-{time}:00:00Z");
}
