using System.Text.Json.Nodes;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Slack;

/// <summary>What a form lets somebody fill in: what is there is chosen, what is not there is typed.</summary>
public sealed class SlackFieldTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("create", "rotation", "plain_text_input")]
    [InlineData("edit", "rotation", "external_select")]
    [InlineData("forget", "person", "plain_text_input")]
    [InlineData("override", "person", "external_select")]
    public async Task The_name_of_what_is_not_there_yet_or_no_longer_is_typed(string command, string field, string element)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        Assert.Empty(await host.AnswerAsync(command));
        Assert.Equal(element, (string?)Input((await slack.SeenAsync("views.open"))["view"]!, field)["type"]);
    }

    [Fact]
    public async Task The_form_that_asks_for_the_rest_of_a_new_rotation_keeps_its_name_to_be_typed()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        Assert.Empty(await host.AnswerAsync("create payments-night"));
        var input = Input((await slack.SeenAsync("views.open"))["view"]!, "rotation");
        Assert.Equal(("plain_text_input", "payments-night"), ((string?)input["type"], (string?)input["initial_value"]));
    }

    /// <summary>What is known stays typed: a picker cannot say that there is none.</summary>
    [Fact]
    public void A_moment_that_is_not_known_is_picked_and_one_that_is_can_be_unsaid()
    {
        var form = new Form("incident update", "Update",
        [
            new FormField("start", "Start") { Kind = FieldKind.Moment, Value = "2026-11-20 10:05" },
            new FormField("end", "End") { Kind = FieldKind.Moment },
            new FormField("when", "When") { Kind = FieldKind.Moment, Value = "fri 18:00" },
            new FormField("signer", "Signer") { Kind = FieldKind.Person },
        ]);
        var elements = SlackForm.Modal(form, "{}")["blocks"]!.AsArray()
            .Where(block => (string?)block!["type"] == "input").Select(input => input!["element"]!).ToList();
        Assert.Equal(["plain_text_input", "datetimepicker", "plain_text_input", "external_select"],
            elements.Select(element => (string?)element["type"]));
        Assert.Equal("2026-11-20 10:05", (string?)elements[0]["initial_value"]);
        Assert.Equal("person", (string?)elements[3]["action_id"]);
    }

    [Fact]
    public async Task A_calendar_link_that_Slack_asks_for_again_is_made_once()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        (string, string)[] command = [.. host.Command("calendar payments").Select(pair => (pair.Key, (string)pair.Value!))];
        for (var i = 0; i < 3; i++) (await host.PostFormAsync("/slack/commands", command)).Dispose();
        Assert.Single(await host.Store.ListAsync<FeedKey>(IdRange.All, Ct));
    }

    private static JsonNode Input(JsonNode view, string field) =>
        view["blocks"]!.AsArray().Single(block => (string?)block!["block_id"] == field)!["element"]!;
}
