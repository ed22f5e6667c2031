using System.Collections.ObjectModel;
using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Storage;
using static Watchbill.Fixtures.Roster;

namespace Watchbill.Rotations;

/// <summary>
/// Portugal gives up summer time: by the older rules the clocks of Lisbon go forward on 28 March 2027, by the newer
/// ones they stay. Saturday 20 March 2027; what is typed for April is an hour later by Greenwich.
/// </summary>
public sealed class ZoneRulesJobTests
{
    private static readonly Instant Now = At("2027-03-20T10:00:00Z");
    private static readonly Zones Newer = new("TZDB: 2027b (mapping: 1)", new RememberedZone("Europe/Lisbon", [new ZoneStep(null, 0)]));

    private readonly MemoryStore store = new();

    // Typed as 10 to 12 in Lisbon, which is an hour earlier by the newer rules.
    [Theory]
    [InlineData("2026-11-20T08:00:00Z", "2026-11-20T09:00:00Z", "2026-11-20T11:00:00Z")]
    [InlineData("2026-11-20T10:30:00Z", "2026-11-20T10:00:00Z", "2026-11-20T11:00:00Z")]
    [InlineData("2026-11-20T12:00:00Z", "2026-11-20T10:00:00Z", "2026-11-20T12:00:00Z")]
    public void What_has_begun_keeps_its_start_and_what_is_over_its_end(string now, string start, string end)
    {
        var typed = new TypedSpan(new LocalDateTime(2026, 11, 20, 10, 0), new LocalDateTime(2026, 11, 20, 12, 0), "Europe/Lisbon");
        var rules = (DateTimeZoneProviders.Tzdb["Europe/Lisbon"], DateTimeZoneProviders.Tzdb["Europe/Paris"]);
        Assert.Equal((Cases.At(start), Cases.At(end)),
            typed.Move(Cases.At("2026-11-20T10:00:00Z"), Cases.At("2026-11-20T12:00:00Z"), Cases.At(now), rules));
    }

