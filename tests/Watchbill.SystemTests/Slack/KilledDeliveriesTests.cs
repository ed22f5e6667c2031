using System.Globalization;
using System.Text.RegularExpressions;
using Watchbill.Fixtures;
using Watchbill.Storage;

namespace Watchbill.Slack;

/// <summary>
/// The host is killed again and again while people and tokens change things: all that was acknowledged is there, and Slack has heard each
/// message once or twice. Eight kills, or as many as <c>WATCHBILL_KILLS</c> says.
/// </summary>
public sealed partial class KilledDeliveriesTests
{
    private static readonly int Kills =
        int.Parse(Environment.GetEnvironmentVariable("WATCHBILL_KILLS") ?? "8", CultureInfo.InvariantCulture);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 1_800_000)]
    public async Task What_was_acknowledged_is_there_and_each_message_was_said_once_or_twice()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        await using var slack = await FakeSlack.StartAsync();
        await using var host = new Host();
        using var load = new MixedLoad(host, slack);
        for (var kill = 0; kill < Kills; kill++)
        {
            await load.StartAsync();
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
            var callers = load.Callers(stop.Token);
            var before = load.Acknowledged.Count;
            for (var tries = 0; load.Acknowledged.Count == before && tries < 500; tries++) await Task.Delay(10, Ct);
            await Task.Delay(random.Next(20, 800), Ct);
            await host.KillAsync();
            await stop.CancelAsync();
            await Task.WhenAll(callers);
        }

        await load.StartAsync();
        var messages = await QuietAsync(host);
        var heard = slack.Done.Where(call => call.Method == "chat.postMessage")
            .CountBy(call => (string)call.Arguments["metadata"]!["event_payload"]!["key"]!).ToDictionary();
        // Where many incidents wait for one channel, one message lists them.
        var listed = slack.Done.Where(call => call.Method is "chat.postMessage" or "chat.update")
            .SelectMany(call => Title().Matches(call.Arguments.ToJsonString())).Select(match => match.Value).ToHashSet();
        int Times(MessageRow message) => heard.TryGetValue(message.Id, out var times) ? times
            : message.Kind == "incident" && listed.Contains(Title().Match(message.Text).Value) ? 1 : 0;
        var twice = heard.Count(one => one.Value == 2);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"seed {seed}, {Kills} kills: {load.Acknowledged.Count} changes acknowledged, {messages.Count} messages, {twice} said twice, "
                + $"{messages.Count(message => message.SaidAt is null)} without an answer");

        Assert.Empty(load.Acknowledged.Keys.Except(await load.StoredAsync()));
        Assert.Empty(messages.Where(message => Times(message) is < 1 or > 2)
            .Select(message => $"{message.Id} {Times(message)} times, said {message.SaidAt}, begun {message.BegunAt}"));
        Assert.True(load.Acknowledged.Count >= Kills, $"Only {load.Acknowledged.Count} changes were acknowledged: no load.");
        var check = await host.RunAsync(Ct, "check");
        Assert.True(check.Code == 0, check.Output + check.Error);
    }

    /// <summary>All messages, once none waits any more.</summary>
    private static async Task<IReadOnlyList<MessageRow>> QuietAsync(Host host)
    {
        for (var tries = 0; tries < 600; tries++, await Task.Delay(500, Ct))
        {
            var messages = await host.ReadAsync<IReadOnlyList<MessageRow>>("/api/v1/messages", Ct);
            if (messages.All(message => message.SaidAt is not null || (message.BegunAt is not null && tries > 200))) return messages;
        }

        Assert.Fail("Messages wait for ever.");
        return [];
    }

    [GeneratedRegex("outage [0-9]+x")]
    private static partial Regex Title();

    private sealed record MessageRow(string Id, string Kind, string Text, string? BegunAt, string? SaidAt);
}
