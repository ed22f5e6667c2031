using System.Text.Json;
using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.OrganizationFiles;

namespace Watchbill.Rotations;

public sealed class NewLayerVersionTests
{
    private static readonly TurnRule Weekly = new("Etc/UTC", new LocalDateTime(2026, 1, 5, 9, 0), 1, TurnUnit.Week);

    // Turn 45 from Monday 16 November: with three members ana's (45 mod 3 = 0), with two ben's (45 mod 2 = 1).
    private static readonly Instant Monday = Cases.At("2026-11-16T09:00:00Z");
    private static readonly Instant Friday = Cases.At("2026-11-20T10:00:00Z");

    [Theory]
    // At the end of the shift: the next of the old order who is in the new one, then the new list.
    [InlineData("ana ben cai", "ana ben cai dora", "ana ben cai dora ana")]
    [InlineData("ana ben cai", "dora ana ben cai", "ana ben cai dora ana")]
    [InlineData("ana ben cai", "ana cai", "ana cai ana cai")]
    [InlineData("ana ben cai", "ben cai", "ana ben cai ben")]
    [InlineData("ana ben cai", "ana dora", "ana dora ana dora")]
    [InlineData("ana ben cai", "ana cai ben", "ana ben ana cai ben")]
    [InlineData("ana ben cai", "dora eve", "ana dora eve dora")]
    [InlineData("ana ben cai", "ana", "ana ana ana")]
    [InlineData("ana ben", "ana ben cai", "ben ana ben cai ana")]
    [InlineData("ana", "ana ben", "ana ben ana ben")]
    public void A_change_at_the_end_of_the_shift_follows_people_and_not_places(string old, string wanted, string weeks) =>
        Assert.Equal(weeks.Split(' '), Weeks(Change(old, wanted, NewLayerVersion.EndOfShift([Version(old)], Friday)), weeks));

    [Theory]
    // Now, in the middle of ana's week: whoever is on call stays, where they may.
    [InlineData("ana ben cai", "ana ben cai dora", "ana ben cai dora ana")]
    [InlineData("ana ben cai", "dora ana ben cai", "ana ben cai dora ana")]
    [InlineData("ana ben cai", "ben cai", "ben cai ben cai")]
    [InlineData("ana ben cai", "ana dora", "ana dora ana")]
    [InlineData("ana ben cai", "ana dora ben cai", "ana ben cai ana dora ben")]
    [InlineData("ana ben cai", "cai ana", "ana cai ana cai")]
    [InlineData("ana ben cai", "dora eve", "dora eve dora")]
    public void A_change_now_keeps_who_is_on_call(string old, string wanted, string weeks)
    {
        var versions = Change(old, wanted, Friday);
        Assert.Equal("ana", OnCallBy.At(versions, Friday - Duration.FromSeconds(1)));
        Assert.Equal(weeks.Split(' '), Weeks(versions, weeks, Friday));
    }

    [Fact]
    public void Nothing_before_the_start_is_touched()
    {
        var before = Version("ana ben cai");
        Assert.Same(before,
            Change("ana ben cai", "cai", Friday)[0] is { From: null } first && NewLayerVersion.Same(first, before) ? before : null);
    }

    [Fact]
    public void A_second_change_before_the_first_one_starts_takes_its_place()
    {
        var end = Monday + Duration.FromDays(7);
        var first = NewLayerVersion.Apply([Version("ana ben cai")], Version("ana ben cai dora"), end);
        Assert.Equal(end, NewLayerVersion.EndOfShift(first, Friday));
        Assert.Equal(["ana ben cai", "ana cai"],
            NewLayerVersion.Apply(first, Version("ana cai"), end).Select(version => string.Join(' ', version.Members)));
        Assert.Equal(["ana ben cai"],
            NewLayerVersion.Apply(first, Version("ana ben cai"), end).Select(version => string.Join(' ', version.Members)));
    }

    [Fact]
    public void A_layer_without_people_begins_again_with_the_first()
    {
        var gone = NewLayerVersion.Apply([Version("ana ben")], Version(""), Friday);
        Assert.Null(OnCallBy.At(gone, Friday));
        Assert.Equal("cai",
            OnCallBy.At(NewLayerVersion.Apply(gone, Version("cai ana"), Friday + Duration.FromHours(1)), Friday + Duration.FromHours(2)));
    }

    [Fact]
    public void Other_turns_go_on_with_the_next_person()
    {
        var daily = Version("ana ben cai") with { Turn = Weekly with { Unit = TurnUnit.Day } };
        var end = Monday + Duration.FromDays(7);
        var versions = NewLayerVersion.Apply([Version("ana ben cai")], daily, end);
        Assert.Equal(["ben", "cai", "ana"], Enumerable.Range(0, 3).Select(day => OnCallBy.At(versions, end + Duration.FromDays(day))));
    }

    public static TheoryData<string> Members => Cases.Of("member-change");

    [Theory]
    [MemberData(nameof(Members))]
    public void Members_change_as_the_rows_of_facts_recommend(string id)
    {
        var row = Cases.Row(id);
        var names = Names(row, "participants");
        var change = row.GetProperty("change");
        // A row without a start says only who is on call: a day in their turn will do.
        var active = row.Says("active_index") ? row.Number("active_index") : Names(row, "participants").IndexOf(row.Text("before"));
        var rule = row.Says("start") ? row.Rule() : new TurnRule(row.Text("tz"), new LocalDateTime(2024, 6, 3, 0, 0), 1, TurnUnit.Day);
        var at = change.Says("at") ? change.Instant("at") : Cases.At("2024-06-03T12:00:00Z") + Duration.FromDays(active);
        var wanted =
            change.Says("new_participants")
                ? Names(change, "new_participants") : [.. names.Where(name => name != change.Text("delete_user"))];
        var old = new LayerVersion(null, rule, Coverage.Always, names);
        Assert.Equal(names[active], OnCallBy.At([old], at));

        var stays = wanted.Contains(names[active]) ? names[active] : names[(active + 1) % names.Count];
        Assert.Equal(stays, OnCallBy.At(NewLayerVersion.Apply([old], old with { Members = wanted }, at), at + Duration.FromSeconds(1)));
        if (row.Says("expected_active_user")) Assert.Equal(row.Text("expected_active_user"), stays);
    }

    private static List<string> Names(JsonElement row, string property) =>
        [.. row.GetProperty(property).EnumerateArray().Select(name => name.GetString()!)];

    private static IReadOnlyList<LayerVersion> Change(string old, string wanted, Instant start) =>
        NewLayerVersion.Apply([Version(old)], Version(wanted), start);

    private static LayerVersion Version(string members) =>
        new(null, Weekly, Coverage.Always, members.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<string?> Weeks(IReadOnlyList<LayerVersion> versions, string weeks, Instant? first = null) =>
        weeks.Split(' ').Select((_, week) => OnCallBy.At(versions, week == 0 ? first ?? Monday : Monday + Duration.FromDays(7 * week)));
}
