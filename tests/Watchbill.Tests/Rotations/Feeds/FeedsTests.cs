using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;
using static Watchbill.Fixtures.Roster;

namespace Watchbill.Rotations;

public sealed class FeedsTests
{
    private static readonly Instant Now = At("2026-11-20T10:00:00Z");

    private readonly MemoryStore store = new();

    private Feeds Feeds => new(store, new Schedules(store), new WorkedShifts(store), new OrgChart(store));

    [Fact]
    public async Task A_feed_reads_like_this()
    {
        // Weeks of four, so that the whole feed can be read; an override in the middle and a vacant one after the roster has ended.
        var monthly = Weekly with { Count = 13 };
        await FillAsync(store, Of("payments", Layer("primary", monthly, Coverage.Always, "ana", "ben")));
        await OverrideAsync(store, "payments", "cai", "2026-11-23T09:00:00Z", "2026-11-24T09:00:00Z");
        var key = await KeyAsync("ana");
        await Feeds.OfRotationAsync("payments", key, Now, Ct);
        await store.SaveAsync([Write.Put("payments", RotationChanges.None)], Ct);
        await store.SaveAsync([Write.Put("ben", new Absences([new("a", At("2026-12-01T09:00:00Z"), At("2026-12-03T09:00:00Z"), Now)]))],
            Ct);
        Golden.Matches("feed/rotation", (await Feeds.OfRotationAsync("payments", key, Now + Duration.FromHours(1), Ct))!);
    }

    [Fact]
    public async Task It_reaches_three_months_back_and_twelve_ahead()
    {
        await FillAsync(store, Payments);
        await Feeds.OfRotationAsync("payments", await KeyAsync("ana"), Now, Ct);
        var events = (await store.FindAsync<FeedState>("rotations/payments", Ct))!.Value.Events;
        Assert.InRange(events[0].Shift.Start, Now - Duration.FromDays(115), Now - Duration.FromDays(90));
        Assert.InRange(events[^1].Shift.End, Now + Duration.FromDays(366), Now + Duration.FromDays(400));
    }

    [Fact]
    public async Task A_persons_feed_has_their_shifts_of_all_rotations_and_cancels_what_another_took()
    {
        await FillAsync(store, Payments, Of("search", Primary("ana", "dee")));
        var key = await KeyAsync("ana");
        var before = (await Feeds.OfPersonAsync("ana", key, Now, Ct))!;
        Assert.Contains("SUMMARY:On call: payments (primary) — Ana Silva", before, StringComparison.Ordinal);
        Assert.Contains("SUMMARY:On call: search (primary) — Ana Silva", before, StringComparison.Ordinal);
        Assert.DoesNotContain("Dee Roe", before, StringComparison.Ordinal);

        // Ana's week of 23 November becomes ben's.
        await OverrideAsync(store, "payments", "ben", "2026-11-23T09:00:00Z", "2026-11-30T09:00:00Z");
        var after = (await Feeds.OfPersonAsync("ana", key, Now, Ct))!;
        var gone = after.Split("BEGIN:VEVENT").Single(one => one.Contains("STATUS:CANCELLED", StringComparison.Ordinal));
        Assert.Contains("UID:payments.primary.46.20261123T090000Z@watchbill", gone, StringComparison.Ordinal);
        Assert.Contains("SEQUENCE:1", gone, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asked_again_it_is_the_same_text_and_writes_nothing()
    {
        await FillAsync(store, Payments);
        var key = await KeyAsync("ana");
        var first = await Feeds.OfPersonAsync("ana", key, Now, Ct);
        var version = (await store.FindAsync<FeedState>("people/ana", Ct))!.Version;
        Assert.Equal(first, await Feeds.OfPersonAsync("ana", key, Now + Duration.FromHours(40), Ct));
        Assert.Equal(version, (await store.FindAsync<FeedState>("people/ana", Ct))!.Version);
    }

    [Fact]
    public async Task A_rotation_that_is_no_more_stays_in_the_past_of_a_persons_feed()
    {
        await FillAsync(store, Payments);
        var key = await KeyAsync("cai");
        await Feeds.OfPersonAsync("cai", key, Now, Ct);
        await store.SaveAsync(
            [Write.Put("payments", Payments with { Retired = true }),
                Write.Put("payments", new Recorded(At("2026-11-16T09:00:00Z"), At("2026-11-16T09:00:00Z")))], Ct);
        await Feeds.OfPersonAsync("cai", key, Now, Ct);
        var events = (await store.FindAsync<FeedState>("people/cai", Ct))!.Value.Events;
        Assert.All(events, one => Assert.Equal(one.Shift.End > At("2026-11-16T09:00:00Z"), one.Cancelled));
        Assert.Contains(events, one => !one.Cancelled);
        Assert.Null(await Feeds.OfRotationAsync("payments", key, Now, Ct));
    }

    [Fact]
    public async Task A_key_opens_its_persons_feed_and_every_rotation_and_nothing_else()
    {
        await FillAsync(store, Payments);
        var (ana, ben) = (await KeyAsync("ana"), await KeyAsync("ben"));
        Assert.NotNull(await Feeds.OfPersonAsync("ana", ana, Now, Ct));
        Assert.NotNull(await Feeds.OfRotationAsync("payments", ben, Now, Ct));
        Assert.Null(await Feeds.OfPersonAsync("ana", ben, Now, Ct));
        foreach (var wrong in new[] { "", ".", "ana", "ana.", ana + "x", "ben" + ana[3..], ana[4..], new string('x', 5000),
            "ana." + new string('x', 43) })
        {
            Assert.Null(await Feeds.OfPersonAsync("ana", wrong, Now, Ct));
            Assert.Null(await Feeds.OfRotationAsync("payments", wrong, Now, Ct));
        }

        Assert.Null(await Feeds.OfRotationAsync("paymets", ana, Now, Ct));
        // Only the hash is kept.
        Assert.DoesNotContain(await store.ListAsync<FeedKey>(IdRange.All, Ct), key => key.Id.Contains(ana[4..], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_end_with_the_person()
    {
        await FillAsync(store, Payments);
        var key = await KeyAsync("ana");
        var ana = (await store.FindAsync<Person>("ana", Ct))!.Value;
        await store.SaveAsync([Write.Put("ana", ana with { Until = new LocalDate(2026, 11, 21) })], Ct);
        Assert.NotNull(await Feeds.OfPersonAsync("ana", key, At("2026-11-20T23:59:59Z"), Ct));
        Assert.Null(await Feeds.OfPersonAsync("ana", key, At("2026-11-21T00:00:00Z"), Ct));
        Assert.Null(await Feeds.OfRotationAsync("payments", key, At("2026-11-21T00:00:00Z"), Ct));
        await store.SaveAsync([Write.Put("ana", ana with { Retired = true })], Ct);
        Assert.Null(await Feeds.OfPersonAsync("ana", key, Now, Ct));
    }

    private async Task<string> KeyAsync(string person)
    {
        var (key, id) = FeedKey.New(person);
        await store.SaveAsync([Write.Create(id, new FeedKey(Now))], Ct);
        return key;
    }
}
