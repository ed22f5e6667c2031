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

    private SlackGroups Groups => new(slack.Api, store, new SlackUsers(store, store.Notices, new FakeClock(Cases.At("2026-11-20T10:00:00Z"))), slack.Options);

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

    [Theory]
    [InlineData("invalid_users")]
    [InlineData("failed_for_some_users")]
    public async Task Closed_accounts_keep_nobody_else_out(string error)
    {
        await FillAsync();
        slack.Answer = (method, number) => method switch
        {
            "usergroups.users.list" => ScriptedSlack.Ok("""{"ok":true,"users":["U0OLD"]}"""),
            "usergroups.users.update" when slack.Calls[number - 1].Body.Contains("U0BEN", StringComparison.Ordinal) => ScriptedSlack.Error(error),
            "users.info" when slack.Calls[number - 1].Body.Contains("U0BEN", StringComparison.Ordinal) => ScriptedSlack.Ok("""{"ok":true,"user":{"id":"U0BEN","deleted":true}}"""),
            "users.info" when slack.Calls[number - 1].Body.Contains("U0CAI", StringComparison.Ordinal) => ScriptedSlack.Error("user_not_found"),
            _ => ScriptedSlack.Ok(),
        };
        Assert.Equal(["ben", "cai"], await Groups.SyncAsync("S1", ["ana", "ben", "cai"], Ct));
        Assert.Equal("U0ANA", (string?)slack.Calls[^1].Json!["users"]);
    }

    [Fact]
    public async Task A_group_whose_accounts_are_all_closed_stays_and_one_whose_are_all_open_is_refused()
    {
        await FillAsync();
        var deleted = true;
        slack.Answer = (method, _) => method switch
        {
            "usergroups.users.update" => ScriptedSlack.Error("invalid_users"),
            "users.info" => ScriptedSlack.Ok($$"""{"ok":true,"user":{"deleted":{{(deleted ? "true" : "false")}} } }"""),
            _ => ScriptedSlack.Ok("""{"ok":true,"users":["U0OLD"]}"""),
        };
        Assert.Equal(["ana", "ben"], await Groups.SyncAsync("S1", ["ana", "ben"], Ct));
        Assert.Single(slack.Calls, call => call.Method == "usergroups.users.update");
        deleted = false;
        Assert.Contains("no open account", (await Assert.ThrowsAsync<RefusedException>(() => Groups.SyncAsync("S1", ["ana", "ben"], Ct))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_others_typed_in_a_topic_stays_text()
    {
        await FillAsync();
        slack.Answer = (_, _) => ScriptedSlack.Ok("""{"ok":true,"channel":{"topic":{"value":"never write &lt;!channel&gt; here"}}}""");
        await Groups.TopicAsync(Address.Team("payments"), "On call: Ana", Ct);
        Assert.Equal("⟦On call: Ana⟧ never write &lt;!channel&gt; here", (string?)slack.Calls[1].Json!["topic"]);
    }

    private Task FillAsync() => store.SaveAsync(
    [
        Change.Create("ana", new Person("ana", "Ana Silva") { TimeZone = "Europe/Lisbon", Slack = "U0ANA" }),
        Change.Create("ben", new Person("ben", "Ben Ode") { TimeZone = "Europe/Lisbon", Slack = "U0BEN" }),
        Change.Create("cai", new Person("cai", "Cai Wen") { TimeZone = "Europe/Lisbon", Slack = "U0CAI" }),
        Change.Create("payments", new Team("payments", "Payments") { Lead = "ana", Channel = new Channel("C0PAY", null) }),
    ], Ct);
}
