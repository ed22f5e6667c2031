using System.Text.Json.Nodes;
using Watchbill.Fixtures;
using Watchbill.Rotations;

namespace Watchbill.Slack;

/// <summary>
/// On the Home tab there is no conversation: what is asked there is answered in a view over it, which is updated from then on.
/// </summary>
public sealed class SlackSheetTests : IAsyncLifetime
{
    private FakeSlack slack = null!;
    private SlackHost host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        slack = await FakeSlack.StartAsync();
        host = await SlackHost.StartAsync(slack);
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await slack.DisposeAsync();
    }

    [Fact]
    public async Task A_press_on_the_home_tab_is_answered_over_it_and_the_tab_is_shown_anew()
    {
        await host.InteractAsync(OnHome("now payments"));
        var opened = await slack.SeenAsync("views.open");
        Assert.Contains(" is on call for payments*", opened["view"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("U0ANA", (string?)(await slack.SeenAsync("views.publish"))["user_id"]);
        Assert.DoesNotContain(slack.Done, call => call.Method == "chat.postMessage");
    }

    [Fact]
    public async Task Where_no_view_can_be_opened_any_more_it_is_answered_in_the_bots_own_conversation()
    {
        var press = OnHome("now payments");
        press["trigger_id"] = "1.2.gone";
        await host.InteractAsync(press);
        var message = await slack.SeenAsync("chat.postMessage");
        Assert.Equal("U0ANA", (string?)message["channel"]);
        Assert.Contains("U0ANA", (string?)message["text"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_is_filled_in_becomes_its_preview_and_confirmed_the_answer()
    {
        await host.InteractAsync(OnHome("override payments"));
        var form = (await slack.SeenAsync("views.open"))["view"]!;
        var wrong =
            await host.InteractAsync(
                SlackFormTests.Submitted("U0ANA", form, [("rotation", "payments"), ("person", "ben"), ("span", "blursday")]));
        Assert.Equal("errors", (string?)(await SlackHost.JsonAsync(wrong))["response_action"]);

        var right =
            await SlackHost.JsonAsync(
                await host.InteractAsync(
                    SlackFormTests.Submitted("U0ANA", form, [("rotation", "payments"), ("person", "ben"), ("span", "sat 9-17")])));
        Assert.Equal("update", (string?)right["response_action"]);
        var preview = right["view"]!.AsObject();
        SlackLimits.CheckView(preview);
        Assert.Contains(" on call for payments?*", preview.ToJsonString(), StringComparison.Ordinal);
        Assert.Null(await host.Store.FindAsync<RotationChanges>("payments", Ct));

        await host.InteractAsync(InModal("V7", SlackHost.Button(preview, "Confirm")));
        var updated = await slack.SeenAsync("views.update");
        Assert.Equal("V7", (string?)updated["view_id"]);
        Assert.Contains(" is on call for payments*", updated["view"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("ben", Assert.Single((await host.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes).Person);
        Assert.DoesNotContain(slack.Done, call => call.Method == "chat.postMessage");
    }

    [Fact]
    public async Task A_form_that_is_asked_for_in_a_view_takes_its_place()
    {
        await host.InteractAsync(InModal("V7", new JsonObject { ["action_id"] = "run", ["value"] = "override payments" }));
        var updated = await slack.SeenAsync("views.update");
        Assert.Equal(("V7", "oncall override"), ((string?)updated["view_id"], (string?)updated["view"]!["callback_id"]));
    }

    private JsonObject OnHome(string command) => InView("V1", "home", new JsonObject { ["action_id"] = "run", ["value"] = command });

    private JsonObject InModal(string view, JsonNode button) => InView(view, "modal", button);

    private JsonObject InView(string view, string type, JsonNode button)
    {
        var press = host.Press(button);
        press.Remove("response_url");
        press.Remove("channel");
        press["container"] = new JsonObject { ["type"] = "view", ["view_id"] = view };
        press["view"] = new JsonObject { ["id"] = view, ["type"] = type };
        return press;
    }
}
