using System.Text.Json.Nodes;
using Watchbill.Chat;
using Watchbill.Commands;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Teams;

/// <summary>Whom and where the bot reaches in Teams: members of a team, channels that were linked, and who is named to an admin.</summary>
public sealed class TeamsReachTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Added_to_a_team_it_learns_who_of_the_organization_is_there_and_nobody_else()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        foreach (var person in new[] { "zoe", "ana", "ben", "yan" }) teams.Members[TeamsHost.User(person)] = Member(person);
        var added = host.From("cai", "conversationUpdate", TeamsHost.Channel);
        added["membersAdded"] = new JsonArray(new JsonObject { ["id"] = $"28:{FakeTeams.AppId}" });
        await host.SendAsync(added);
        var known = await host.Store.ListAsync<ConversationReference>(IdRange.All, Ct);
        Assert.Equal(new[] { "ana", "ben", "cai" }.Select(TeamsHost.Account).Append(TeamsHost.Channel).Order(StringComparer.Ordinal),
            known.Select(one => one.Id["teams/".Length..]).Order(StringComparer.Ordinal));
        await host.Store.SaveAsync([Delivery.Say(
            new Delivery(host.Clock.Now, MessageKind.Handoff, Address.Person("ben"), new Reply("You take over.")), "test")], Ct);
        await host.RunAsync<DeliveryJob>();
        Assert.Equal("a:29:1ben", (await teams.SeenAsync()).Conversation);
    }

    [Fact]
    public async Task People_of_a_teams_channel_are_listed_for_the_organization_file_page_by_page()
    {
        await using var teams = await FakeTeams.StartAsync();
        teams.Conversations[TeamsHost.Channel] = true;
        foreach (var person in new[] { "ana", "ben", "dot", "eve", "yan" }) teams.Members[TeamsHost.User(person)] = Member(person);
        teams.Members[TeamsHost.User("dot")]["userRole"] = "guest";
        teams.Members[TeamsHost.User("yan")]["tenantId"] = Guid.Empty.ToString();
        using var executable = new Executable
        {
            Settings =
            [
                "--environment=Development", $"--Teams:AppId={FakeTeams.AppId}", $"--Teams:TenantId={FakeTeams.Tenant}",
                "--Teams:ClientSecret=x", $"--Teams:TokenUrl={teams.TokenUrl}", $"--Teams:ServiceUrls:0={teams.ConnectorUrl}",
                "--LocalChat:Enabled=false",
            ],
        };
        var listed = await executable.RunAsync("manifest", "teams", "--people", "--channel", TeamsHost.Channel);
        Assert.Equal(("", $"""
            people:
              - {"{"}id: ana, name: Ana Ex, email: ana@example.com, teams: {TeamsHost.Account("ana")}{"}"}
              - {"{"}id: ben, name: Ben Ex, email: ben@example.com, teams: {TeamsHost.Account("ben")}{"}"}
              - {"{"}id: eve, name: Eve Ex, email: eve@example.com, teams: {TeamsHost.Account("eve")}{"}"}
            """), (listed.Error, listed.Output.TrimEnd()));
        Assert.Contains("--channel 19:", (await executable.RunAsync("manifest", "teams", "--people")).Error, StringComparison.Ordinal);
        Assert.Contains("The conversation is gone",
            (await executable.RunAsync("manifest", "teams", "--people", "--channel", "19:none@thread.tacv2")).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_channel_that_a_lead_links_is_told_what_concerns_the_team()
    {
        const string Mine = "19:mine@thread.tacv2";
        await using var teams = await FakeTeams.StartAsync();
        var (notices, store) = await TeamsHost.StoreAsync();
        var team = (await store.FindAsync<Team>("payments", Ct))!;
        await store.SaveAsync([Write.Replace(team, team.Value with { Channels = team.Value.Channels.Without(TeamsPlatform.Id) })], Ct);
        await using var host = await TeamsHost.StartAsync(teams, (notices, store), change: null);
        teams.Conversations[Mine] = true;
        await host.SendAsync(host.Message("ben", "link payments", Mine));
        Assert.StartsWith("Only leads of payments can link its channel. Ask <at>Ana Silva</at>.",
            (await teams.SeenAsync("a:29:1ben", _ => true)).Words, StringComparison.Ordinal);
        await host.SendAsync(host.Message("ana", "link payments", Mine));
        await teams.SeenAsync(Mine, call => call.Words.Contains("This channel belongs to Payments now.", StringComparison.Ordinal));
        await host.SendAsync(host.Message("ana", "now", Mine));
        await teams.SeenAsync(Mine, call => call.Words.StartsWith("**Ana Silva is on call for payments**", StringComparison.Ordinal));
        await host.RunAsync<HandoffJob>();
        host.Clock.Now = Cases.At("2026-11-23T09:00:00Z");
        await host.RunAsync<HandoffJob>();
        await host.RunAsync<DeliveryJob>();
        await teams.SeenAsync(Mine, call => call.Words.Contains("<at>Ben Ode</at>** **is on call", StringComparison.Ordinal));
        await host.SendAsync(host.Message("ana", "unlink payments", Mine));
        await teams.SeenAsync(Mine, call => call.Words.Contains("no channel in Microsoft Teams any more", StringComparison.Ordinal));
        Assert.Null((await store.FindAsync<Team>("payments", Ct))!.Value.ChannelOn(TeamsPlatform.Id));
    }

    [Fact]
    public async Task Settings_of_an_admin_name_who_on_a_roster_cannot_be_told_in_Teams_until_they_can()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        Assert.Contains("Cai Wen. No account in Microsoft Teams is known. Add 'teams: ", await SettingsAsync(), StringComparison.Ordinal);
        Assert.Contains("Ben Ode</at>. Watchbill has no chat with them in Microsoft Teams yet.", await SettingsAsync(),
            StringComparison.Ordinal);
        await host.SendAsync(host.From("ben", "typing"));
        Assert.DoesNotContain("Ben Ode", await SettingsAsync(), StringComparison.Ordinal);
        teams.Faults.Enqueue((403, "MessageWritesBlocked", "", null));
        await SayAsync("one");
        Assert.Contains("Ben Ode</at>. Microsoft Teams: send failed (MessageWritesBlocked). They blocked Watchbill or removed its app.",
            await SettingsAsync(), StringComparison.Ordinal);
        await SayAsync("two");
        Assert.DoesNotContain("**On a roster, but out of reach in Microsoft Teams**\n<at>Ben Ode", await SettingsAsync(),
            StringComparison.Ordinal);

        async Task SayAsync(string cause)
        {
            await host.Store.SaveAsync([Delivery.Say(
                new Delivery(host.Clock.Now, MessageKind.Handoff, Address.Person("ben"), new Reply("You take over.")), cause)], Ct);
            await host.RunAsync<DeliveryJob>();
        }

        async Task<string> SettingsAsync()
        {
            var before = teams.Done.Count(call => call.Body.ContainsKey("attachments"));
            await host.SendAsync(host.Message("ana", "settings"));
            return (await teams.SeenAsync(before)).Words;
        }
    }

    private static JsonObject Member(string person) => new()
    {
        ["id"] = TeamsHost.User(person),
        ["aadObjectId"] = TeamsHost.Account(person),
        ["name"] = $"{char.ToUpperInvariant(person[0])}{person[1..]} Ex",
        ["email"] = $"{person}@example.com",
        ["tenantId"] = FakeTeams.Tenant,
        ["userRole"] = "user",
    };
}
