using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Slack;

/// <summary>What Slack does not take of a group or a topic, and what of it belongs to others.</summary>
public sealed class SlackGroupTests : IDisposable
{
    private readonly ScriptedSlack slack = new();
    private readonly MemoryStore store = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SlackGroups Groups => new(slack.Api, store, new SlackUsers(store), slack.Options);

    public void Dispose() => slack.Dispose();

    [Theory]
    [InlineData(60)]
    [InlineData(2)]
    public async Task A_limit_says_how_long_it_lasts(int seconds)
    {
        await FillAsync();
        slack.Answer = (_, _) => ScriptedSlack.Limited(seconds);
        var group = await Assert.ThrowsAsync<BusyException>(() => Groups.SyncAsync("S1", ["ana"], Ct));
        var topic = await Assert.ThrowsAsync<BusyException>(() => Groups.TopicAsync(Address.Team("payments"), "On call: Ana", Ct));
        Assert.All([group, topic], busy => Assert.Equal(Duration.FromSeconds(seconds), busy.Pause));
    }

    private Task FillAsync() => store.SaveAsync(
    [
        Change.Create("ana", new Person("ana", "Ana Silva") { TimeZone = "Europe/Lisbon", Slack = "U0ANA" }),
        Change.Create("ben", new Person("ben", "Ben Ode") { TimeZone = "Europe/Lisbon", Slack = "U0BEN" }),
        Change.Create("cai", new Person("cai", "Cai Wen") { TimeZone = "Europe/Lisbon", Slack = "U0CAI" }),
        Change.Create("payments", new Team("payments", "Payments") { Lead = "ana", Channel = new Channel("C0PAY", null) }),
    ], Ct);
}
