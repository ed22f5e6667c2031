using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Teams;

/// <summary>What the bot says in Teams by itself, and what becomes of it where Teams refuses.</summary>
public sealed class TeamsChatTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_and_a_channel_are_told_by_a_host_that_neither_has_written_to()
    {
        await using var teams = await FakeTeams.StartAsync();
        var store = await TeamsHost.StoreAsync();
        await using (var before = await TeamsHost.StartAsync(teams, store, change: null))
        {
            await before.SendAsync(Installed(before, "ben"));
        }

        await using var host = await TeamsHost.StartAsync(teams, store, change: null);
        await SayAsync(host, Address.Person("ben"), "You take over.");
        await SayAsync(host, Address.Team("payments"), "Ben takes over.");
        await host.RunAsync<DeliveryJob>();
        var said = new[] { await teams.SeenAsync(), await teams.SeenAsync(1) };
        Assert.Equal(["19:pay@thread.tacv2 Ben takes over.", "a:1ben You take over."],
            said.Select(call => $"{call.Conversation} {call.Words}").Order(StringComparer.Ordinal));
        Assert.Empty(await host.Store.ListAsync<Delivery>(IdRange.All, Ct));
    }

    [Fact]
    public async Task A_member_of_a_team_whose_chat_nobody_has_opened_is_told_in_one_that_is_opened()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        var added = host.From("ana", "conversationUpdate", TeamsHost.Channel);
        added["membersAdded"] = new JsonArray(
            new JsonObject { ["id"] = TeamsHost.User("ben"), ["aadObjectId"] = TeamsHost.Account("ben") });
        await host.SendAsync(added);
        await SayAsync(host, Address.Person("ben"), "You take over.");
        await host.RunAsync<DeliveryJob>();
        Assert.Equal("a:29:1ben", (await teams.SeenAsync()).Conversation);
        var created = teams.Done.First();
        Assert.Equal(("", FakeTeams.Tenant), (created.Path, (string?)created.Body["tenantId"]));
        await SayAsync(host, Address.Person("ben"), "And again.");
        await host.RunAsync<DeliveryJob>();
        await teams.SeenAsync(1);
        Assert.Equal(1, teams.Done.Count(call => call.Path.Length == 0));
    }

    [Fact]
    public async Task What_has_changed_is_shown_where_the_message_stands()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        await host.SendAsync(Installed(host, "ben"));
        var chat = host.Services.GetServices<IChat>().Single(one => one is TeamsChat);
        var place = Assert.Single(await chat.PostAsync(Address.Person("ben"), new Reply("Open"), new Posting("one"), Ct));
        await chat.EditAsync(Address.Person("ben"), place, new Reply("Over"), Ct);
        var shown = await teams.SeenAsync(1);
        Assert.Equal(("PUT", $"a:1ben/activities/{place.Message}", "Over"), (shown.Method, shown.Path, shown.Words));
        await chat.EditAsync(Address.Person("ben"), place with { Message = "deleted" }, new Reply("Over"), Ct);
    }

    [Fact]
    public async Task What_follows_in_a_channel_replies_to_the_first_and_stands_by_itself_where_that_was_deleted()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        await host.SendAsync(host.From("ana", "typing", TeamsHost.Channel));
        var chat = host.Services.GetServices<IChat>().Single(one => one is TeamsChat);
        var first = await chat.PostAsync(Address.Team("payments"), new Reply("Declared"), new("1"), Ct);
        var reply = Assert.Single(await chat.PostAsync(
            Address.Team("payments"), new Reply("Acknowledged"), new Posting("2") { Beneath = first }, Ct));
        Assert.Equal($"{TeamsHost.Channel};messageid={first[0].Message}", (await teams.SeenAsync(1)).Conversation);
        await chat.EditAsync(Address.Team("payments"), reply, new Reply("Resolved"), Ct);
        Assert.Equal(("PUT", "Resolved"), ((await teams.SeenAsync(2)).Method, (await teams.SeenAsync(2)).Words));
        teams.Faults.Enqueue((404, "ConversationNotFound", "", null));
        await chat.PostAsync(Address.Team("payments"), new Reply("Reopened"), new Posting("3") { Beneath = first }, Ct);
        Assert.Equal((TeamsHost.Channel, "Reopened"), ((await teams.SeenAsync(3)).Conversation, (await teams.SeenAsync(3)).Words));
    }

    [Theory]
    [InlineData(403, "BotDisabledByAdmin", "", "Teams admin center, Manage apps, Watchbill, Allow")]
    [InlineData(403, "Forbidden", "The bot has been disabled by the tenant admin", "Teams admin center, Manage apps, Watchbill, Allow")]
    [InlineData(403, "MessageWritesBlocked", "", "They add it again")]
    [InlineData(403, "ConversationBlockedByUser", "", "They unblock it")]
    [InlineData(403, "BotNotInConversationRoster", "", "Add the app")]
    [InlineData(403, "Forbidden", "The bot is not part of the conversation roster.", "Add the app")]
    [InlineData(403, "ForbiddenOperationException", "", "Add the app")]
    [InlineData(404, "ConversationNotFound", "", "The conversation is gone")]
    public async Task Each_refusal_is_a_sentence_about_what_to_do(int status, string code, string message, string advice)
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        await host.SendAsync(Installed(host, "ben"));
        teams.Faults.Enqueue((status, code, message, null));
        await SayAsync(host, Address.Person("ben"), "You take over.");
        await host.RunAsync<DeliveryJob>();
        var unreached = (await host.Store.FindAsync<Unreached>("person:ben", Ct))!;
        Assert.Contains(advice, unreached.Value.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whom_the_bot_has_never_met_it_cannot_tell_and_says_what_to_do()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        await SayAsync(host, Address.Person("ben"), "You take over.");
        await host.RunAsync<DeliveryJob>();
        var unreached = (await host.Store.FindAsync<Unreached>("person:ben", Ct))!;
        Assert.Contains("an admin installs it for them", unreached.Value.Why, StringComparison.Ordinal);
        Assert.Empty(teams.Done);
    }

    [Theory]
    [InlineData("AADSTS7000215: Invalid client secret provided.", "Make a new client secret")]
    [InlineData("AADSTS700016: Application was not found in the directory.", "compare Teams:AppId and Teams:TenantId")]
    [InlineData("AADSTS7000229: The client application is missing service principal.", "Create Service Principal")]
    [InlineData("AADSTS50034: something else", "Compare Teams:AppId, Teams:TenantId and what stands for the secret")]
    public async Task A_token_that_Entra_refuses_holds_messages_back_and_readiness_says_why(string error, string advice)
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        await host.SendAsync(Installed(host, "ben"));
        teams.TokenError = error;
        await SayAsync(host, Address.Person("ben"), "You take over.");
        await host.RunAsync<DeliveryJob>();
        Assert.Contains(advice, Assert.Single(host.Services.GetRequiredService<Lockouts>().Why), StringComparison.Ordinal);
        Assert.Single(await host.Store.ListAsync<Delivery>(IdRange.All, Ct));
    }

    [Fact]
    public async Task The_bots_token_goes_to_no_server_but_those_of_Teams()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        await host.Store.SaveAsync([Write.Create($"teams/{TeamsHost.Account("ben")}",
            new ConversationReference(teams.ConnectorUrl.Replace("127.0.0.1", "localhost", StringComparison.Ordinal), host.Clock.Now)
            {
                Conversation = TeamsHost.Own("ben"),
            })], Ct);
        await SayAsync(host, Address.Person("ben"), "You take over.");
        await host.RunAsync<DeliveryJob>();
        Assert.Contains("Teams:ServiceUrls", (await host.Store.FindAsync<Unreached>("person:ben", Ct))!.Value.Why,
            StringComparison.Ordinal);
        Assert.Empty(teams.Done);
        Assert.Equal(0, teams.Tokens);
    }

    // Heard of, and not greeted.
    private static JsonObject Installed(TeamsHost host, string person) => host.From(person, "typing");

    private static Task SayAsync(TeamsHost host, Address to, string words) => host.Store.SaveAsync(
        [Delivery.Say(new Delivery(host.Clock.Now, MessageKind.Handoff, to, new Reply(words)), $"test/{words}")], Ct);
}
