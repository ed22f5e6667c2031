using System.Text.Json.Nodes;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Paging;
using Watchbill.Rotations;

namespace Watchbill.Teams;

/// <summary>Pages and handoffs to people who have not written to the bot since it started.</summary>
public sealed class TeamsPageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_reaches_a_person_whose_chat_is_kept_and_its_button_ends_it_for_everybody()
    {
        await using var teams = await FakeTeams.StartAsync();
        var store = await TeamsHost.StoreAsync();
        await using (var before = await TeamsHost.StartAsync(teams, store, change: null))
        {
            await before.SendAsync(before.From("ana", "typing"));
        }

        await using var host = await TeamsHost.StartAsync(teams, store, change: null);
        await host.SendAsync(host.Message("ben", "incident declare checkout \"payments fail\" sev1"));
        await CallAsync(host);
        var page = await teams.SeenAsync("a:1ana", call => call.Labels.Contains("Acknowledge"));
        Assert.StartsWith("**sev1: payments fail", page.Words, StringComparison.OrdinalIgnoreCase);
        // Rings as a chat message does, not as a silent card.
        Assert.True((bool)page.Body["channelData"]!["notification"]!["alert"]!);

        var response = await host.SendAsync(host.Press("ana", page.Data("Acknowledge"), page.Message));
        Assert.Equal(TeamsRenderer.CardType, (string?)response["type"]);
        Assert.Equal(["ana"], (await host.Store.FindAsync<Incident>("checkout/000002", Ct))!.Value.Working());
        await CallAsync(host);
        var mine = await teams.SeenAsync("a:1ana", call => call.Method == "PUT" && call.Message == page.Message);
        Assert.DoesNotContain("Acknowledge", mine.Labels);
        Assert.Contains("Ana Silva", (await teams.SeenAsync(TeamsHost.Channel, call => call.Method == "PUT")).Words,
            StringComparison.Ordinal);

        // Whoever presses what an old client still shows reads who has it.
        await host.SendAsync(host.Press("ben", page.Data("Acknowledge"), "elsewhere"));
        Assert.Contains("Ana Silva",
            (await teams.SeenAsync("a:1ben", call => call.Words.Contains("already", StringComparison.Ordinal))).Words,
            StringComparison.Ordinal);
        Assert.Equal(["ana"], (await host.Store.FindAsync<Incident>("checkout/000002", Ct))!.Value.Working());
    }

    [Fact]
    public async Task A_page_reaches_a_person_of_whom_only_the_account_is_known_where_they_have_the_app()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        teams.Installed[TeamsHost.Account("ana")] = true;
        await host.SendAsync(host.Message("ben", "incident declare checkout \"payments fail\" sev1"));
        await CallAsync(host);
        var page = await teams.SeenAsync($"a:{TeamsHost.Account("ana")}", call => call.Labels.Contains("Acknowledge"));
        var press = host.Press("ana", page.Data("Acknowledge"), page.Message);
        press["conversation"]!["id"] = page.Conversation;
        await host.SendAsync(press);
        Assert.Equal(["ana"], (await host.Store.FindAsync<Incident>("checkout/000002", Ct))!.Value.Working());
        Assert.Equal(1, teams.Done.Count(call => call.Path.Length == 0));
    }

    [Fact]
    public async Task A_handoff_reaches_the_channel_and_who_takes_over()
    {
        await using var teams = await FakeTeams.StartAsync();
        var store = await TeamsHost.StoreAsync();
        await using (var before = await TeamsHost.StartAsync(teams, store, change: null))
        {
            var added = before.From("cai", "conversationUpdate", TeamsHost.Channel);
            added["membersAdded"] = new JsonArray(new[] { "ana", "ben" }.Select(person => (JsonNode)new JsonObject
            {
                ["id"] = TeamsHost.User(person),
                ["aadObjectId"] = TeamsHost.Account(person),
            }).ToArray());
            await before.SendAsync(added);
        }

        await using var host = await TeamsHost.StartAsync(teams, store, change: null);
        await host.RunAsync<HandoffJob>();
        host.Clock.Now = Cases.At("2026-11-23T09:00:00Z");
        await host.RunAsync<HandoffJob>();
        await host.RunAsync<DeliveryJob>();
        var channel = await teams.SeenAsync(TeamsHost.Channel, call => call.Method == "POST");
        var direct = await teams.SeenAsync("a:29:1ben", call => call.Labels.Contains("Acknowledge"));
        // Only who takes over is notified.
        var mention = Assert.Single(channel.Card["msteams"]!["entities"]!.AsArray())!;
        Assert.Equal(TeamsHost.Account("ben"), (string?)mention["mentioned"]!["id"]);
        var press = host.Press("ben", direct.Data("Acknowledge"), direct.Message);
        press["conversation"]!["id"] = direct.Conversation;
        var response = await host.SendAsync(press);
        Assert.DoesNotContain("Acknowledge", response["value"]!["body"]!.AsArray().Where(block => (string?)block!["type"] == "ActionSet")
            .SelectMany(block => block!["actions"]!.AsArray()).Select(action => (string?)action!["title"]));
        Assert.Contains("acknowledged", response.ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }

    private static async Task CallAsync(TeamsHost host)
    {
        for (var i = 0; i < 2; i++)
        {
            await host.RunAsync<PagingJob>();
            await host.RunAsync<DeliveryJob>();
        }
    }
}
