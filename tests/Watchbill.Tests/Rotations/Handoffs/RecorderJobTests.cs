using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Reading;
using Watchbill.Storage;
using static Watchbill.Fixtures.Roster;

namespace Watchbill.Rotations;

public sealed class RecorderJobTests
{
    private static readonly Instant Friday = At("2026-11-13T12:00:00Z");
    private static readonly Instant Monday = At("2026-11-16T09:00:00Z");

    private readonly MemoryStore store = new();

    [Fact]
    public async Task Nothing_before_a_rotation_was_first_seen_is_recorded()
    {
        await FillAsync(store, Payments);
        await Job().RunAsync(Friday, Ct);
        await Job().RunAsync(Monday - Duration.FromMilliseconds(1), Ct);
        Assert.Empty(await WorkedAsync());
        Assert.Equal(new Recorded(Friday, Friday), (await store.FindAsync<Recorded>("payments", Ct))!.Value);

        await Job().RunAsync(Monday, Ct);
        var worked = Assert.Single(await WorkedAsync());
        Assert.Equal(("ben", Friday, Monday), (worked.Shift.Person, worked.Shift.Start, worked.Shift.End));
    }

    [Fact]
    public async Task A_shift_is_recorded_with_the_team_domain_and_services_of_that_day()
    {
        await FillAsync(store, Payments);
        await Job().RunAsync(Friday, Ct);
        await Job().RunAsync(Monday, Ct);
        var worked = Assert.Single(await WorkedAsync());
        Assert.Equal(("payments", "ordering", "checkout,ledger", false),
            (worked.Team, worked.Domain, string.Join(',', worked.Services), worked.Shadow));
    }

    [Fact]
    public async Task What_ran_when_a_rotation_was_retired_is_worked_until_then_and_nothing_while_it_is_retired()
    {
        await FillAsync(store, Payments);
        await Job().RunAsync(Friday, Ct);
        await store.SaveAsync([Write.Put("payments", Payments with { Retired = true })], Ct);
        await Job().RunAsync(Friday + Duration.FromHours(1), Ct);

        // Two weeks later it is in the file again, in the middle of ana's week.
        var back = At("2026-11-25T12:00:00Z");
        await store.SaveAsync([Write.Put("payments", Payments)], Ct);
        await Job().RunAsync(back, Ct);
        await Job().RunAsync(At("2026-11-30T09:00:00Z"), Ct);
        Assert.Equal(
            [("ben", Friday, Friday + Duration.FromHours(1)), ("ana", back, At("2026-11-30T09:00:00Z"))],
            (await WorkedAsync()).Select(worked => (worked.Shift.Person!, worked.Shift.Start, worked.Shift.End)));
    }

    [Fact]
    public async Task While_what_came_back_still_runs_the_past_reads_as_it_will_when_it_has_ended()
    {
        await FillAsync(store, Payments);
        await Job().RunAsync(Friday, Ct);
        var (gone, back) = (Friday + Duration.FromHours(1), Friday + Duration.FromHours(3));
        await store.SaveAsync([Write.Put("payments", Payments with { Retired = true })], Ct);
        await Job().RunAsync(gone, Ct);
        await store.SaveAsync([Write.Put("payments", Payments)], Ct);
        // Before the recorder has seen that it is back, and after.
        Assert.Equal([(At("2026-11-09T09:00:00Z"), Friday), (Friday, gone), (gone, Monday)], await SpansAsync(Friday));
        await Job().RunAsync(back + Duration.FromMilliseconds(7), Ct);
        var spans = new[] { (At("2026-11-09T09:00:00Z"), Friday), (Friday, gone), (back, Monday) };
        Assert.Equal(spans, await SpansAsync(Friday));
        Assert.Equal(spans[2..], await SpansAsync(back + Duration.FromHours(2)));

        await Job().RunAsync(Monday, Ct);
        Assert.Equal(spans, await SpansAsync(Friday));
    }

    [Fact]
    public async Task First_seen_and_retired_within_one_second_nothing_was_worked()
    {
        await FillAsync(store, Payments);
        await Job().RunAsync(Friday + Duration.FromMilliseconds(200), Ct);
        await store.SaveAsync([Write.Put("payments", Payments with { Retired = true })], Ct);
        await Job().RunAsync(Friday + Duration.FromMilliseconds(900), Ct);
        Assert.Empty(await WorkedAsync());
        Assert.Equal(Friday, (await store.FindAsync<Recorded>("payments", Ct))!.Value.First);
    }

