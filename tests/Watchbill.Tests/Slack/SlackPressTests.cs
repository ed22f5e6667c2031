using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Slack;

public sealed class SlackPressTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Confirm_does_it_before_Slack_hears_and_answers_in_place_of_the_preview()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var confirm = SlackHost.Button(await host.AnswerAsync("override payments <@U0BEN> for 2h"), "Confirm");
        Assert.Empty(await SlackHost.JsonAsync(await host.InteractAsync(host.Press(confirm))));
        Assert.Single((await host.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes);
        var said = await slack.SeenAsync("response");
        Assert.True((bool)said["replace_original"]!);
        Assert.Contains("U0BEN", (string?)said["text"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_double_click_a_retry_and_a_replay_act_once_and_are_answered_once()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var confirm = SlackHost.Button(await host.AnswerAsync("override payments <@U0BEN> for 2h"), "Confirm");
        var press = host.Press(confirm);
        var twice = host.Press(confirm);
        var answers = await Task.WhenAll(host.InteractAsync(press), host.InteractAsync(twice), host.InteractAsync(press));
        Assert.All(answers, answer => Assert.Equal(200, (int)answer.StatusCode));
        await slack.SeenAsync("response");
        host.Clock.Now += NodaTime.Duration.FromMinutes(2);
        Assert.Equal(200, (int)(await host.InteractAsync(press)).StatusCode);
        Assert.Single((await host.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes);
        Assert.Single(slack.Done);
    }

    [Fact]
    public async Task A_press_later_than_a_double_click_is_a_press()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var share = SlackHost.Button(await host.AnswerAsync("now payments"), "Share");
        await host.InteractAsync(host.Press(share));
        Assert.Equal("in_channel", (string?)(await slack.SeenAsync("response"))["response_type"]);
        host.Clock.Now += NodaTime.Duration.FromSeconds(4);
        await host.InteractAsync(host.Press(share));
        var second = await slack.SeenAsync("response", 1);
        Assert.False((bool)second["replace_original"]!);
        Assert.DoesNotContain("\"actions\"", second.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_who_asked_confirms()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var confirm = SlackHost.Button(await host.AnswerAsync("override payments <@U0BEN> for 2h"), "Confirm");
        await host.InteractAsync(host.Press(confirm, user: "U0BEN"));
        Assert.Contains("Only Ana Silva", (string?)(await slack.SeenAsync("response"))["text"], StringComparison.Ordinal);
        Assert.Null(await host.Store.FindAsync<RotationChanges>("payments", Ct));
    }

    [Fact]
    public async Task A_slow_press_is_acknowledged_kept_and_answered_when_it_is_done()
    {
        await using var slack = await FakeSlack.StartAsync();
        using var time = new ManualTime();
        var slow = new SlowCommands();
        await using var host = await SlackHost.StartAsync(slack, services => services.With(slow).At(time));
        var pressing = host.InteractAsync(host.Press(new JsonObject { ["action_id"] = "slow#2", ["value"] = "1" }));
        await time.PassAsync(SlackHandler.Patience, Ct);
        Assert.Empty(await SlackHost.JsonAsync(await pressing));
        Assert.NotNull(Assert.Single(await host.Store.ListAsync<InboxItem>(IdRange.All, Ct)).Value.Todo);
        slow.Release();
        Assert.Equal("At last.", (string?)(await slack.SeenAsync("response"))["text"]);
        Assert.Null(Assert.Single(await host.Store.ListAsync<InboxItem>(IdRange.All, Ct)).Value.Todo);
    }

    [Fact]
    public async Task A_press_that_is_not_on_the_disk_yet_is_not_acknowledged_however_long_that_takes()
    {
        await using var slack = await FakeSlack.StartAsync();
        var (notices, memory) = await SlackHost.StoreAsync();
        var disk = new HeldStore(memory, change => change.Value is InboxItem { Todo: PressPayload { Action: Buttons.Confirm } });
        using var time = new ManualTime();
        var slow = new SlowCommands();
        await using var host =
            await SlackHost.StartAsync(slack, services => services.With(slow).At(time), before: (notices, disk));
        var confirm = SlackHost.Button(await host.AnswerAsync("override payments <@U0BEN> for 2h"), "Confirm");
        var pressing = host.InteractAsync(host.Press(confirm));
        await disk.Reached;
        // Slack's patience ends for both; only the other press is on the disk.
        var other = host.InteractAsync(host.Press(new JsonObject { ["action_id"] = "slow", ["value"] = "1" }));
        await time.PassAsync(SlackHandler.Patience, Ct);
        Assert.Empty(await SlackHost.JsonAsync(await other));
        slow.Release();
        Assert.False(pressing.IsCompleted);
        disk.Release();
        Assert.Empty(await SlackHost.JsonAsync(await pressing));
        Assert.Single((await host.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes);
    }

    [Theory]
    [InlineData("before it was done", 0)]
    [InlineData("after it was done", 0)]
    [InlineData("before it was done", 20)]
    public async Task Killed_between_acknowledging_and_acting_the_next_start_acts_once_however_late_it_is(string killed, int minutes)
    {
        await using var slack = await FakeSlack.StartAsync();
        var (notices, memory) = await SlackHost.StoreAsync();
        JsonObject press;
        await using (var host = await SlackHost.StartAsync(slack, before: (notices, memory)))
        {
            press = host.Press(SlackHost.Button(await host.AnswerAsync("override payments <@U0BEN> for 2h"), "Confirm"));
        }

        var dying = new DyingStore(memory, change => change.Value switch
        {
            RotationChanges => killed == "before it was done",
            InboxItem seen => seen.Todo is null,
            _ => false,
        });
        await using (var host = await SlackHost.StartAsync(slack, before: (notices, dying))) (await host.InteractAsync(press)).Dispose();
        Assert.NotNull(Assert.Single(await memory.ListAsync<InboxItem>(IdRange.All, Ct)).Value.Todo);

        var down = NodaTime.Duration.FromMinutes(minutes) + NodaTime.Duration.FromSeconds(1);
        await using (var host = await SlackHost.StartAsync(slack, services => services.Later(down), before: (notices, memory)))
        {
            await slack.SeenAsync("response");
            Assert.Single((await host.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes);
            Assert.Single(await memory.ListAsync<AuditRow>(IdRange.All, Ct));
            Assert.Empty(await host.Services.GetRequiredService<Inbox>().UnfinishedAsync(Platforms.Slack, Ct));
        }
    }

    [Fact]
    public async Task Acknowledge_edits_its_message_which_says_who_and_when_and_has_no_button_any_more()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var at = Cases.At("2026-11-20T09:00:00Z");
        var handoff = new Handoff("payments", at, [new("primary", "ben", "ana")]);
        var told =
            HandoffReplies.Yours(handoff, "ana", handoff.At, null, new Dictionary<string, string> { ["ben"] = "Ben Ode" })
                .With([new Field("Budgets in trouble", "checkout")]);
        await host.Store.SaveAsync(
        [
            Write.Create("payments/2026-11-20T09:00:00Z", handoff),
            Write.Create("payments", new HandoffState(at, new Dictionary<string, string?> { ["primary"] = "ana" })),
            Write.Create("2026-11-20T09:00:00Z/handoff/payments/ana",
                new Message(at, at, MessageKind.Handoff, "payments", Address.Person("ana"), told)),
        ], Ct);
        var button = new JsonObject { ["action_id"] = "ack", ["value"] = "payments/2026-11-20T09:00:00Z" };
        await host.InteractAsync(host.Press(button, channel: "D0ANA", ephemeral: false));
        var said = await slack.SeenAsync("response");
        Assert.True((bool)said["replace_original"]!);
        // What everybody in a conversation sees stays what everybody sees.
        Assert.Null(said["response_type"]);
        // 10:00 UTC on that day, as seconds since 1970.
        Assert.Contains(" at <!date^1795168800^{time}|", (string?)said["text"], StringComparison.Ordinal);
        // It was in trouble at the handoff, which may be over by now.
        Assert.DoesNotContain("Budgets in trouble", (string?)said["text"], StringComparison.Ordinal);
        Assert.DoesNotContain("\"actions\"", said.ToJsonString(), StringComparison.Ordinal);
        Assert.Single(slack.Done);
    }

    [Fact]
    public async Task A_host_that_stops_waits_until_what_was_done_is_said()
    {
        await using var slack = await FakeSlack.StartAsync();
        using var time = new ManualTime();
        var slow = new SlowCommands();
        var host = await SlackHost.StartAsync(slack, services => services.With(slow).At(time));
        var pressing = host.InteractAsync(host.Press(new JsonObject { ["action_id"] = "slow", ["value"] = "1" }));
        await time.PassAsync(SlackHandler.Patience, Ct);
        (await pressing).Dispose();
        var stopping = host.DisposeAsync();
        slow.Release();
        await stopping;
        Assert.Equal("At last.", (string?)Assert.Single(slack.Done).Arguments["text"]);
    }

    [Fact]
    public async Task A_link_button_asks_for_nothing()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        Assert.Empty(await SlackHost.JsonAsync(await host.InteractAsync(host.Press(new JsonObject { ["action_id"] = "open" }))));
        Assert.Empty(await host.Store.ListAsync<InboxItem>(IdRange.All, Ct));
    }
}
