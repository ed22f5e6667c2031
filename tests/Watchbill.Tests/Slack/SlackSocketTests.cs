using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Slack;

public sealed class SlackSocketTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Over_a_socket_everything_is_answered_as_over_HTTP()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await StartAsync(slack);
        await slack.Sockets.OpenedAsync(1);
        var command = await slack.Sockets.SendAsync("slash_commands", host.Command("now payments"));
        Assert.Contains("U0ANA", (string?)command["payload"]!["text"], StringComparison.Ordinal);
        var preview =
            (await slack.Sockets.SendAsync("slash_commands", host.Command("override payments <@U0BEN> for 2h")))["payload"]!.AsObject();
        var pressed = await slack.Sockets.SendAsync("interactive", host.Press(SlackHost.Button(preview, "Confirm")));
        Assert.Null(pressed["payload"]);
        Assert.Single((await host.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes);
        await slack.Sockets.SendAsync("events_api", host.Event(SlackHost.Said("now payments")));
        Assert.Equal("D0ANA", (string?)(await slack.SeenAsync("chat.postMessage"))["channel"]);
    }

    [Fact]
    public async Task With_a_socket_and_no_secret_there_are_no_routes()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await StartAsync(slack);
        Assert.Equal(404, (int)(await host.CommandAsync("now")).StatusCode);
    }

    [Theory]
    [InlineData("warning")]
    [InlineData("refresh_requested")]
    public async Task Before_one_socket_goes_the_next_one_is_open_and_both_are_answered(string reason)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await StartAsync(slack);
        await slack.Sockets.OpenedAsync(1);
        await slack.Sockets.DisconnectAsync(reason, 0);
        await slack.Sockets.OpenedAsync(2);
        Assert.NotNull((await slack.Sockets.SendAsync("slash_commands", host.Command("now payments"), 0))["payload"]);
        Assert.NotNull((await slack.Sockets.SendAsync("slash_commands", host.Command("now payments"), 1))["payload"]);
        await slack.Sockets.CloseAsync(0);
        Assert.NotNull((await slack.Sockets.SendAsync("slash_commands", host.Command("now payments"), 1))["payload"]);
        Assert.Equal(2, slack.Sockets.Opened);
    }

    [Fact]
    public async Task A_broken_socket_is_opened_again_and_what_was_done_is_not_done_twice()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await StartAsync(slack);
        await slack.Sockets.OpenedAsync(1);
        var preview =
            (await slack.Sockets.SendAsync("slash_commands", host.Command("override payments <@U0BEN> for 2h")))["payload"]!.AsObject();
        var press = host.Press(SlackHost.Button(preview, "Confirm"));
        await slack.Sockets.SendAsync("interactive", (JsonObject)press.DeepClone(), envelope: "first");
        await slack.SeenAsync("response");
        slack.Sockets.Abort();
        await slack.Sockets.OpenedAsync(2);
        await slack.Sockets.SendAsync("interactive", (JsonObject)press.DeepClone(), envelope: "again");
        Assert.Single((await host.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes);
        Assert.Single(slack.Done, call => call.Method == "response");
    }

    [Fact]
    public async Task A_socket_that_only_looks_open_is_replaced()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.Sockets.Deaf = true;
        await using var host = await SlackHost.StartAsync(
            slack,
            services => services.At(new QuickTime()).Replace(ServiceDescriptor.Singleton(provider => new SlackSocketConnector(
                provider.GetRequiredService<SlackApi>(), provider.GetRequiredService<SlackHandler>(),
                provider.GetRequiredService<BackgroundWork>())
            {
                Ping = TimeSpan.FromMilliseconds(300),
                Pong = TimeSpan.FromSeconds(1),
            })),
            null,
            "SigningSecret=",
            $"AppToken={FakeSlack.AppToken}");
        await slack.Sockets.OpenedAsync(1);
        slack.Sockets.Deaf = false;
        // Nobody closes the first one: only its silence tells.
        await slack.Sockets.OpenedAsync(2);
        Assert.NotNull((await slack.Sockets.SendAsync("slash_commands", host.Command("now payments")))["payload"]);
    }

    [Fact]
    public async Task Slack_that_cannot_be_reached_is_tried_again_and_holds_up_nothing()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.NextError("apps.connections.open", "internal_error");
        slack.NextDropped("apps.connections.open");
        slack.NextRateLimited("apps.connections.open", 1);
        await using var host = await StartAsync(slack, hurried: true);
        await slack.Sockets.OpenedAsync(1);
        Assert.NotNull((await slack.Sockets.SendAsync("slash_commands", host.Command("now payments")))["payload"]);
    }

    [Fact]
    public async Task A_token_without_its_scope_is_named_in_the_log()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.NextError("apps.connections.open", "missing_scope");
        await using var host = await StartAsync(slack);
        await slack.Sockets.OpenedAsync(1);
        Assert.Contains(host.Log.All, line => line.Contains("Slack:AppToken lacks the scope connections:write", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"type\":7}")]
    [InlineData("{\"type\":\"interactive\"}")]
    [InlineData("{\"type\":\"interactive\",\"envelope_id\":\"e\",\"payload\":[]}")]
    [InlineData("{\"type\":\"slash_commands\",\"envelope_id\":\"e\",\"payload\":{\"team_id\":7}}")]
    [InlineData("{\"type\":\"events_api\",\"envelope_id\":\"e\"}")]
    public async Task A_frame_that_means_nothing_is_passed_over(string frame)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await StartAsync(slack);
        await slack.Sockets.OpenedAsync(1);
        await slack.Sockets.SayAsync(frame);
        Assert.NotNull((await slack.Sockets.SendAsync("slash_commands", host.Command("now payments")))["payload"]);
        Assert.Equal(1, slack.Sockets.Opened);
    }

    private static Task<SlackHost> StartAsync(FakeSlack slack, bool hurried = false) =>
        SlackHost.StartAsync(slack, services => { if (hurried) services.At(new QuickTime()); }, null, "SigningSecret=",
            $"AppToken={FakeSlack.AppToken}");
}
