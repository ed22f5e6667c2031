using System.Text.Json.Nodes;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Rotations;

namespace Watchbill.Teams;

/// <summary>What somebody reads first in their own chat with the bot, and what becomes of it.</summary>
public sealed class TeamsHomeTests
{
    [Fact]
    public async Task Whoever_adds_the_app_reads_what_concerns_them_once()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        await host.SendAsync(Installed(host, "ana"));
        var home = await teams.SeenAsync();
        Assert.Equal("a:1ana", home.Conversation);
        Assert.Contains("On call now", home.Words, StringComparison.Ordinal);
        Assert.Contains("Nothing waits for you.", home.Words, StringComparison.Ordinal);
        await host.SendAsync(Installed(host, "ana"));
        await host.SendAsync(host.Message("ana", "now payments"));
        Assert.StartsWith("**<at>Ana Silva</at>** **is on call for payments**", (await teams.SeenAsync(1)).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stranger_reads_how_to_be_known()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        await host.SendAsync(Installed(host, "cai"));
        var home = await teams.SeenAsync();
        Assert.Equal(["Link me"], home.Labels);
    }

    [Fact]
    public async Task It_shows_what_is_true_when_its_chat_is_opened_again_and_after_a_press()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        await host.RunAsync<HandoffJob>();
        host.Clock.Now = Cases.At("2026-11-23T09:00:00Z");
        await host.RunAsync<HandoffJob>();
        await host.SendAsync(Installed(host, "ben"));
        var home = await teams.SeenAsync();
        Assert.Equal([TeamsHost.User("ben")], home.Card["refresh"]!["userIds"]!.AsArray().Select(user => (string?)user));
        var press = await host.SendAsync(host.Press("ben", home.Data("Acknowledge"), home.Message));
        Assert.DoesNotContain("Acknowledge", press["value"]!.ToJsonString(), StringComparison.Ordinal);
        // The answer stands below it, and not in its place.
        var said = await teams.SeenAsync(1);
        Assert.Equal("POST", said.Method);
        var again = host.Press("ben", home.Card["refresh"]!["action"]!["data"]!.DeepClone().AsObject(), home.Message);
        again["value"]!["trigger"] = "automatic";
        var shown = await host.SendAsync(again);
        Assert.Equal(TeamsRenderer.CardType, (string?)shown["type"]);
        Assert.Contains("Ben Ode", shown["value"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(2, teams.Done.Count);
    }

    private static JsonObject Installed(TeamsHost host, string person)
    {
        var installed = host.From(person, "installationUpdate");
        installed["action"] = "add";
        return installed;
    }
}
