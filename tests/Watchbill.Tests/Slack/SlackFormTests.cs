using System.Text.Json.Nodes;
using Watchbill.Fixtures;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Slack;

public sealed class SlackFormTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_form_is_opened_filled_in_previewed_and_confirmed()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        await host.AnswerAsync("override payments");
        var view = (await slack.SeenAsync("views.open"))["view"]!;
        Assert.Empty(await SlackHost.JsonAsync(await host.InteractAsync(Submitted(view, ("rotation", "payments"), ("person", "ben"), ("span", "for 2h")))));
        var preview = await slack.SeenAsync("response");
        Assert.Equal("ephemeral", (string?)preview["response_type"]);
        await host.InteractAsync(host.Press(SlackHost.Button(preview, "Confirm")));
        await slack.SeenAsync("response", 1);
        Assert.Equal("ben", Assert.Single((await host.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes).Person);
    }

    [Theory]
    [InlineData("nobody", "for 2h", "person", "There is no person 'nobody'")]
    [InlineData("ben", "sometime", "span", "sometime")]
    [InlineData("", "for 2h", "person", "this is needed")]
    public async Task What_is_wrong_stands_beside_its_field_and_nothing_is_said(string person, string span, string field, string says)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        await host.AnswerAsync("override payments");
        var view = (await slack.SeenAsync("views.open"))["view"]!;
        var answer = await SlackHost.JsonAsync(await host.InteractAsync(Submitted(view, ("rotation", "payments"), ("person", person), ("span", span))));
        Assert.Equal("errors", (string?)answer["response_action"]);
        Assert.Contains(says, (string?)answer["errors"]![field], StringComparison.Ordinal);
        Assert.Single(slack.Done);
    }

    [Fact]
    public async Task A_message_becomes_a_handoff_note_of_the_channels_rotation()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        Assert.Empty(await SlackHost.JsonAsync(await host.InteractAsync(Shortcut(host, "oncall note", "The &lt;b&gt; migration runs, ask <@U0BEN>."))));
        var view = (await slack.SeenAsync("views.open"))["view"]!;
        var inputs = view["blocks"]!.AsArray().Where(block => (string?)block!["type"] == "input").ToDictionary(block => (string)block!["block_id"]!, block => block!["element"]!);
        Assert.Equal("payments", (string?)inputs["rotation"]["initial_option"]!["value"]);
        Assert.Equal("The <b> migration runs, ask ben. (https://example.slack.com/archives/C0PAY/p1763632700000300)", (string?)inputs["text"]["initial_value"]);
        await host.InteractAsync(Submitted(view, ("rotation", "payments"), ("text", "The migration runs.")));
        await host.InteractAsync(host.Press(SlackHost.Button(await slack.SeenAsync("response"), "Confirm")));
        await slack.SeenAsync("response", 1);
        Assert.Equal("The migration runs.", Assert.Single((await host.Store.FindAsync<HandoffNotes>("payments", Ct))!.Value.Notes).Text);
    }

    [Fact]
    public async Task A_long_message_is_cut_to_what_a_note_holds()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        await host.InteractAsync(Shortcut(host, "oncall note", string.Concat(Enumerable.Repeat("🚨", 2000))));
        var view = (await slack.SeenAsync("views.open"))["view"]!.ToJsonString();
        Assert.Contains("…", JsonNode.Parse(view)!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("person", "o", "Ben Ode (ben)|Eve Moe (eve)")]
    [InlineData("rotation", "", "payments")]
    [InlineData("team", "pay", "Payments (payments)")]
    [InlineData("service", "check", "checkout")]
    [InlineData("text", "", "")]
    public async Task Selects_are_searched_by_typing(string field, string typed, string offers)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var answer = await SlackHost.JsonAsync(await host.InteractAsync(Search("U0ANA", field, typed)));
        Assert.Equal(offers, string.Join('|', answer["options"]!.AsArray().Select(option => (string?)option!["text"]!["text"])));
        Assert.Empty((await SlackHost.JsonAsync(await host.InteractAsync(Search("U0NOBODY", field, typed))))["options"]!.AsArray());
    }

    private static JsonObject Submitted(JsonNode view, params (string Field, string Value)[] values) => Submitted("U0ANA", view, values);

    internal static JsonObject Submitted(string user, JsonNode view, (string Field, string Value)[] values) => new()
    {
        ["type"] = "view_submission",
        ["user"] = new JsonObject { ["id"] = user, ["team_id"] = FakeSlack.Team },
        ["team"] = new JsonObject { ["id"] = FakeSlack.Team },
        ["trigger_id"] = "1.2.fake",
        ["view"] = new JsonObject
        {
            ["id"] = "V1",
            ["callback_id"] = (string?)view["callback_id"],
            ["private_metadata"] = (string?)view["private_metadata"],
            ["hash"] = "1.fake",
            ["blocks"] = view["blocks"]!.DeepClone(),
            ["state"] = new JsonObject { ["values"] = new JsonObject(values.Select(pair => KeyValuePair.Create(pair.Field, (JsonNode?)new JsonObject { [pair.Field] = Input(pair.Value, pair.Field) }))) },
        },
    };

    private static JsonObject Input(string value, string field) => field is "person" or "rotation"
        ? new() { ["type"] = "external_select", ["selected_option"] = value.Length == 0 ? null : new JsonObject { ["value"] = value } }
        : new() { ["type"] = "plain_text_input", ["value"] = value };

    private static JsonObject Shortcut(SlackHost host, string callback, string text) => new()
    {
        ["type"] = "message_action",
        ["callback_id"] = callback,
        ["trigger_id"] = host.Slack.Trigger(),
        ["response_url"] = host.Slack.ResponseUrl().ToString(),
        ["user"] = new JsonObject { ["id"] = "U0ANA", ["team_id"] = FakeSlack.Team },
        ["team"] = new JsonObject { ["id"] = FakeSlack.Team, ["domain"] = "example" },
        ["channel"] = new JsonObject { ["id"] = "C0PAY" },
        ["message"] = new JsonObject { ["type"] = "message", ["user"] = "U0BEN", ["ts"] = "1763632700.000300", ["text"] = text },
    };

    private static JsonObject Search(string user, string field, string typed) => new()
    {
        ["type"] = "block_suggestion",
        ["user"] = new JsonObject { ["id"] = user, ["team_id"] = FakeSlack.Team },
        ["team"] = new JsonObject { ["id"] = FakeSlack.Team },
        ["block_id"] = field,
        ["action_id"] = field,
        ["value"] = typed,
    };
}
