using System.Text.Json.Nodes;
using Watchbill.Fixtures;
using Watchbill.Rotations;

namespace Watchbill.Slack;

public sealed class SlackShortcutTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_becomes_a_handoff_note_of_the_channels_rotation()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        Assert.Empty(
            await SlackHost.JsonAsync(
                await host.InteractAsync(Shortcut(host, "oncall note", "The &lt;b&gt; migration runs, ask <@U0BEN>."))));
        var view = (await slack.SeenAsync("views.open"))["view"]!;
        var inputs =
            view["blocks"]!.AsArray().Where(block => (string?)block!["type"] == "input")
                .ToDictionary(block => (string)block!["block_id"]!, block => block!["element"]!);
        Assert.Equal("payments", (string?)inputs["rotation"]["initial_option"]!["value"]);
        Assert.Equal("The <b> migration runs, ask ben. (https://example.slack.com/archives/C0PAY/p1763632700000300)",
            (string?)inputs["text"]["initial_value"]);
        await host.InteractAsync(SlackFormTests.Submitted(view, ("rotation", "payments"), ("text", "The migration runs.")));
        await host.InteractAsync(host.Press(SlackHost.Button(await slack.SeenAsync("response"), "Confirm")));
        await slack.SeenAsync("response", 1);
        Assert.Equal("The migration runs.", Assert.Single((await host.Store.FindAsync<HandoffNotes>("payments", Ct))!.Value.Notes).Text);
    }

    [Fact]
    public async Task A_shortcut_or_a_command_that_is_sent_again_opens_one_form_and_says_nothing()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var shortcut = Shortcut(host, "oncall note", "The migration runs.");
        for (var i = 0; i < 2; i++) Assert.Empty(await SlackHost.JsonAsync(await host.InteractAsync(shortcut)));
        var command = host.Command("override payments").Select(pair => (pair.Key, (string)pair.Value!)).ToArray();
        for (var i = 0; i < 2; i++) Assert.Empty(await SlackHost.JsonAsync(await host.PostFormAsync("/slack/commands", command)));
        Assert.Equal(["views.open", "views.open"], slack.Done.Select(call => call.Method));
    }

    [Fact]
    public async Task A_shortcut_whose_answer_Slack_refuses_is_no_error_to_Slack()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        for (var i = 0; i < 2; i++) slack.NextError("views.open", "expired_trigger_id");
        slack.NextError("chat.postMessage", "messages_tab_disabled");
        var shortcut = Shortcut(host, "oncall note", "The migration runs.");
        foreach (var place in new[] { "channel", "response_url" }) shortcut.Remove(place);
        Assert.Empty(await SlackHost.JsonAsync(await host.InteractAsync(shortcut)));
        Assert.Contains(host.Log.All, line => line.StartsWith("Error: An answer could not be given", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_long_message_is_cut_to_what_a_note_holds()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        await host.InteractAsync(Shortcut(host, "oncall note", string.Concat(Enumerable.Repeat("🚨", 2000))));
        var view = (await slack.SeenAsync("views.open"))["view"]!.ToJsonString();
        Assert.Contains("…",
            JsonNode.Parse(view)!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }),
            StringComparison.Ordinal);
    }

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
}
