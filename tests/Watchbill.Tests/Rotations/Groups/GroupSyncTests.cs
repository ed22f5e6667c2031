using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;
using static Watchbill.Fixtures.Roster;

namespace Watchbill.Rotations;

public sealed class GroupSyncTests
{
    // Mondays at nine in Lisbon: cai from 16 November, ana from 23 November, ben from 30 November.
    private static readonly Instant Friday = At("2026-11-20T10:00:00Z");
    private static readonly Instant Monday = At("2026-11-23T09:00:00Z");

    private readonly RecordingGroups platform = new();
    private readonly MemoryStore store = new();

    [Fact]
    public async Task Group_and_topic_follow_the_handoff_and_are_told_once()
    {
        await FillAsync(store, Payments with { Groups = Platforms.OnSlack("S0PAY"), Topic = true });
        var job = Job();
        Assert.Equal(Friday + Duration.FromDays(1), await job.RunAsync(Friday, Ct));
        await job.RunAsync(Friday + Duration.FromMinutes(1), Ct);
        Assert.Equal(["S0PAY: cai", "team:payments: On call for payments: Cai Wen (primary)"], platform.Told.Order(StringComparer.Ordinal));
        platform.Told.Clear();
        await job.RunAsync(Monday, Ct);
        // Another process finds that nothing is left to do.
        await Job().RunAsync(Monday + Duration.FromMinutes(1), Ct);
        Assert.Equal(["S0PAY: ana", "team:payments: On call for payments: Ana Silva (primary)"],
            platform.Told.Order(StringComparer.Ordinal));
        Assert.Empty(await ToldAsync());
    }

    [Fact]
    public async Task Each_platform_is_told_its_own_groups_and_every_one_the_topic()
    {
        var other = new RecordingGroups { Platform = Platforms.Other };
        await FillAsync(store, Payments with { Groups = Platforms.OnSlack("S0PAY"), Topic = true },
            Of("search", Primary("dee")) with { Groups = Platforms.OnSlack("S0SEA").With(Platforms.Other, "S0PAY") });
        await Job(platforms: [platform, other]).RunAsync(Friday, Ct);
        const string Topic = "team:payments: On call for payments: Cai Wen (primary)";
        Assert.Equal(["S0PAY: cai", "S0SEA: dee", Topic], platform.Told.Order(StringComparer.Ordinal));
        Assert.Equal(["S0PAY: dee", Topic], other.Told.Order(StringComparer.Ordinal));
        Assert.Equal(["group/S0PAY", "group/S0SEA", "group/other/S0PAY", "topic/team:payments"],
            (await store.ListAsync<GroupState>(IdRange.All, Ct)).Select(state => state.Id));
    }

    [Fact]
    public async Task Many_rotations_feed_one_group_without_their_shadows()
    {
        await FillAsync(store,
            Of("payments", Primary("ana"), Layer("secondary", Weekly, Coverage.Always, "ben"),
                Layer("shadow", Weekly, Coverage.Always, "lea") with { Shadow = true }) with
            { Groups = Platforms.OnSlack("S0") },
            Of("search", Primary("dee"), Layer("secondary", Weekly, Coverage.Always, "ana")) with { Groups = Platforms.OnSlack("S0") });
        await Job().RunAsync(Friday, Ct);
        Assert.Equal(["S0: ana ben dee"], platform.Told);
    }