    [Fact]
    public async Task Typed_times_keep_their_local_time_and_people_are_told()
    {
        await FillAsync(store, Payments);
        await store.SaveAsync(
        [
            Write.Create("payments", new RotationChanges(
            [
                Typed("future", new LocalDateTime(2027, 4, 10, 18, 0), new LocalDateTime(2027, 4, 12, 9, 0), "2027-04-10T17:00:00Z",
                    "2027-04-12T08:00:00Z"),
                // Begun: its start is worked already; its end lies ahead.
                Typed("begun", new LocalDateTime(2027, 3, 19, 18, 0), new LocalDateTime(2027, 3, 29, 9, 0), "2027-03-19T18:00:00Z",
                    "2027-03-29T08:00:00Z"),
                // Only a part of what was typed was taken: its instants are nobody's typed times.
                Typed("part", new LocalDateTime(2027, 5, 1, 9, 0), new LocalDateTime(2027, 5, 3, 9, 0), "2027-05-01T11:00:00Z",
                    "2027-05-01T12:00:00Z"),
                Typed("over", new LocalDateTime(2026, 7, 1, 9, 0), new LocalDateTime(2026, 7, 2, 9, 0), "2026-07-01T08:00:00Z",
                    "2026-07-02T08:00:00Z"),
            ])),
            Write.Create("cai", new Absences([new Absence("a1", At("2027-04-19T23:00:00Z"), At("2027-04-20T23:00:00Z"), Now)
            {
                Typed = new TypedSpan(new LocalDateTime(2027, 4, 20, 0, 0), new LocalDateTime(2027, 4, 21, 0, 0), "Europe/Lisbon"),
            }])),
            Write.Create(WorkedShift.IdOf("payments", At("2026-07-06T08:00:00Z"), "primary"), Worked),
        ], Ct);
        await new ZoneRulesJob(store).RunAsync(Now - Duration.FromHours(1), Ct);
        Assert.Empty(await store.ListAsync<Delivery>(IdRange.All, Ct));

        await new ZoneRulesJob(store, Newer).RunAsync(Now, Ct);
        var changes = (await store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes.ToDictionary(change => change.Id);
        Assert.Equal((At("2027-04-10T18:00:00Z"), At("2027-04-12T09:00:00Z")), (changes["future"].Start, changes["future"].End));
        Assert.Equal((At("2027-03-19T18:00:00Z"), At("2027-03-29T09:00:00Z")), (changes["begun"].Start, changes["begun"].End));
        Assert.Equal((At("2027-05-01T11:00:00Z"), At("2027-05-01T12:00:00Z")), (changes["part"].Start, changes["part"].End));
        Assert.Equal(At("2026-07-01T08:00:00Z"), changes["over"].Start);
        Assert.Equal(At("2027-04-20T00:00:00Z"), (await store.FindAsync<Absences>("cai", Ct))!.Value.Items[0].Start);
        Assert.Equal(Worked,
            (await store.FindAsync<WorkedShift>(WorkedShift.IdOf("payments", At("2026-07-06T08:00:00Z"), "primary"), Ct))!.Value);
        Golden.Matches("versions/zones-said", await SaidAsync());
    }

    [Fact]
    public async Task Those_whose_next_shift_moves_by_arithmetic_are_told_once()
    {
        // In New York nothing changes.
        await FillAsync(store, Payments,
            Of("york", Layer("primary", Weekly with { TimeZone = "America/New_York" }, Coverage.Always, "dee", "lea")));
        await new ZoneRulesJob(store).RunAsync(Now - Duration.FromHours(1), Ct);
        await new ZoneRulesJob(store, Newer).RunAsync(Now, Ct);
        Golden.Matches("versions/zones-shifts", await SaidAsync());
        await new ZoneRulesJob(store, Newer).RunAsync(Now + Duration.FromHours(1), Ct);
        await new ZoneRulesJob(store, Newer).RunAsync(Now + Duration.FromDays(2), Ct);
        Assert.Equal(3, (await store.ListAsync<Delivery>(IdRange.All, Ct)).Count);
        Assert.Equal(Newer.VersionId, (await store.FindAsync<ZoneRules>(ZoneRules.DocumentId, Ct))!.Value.Version);
    }

    [Fact]
    public async Task The_same_rules_under_a_new_name_tell_nobody()
    {
        await FillAsync(store, Payments);
        await new ZoneRulesJob(store).RunAsync(Now, Ct);
        await new ZoneRulesJob(store, new Zones("TZDB: 2027c (mapping: 1)")).RunAsync(Now, Ct);
        Assert.Empty(await store.ListAsync<Delivery>(IdRange.All, Ct));
    }

    [Theory]
    [InlineData("Europe/London")]
    [InlineData("America/New_York")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("America/Santiago")]
    [InlineData("America/Havana")]
    [InlineData("Africa/Cairo")]
    public void A_remembered_zone_sets_clocks_as_the_zone_did(string id)
    {
        var zone = DateTimeZoneProviders.Tzdb[id];
        var rules = ZoneRules.Write(DateTimeZoneProviders.Tzdb, [id], Now);
        var remembered = new RememberedZone(id, Assert.Single(rules.Zones).Steps);
        for (var at = Now - ZoneRules.Back; at < Now + ZoneRules.Ahead; at += Duration.FromMinutes(30))
            Assert.Equal(zone.GetUtcOffset(at), remembered.GetUtcOffset(at));
        Assert.Empty(rules.Differing(DateTimeZoneProviders.Tzdb));
    }

    private static WorkedShift Worked { get; } =
        new("payments", new Shift("primary", 26, At("2026-07-06T08:00:00Z"), At("2026-07-13T08:00:00Z"), "ana", ShiftSource.Turn),
            At("2026-07-13T08:00:00Z"));

    private static ShiftChange Typed(string id, LocalDateTime start, LocalDateTime end, string from, string to) =>
        new(id, ShiftSource.Swap, "primary", At(from), At(to), "dee", "ana")
        {
            DecidedAt = Now,
            DecidedBy = "lea",
            Typed = new TypedSpan(start, end, "Europe/Lisbon"),
        };

    private async Task<string> SaidAsync() => string.Join('\n', (await store.ListAsync<Delivery>(IdRange.All, Ct))
        .OrderBy(delivery => delivery.Value.To.ToString(), StringComparer.Ordinal)
            .Select(delivery => $"{delivery.Value.To}: {Written.Of(delivery.Value.Reply, DateTimeZone.Utc)}"));

    /// <summary>This release's zones, but for some.</summary>
    private sealed class Zones(string version, params DateTimeZone[] others) : IDateTimeZoneProvider
    {
        public string VersionId => version;

        public ReadOnlyCollection<string> Ids => DateTimeZoneProviders.Tzdb.Ids;

        public DateTimeZone this[string id] => GetZoneOrNull(id) ?? throw new ArgumentException(id, nameof(id));

        public DateTimeZone GetSystemDefault() => DateTimeZone.Utc;

        public DateTimeZone? GetZoneOrNull(string id) =>
            Array.Find(others, zone => zone.Id == id) ?? DateTimeZoneProviders.Tzdb.GetZoneOrNull(id);
    }
}
