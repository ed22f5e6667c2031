using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Watchbill.Fixtures;

namespace Watchbill.Teams;

/// <summary>
/// A whole conversation with Microsoft's Agents Playground, a client of Teams on this machine. It sends no tokens, so what it sends is
/// signed
/// on its way; that the signer is as good as the Bot Connector, <see cref="OfficialClientTests"/> has from Microsoft's verifier.
/// </summary>
public sealed class PlaygroundTests
{
    private const string Ana = "00000000-0000-4000-8000-000000000a0a";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_shows_answers_and_a_press_takes_the_place_of_its_card()
    {
        var folder = await OfficialClients.Teams.FolderOrSkipAsync();
        await using var fake = await FakeTeams.StartAsync();
        await using var signer = await SigningProxy.StartAsync(fake);
        await using var playground = await Playground.StartAsync(folder, signer.Url, Ana);
        await using var host = new Host();
        host.Settings["Teams__AppId"] = FakeTeams.AppId;
        host.Settings["Teams__TenantId"] = FakeTeams.Tenant;
        host.Settings["Teams__ClientSecret"] = "of-the-test";
        host.Settings["Teams__OpenIdMetadataUrl"] = fake.MetadataUrl;
        host.Settings["Teams__TokenUrl"] = fake.TokenUrl;
        host.Settings["Teams__ServiceUrls__0"] = playground.ServiceUrl;
        await host.StartAsync(Ct);
        signer.To = new Uri(host.Url, "/api/messages");
        using var applied = await host.PutOrganizationAsync($$"""
            organization: Example
            timeZone: Europe/Lisbon
            people:
              - {id: ana, name: Ana Silva, admin: true, teams: {{Ana}}}
              - {id: ben, name: Ben Ode}
            teams:
              - {id: payments, lead: ana, members: [ana, ben]}
            rotations:
              - id: payments
                kind: team
                team: payments
                turn: {every: 1 week, from: 2026-01-05, at: "09:00"}
                layers: [{id: primary, members: [ana, ben]}]
            """, Ct);
        Assert.True(applied.IsSuccessStatusCode, await applied.Content.ReadAsStringAsync(Ct));

        await playground.SayAsync("now payments");
        await playground.HearAsync("is on call for payments");
        await playground.SayAsync("away tomorrow");
        var preview = JsonNode.Parse(await playground.HearAsync("Confirm absence"))!;
        var data = Objects(preview).First(one => (string?)one["watchbill:action"] == "confirm");
        var shown = await playground.PressAsync((string)preview["messageId"]!, data);
        Assert.Equal("application/vnd.microsoft.card.adaptive", (string?)shown["type"]);
        Assert.DoesNotContain("Confirm absence", shown.ToJsonString(), StringComparison.Ordinal);
        await playground.HearAsync("You are away", "updateMessage");
        Assert.Empty(signer.Refused);
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject one => one.SelectMany(pair => Objects(pair.Value)).Prepend(one),
        JsonArray some => some.SelectMany(Objects),
        _ => [],
    };
}