    [Fact]
    public async Task After_downtime_every_piece_is_recorded()
    {
        await FillAsync(store,
            Of("payments", Layer("primary", Weekly, Office, "ana", "ben"),
                Layer("shadow", Weekly, Coverage.Always, "dee") with { Shadow = true }));
        await Job().RunAsync(Friday, Ct);
        await Job().RunAsync(At("2026-11-25T12:00:00Z"), Ct);
        var worked = await WorkedAsync();
        Assert.Equal(8, worked.Count(shift => shift.Shift.Layer == "primary"));
        Assert.Equal(2, worked.Count(shift => shift.Shadow));
        Assert.Equal(At("2026-11-24T17:00:00Z"), (await store.FindAsync<Recorded>("payments", Ct))!.Value.Through);
    }

    [Fact]
    public async Task Recorded_step_by_step_or_at_once_comes_to_the_same()
    {
        var rotation =
            Of("payments", Layer("primary", Weekly, Office, "ana", "ben"),
                Layer("secondary", Weekly with { Unit = TurnUnit.Day }, Coverage.Always, "cai", "dee"));
        var (end, other) = (At("2026-12-02T00:00:00Z"), new MemoryStore(store.Notices));
        await FillAsync(store, rotation);
        await FillAsync(other, rotation);
        await Job().RunAsync(Friday, Ct);
        await Job(other).RunAsync(Friday, Ct);

        await Job().RunAsync(end, Ct);
        var job = Job(other);
        for (var now = Friday; now <= end;) now = Instant.Max(now + Duration.FromMilliseconds(1), (await job.RunAsync(now, Ct))!.Value);

        Assert.Equal((await store.ListAsync<WorkedShift>(IdRange.All, Ct)).Select(stored => (stored.Id, stored.Value.Shift)),
            (await other.ListAsync<WorkedShift>(IdRange.All, Ct)).Select(stored => (stored.Id, stored.Value.Shift)));
    }

    [Fact]
    public async Task Time_at_which_nobody_was_there_is_recorded_too()
    {
        await FillAsync(store, Payments);
        await store.SaveAsync([Write.Put("ben", new Absences([new("a", At("2026-11-14T00:00:00Z"), At("2026-11-15T00:00:00Z"), Friday)]))],
            Ct);
        await Job().RunAsync(Friday, Ct);
        await Job().RunAsync(Monday, Ct);
        Assert.Equal(["ben", null, "ben"], (await WorkedAsync()).Select(worked => worked.Shift.Person));
    }

    [Fact]
    public async Task What_is_recorded_stays_whatever_the_rotation_becomes()
    {
        await FillAsync(store, Payments);
        await Job().RunAsync(Friday, Ct);
        await Job().RunAsync(Monday, Ct);
        var before = await WorkedAsync();
        await FillAsync(store, Of("payments", Primary("dee")));
        await Job().RunAsync(Monday + Duration.FromDays(8), Ct);
        Assert.Equal(before[0].Shift, (await WorkedAsync())[0].Shift);
        Assert.Equal(["ben", "dee"], (await WorkedAsync()).Select(worked => worked.Shift.Person));
    }

    [Fact]
    public async Task Of_two_runners_the_slower_one_does_nothing()
    {
        await FillAsync(store, Payments);
        var (one, other) = (Job(), Job());
        await one.RunAsync(Friday, Ct);
        await other.RunAsync(Friday, Ct);
        await Task.WhenAll(one.RunAsync(Monday, Ct), other.RunAsync(Monday + Duration.FromSeconds(1), Ct));
        await other.RunAsync(Monday + Duration.FromSeconds(2), Ct);
        Assert.Single(await WorkedAsync());
    }

    [Fact]
    public async Task Killed_while_recording_nothing_is_half_there()
    {
        await FillAsync(store, Payments);
        await Job().RunAsync(Friday, Ct);
        await Job(new DyingStore(store, change => change.Kind == typeof(WorkedShift))).RunAsync(Monday, Ct);
        Assert.Equal(Friday, (await store.FindAsync<Recorded>("payments", Ct))!.Value.Through);
        await Job().RunAsync(Monday + Duration.FromMinutes(1), Ct);
        Assert.Single(await WorkedAsync());
    }

    private RecorderJob Job(IStore? on = null) =>
        new(on ?? store, new Schedules(on ?? store), new DueRotations(on ?? store, NullLogger<DueRotations>.Instance),
            Fixtures.Some.HostClock);

    // From an hour before until Monday: the pieces of primary, whole.
    private async Task<IEnumerable<(Instant, Instant)>> SpansAsync(Instant from)
    {
        var schedules = new Schedules(store);
        var shifts =
            await new WorkedShifts(store)
                .BetweenAsync((await schedules.FindAsync("payments", Ct))!, from - Duration.FromHours(1), Monday, Instant.MaxValue, Ct);
        return shifts.Select(shift => (shift.Start, shift.End));
    }

    private async Task<IReadOnlyList<WorkedShift>> WorkedAsync() =>
        [.. (await store.ListAsync<WorkedShift>(IdRange.All, Ct)).Select(stored => stored.Value)];
}
