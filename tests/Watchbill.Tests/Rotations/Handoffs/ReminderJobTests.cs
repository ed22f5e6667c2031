using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;
using static Watchbill.Fixtures.Roster;

namespace Watchbill.Rotations;

public sealed class ReminderJobTests
{
    // Mondays at nine in Lisbon: cai from 16 November, ana from 23 November, ben from 30 November.
    private static readonly Instant Sunday = At("2026-11-22T09:00:00Z");
    private static readonly Duration Minute = Duration.FromMinutes(1);

    private readonly MemoryStore store = new();

    [Fact]
    public async Task A_day_ahead_the_person_is_told_once()
    {
        await FillAsync(store, Payments);
        var job = Job();
        Assert.Equal(At("2026-11-21T12:00:00Z"), await job.RunAsync(At("2026-11-20T12:00:00Z"), Ct));
        Assert.Equal(Sunday, await job.RunAsync(At("2026-11-21T12:00:00Z"), Ct));
        await job.RunAsync(Sunday - Duration.FromMilliseconds(5), Ct);
        Assert.Empty(await ToldAsync());
        await job.RunAsync(Sunday, Ct);
        await job.RunAsync(Sunday + Minute, Ct);
        await Job().RunAsync(Sunday + 2 * Minute, Ct);
        Assert.Equal(["2026-11-22T09:00:00Z/reminder/payments/primary/46/ana"], await ToldAsync());
        Golden.Matches("reminder", Bot.Plain((await store.ListAsync<Delivery>(IdRange.All, Ct))[0].Value.Reply));
    }

    [Fact]
    public async Task Somebody_put_in_later_is_told_too_and_whose_turn_resumes_is_not_told_again()
    {
        await FillAsync(store, Payments);
        var job = Job();
        await job.RunAsync(Sunday, Ct);
        await OverrideAsync(store, "payments", "dee", "2026-11-24T09:00:00Z", "2026-11-25T09:00:00Z");
        for (var at = Sunday; at < At("2026-11-29T00:00:00Z"); at += 30 * Minute) await job.RunAsync(at, Ct);
        Assert.Equal(["2026-11-22T09:00:00Z/reminder/payments/primary/46/ana", "2026-11-23T09:00:00Z/reminder/payments/primary/46/dee"],
            await ToldAsync());
        Assert.Contains("instead of Ana Silva", Bot.Plain((await store.ListAsync<Delivery>(IdRange.All, Ct))[1].Value.Reply),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pieces_of_a_turn_are_one_shift_and_its_reminder_names_both_ends()
    {
        await FillAsync(store, Of("payments", Layer("primary", Weekly, Office, "ana", "ben")));
        var job = Job();
        // In the middle of a turn nobody is reminded of the days that are left.
        for (var at = At("2026-11-18T12:00:00Z"); at < At("2026-11-29T00:00:00Z"); at += 60 * Minute) await job.RunAsync(at, Ct);
        Assert.Equal(["2026-11-22T09:00:00Z/reminder/payments/primary/46/ana"], await ToldAsync());
        Assert.Contains("You go on call Mon 09:00", Bot.Plain((await store.ListAsync<Delivery>(IdRange.All, Ct))[0].Value.Reply),
            StringComparison.Ordinal);
        Assert.Contains("until Fri 27 Nov 17:00", Bot.Plain((await store.ListAsync<Delivery>(IdRange.All, Ct))[0].Value.Reply),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_goes_on_without_a_break_needs_no_reminder()
    {
        await FillAsync(store, Of("payments", Primary("ana")));
        var job = Job();
        for (var at = At("2026-11-20T12:00:00Z"); at < At("2026-12-05T00:00:00Z"); at += 60 * Minute) await job.RunAsync(at, Ct);
        Assert.Empty(await ToldAsync());
    }

    [Fact]
    public async Task Turns_of_hours_remind_a_person_once_a_day()
    {
        await FillAsync(store,
            Of("payments", Layer("primary", Weekly with { Count = 1, Unit = TurnUnit.Hour }, Coverage.Always, "ana", "ben")));
        var job = Job();
        for (var at = At("2026-11-20T12:00:00Z"); at < At("2026-11-22T23:30:00Z"); at += 30 * Minute) await job.RunAsync(at, Ct);
        var told = (await store.ListAsync<Delivery>(IdRange.All, Ct)).Select(stored => stored.Id).ToList();
        // Shifts up to the evening of the 23rd, four local days: the rest of Friday, Saturday, Sunday, Monday.
        Assert.Equal(4, told.Count(id => id.EndsWith("/ana", StringComparison.Ordinal)));
        Assert.Equal(4, told.Count(id => id.EndsWith("/ben", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_rotation_that_comes_back_before_the_shift_does_not_remind_again()
    {
        await FillAsync(store, Payments);
        var job = Job();
        await job.RunAsync(Sunday, Ct);
        await store.SaveAsync([Write.Put("payments", Payments with { Retired = true })], Ct);
        await job.RunAsync(Sunday + Minute, Ct);
        await store.SaveAsync([Write.Put("payments", Payments)], Ct);
        await job.RunAsync(Sunday + 2 * Minute, Ct);
        Assert.Single(await ToldAsync());
    }

    [Fact]
    public async Task A_shadow_is_told_that_it_is_one()
    {
        await FillAsync(store,
            Of("payments", Primary("ana"), Layer("shadow", Weekly, Coverage.Always, "dee", "lea") with { Shadow = true }));
        await Job().RunAsync(Sunday, Ct);
        Golden.Matches("reminder-shadow", Bot.Plain(Assert.Single(await store.ListAsync<Delivery>(IdRange.All, Ct)).Value.Reply));
    }

    [Theory]
    [InlineData("2026-11-23T07:00:00Z", 1)]
    [InlineData("2026-11-23T09:00:00Z", 0)]
    public async Task After_downtime_it_is_said_while_the_shift_is_to_come(string back, int said)
    {
        await FillAsync(store, Payments);
        await Job().RunAsync(At("2026-11-20T12:00:00Z"), Ct);
        await Job().RunAsync(At(back), Ct);
        Assert.Equal(said, (await ToldAsync()).Count);
    }

    [Fact]
    public async Task Killed_at_the_save_it_is_said_once_by_the_next()
    {
        await FillAsync(store, Payments);
        var dying = new DyingStore(store, change => change.Kind == typeof(Delivery));
        await Job(dying).RunAsync(Sunday, Ct);
        Assert.Empty(await ToldAsync());
        await Job().RunAsync(Sunday + Minute, Ct);
        await Job().RunAsync(Sunday + 2 * Minute, Ct);
        Assert.Single(await ToldAsync());
    }

    [Fact]
    public async Task What_is_remembered_ends_when_the_shift_has_begun()
    {
        await FillAsync(store, Payments);
        var job = Job();
        await job.RunAsync(Sunday, Ct);
        await job.RunAsync(At("2026-11-29T09:00:00Z"), Ct);
        Assert.Equal("ben", Assert.Single((await store.FindAsync<Reminded>("payments", Ct))!.Value.Reminders).Person);
    }

    private ReminderJob Job(IStore? through = null) =>
        new(through ?? store, new Schedules(store), new OrgChart(store),
            new DueRotations(store, NullLogger<DueRotations>.Instance));

    private async Task<IReadOnlyList<string>> ToldAsync() =>
        [.. (await store.ListAsync<Delivery>(IdRange.All, Ct)).Select(delivery => delivery.Id)];
}