    [Fact]
    public async Task A_rotation_that_moves_to_another_group_leaves_the_first()
    {
        var search = Of("search", Primary("dee")) with { Groups = Platforms.OnSlack("S1") };
        await FillAsync(store, Of("payments", Primary("ana")) with { Groups = Platforms.OnSlack("S1") }, search);
        var job = Job();
        await job.RunAsync(Friday, Ct);
        await store.SaveAsync([Write.Put("search", search with { Groups = Platforms.OnSlack("S2") })], Ct);
        await job.RunAsync(Friday + Duration.FromMinutes(1), Ct);
        Assert.Equal(["S1: ana", "S1: ana dee", "S2: dee"], platform.Told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Out_of_hours_the_last_people_stay_and_nothing_is_said()
    {
        await FillAsync(store,
            Of("payments", Layer("primary", Weekly, Office, "ana", "ben")) with { Groups = Platforms.OnSlack("S0PAY"), Topic = true });
        var job = Job();
        for (var at = At("2026-11-19T12:00:00Z"); at < At("2026-11-23T12:00:00Z"); at += Duration.FromMinutes(30))
            await job.RunAsync(at, Ct);
        Assert.Equal(
            ["S0PAY: ana", "S0PAY: ben", "team:payments: On call for payments: Ana Silva (primary)",
                "team:payments: On call for payments: Ben Ode (primary)"], platform.Told.Order(StringComparer.Ordinal));
        Assert.Empty(await ToldAsync());
    }

    [Fact]
    public async Task A_group_is_never_emptied_and_the_lead_hears_once_why_it_keeps_its_people()
    {
        await FillAsync(store, Payments with { Groups = Platforms.OnSlack("S0PAY") });
        var job = Job();
        await job.RunAsync(Friday, Ct);
        await store.SaveAsync([Write.Put("cai", new Absences([new("a", Friday, Friday + Duration.FromDays(1), Friday)]))], Ct);
        await job.RunAsync(Friday + Duration.FromMinutes(1), Ct);
        await Job().RunAsync(Friday + Duration.FromMinutes(2), Ct);
        Assert.Equal(["S0PAY: cai"], platform.Told);
        var told = Assert.Single(await store.ListAsync<Delivery>(IdRange.All, Ct)).Value;
        Assert.Equal(Address.Person("lea"), told.To);
        Golden.Matches("group-kept", Bot.Plain(told.Reply));
    }

    [Fact]
    public async Task Who_has_left_leaves_a_group_that_keeps_others()
    {
        await FillAsync(store,
            Of("payments", Primary("ana"), Layer("secondary", Weekly, Coverage.Always, "ben")) with
            {
                Groups = Platforms.OnSlack("S0PAY"),
            });
        var job = Job();
        await job.RunAsync(Friday, Ct);
        var ana = (await store.FindAsync<Person>("ana", Ct))!.Value;
        await store.SaveAsync([Write.Put("ana", ana with { Until = new LocalDate(2026, 11, 21) })], Ct);
        await job.RunAsync(At("2026-11-20T23:59:00Z"), Ct);
        Assert.Equal(["S0PAY: ana ben"], platform.Told);
        await job.RunAsync(At("2026-11-21T00:00:00Z"), Ct);
        Assert.Equal("S0PAY: ben", platform.Told[^1]);
    }

    [Fact]
    public async Task Who_has_left_leaves_it_also_while_nobody_is_on_call()
    {
        await FillAsync(store,
            Of("payments", Layer("primary", Weekly, Office, "ana"), Layer("secondary", Weekly, Office, "ben")) with
            {
                Groups = Platforms.OnSlack("S0PAY"),
            });
        var job = Job();
        await job.RunAsync(Friday, Ct);
        var ana = (await store.FindAsync<Person>("ana", Ct))!.Value;
        await store.SaveAsync([Write.Put("ana", ana with { Until = new LocalDate(2026, 11, 21) })], Ct);
        await job.RunAsync(At("2026-11-21T12:00:00Z"), Ct);
        Assert.Equal(["S0PAY: ana ben", "S0PAY: ben"], platform.Told);
    }

    [Fact]
    public async Task People_the_platform_does_not_know_are_named_to_the_lead_once_and_come_in_when_they_are_linked()
    {
        await FillAsync(store,
            Of("payments", Primary("ana"), Layer("secondary", Weekly, Coverage.Always, "ben")) with
            {
                Groups = Platforms.OnSlack("S0PAY"),
            });
        platform.Unknown.Add("ben");
        var job = Job();
        await job.RunAsync(Friday, Ct);
        await job.RunAsync(Friday + Duration.FromDays(1), Ct);
        Golden.Matches("group-unlinked", Bot.Plain(Assert.Single(await store.ListAsync<Delivery>(IdRange.All, Ct)).Value.Reply));
        platform.Unknown.Clear();
        await store.SaveAsync(
            [Write.Put("ben", (await store.FindAsync<Person>("ben", Ct))!.Value with { Accounts = Platforms.OnSlack("U0BEN") })], Ct);
        await job.RunAsync(Friday + Duration.FromDays(1) + Duration.FromMinutes(1), Ct);
        Assert.Equal("S0PAY: ana ben", platform.Told[^1]);
        Assert.Empty((await store.FindAsync<GroupState>("group/S0PAY", Ct))!.Value.Unlinked);
    }

    [Fact]
    public async Task Failures_are_tried_again_at_longer_intervals_and_the_lead_hears_of_the_third()
    {
        await FillAsync(store, Payments with { Groups = Platforms.OnSlack("S0PAY") });
        platform.Fails = new HttpRequestException("no route");
        var (job, at) = (Job(), Friday);
        var pauses = new List<double>();
        for (var i = 0; i < 12; i++)
        {
            Assert.Equal(i < 3 ? 0 : 1, (await ToldAsync()).Count);
            var next = (await job.RunAsync(at, Ct))!.Value;
            pauses.Add((next - at).TotalSeconds);
            at = next;
        }

        Assert.All(pauses.Zip([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]),
            pause => Assert.InRange(pause.First, pause.Second * 0.75, pause.Second * 1.25));
        Golden.Matches("group-failed", Bot.Plain((await store.ListAsync<Delivery>(IdRange.All, Ct))[0].Value.Reply));
        platform.Fails = null;
        // A new process goes on where the last one was, and not before its time.
        await Job().RunAsync(at - Duration.FromSeconds(1), Ct);
        Assert.Empty(platform.Told);
        await Job().RunAsync(at, Ct);
        Assert.Equal(["S0PAY: cai"], platform.Told);
        Assert.Equal(0, (await store.FindAsync<GroupState>("group/S0PAY", Ct))!.Value.Failures);
    }

    [Fact]
    public async Task What_a_lead_can_mend_is_said_at_once_and_another_handoff_does_not_wait()
    {
        await FillAsync(store, Payments with { Groups = Platforms.OnSlack("S0PAY") });
        platform.Fails = new RefusedException("There is no user group S0PAY. Set sync.slackGroup in the organisation file.");
        var job = Job();
        var at = Friday;
        while (at < Monday - Duration.FromMinutes(1))
            at = Instant.Min((await job.RunAsync(at, Ct))!.Value, Monday - Duration.FromMinutes(1));
        Golden.Matches("group-refused", Bot.Plain(Assert.Single(await store.ListAsync<Delivery>(IdRange.All, Ct)).Value.Reply));
        await job.RunAsync(at, Ct);
        platform.Fails = null;
        await job.RunAsync(Monday, Ct);
        Assert.Equal(["S0PAY: ana"], platform.Told);
    }

    [Fact]
    public async Task A_limit_is_waited_for_and_nobody_hears_of_it()
    {
        await FillAsync(store, Payments with { Groups = Platforms.OnSlack("S0PAY") });
        platform.Fails = new BusyException("later", Duration.FromSeconds(45));
        var at = Friday;
        for (var i = 0; i < 5; i++) at = (await Job().RunAsync(at, Ct))!.Value;
        Assert.Equal(Friday + Duration.FromSeconds(5 * 45), at);
        platform.Fails = null;
        await Job().RunAsync(at - Duration.FromSeconds(1), Ct);
        Assert.Empty(platform.Told);
        await Job().RunAsync(at, Ct);
        Assert.Equal(["S0PAY: cai"], platform.Told);
        Assert.Empty(await ToldAsync());
    }

    [Fact]
    public async Task Killed_between_telling_and_noting_it_is_told_once_more()
    {
        await FillAsync(store, Payments with { Groups = Platforms.OnSlack("S0PAY") });
        await Assert.ThrowsAsync<IOException>(
            () => Job(new DyingStore(store, change => change.Kind == typeof(GroupState))).RunAsync(Friday, Ct));
        await Job().RunAsync(Friday, Ct);
        await Job().RunAsync(Friday, Ct);
        Assert.Equal(["S0PAY: cai", "S0PAY: cai"], platform.Told);
    }

    [Fact]
    public async Task Without_a_platform_that_has_groups_nothing_is_looked_at()
    {
        await FillAsync(store, Payments with { Groups = Platforms.OnSlack("S0PAY") });
        Assert.Null(await Job(platforms: []).RunAsync(Friday, Ct));
        Assert.Empty(await store.ListAsync<GroupState>(IdRange.All, Ct));
    }

    private GroupSyncJob Job(IStore? through = null, IEnumerable<IChatGroups>? platforms = null)
    {
        var chart = new OrgChart(store);
        return new(
            new GroupWishes(store, new Schedules(store), chart, new DueRotations(store, NullLogger<DueRotations>.Instance)),
            new GroupSync(through ?? store, chart, platforms ?? [platform], NullLogger<GroupSync>.Instance));
    }

    private async Task<IReadOnlyList<string>> ToldAsync() =>
        [.. (await store.ListAsync<Delivery>(IdRange.All, Ct)).Select(delivery => delivery.Id)];
}
