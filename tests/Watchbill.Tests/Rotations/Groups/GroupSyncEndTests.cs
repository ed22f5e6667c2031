using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;
using static Watchbill.Fixtures.Roster;

namespace Watchbill.Rotations;

/// <summary>What becomes of topics that nothing feeds any more, and of groups that lack somebody.</summary>
public sealed class GroupSyncEndTests
{
    private static readonly Instant Friday = At("2026-11-20T10:00:00Z");
    private static readonly Instant Later = Friday + Duration.FromMinutes(1);

    private readonly RecordingGroups platform = new();
    private readonly MemoryStore store = new();

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_topic_that_nothing_feeds_any_more_is_taken_out_once(bool retired, bool restarted)
    {
        await FillAsync(store, Payments with { Topic = true });
        var job = Job();
        await job.RunAsync(Friday, Ct);
        platform.Told.Clear();
        await store.SaveAsync([Write.Put("payments", retired ? Payments with { Topic = true, Retired = true } : Payments)], Ct);
        if (restarted) job = Job();
        // A limit in between changes nothing about it.
        platform.Fails = new BusyException("later", Duration.FromSeconds(10));
        await job.RunAsync(Later, Ct);
        platform.Fails = null;
        for (var at = Later; at < Friday + Duration.FromDays(8); at += Duration.FromHours(6)) await job.RunAsync(at, Ct);
        await Job().RunAsync(Friday + Duration.FromDays(9), Ct);
        Assert.Equal(["team:payments: "], platform.Told);
    }

    [Fact]
    public async Task A_topic_that_another_rotation_feeds_stays_over_a_restart()
    {
        var search = Of("search", Primary("dee")) with { Topic = true };
        await FillAsync(store, Payments with { Topic = true }, search);
        await Job().RunAsync(Friday, Ct);
        await store.SaveAsync([Write.Put("payments", Payments)], Ct);
        await Job().RunAsync(Later, Ct);
        Assert.Equal("team:payments: On call for search: Dee Roe (primary)", platform.Told[^1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_team_that_is_renamed_keeps_its_topic(bool restarted)
    {
        await FillAsync(store, Payments with { Topic = true });
        var job = Job();
        await job.RunAsync(Friday, Ct);
        platform.Told.Clear();
        var team = (await store.FindAsync<Team>("payments", Ct))!.Value;
        await store.SaveAsync([
            Write.Put("payments", team with { Retired = true, RenamedTo = "pay" }),
            Write.Put("pay", team with { Id = "pay" }),
            Write.Put("payments", Payments with { Owner = "pay", Topic = true })], Ct);
        await (restarted ? Job() : job).RunAsync(Later, Ct);
        Assert.Equal(["team:pay: On call for payments: Cai Wen (primary)"], platform.Told);
    }

    [Fact]
    public async Task A_topic_that_cannot_be_taken_out_is_told_to_the_admins()
    {
        await FillAsync(store, Payments with { Topic = true });
        await Job().RunAsync(Friday, Ct);
        await store.SaveAsync([Write.Put("payments", Payments)], Ct);
        platform.Fails = new RefusedException("Type /invite @Watchbill in the channel.");
        await Job().RunAsync(Later, Ct);
        var told = Assert.Single(await store.ListAsync<Delivery>(IdRange.All, Ct)).Value;
        Assert.Equal(Address.Admins, told.To);
        Assert.Equal(
            "The topic of payments's channel still names who was on call. Type /invite @Watchbill in the channel. Watchbill is " +
                "retrying.", Bot.Plain(told.Reply).Trim());
    }

    [Fact]
    public async Task What_a_lead_can_mend_is_told_after_something_else_failed_and_when_it_becomes_another()
    {
        await FillAsync(store, Payments with { Groups = Platforms.OnSlack("S0PAY") });
        var at = Friday;
        await FailAsync(new HttpRequestException("no route"));
        await FailAsync(new RefusedException("Add the scope."));
        await FailAsync(new HttpRequestException("no route"));
        await FailAsync(new RefusedException("Add the scope."));
        await FailAsync(new RefusedException("Upgrade the plan."));
        var told = (await store.ListAsync<Delivery>(IdRange.All, Ct)).Select(delivery => Bot.Plain(delivery.Value.Reply)).ToList();
        Assert.Collection(told,
            first => Assert.Contains("(see log)", first, StringComparison.Ordinal),
            second => Assert.Contains("Add the scope.", second, StringComparison.Ordinal),
            third => Assert.Contains("Upgrade the plan.", third, StringComparison.Ordinal));

        async Task FailAsync(Exception failure)
        {
            platform.Fails = failure;
            for (var i = 0; i < 4; i++) at = (await Job().RunAsync(at, Ct))!.Value;
        }
    }

    [Fact]
    public async Task Who_links_while_on_call_comes_in_and_groups_that_lack_nobody_are_left_alone()
    {
        await FillAsync(store, Payments with { Groups = Platforms.OnSlack("S0PAY") },
            Of("search", Primary("dee")) with { Groups = Platforms.OnSlack("S0SEA") });
        platform.Unknown.Add("cai");
        var job = new WokenJob(Job(), store.Notices);
        await job.RunAsync(Friday, Ct);
        platform.Told.Clear();
        platform.Unknown.Clear();
        await job.RunAsync(Later, Ct);
        Assert.Empty(platform.Told);
        await store.SaveAsync([Write.Create("slack/cai", new ChatLink("cai", "U0CAI", Later))], Ct);
        await job.RunAsync(Later, Ct);
        Assert.Equal(["S0PAY: cai"], platform.Told);
    }

    private GroupSyncJob Job()
    {
        var chart = new OrgChart(store);
        return new(
            new GroupWishes(store, new Schedules(store), chart, new DueRotations(store, NullLogger<DueRotations>.Instance)),
            new GroupSync(store, chart, [platform], NullLogger<GroupSync>.Instance));
    }
}
