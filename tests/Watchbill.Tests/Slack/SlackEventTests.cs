using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Slack;

public sealed class SlackEventTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_address_is_verified_by_what_was_sent()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var answer =
            await SlackHost.JsonAsync(
                await host.TellAsync(new JsonObject { ["type"] = "url_verification", ["token"] = "x", ["challenge"] = "3eZbrw1aB" }));
        Assert.Equal("3eZbrw1aB", (string?)answer["challenge"]);
    }

    [Fact]
    public async Task Words_in_the_bots_conversation_are_answered_there_once_however_often_they_are_sent()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var told = host.Event(SlackHost.Said("now payments"));
        foreach (var answer in await Task.WhenAll(host.TellAsync(told), host.TellAsync(told)))
            Assert.Empty(await SlackHost.JsonAsync(answer));
        Assert.Empty(await SlackHost.JsonAsync(await host.TellAsync(told)));
        var message = await slack.SeenAsync("chat.postMessage");
        Assert.Equal("D0ANA", (string?)message["channel"]);
        Assert.Contains("U0ANA", (string?)message["text"], StringComparison.Ordinal);
        Assert.Single(slack.Done);
    }

    [Theory]
    [InlineData("messages_tab_disabled")]
    [InlineData("account_inactive")]
    [InlineData("missing_scope")]
    public async Task Words_whose_answer_Slack_refuses_everywhere_are_done_and_the_log_says_so(string error)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        // In the conversation that Slack named, and in the one of the person.
        for (var i = 0; i < 2; i++) slack.NextError("chat.postMessage", error);
        Assert.Empty(await SlackHost.JsonAsync(await host.TellAsync(host.Event(SlackHost.Said("now payments")))));
        Assert.Empty(await host.Services.GetRequiredService<Chat.Inbox>().UnfinishedAsync(Platforms.Slack, Ct));
        Assert.Contains(host.Log.All,
            line => line.StartsWith("Error: An answer could not be given in Slack at all.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task More_words_at_once_than_may_be_answered_in_a_while_are_all_answered_in_time()
    {
        await using var slack = await FakeSlack.StartAsync();
        var (notices, memory) = await SlackHost.StoreAsync();
        await using (var host = await SlackHost.StartAsync(slack, services => services.At(new QuickTime()), before: (notices, memory)))
        {
            foreach (var answer in await Task.WhenAll(
                Enumerable.Range(0, 40).Select(_ => host.TellAsync(host.Event(SlackHost.Said("now payments"))))))
                Assert.Empty(await SlackHost.JsonAsync(answer));
            await slack.SeenAsync("chat.postMessage", 39);
        }

        Assert.All(slack.Done, call => Assert.Equal("D0ANA", (string?)call.Arguments["channel"]));
        Assert.Equal(40, slack.Done.Count);
        Assert.Empty(await new Chat.Inbox(memory).UnfinishedAsync(Platforms.Slack, Ct));
    }

    [Fact]
    public async Task A_mention_is_answered_to_who_wrote_it()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        await host.TellAsync(
            host.Event(
                new JsonObject
                {
                    ["type"] = "app_mention",
                    ["user"] = "U0ANA",
                    ["channel"] = "C0PAY",
                    ["text"] = $"<@{FakeSlack.Bot}> when <@U0BEN>",
                    ["ts"] = "1.2",
                }));
        var message = await slack.SeenAsync("chat.postEphemeral");
        Assert.Equal(("C0PAY", "U0ANA"), ((string?)message["channel"], (string?)message["user"]));
        Assert.Contains("U0BEN", (string?)message["text"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bot_id", "B0BOT")]
    [InlineData("subtype", "message_changed")]
    [InlineData("subtype", "bot_message")]
    [InlineData("user", FakeSlack.Bot)]
    [InlineData("channel_type", "channel")]
    public async Task What_bots_or_strangers_say_and_what_is_said_to_others_is_passed_over(string field, string value)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var said = SlackHost.Said("now payments");
        said[field] = value;
        Assert.Empty(await SlackHost.JsonAsync(await host.TellAsync(host.Event(said))));
        Assert.Empty(slack.Done);
        Assert.Empty(await host.Store.ListAsync<Chat.InboxItem>(IdRange.All, Ct));
    }

    [Theory]
    [InlineData("U0ANA", "U0ANA")]
    [InlineData("U0NEW", "Link me")]
    public async Task Who_opens_the_home_tab_sees_it(string user, string shows)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        Assert.Empty(
            await SlackHost.JsonAsync(
                await host.TellAsync(host.Event(new JsonObject { ["type"] = "app_home_opened", ["user"] = user, ["tab"] = "home" }))));
        var published = await slack.SeenAsync("views.publish");
        Assert.Equal(user, (string?)published["user_id"]);
        Assert.Contains(shows, published["view"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_done_at_once_before_the_host_was_killed_is_not_done_again_by_the_next_start()
    {
        await using var slack = await FakeSlack.StartAsync();
        var (notices, memory) = await SlackHost.StoreAsync();
        var dying = new DyingStore(memory, change => change is { Value: Chat.InboxItem { Todo: null }, Expected: > 0 });
        await using (var host = await SlackHost.StartAsync(slack, before: (notices, dying)))
            (await host.TellAsync(host.Event(SlackHost.Said("incident declare checkout Cards are declined sev2")))).Dispose();
        Assert.Single(await memory.ListAsync<Incident>(IdRange.All, Ct), one => one.Value.Title == "Cards are declined");
        await using (var host =
            await SlackHost.StartAsync(slack, services => services.Later(Duration.FromSeconds(1)), before: (notices, memory)))
        {
            Assert.Contains("done the first time", (string?)(await slack.SeenAsync("chat.postMessage", 1))["text"],
                StringComparison.Ordinal);
            Assert.Single(await memory.ListAsync<Incident>(IdRange.All, Ct), one => one.Value.Title == "Cards are declined");
        }
    }

    [Fact]
    public async Task Somebody_nobody_knows_is_linked_by_their_address_in_one_step()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        slack.Users["U0CAI"] = User("U0CAI", "cai@example.com");
        var offer = await host.AnswerAsync("now payments", "U0CAI");
        Assert.Contains("slack: U0CAI", (string?)offer["text"], StringComparison.Ordinal);
        Assert.DoesNotContain("Ana", offer.ToJsonString(), StringComparison.Ordinal);
        await host.InteractAsync(host.Press(SlackHost.Button(offer, "Link me"), "U0CAI"));
        var linked = await slack.SeenAsync("response");
        Assert.Contains("You are Cai Wen here now.", (string?)linked["text"], StringComparison.Ordinal);
        await host.InteractAsync(host.Press(SlackHost.Button(linked, "Ask again"), "U0CAI"));
        Assert.Contains("U0ANA", (string?)(await slack.SeenAsync("response", 1))["text"], StringComparison.Ordinal);
        Assert.Equal("watchbill link", Assert.Single(await host.Store.ListAsync<AuditRow>(IdRange.All, Ct)).Value.Entry.Action);
        Assert.Contains("You are <@U0CAI> here", (string?)(await host.AnswerAsync("link", "U0CAI"))["text"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("is_restricted", true)]
    [InlineData("is_ultra_restricted", true)]
    [InlineData("is_bot", true)]
    [InlineData("deleted", true)]
    [InlineData("is_stranger", true)]
    [InlineData("is_email_confirmed", false)]
    [InlineData("team_id", null)]
    [InlineData("email", null)]
    public async Task Guests_bots_strangers_and_unconfirmed_addresses_are_not_linked(string field, bool? value)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var user = User("U0CAI", field == "email" ? "somebody@example.org" : "cai@example.com");
        if (field == "team_id") user[field] = "T0OTHER";
        else if (field != "email") user[field] = value;
        slack.Users["U0CAI"] = user;
        Assert.Contains("Ask an admin to add 'slack: U0CAI'", (string?)(await host.AnswerAsync("link", "U0CAI"))["text"],
            StringComparison.Ordinal);
        Assert.Empty(await host.Store.ListAsync<ChatLink>(IdRange.All, Ct));
    }

    [Fact]
    public async Task An_address_links_once_and_makes_nobody_an_admin()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        (slack.Users["U0EVE"], slack.Users["U1EVE"]) = (User("U0EVE", "EVE@example.com"), User("U1EVE", "eve@example.com"));
        Assert.Contains("You are Eve Moe", (string?)(await host.AnswerAsync("link", "U0EVE"))["text"], StringComparison.Ordinal);
        Assert.Contains("was linked by e-mail before", (string?)(await host.AnswerAsync("link", "U1EVE"))["text"],
            StringComparison.Ordinal);
        Assert.Contains("makes nobody an admin", (string?)(await host.AnswerAsync("audit", "U0EVE"))["text"], StringComparison.Ordinal);
        Assert.DoesNotContain("Confirm override", (await host.AnswerAsync("override payments ben for 2h", "U0EVE")).ToJsonString(),
            StringComparison.Ordinal);
        var eve = (await host.Store.FindAsync<Person>("eve", Ct))!;
        await host.Store.SaveAsync([Write.Replace(eve, eve.Value with { Accounts = Platforms.OnSlack("U0EVE") })], Ct);
        Assert.Contains("Confirm override", (await host.AnswerAsync("override payments ben for 2h", "U0EVE")).ToJsonString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_account_is_nobody_any_more_and_its_address_links_nobody_else()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        (slack.Users["U0CAI"], slack.Users["U1CAI"]) = (User("U0CAI", "cai@example.com"), User("U1CAI", "cai@example.com"));
        await host.AnswerAsync("link", "U0CAI");
        var closed = User("U0CAI", "cai@example.com");
        closed["deleted"] = true;
        await host.TellAsync(host.Event(new JsonObject { ["type"] = "user_change", ["user"] = closed }));
        Assert.Contains("does not know yet who you are", (string?)(await host.AnswerAsync("now", "U0CAI"))["text"],
            StringComparison.Ordinal);
        Assert.Contains("was linked by e-mail before", (string?)(await host.AnswerAsync("link", "U1CAI"))["text"],
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("app_uninstalled", "The app was removed")]
    [InlineData("tokens_revoked", "tokens of the app were revoked")]
    public async Task That_the_app_was_removed_stands_in_the_log(string type, string says)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        Assert.Empty(await SlackHost.JsonAsync(await host.TellAsync(host.Event(new JsonObject { ["type"] = type }))));
        Assert.Contains(host.Log.All, line => line.Contains(says, StringComparison.Ordinal));
    }

    internal static JsonObject User(string id, string email) => new()
    {
        ["id"] = id,
        ["team_id"] = FakeSlack.Team,
        ["deleted"] = false,
        ["is_bot"] = false,
        ["is_restricted"] = false,
        ["is_ultra_restricted"] = false,
        ["is_email_confirmed"] = true,
        ["tz"] = "Europe/Lisbon",
        ["profile"] = new JsonObject { ["email"] = email, ["real_name"] = "Somebody" },
    };
}
