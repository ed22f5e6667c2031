using System.Text.Json.Nodes;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Slack;

/// <summary>Groups and topics in Slack: what is told, what Slack does not take, and what belongs to others.</summary>
public sealed class SlackGroupTests : IDisposable
{
    private readonly ScriptedSlack slack = new();
    private readonly MemoryStore store = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SlackGroups Groups => slack.GroupsOf(store);

    public void Dispose() => slack.Dispose();

    [Fact]
    public async Task A_group_is_replaced_only_where_it_differs_and_the_unlinked_are_named()
    {
        await FillAsync();
        slack.Answer =
            (method, _) => method == "usergroups.users.list" ? ScriptedSlack.Ok("""{"ok":true,"users":["U0OLD"]}""") : ScriptedSlack.Ok();
        Assert.Equal(["dee"], await Groups.SyncAsync("S1", ["ana", "ben", "dee"], Ct));
        Assert.Equal("U0ANA,U0BEN", (string?)slack.Calls[1].Json!["users"]);
        slack.Answer = (_, _) => ScriptedSlack.Ok("""{"ok":true,"users":["U0BEN","U0ANA"]}""");
        await Groups.SyncAsync("S1", ["ana", "ben"], Ct);
        Assert.Equal(["dee"], await Groups.SyncAsync("S1", ["dee"], Ct));
        Assert.Single(slack.Calls, call => call.Method == "usergroups.users.update");
    }

    [Fact]
    public async Task What_a_lead_can_mend_about_a_group_is_refused_with_words_for_them()
    {
        await FillAsync();
        slack.Answer = (_, _) => ScriptedSlack.Error("plan_upgrade_required");
        var refused = await Assert.ThrowsAsync<RefusedException>(() => Groups.SyncAsync("S1", ["ana"], Ct));
        Assert.Contains("paid Slack plan", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "On call: Ana", "⟦On call: Ana⟧")]
    [InlineData("Payments & more", "On call: Ana", "⟦On call: Ana⟧ Payments & more")]
    [InlineData("Runbook: https://x.example ⟦On call: Ben⟧ ask first", "On call: $1 Ana",
        "Runbook: https://x.example ⟦On call: $1 Ana⟧ ask first")]
    [InlineData("⟦On call: Ben⟧ x", "", "x")]
    [InlineData("x", "a\nb ⟧", "⟦a b )⟧ x")]
    [InlineData("x", "On call: <!channel> Ana", "⟦On call: (!channel) Ana⟧ x")]
    public void Only_our_own_part_of_a_topic_changes(string before, string text, string after) =>
        Assert.Equal(after, Topics.With(before, text, 250));

    [Fact]
    public void A_topic_stays_within_its_limit_or_is_refused()
    {
        var fitted = Topics.With(new string('x', 220), "On call: Ana Silva and many others", 250)!;
        Assert.InRange(fitted.Length, 200, 250);
        Assert.EndsWith(new string('x', 220), fitted, StringComparison.Ordinal);
        Assert.Null(Topics.With(new string('x', 245), "On call: Ana Silva", 250));
    }

    [Fact]
    public async Task A_topic_is_read_without_markup_and_set_once()
    {
        await FillAsync();
        var topic =
            "a &amp; b <https://x.example> <http://y.example|y.example> <mailto:ops@x.example|ops@x.example> <tel:112|112> " +
                "<!subteam^S0PAY>";
        slack.Answer =
            (method,
                _) =>
                    method == "conversations.info"
                        ? ScriptedSlack.Ok(
                            new JsonObject
                            {
                                ["ok"] = true,
                                ["channel"] = new JsonObject { ["topic"] = new JsonObject { ["value"] = topic } },
                            }.ToJsonString()) : ScriptedSlack.Ok();
        await Groups.TopicAsync(Address.Team("payments"), "On call: Ana", Ct);
        Assert.Equal("⟦On call: Ana⟧ a & b https://x.example y.example ops@x.example 112 <!subteam^S0PAY>",
            (string?)slack.Calls[1].Json!["topic"]);
        topic = "⟦On call: Ana⟧ a &amp; b <https://x.example>";
        await Groups.TopicAsync(Address.Team("payments"), "On call: Ana", Ct);
        await Groups.TopicAsync(Address.Domain("ordering"), "On call: Ana", Ct);
        Assert.Equal(3, slack.Calls.Count);
    }

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
            "usergroups.users.update" when slack.Calls[number - 1].Body.Contains("U0BEN", StringComparison.Ordinal) =>
                ScriptedSlack.Error(error),
            "users.info" when slack.Calls[number - 1].Body.Contains("U0BEN", StringComparison.Ordinal) =>
                ScriptedSlack.Ok("""{"ok":true,"user":{"id":"U0BEN","deleted":true}}"""),
            "users.info" when slack.Calls[number - 1].Body.Contains("U0CAI", StringComparison.Ordinal) =>
                ScriptedSlack.Error("user_not_found"),
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
        Assert.Contains("no open account",
            (await Assert.ThrowsAsync<RefusedException>(() => Groups.SyncAsync("S1", ["ana", "ben"], Ct))).Message,
            StringComparison.Ordinal);
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
        Write.Create("ana", new Person("ana", "Ana Silva") { TimeZone = "Europe/Lisbon", Accounts = Platforms.OnSlack("U0ANA") }),
        Write.Create("ben", new Person("ben", "Ben Ode") { TimeZone = "Europe/Lisbon", Accounts = Platforms.OnSlack("U0BEN") }),
        Write.Create("cai", new Person("cai", "Cai Wen") { TimeZone = "Europe/Lisbon", Accounts = Platforms.OnSlack("U0CAI") }),
        Write.Create("payments", new Team("payments", "Payments") { Lead = "ana", Channels = Platforms.OnSlack("C0PAY") }),
    ], Ct);
}
