using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Reading;
using Watchbill.Storage;
using static Watchbill.Fixtures.Roster;

namespace Watchbill.Rotations;

public sealed class WeeklyReportTests
{
    private static readonly Instant Friday = At("2026-11-20T12:00:00Z");
    private static readonly Instant Monday = At("2026-11-23T09:00:00Z");

    private readonly MemoryStore store = new();

    [Theory]
    [InlineData("2026-11-23T08:59:59Z", "Europe/Lisbon", "2026-11-16T09:00:00Z", "2026-11-23T09:00:00Z")]
    [InlineData("2026-11-23T09:00:00Z", "Europe/Lisbon", "2026-11-23T09:00:00Z", "2026-11-30T09:00:00Z")]
    [InlineData("2026-11-22T23:00:00Z", "Asia/Tokyo", "2026-11-16T00:00:00Z", "2026-11-23T00:00:00Z")]
    [InlineData("2026-03-29T12:00:00Z", "Europe/Lisbon", "2026-03-23T09:00:00Z", "2026-03-30T08:00:00Z")]
    public void Mondays_are_the_zones(string at, string zone, string last, string next)
    {
        var tz = DateTimeZoneProviders.Tzdb[zone];
        Assert.Equal((At(last), At(next)), (Mondays.Last(At(at), tz), Mondays.Next(At(at), tz)));
    }

    [Fact]
    public async Task Gaps_are_told_to_channel_and_lead_on_monday_once()
    {
        await FillAsync(store, Payments);
        await AwayAsync("ben", "2026-12-01T09:00:00Z", "2026-12-03T18:00:00Z");
        var job = Gaps();
        Assert.Equal(Monday, await job.RunAsync(Friday, Ct));
        Assert.Empty(await ToldAsync());
        Assert.Equal(At("2026-11-30T09:00:00Z"), await job.RunAsync(Monday, Ct));
        await job.RunAsync(Monday + Duration.FromMinutes(1), Ct);
        await Gaps().RunAsync(Monday + Duration.FromHours(5), Ct);
        var told = await store.ListAsync<Delivery>(IdRange.All, Ct);
        Assert.Equal(
            ["2026-11-23T09:00:00Z/gaps/payments/channel team:payments Gap", "2026-11-23T09:00:00Z/gaps/payments/lead person:lea Gap"],
            told.Select(one => $"{one.Id} {one.Value.To} {one.Value.Kind}"));
        Golden.Matches("gaps", Bot.Plain(told[0].Value.Reply));
    }

    [Fact]
    public async Task Where_somebody_always_is_nothing_is_said()
    {
        await FillAsync(store, Payments, Of("office", Layer("primary", Weekly, Office, "ana")));
        await WalkAsync(Gaps(), Friday, Friday + Duration.FromDays(30));
        Assert.Empty(await ToldAsync());
    }

    [Fact]
    public async Task One_person_on_two_levels_is_in_the_report()
    {
        await FillAsync(store,
            Of("payments", Primary("ana", "ben", "cai"), Layer("secondary", Weekly, Coverage.Always, "ana", "cai", "ben")));
        await Gaps().RunAsync(Friday, Ct);
        await Gaps().RunAsync(Monday, Ct);
        Golden.Matches("gaps-double", Bot.Plain((await store.ListAsync<Delivery>(IdRange.All, Ct))[0].Value.Reply));
        Assert.Equal(2, (await ToldAsync()).Count);
    }

    [Fact]
    public async Task Missed_mondays_are_made_up_for_once_with_the_gaps_still_to_come()
    {
        await FillAsync(store, Payments);
        await AwayAsync("ben", "2026-11-30T09:00:00Z", "2026-12-03T09:00:00Z");
        await Gaps().RunAsync(Friday, Ct);
        var back = At("2026-12-02T12:00:00Z");
        await Gaps().RunAsync(back, Ct);
        await Gaps().RunAsync(back + Duration.FromDays(1), Ct);
        Assert.Equal(["2026-12-02T12:00:00Z/gaps/payments/channel", "2026-12-02T12:00:00Z/gaps/payments/lead"], await ToldAsync());
        Assert.Contains("Wed 2 Dec 12:00", Bot.Plain((await store.ListAsync<Delivery>(IdRange.All, Ct))[0].Value.Reply),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Killed_at_the_save_the_report_is_made_by_the_next()
    {
        await FillAsync(store, Payments);
        await AwayAsync("ben", "2026-12-01T09:00:00Z", "2026-12-03T18:00:00Z");
        await Gaps().RunAsync(Friday, Ct);
        await Gaps(new DyingStore(store, change => change.Kind == typeof(Delivery))).RunAsync(Monday, Ct);
        Assert.Empty(await ToldAsync());
        await Gaps().RunAsync(Monday + Duration.FromMinutes(1), Ct);
        await Gaps().RunAsync(Monday + Duration.FromMinutes(2), Ct);
        Assert.Equal(2, (await ToldAsync()).Count);
    }

    private static async Task WalkAsync(GapReportJob job, Instant from, Instant to)
    {
        for (var at = from; at < to; at += Duration.FromHours(1)) await job.RunAsync(at, Ct);
    }

    private Task AwayAsync(string person, string from, string to) =>
        store.SaveAsync([Write.Put(person, new Absences([new("a", At(from), At(to), Friday)]))], Ct);

    private GapReportJob Gaps(IStore? through = null) =>
        new(through ?? store, new Schedules(store), new OrgChart(store),
            new DueRotations(store, NullLogger<DueRotations>.Instance));

    private async Task<IReadOnlyList<string>> ToldAsync() =>
        [.. (await store.ListAsync<Delivery>(IdRange.All, Ct)).Select(delivery => delivery.Id)];
}
