using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Api;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Paging;
using Watchbill.Storage;

namespace Watchbill.Slack;

/// <summary>What Slack does not deliver until somebody has mended something.</summary>
public sealed class SlackUnreachedTests : IDisposable
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ScriptedSlack slack = new();
    private readonly MemoryStore store = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SlackChat Chat => slack.ChatOf(store);

    public void Dispose() => slack.Dispose();

    [Fact]
    public async Task An_admin_who_cannot_get_it_keeps_it_from_no_other_and_is_a_fault_only_where_nobody_gets_it()
    {
        await FillAsync();
        slack.Answer = (_, call) => call == 1 ? ScriptedSlack.Error("user_disabled") : ScriptedSlack.Ok();
        Assert.Single(await Chat.PostAsync(Address.Admins, new Reply("x"), new("1"), Ct));
        Assert.Equal(["U0ANA", "U0BEN"], slack.Calls.Select(call => (string?)call.Json!["channel"]));
        slack.Answer = (_, _) => ScriptedSlack.Error("user_disabled");
        slack.Time.Pass(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<UnreachableException>(() => Chat.PostAsync(Address.Admins, new Reply("x"), new("2"), Ct));
    }

    [Theory]
    [InlineData("not_in_channel", "Type /invite @Watchbill in the channel.")]
    [InlineData("is_archived", "The channel is archived: name another one in the organisation file.")]
    [InlineData("channel_not_found", "Check the channel's id in the organisation file")]
    public async Task What_nobody_gets_before_somebody_mends_it_says_how(string error, string advice)
    {
        await FillAsync();
        slack.Answer = (_, _) => ScriptedSlack.Error(error);
        var nobody =
            await Assert.ThrowsAsync<UnreachableException>(() => Chat.PostAsync(Address.Team("payments"), new Reply("x"), new("1"), Ct));
        Assert.Contains(advice, nobody.Message, StringComparison.Ordinal);
        Assert.False(nobody.IsOff);
    }

    [Fact]
    public async Task Of_a_person_whom_Slack_does_not_find_it_says_whose_id_to_check()
    {
        await FillAsync();
        slack.Answer = (_, _) => ScriptedSlack.Error("channel_not_found");
        var nobody =
            await Assert.ThrowsAsync<UnreachableException>(() => Chat.PostAsync(Address.Person("ana"), new Reply("x"), new("1"), Ct));
        Assert.Contains("Check the person's 'slack:' id in the organisation file.", nobody.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("/invite", nobody.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_token_is_asked_about_once_in_half_a_minute_and_said_once_in_the_log()
    {
        await FillAsync();
        var log = new Lines();
        var lockouts = new Lockouts(slack.Time, LoggerFactory.Create(logs => logs.AddProvider(log)).CreateLogger<Lockouts>());
        var chat = slack.ChatOf(store, lockouts);
        slack.Answer = (_, _) => ScriptedSlack.Error("token_revoked");
        for (var i = 0; i < 600; i++)
        {
            slack.Time.Pass(TimeSpan.FromSeconds(0.1));
            await Assert.ThrowsAsync<BusyException>(() => chat.PostAsync(Address.Team("payments"), new Reply("x"), new($"{i}"), Ct));
        }

        Assert.InRange(slack.Calls.Count, 2, 3);
        Assert.Contains("Copy the bot token again", Assert.Single(log.All), StringComparison.Ordinal);
        Assert.Contains("Copy the bot token again", Assert.Single(lockouts.Why), StringComparison.Ordinal);
        slack.Answer = (_, _) => ScriptedSlack.Ok();
        slack.Time.Pass(TimeSpan.FromSeconds(31));
        await chat.PostAsync(Address.Team("payments"), new Reply("x"), new("1"), Ct);
        Assert.Empty(lockouts.Why);
    }

    [Fact]
    public async Task Whoever_puts_somebody_without_an_account_on_call_and_the_lead_hear_that_they_were_not_told()
    {
        await using var fake = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(fake);
        var team = (await host.Store.FindAsync<Team>("payments", Ct))!;
        await host.Store.SaveAsync([Write.Replace(team, team.Value with { Lead = "ben" })], Ct);
        var preview = await host.AnswerAsync("override payments cai 2026-12-07 09:00 to 17:00");
        await host.InteractAsync(host.Press(SlackHost.Button(preview, "Confirm")));
        var deliveries = host.Services.GetServices<IJob>().OfType<DeliveryJob>().Single();
        for (var run = 0; run < 3; run++)
        {
            host.Clock.Now += Duration.FromSeconds(1);
            await deliveries.RunAsync(host.Clock.Now, Ct);
        }

        var posts = fake.Done.Where(call => call.Method == "chat.postMessage").Select(call => call.Arguments).ToList();
        Assert.Contains(posts, post => (string?)post["channel"] == "C0PAY" && Says(post, "Cai Wen"));
        foreach (var account in new[] { "U0ANA", "U0BEN" })
        {
            var news = Assert.Single(posts, post => (string?)post["channel"] == account && Says(post, "Cai Wen could not be told."));
            Assert.True(Says(news, "They have no open Slack account that Watchbill knows"), news.ToJsonString());
        }

        Assert.DoesNotContain(await host.Store.ListAsync<Delivery>(IdRange.All, Ct), waits => waits.Value.To == Address.Person("cai"));
        Assert.Single(host.Log.All, line => line.Contains("Nothing can be said to person:cai", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_pages_somebody_without_an_account_hears_it_and_the_lead_reads_why_they_are_paged()
    {
        await using var fake = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(fake);
        var team = (await host.Store.FindAsync<Team>("payments", Ct))!;
        await host.Store.SaveAsync([Write.Replace(team, team.Value with { Lead = "ben", Members = ["ana", "ben", "cai"] })], Ct);
        Assert.Contains("Cai Wen has no account here: call them.", (await host.AnswerAsync("page cai please look")).ToJsonString(Plain),
            StringComparison.Ordinal);
        var jobs = host.Services.GetServices<IJob>().ToList();
        for (var run = 0; run < 4; run++)
        {
            host.Clock.Now += Duration.FromSeconds(1);
            foreach (var job in new IJob[] { jobs.OfType<PagingJob>().Single(), jobs.OfType<DeliveryJob>().Single() })
                await job.RunAsync(host.Clock.Now, Changes.Everything, Ct);
        }

        var posts = fake.Done.Where(call => call.Method == "chat.postMessage").Select(call => call.Arguments).ToList();
        Assert.Single(posts, post => (string?)post["channel"] == "U0ANA" && Says(post, "Cai Wen could not be told."));
        Assert.Single(posts, post => (string?)post["channel"] == "U0BEN" && Says(post, "Cai Wen cannot be reached, and you lead"));
    }

    [Fact]
    public async Task Readiness_names_whom_nothing_reaches_and_is_ready_all_the_same()
    {
        var lockouts = new Lockouts(slack.Time, NullLogger<Lockouts>.Instance);
        var check = new MessagesCheck(store, lockouts);
        Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(new(), Ct)).Status);
        var at = Cases.At("2026-11-20T10:00:00Z");
        await store.SaveAsync(
            [.. Enumerable.Range(0, 7).Select(i => new Unreached(Address.Person($"p{i}"), "No account.", at, at, []))
                .Select(one => Write.Create(one.DocumentId, one))], Ct);
        lockouts.Refused(SlackPlatform.Id, "The token was revoked.");
        var named = await check.CheckHealthAsync(new(), Ct);
        Assert.Equal(HealthStatus.Degraded, named.Status);
        Assert.StartsWith("The token was revoked. Nothing can be said to person:p0. No account. Nothing", named.Description,
            StringComparison.Ordinal);
        Assert.EndsWith("The same for 2 more.", named.Description, StringComparison.Ordinal);
        await store.SaveAsync([Write.Create(Restored.Id, new Restored(at, at))], Ct);
        Assert.StartsWith("Messages are paused since a backup was restored", (await check.CheckHealthAsync(new(), Ct)).Description,
            StringComparison.Ordinal);
    }

    private static bool Says(JsonObject post, string words) => post.ToJsonString(Plain).Contains(words, StringComparison.Ordinal);

    private Task FillAsync() => store.SaveAsync(
    [
        Write.Create("ana", new Person("ana", "Ana Silva") { TimeZone = "Etc/UTC", Accounts = Platforms.OnSlack("U0ANA"), Admin = true }),
        Write.Create("ben", new Person("ben", "Ben Ode") { TimeZone = "Etc/UTC", Accounts = Platforms.OnSlack("U0BEN"), Admin = true }),
        Write.Create("payments", new Team("payments", "Payments") { Lead = "ana", Channels = Platforms.OnSlack("C0PAY") }),
    ], Ct);
}
