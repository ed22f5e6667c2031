using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Slack;

/// <summary>Against a Slack that counts: one message a second and channel, and each method's tier.</summary>
public sealed class SlackLimitTests(ITestOutputHelper output)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_two_hosts_that_do_not_know_of_each_other_one_waits_and_both_are_heard()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.Paced = true;
        await using var one = await SlackHost.StartAsync(slack);
        await using var other = await SlackHost.StartAsync(slack);
        var apis = new[] { one, other }.Select(host => host.Services.GetRequiredService<SlackApi>()).ToList();
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(
            apis.Select((api, i) => api.CallAsync("chat.postMessage", new JsonObject { ["channel"] = "C0PAY", ["text"] = $"{i}" }, Ct)));
        Assert.Equal(["0", "1"], slack.Done.Select(call => (string)call.Arguments["text"]!).Order());
        Assert.Equal(("chat.postMessage", "ratelimited"), Assert.Single(slack.Refused));
        Assert.True(Stopwatch.GetElapsedTime(began) > TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_channel_that_has_to_wait_holds_up_no_other()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.NextRateLimited("chat.postMessage", 1);
        await using var host = await SlackHost.StartAsync(slack);
        var api = host.Services.GetRequiredService<SlackApi>();
        var limited = api.CallAsync("chat.postMessage", new JsonObject { ["channel"] = "C0PAY", ["text"] = "later" }, Ct);
        while (slack.Refused.IsEmpty) await Task.Yield();
        await api.CallAsync("chat.postMessage", new JsonObject { ["channel"] = "C0OPS", ["text"] = "now" }, Ct);
        await limited;
        Assert.Equal(["now", "later"], slack.Done.Select(call => (string?)call.Arguments["text"]));
    }

    [Fact]
    public async Task Handoffs_of_many_rotations_in_the_same_second_are_each_said_once()
    {
        var rotations = int.Parse(Environment.GetEnvironmentVariable("WATCHBILL_ROTATIONS") ?? "40", CultureInfo.InvariantCulture);
        await using var slack = await FakeSlack.StartAsync();
        slack.Paced = true;
        // On the disk, as in life: what is measured here for bench/README.md is not to be the store of the tests.
        using var folder = new TemporaryFolder();
        var before = await SlackHost.StoreAsync(notices => SqliteStore.Open(folder["watchbill.db"], notices, NullLogger.Instance));
        using var store = (SqliteStore)before.Store;
        await using var host = await SlackHost.StartAsync(slack, before: before);
        await host.Store.SaveAsync([.. Enumerable.Range(0, rotations).SelectMany(Rotation)], Ct);
        for (var i = 0; i < rotations; i++) slack.Topics[Channel(i)] = "";
        var jobs = host.Services.GetServices<IJob>().ToList();
        var (handoffs, deliveries) = (jobs.OfType<HandoffJob>().Single(), jobs.OfType<DeliveryJob>().Single());
        await handoffs.RunAsync(host.Clock.Now, Ct);

        host.Clock.Now = Cases.At("2026-11-23T09:00:00Z");
        var began = Stopwatch.GetTimestamp();
        await handoffs.RunAsync(host.Clock.Now, Ct);
        await deliveries.RunAsync(host.Clock.Now, Ct);
        output.WriteLine(
            $"{slack.Done.Count} messages of {rotations} handoffs, the " +
                $"last {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms after the boundary; {slack.Refused.Count} refused");

        var said = slack.Done.CountBy(call => (string)call.Arguments["channel"]!).ToDictionary();
        // To each channel and to each who takes over; the rotation that every host has is handed over to ben, too.
        var wanted = Enumerable.Range(0, rotations).SelectMany(i => new[] { Channel(i), User(i, 1) });
        Assert.All(wanted, channel => Assert.Equal(1, said.GetValueOrDefault(channel)));
        Assert.DoesNotContain(await host.Store.ListAsync<Delivery>(IdRange.All, Ct),
            delivery => delivery.Value.Kind == MessageKind.Handoff);
    }

    // Weekly since Monday 16 November, so that the second week begins on the 23rd: from the first person to the second.
    private static IEnumerable<Write> Rotation(int i)
    {
        var id = FormattableString.Invariant($"r{i:0000}");
        var turn = Some.Weekly with { Anchor = new LocalDateTime(2026, 11, 16, 9, 0) };
        return
        [
            .. new[] { 0, 1 }.Select(
                n => Write.Create($"{id}-{n}",
                    new Person($"{id}-{n}", $"Person {i} {n}") { TimeZone = "Europe/Lisbon", Accounts = Platforms.OnSlack(User(i, n)) })),
            Write.Create(id,
                new Team(id, id) { Lead = "ana", Members = [$"{id}-0", $"{id}-1"], Channels = Platforms.OnSlack(Channel(i)) }),
            Write.Create(id,
                Some.Rotation(Some.Layer("primary", turn, Coverage.Always, $"{id}-0", $"{id}-1")) with { Id = id, Owner = id }),
        ];
    }

    private static string Channel(int i) => FormattableString.Invariant($"C0R{i:0000}");

    private static string User(int i, int n) => FormattableString.Invariant($"U0R{i:0000}{n}");
}
