using System.Text.Json.Nodes;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Storage;

namespace Watchbill.Teams;

/// <summary>What is said to the bot in Teams, and where its answer is read.</summary>
public sealed class TeamsMessageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Words_in_ones_own_chat_are_answered_there()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        await host.SendAsync(host.Message("ana", "now payments"));
        var said = await teams.SeenAsync();
        Assert.Equal(("POST", "a:1ana/activities"), (said.Method, said.Path));
        Assert.StartsWith("**<at>Ana Silva</at>** **is on call for payments**", said.Words, StringComparison.Ordinal);
        Assert.Contains("Share", said.Labels);
        Assert.StartsWith("Ana Silva is on call for payments", (string)said.Body["summary"]!, StringComparison.Ordinal);
        Assert.Equal(1, teams.Tokens);
    }

    [Fact]
    public async Task A_mention_in_a_channel_is_answered_in_its_thread_and_the_channel_names_the_team()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        await host.SendAsync(host.Message("ana", "now", TeamsHost.Channel));
        var said = await teams.SeenAsync();
        Assert.Equal($"{TeamsHost.Channel};messageid=1763632700000/activities", said.Path);
        Assert.StartsWith("**Ana Silva is on call for payments**", said.Words, StringComparison.Ordinal);
        // Everybody reads it already.
        Assert.DoesNotContain("Share", said.Labels);
        // Whoever reads along may be in another zone, so it is said.
        Assert.Contains("until Mon 09:00 (Lisbon)", said.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bots_name_alone_asks_who_is_on_call_for_the_channels_team()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        await host.SendAsync(host.Message("ana", "", TeamsHost.Channel));
        var said = await teams.SeenAsync();
        Assert.StartsWith("**Ana Silva is on call for payments**", said.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pay me")]
    [InlineData("override payments ana for 2h")]
    [InlineData("help")]
    [InlineData("settings")]
    public async Task What_is_for_one_reader_is_never_said_in_a_channel(string text)
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        await host.SendAsync(host.Message("ana", text));
        var alone = await teams.SeenAsync();
        await host.SendAsync(host.Message("ana", text, TeamsHost.Channel));
        var (own, pointer) = (await teams.SeenAsync(1), await teams.SeenAsync(2));
        Assert.Equal("a:1ana", own.Conversation);
        Assert.Equal(Beginning(alone), Beginning(own));
        Assert.Equal($"{TeamsHost.Channel};messageid=1763632700000", pointer.Conversation);
        Assert.Equal("The answer is in your chat with Watchbill.", pointer.Words);
    }

    // Their zone is known by then.
    private static string Beginning(ConnectorCall call) => call.Words.Split('{', '\n')[0][..10];

    [Fact]
    public async Task Whoever_has_no_chat_with_the_bot_reads_in_the_thread_how_to_get_one()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        teams.Faults.Enqueue((403, "ForbiddenOperationException", "The bot is not installed.", null));
        await host.SendAsync(host.Message("ana", "pay me", TeamsHost.Channel));
        var said = await teams.SeenAsync();
        Assert.StartsWith(TeamsHost.Channel, said.Conversation, StringComparison.Ordinal);
        Assert.StartsWith("The answer is for you alone", said.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slash_command_that_only_its_sender_sees_is_answered_to_them_alone()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        var activity = host.Message("ana", "now", TeamsHost.Channel);
        activity["recipient"]!["isTargeted"] = true;
        await host.SendAsync(activity);
        var said = await teams.SeenAsync();
        Assert.Equal(TeamsHost.User("ana"), (string?)said.Body["recipient"]!["id"]);
    }

    [Fact]
    public async Task A_press_on_what_only_one_reader_sees_is_answered_to_them_alone()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        var data = new JsonObject { ["watchbill:action"] = "run", ["watchbill:value"] = "next payments" };
        var press = host.Press("ana", data, "1763632700001", TeamsHost.Channel);
        press["recipient"]!["isTargeted"] = true;
        await host.SendAsync(press);
        var said = await teams.SeenAsync(TeamsHost.Channel, call => call.Words.Contains("payments", StringComparison.Ordinal));
        Assert.Equal(TeamsHost.User("ana"), (string?)said.Body["recipient"]!["id"]);
    }

    // The organization keeps such messages, so they are no place for it.
    [Theory]
    [InlineData("pay me")]
    [InlineData("pay team payments")]
    [InlineData("health")]
    public async Task What_is_for_one_reader_is_not_said_in_a_message_that_only_they_see_either(string text)
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        var activity = host.Message("ana", text, TeamsHost.Channel);
        activity["recipient"]!["isTargeted"] = true;
        await host.SendAsync(activity);
        var (own, pointer) = (await teams.SeenAsync(), await teams.SeenAsync(1));
        Assert.Equal(($"a:{TeamsHost.User("ana")}", false), (own.Conversation, own.Body.ContainsKey("recipient")));
        Assert.Equal(("The answer is in your chat with Watchbill.", TeamsHost.User("ana")),
            (pointer.Words, (string?)pointer.Body["recipient"]!["id"]));
    }

    [Fact]
    public async Task Mentions_are_people_of_the_organization_by_what_Teams_says_and_not_by_how_it_looks()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        teams.Members[TeamsHost.User("ben")] = new() { ["aadObjectId"] = TeamsHost.Account("ben"), ["tenantId"] = FakeTeams.Tenant };
        var activity = host.Message("ana", "override payments <at>Ben</at> for 2h", TeamsHost.Channel);
        activity["entities"]!.AsArray().Add(TeamsHost.Mention("<at>Ben</at>", TeamsHost.User("ben"), "Ben"));
        await host.SendAsync(activity);
        Assert.Contains("Ben Ode", (await teams.SeenAsync()).Words, StringComparison.Ordinal);
        await host.SendAsync(host.Message("ana", "override payments <at>Ben</at> for 2h"));
        Assert.DoesNotContain("Confirm override", (await teams.SeenAsync(2)).Labels);
    }

    [Fact]
    public async Task What_is_sent_again_is_answered_once()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        var activity = host.Message("ana", "now payments");
        await host.SendAsync(activity);
        await teams.SeenAsync();
        await host.SendAsync(activity);
        await host.SendAsync(host.Message("ana", "next payments"));
        Assert.Contains("next", (await teams.SeenAsync(1)).Words, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_answer_comes_though_Teams_has_closed_the_connection()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        var gate = new TaskCompletionSource();
        teams.TokenGate = gate.Task;
        await host.HangUpAsync(host.Message("ana", "now payments"), teams.TokenAsked.Task);
        gate.SetResult();
        Assert.Equal("a:1ana/activities", (await teams.SeenAsync()).Path);
    }

    [Theory]
    [InlineData(429, 1, 1.0)]
    [InlineData(412, null, 0.2)]
    [InlineData(502, null, 0.2)]
    [InlineData(504, null, 0.2)]
    public async Task What_Teams_wants_later_is_said_later(int status, int? after, double atLeast)
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        teams.Faults.Enqueue((status, "Later", "", after));
        var began = System.Diagnostics.Stopwatch.StartNew();
        await host.SendAsync(host.Message("ana", "now payments"));
        await teams.SeenAsync();
        Assert.True(began.Elapsed.TotalSeconds >= atLeast, $"It was said after {began.Elapsed.TotalSeconds} s.");
        Assert.Equal(status, Assert.Single(teams.Refused).Status);
    }

    [Fact]
    public async Task People_of_another_tenant_in_a_shared_channel_are_told_so_and_change_nothing()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        var activity = host.Message("ana", "now payments", TeamsHost.Channel);
        activity["channelData"]!["tenant"]!["id"] = Guid.Empty.ToString();
        await host.SendAsync(activity, status: 403);
        var said = await teams.SeenAsync();
        Assert.Equal($"{TeamsHost.Channel};messageid=1763632700000", said.Conversation);
        Assert.StartsWith("This Watchbill serves another organization.", said.Words, StringComparison.Ordinal);
        Assert.Empty(await host.Store.ListAsync<ConversationReference>(IdRange.All, Ct));
        Assert.Empty(await host.Store.ListAsync<InboxItem>(IdRange.All, Ct));
    }

    [Fact]
    public async Task Strangers_bots_and_empty_messages_are_handled()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        var bot = host.Message("ana", "now");
        bot["from"]!.AsObject().Remove("aadObjectId");
        await host.SendAsync(bot);
        await host.SendAsync(host.Message("ana", " "));
        await host.SendAsync(host.From("ana", "messageReaction"));
        await host.SendAsync(host.Message("cai", "now payments"));
        var said = await teams.SeenAsync();
        Assert.StartsWith("Watchbill does not know yet who you are here.", said.Words, StringComparison.Ordinal);
        Assert.Contains($"teams: {TeamsHost.Account("cai")}", said.Words, StringComparison.Ordinal);
        Assert.Equal("a:1cai", Assert.Single(teams.Done).Conversation);
    }

    [Fact]
    public async Task An_installation_is_kept_and_a_removal_forgets_it()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        var installed = host.From("ben", "installationUpdate");
        installed["action"] = "add";
        await host.SendAsync(installed);
        var id = $"teams/{TeamsHost.Account("ben")}";
        var kept = (await host.Store.FindAsync<ConversationReference>(id, Ct))!.Value;
        Assert.Equal(("a:1ben", "29:1ben", "Europe/Lisbon", teams.ConnectorUrl), (kept.Conversation, kept.User, kept.Zone, kept.Address));
        var removed = host.From("ben", "installationUpdate");
        removed["action"] = "remove";
        await host.SendAsync(removed);
        Assert.Null(await host.Store.FindAsync<ConversationReference>(id, Ct));
    }
}
