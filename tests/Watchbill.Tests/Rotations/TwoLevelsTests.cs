using NodaTime;
using Watchbill.Fixtures;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Rotations;

public sealed class TwoLevelsTests
{
    private static readonly Instant From = Cases.At("2026-01-05T09:00:00Z");

    [Theory]
    // The same order: every week.
    [InlineData("ana,ben", "ana,ben", 3, "ana 01-05T09:00 01-12T09:00, ben 01-12T09:00 01-19T09:00, ana 01-19T09:00 01-26T09:00")]
    // Apart by one: never.
    [InlineData("ana,ben,cai", "ben,cai,ana", 12, "")]
    // Of three against four each meets once in twelve weeks.
    [InlineData("ana,ben,cai", "dot,ana,ben,cai", 12,
        "ana 03-09T09:00 03-16T09:00, ben 03-16T09:00 03-23T09:00, cai 03-23T09:00 03-30T08:00")]
    [InlineData("ana", "ben", 12, "")]
    public void It_is_where_two_levels_have_the_same_person(string primary, string secondary, int weeks, string says) =>
        Assert.Equal(says, Lines(TwoLevels.Within(Schedule(Both(primary, secondary)), From, From + Duration.FromDays(7 * weeks)
            - (weeks > 11 ? Duration.FromHours(1) : Duration.Zero))));

    [Fact]
    public void Only_the_part_in_the_span_counts_and_a_change_may_bring_it_about()
    {
        var change = Override("o", "2026-01-06T09:00:00Z", "2026-01-06T12:00:00Z", "ben", "2026-01-01T00:00:00Z");
        var schedule = Schedule(Both("ana,ben", "ben,ana"), change);
        Assert.Equal("ben 01-06T09:00 01-06T12:00", Lines(TwoLevels.Within(schedule, From, From + Duration.FromDays(7))));
        Assert.Equal("ben 01-06T10:00 01-06T11:00",
            Lines(TwoLevels.Within(schedule, Cases.At("2026-01-06T10:00:00Z"), Cases.At("2026-01-06T11:00:00Z"))));
        Assert.Empty(TwoLevels.Within(schedule, Cases.At("2026-01-06T12:00:00Z"), From + Duration.FromDays(7)));
    }

    [Fact]
    public void Layers_of_one_level_and_shadows_are_none()
    {
        var always = Coverage.Always;
        Assert.Empty(TwoLevels.Within(Schedule(Rotation(
            Layer("east", Weekly, always, "ana") with { Level = "primary" },
            Layer("west", Weekly, always, "ana") with { Level = "primary" },
            Layer("shadow", Weekly, always, "ana") with { Shadow = true })), From, From + Duration.FromDays(7)));
    }

    [Fact]
    public void What_comes_first_within_a_year_is_found_where_nothing_is_soon()
    {
        var ahead = TwoLevels.Ahead(Schedule(Both("ana,ben,cai", "dot,ana,ben,cai")), From);
        Assert.Equal(Cases.At("2026-03-09T09:00:00Z"), ahead[0].Start);
        Assert.Empty(TwoLevels.Ahead(Schedule(Both("ana,ben,cai", "ben,cai,ana")), From));
    }

    private static Rotation Both(string primary, string secondary) => Rotation(
        Layer("primary", Weekly, Coverage.Always, primary.Split(',')), Layer("secondary", Weekly, Coverage.Always, secondary.Split(',')));

    private static string Lines(IEnumerable<TwoLevels> twice) => string.Join(", ",
        twice.Select(both => Cases.Invariant($"{both.Person} {both.Start:MM-dd'T'HH:mm} {both.End:MM-dd'T'HH:mm}")));
}
