using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.OrganizationFiles;
using Watchbill.Rotations;
using Watchbill.Slack;
using Watchbill.Storage;

namespace Watchbill.Training;

/// <summary>
/// The gate where people meet it: over Slack's signed protocol and in the local chat. Ana leads, ana, ben and cai are qualified, eve is
/// not.
/// </summary>
public sealed class GateByChatTests
{
    private const string Missing = "Eve Moe is not qualified for payments. Missing: first-time-on-call, not started.";

    private const string WithEve = """
        organization: Example
        people:
          - {id: ana, name: Ana Silva, slack: U0ANA, admin: true}
          - {id: ben, name: Ben Ode, slack: U0BEN}
          - {id: cai, name: Cai Wen}
          - {id: eve, name: Eve Moe, admin: true}
        teams: [{id: payments, lead: ana, manager: ben, members: [ana, ben, cai]}]
        services: [{id: checkout, team: payments}]
        rotations:
          - id: payments
            kind: team
            team: payments
            turn: {every: 1 week, from: 2026-01-05, at: "09:00"}
            layers: [{id: primary, members: [ana, ben, cai, eve]}]
            requires: first-time-on-call
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_Slack_an_override_is_refused_and_the_lead_insists_in_a_form_with_a_reason()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        await RequireAsync(host.Store, host.Services);
        var refused = await host.AnswerAsync("override payments eve sat 9:00 to 12:00");
        Assert.Contains(Missing, refused.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("Could be ready by", refused.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"confirm\"", refused.ToJsonString(), StringComparison.Ordinal);
        await host.InteractAsync(host.Press(SlackHost.Button(refused, "Insist…")));
        var view = (await slack.SeenAsync("views.open"))["view"]!;
        Assert.Empty(await SlackHost.JsonAsync(await host.InteractAsync(SlackFormTests.Submitted(view, ("rotation", "payments"),
            ("person", "eve"), ("span", "sat 9:00 to 12:00"), ("insist", "nobody else is in town")))));
        var preview = await slack.SeenAsync("response");
        Assert.Contains("You insist: nobody else is in town", preview.ToJsonString(), StringComparison.Ordinal);
        await host.InteractAsync(host.Press(SlackHost.Button(preview, "Confirm")));
        await slack.SeenAsync("response", 1);
        Assert.Equal("eve", Assert.Single((await host.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes).Person);
    }

    [Fact]
    public async Task On_Slack_a_swap_with_the_unqualified_is_refused_and_a_colleague_is_offered_no_way_around()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        await RequireAsync(host.Store, host.Services);
        var refused = await host.AnswerAsync("swap payments 24 nov with eve", "U0BEN");
        Assert.Contains(Missing, refused.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Insist", refused.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(await host.Store.ListAsync<SwapRequest>(IdRange.All, Ct));
    }

    [Fact]
    public async Task On_Slack_a_file_with_the_unqualified_in_the_roster_changes_nothing()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        await RequireAsync(host.Store, host.Services);
        Assert.Contains(Missing, await ApplyAsync(host.Services, host.Clock), StringComparison.Ordinal);
        Assert.DoesNotContain("Eve Moe", (await host.AnswerAsync("schedule payments next 60 days")).ToJsonString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_the_local_chat_override_swap_and_file_meet_the_same_gate()
    {
        await using var world = await LocalWorld.StartAsync();
        await RequireAsync(world.Store, world.Services);
        foreach (var (person, text) in new[] { ("ana", "override payments eve sat 9:00 to 12:00"),
            ("ben", "swap payments 24 nov with eve") })
        {
            var refused = await world.PostAsync("/chat", new { person, text });
            Assert.StartsWith(Missing, (string?)refused["text"], StringComparison.Ordinal);
            Assert.Equal(person == "ana" ? ["Insist…"] : [],
                refused["reply"]!["actions"]?.AsArray().Select(action => (string?)action!["label"]) ?? []);
        }

        Assert.Contains(Missing, await ApplyAsync(world.Services, world.Clock), StringComparison.Ordinal);
        Assert.Null(await world.Store.FindAsync<RotationChanges>("payments", Ct));
        var said = await world.PostAsync("/chat", new { person = "ana", text = "schedule payments next 60 days" });
        Assert.DoesNotContain("Eve Moe", (string?)said["text"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_the_local_chat_the_form_of_a_rotation_asks_for_training_and_for_a_reason_to_insist()
    {
        await using var world = await LocalWorld.StartAsync();
        await RequireAsync(world.Store, world.Services);
        var asked = await world.PostAsync("/chat", new { person = "ana", text = "create night" });
        var field = Field(asked, "requires");
        Assert.Equal(["none", "first-time-on-call"], field["options"]!.AsArray().Select(one => (string?)one!["value"]));
        var preview = await world.PostAsync("/chat/submit", new
        {
            person = "ana",
            form = "oncall create",
            values = new
            {
                rotation = "night",
                kind = "team",
                owner = "payments",
                members = "ana, ben",
                every = "1 week",
                from = "2026-11-23",
                at = "09:00",
                zone = "Europe/Lisbon",
                coverage = "always",
                requires = "first-time-on-call",
            },
        });
        await ConfirmAsync(world, preview);
        Assert.Equal("first-time-on-call", (await world.Store.FindAsync<Rotation>("night", Ct))!.Value.Requires);
        var edit = await world.PostAsync("/chat", new { person = "ana", text = "edit night" });
        Assert.Equal("first-time-on-call", (string?)Field(edit, "requires")["value"]);
        var refused = await world.PostAsync("/chat/submit",
            new { person = "ana", form = "oncall edit", values = new { rotation = "night", layers = "primary: ana, ben, eve" } });
        Assert.Contains("Eve Moe is not qualified for night.", refused.ToJsonString(), StringComparison.Ordinal);
        await ConfirmAsync(world, await world.PostAsync("/chat/submit", new
        {
            person = "ana",
            form = "oncall edit",
            values = new { rotation = "night", layers = "primary: ana, ben, eve", insist = "nobody else is free" },
        }));
        Assert.Contains("eve", (await world.Store.FindAsync<Rotation>("night", Ct))!.Value.Layers[0].MembersFrom(world.Clock.Now));
    }

    private static JsonNode Field(JsonObject answer, string name) =>
        answer["reply"]!["form"]!["fields"]!.AsArray().Single(one => (string?)one!["name"] == name)!;

    private static async Task ConfirmAsync(LocalWorld world, JsonObject preview)
    {
        var confirm = preview["reply"]!["actions"]!.AsArray().Single(one => (string?)one!["action"] == "confirm")!;
        await world.PostAsync("/chat/press", new { person = "ana", action = "confirm", value = (string?)confirm["value"] });
    }

    private static async Task RequireAsync(IStore store, IServiceProvider services)
    {
        var read = (await store.FindAsync<Rotation>("payments", Ct))!;
        await store.SaveAsync([Write.Replace(read, read.Value with { Requires = "first-time-on-call" })], Ct);
        await services.GetServices<IJob>().OfType<QualificationLapseJob>().Single()
            .RunAsync(Cases.At("2026-11-20T10:00:00Z"), Changes.Everything, Ct);
    }

    private static async Task<string> ApplyAsync(IServiceProvider services, FakeClock clock)
    {
        var read = FileReader.Read("watchbill.yaml", Encoding.UTF8.GetBytes(WithEve), null, clock.Now.InUtc().Date);
        var result = await services.GetRequiredService<OrganizationFile>().ApplyAsync(
            read, dryRun: false, new ApplyOrigin("token:ops", "api") { AllowRetire = true }, clock.Now, Ct);
        return string.Join('\n', result.Errors);
    }
}
