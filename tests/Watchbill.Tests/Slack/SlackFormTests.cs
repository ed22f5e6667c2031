using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Slack;

public sealed class SlackFormTests
{
    private static int submitted;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_form_is_opened_filled_in_previewed_and_confirmed()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        await host.AnswerAsync("override payments");
        var view = (await slack.SeenAsync("views.open"))["view"]!;
        Assert.Empty(
            await SlackHost.JsonAsync(
                await host.InteractAsync(Submitted(view, ("rotation", "payments"), ("person", "ben"), ("span", "for 2h")))));
        var preview = await slack.SeenAsync("response");
        Assert.Equal("ephemeral", (string?)preview["response_type"]);
        await host.InteractAsync(host.Press(SlackHost.Button(preview, "Confirm")));
        await slack.SeenAsync("response", 1);
        Assert.Equal("ben", Assert.Single((await host.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes).Person);
    }

    /// <summary>Monday 23 November 2026, 9 to 17 in Lisbon.</summary>
    [Fact]
    public async Task Times_are_picked_and_read_as_a_span()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        await host.AnswerAsync("override payments ben");
        var view = (await slack.SeenAsync("views.open"))["view"]!;
        Assert.Equal(["datetimepicker", "datetimepicker"], view["blocks"]!.AsArray()
            .Where(block => ((string?)block!["block_id"])?.StartsWith("span", StringComparison.Ordinal) is true)
            .Select(block => (string?)block!["element"]!["type"]));
        await host.InteractAsync(Submitted(view, ("rotation", "payments"), ("person", "ben"), ("span", "@1795424400"),
            ("span-to", "@1795453200")));
        await host.InteractAsync(host.Press(SlackHost.Button(await slack.SeenAsync("response"), "Confirm")));
        await slack.SeenAsync("response", 1);
        var change = Assert.Single((await host.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes);
        Assert.Equal((Cases.At("2026-11-23T09:00:00Z"), Cases.At("2026-11-23T17:00:00Z")), (change.Start, change.End));
    }

    [Theory]
    [InlineData("nobody", "for 2h", "person", "No person `nobody`")]
    [InlineData("ben", "sometime", "span", "sometime")]
    [InlineData("", "for 2h", "person", "Who? For example: `ben`")]
    public async Task What_is_wrong_stands_beside_its_field_and_nothing_is_said(string person, string span, string field, string says)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        await host.AnswerAsync("override payments");
        var view = (await slack.SeenAsync("views.open"))["view"]!;
        var answer =
            await SlackHost.JsonAsync(
                await host.InteractAsync(Submitted(view, ("rotation", "payments"), ("person", person), ("span", span))));
        Assert.Equal("errors", (string?)answer["response_action"]);
        Assert.Contains(says, (string?)answer["errors"]![field], StringComparison.Ordinal);
        Assert.Single(slack.Done);
    }

    [Fact]
    public async Task A_form_that_is_not_on_the_disk_yet_is_not_acknowledged_however_long_that_takes()
    {
        await using var slack = await FakeSlack.StartAsync();
        var (notices, memory) = await SlackHost.StoreAsync();
        var disk = new HeldStore(memory, change => change.Value is InboxItem { Todo: SubmissionPayload });
        using var time = new ManualTime();
        var slow = new SlowCommands();
        await using var host =
            await SlackHost.StartAsync(slack, services => services.With(slow).At(time), before: (notices, disk));
        await host.AnswerAsync("override payments");
        var submitting =
            host.InteractAsync(
                Submitted((await slack.SeenAsync("views.open"))["view"]!, ("rotation", "payments"), ("person", "ben"), ("span", "for 2h")));
        await disk.Reached;
        // Slack's patience ends for both; only the press is on the disk.
        var pressing = host.InteractAsync(host.Press(new JsonObject { ["action_id"] = "slow", ["value"] = "1" }));
        await time.PassAsync(SlackHandler.Patience, Ct);
        Assert.Empty(await SlackHost.JsonAsync(await pressing));
        Assert.False(submitting.IsCompleted);
        disk.Release();
        Assert.Empty(await SlackHost.JsonAsync(await submitting));
        SlackHost.Button(await slack.SeenAsync("response"), "Confirm");
        slow.Release();
    }

    [Fact]
    public async Task A_slow_form_is_acknowledged_kept_and_answered_when_it_is_done()
    {
        await using var slack = await FakeSlack.StartAsync();
        using var time = new ManualTime();
        var slow = new SlowCommands();
        await using var host = await SlackHost.StartAsync(slack, services => services.With(slow).At(time));
        var submitting =
            host.InteractAsync(Submitted(new JsonObject { ["callback_id"] = "oncall slow", ["blocks"] = new JsonArray() }));
        await time.PassAsync(SlackHandler.Patience, Ct);
        Assert.Empty(await SlackHost.JsonAsync(await submitting));
        Assert.NotNull(Assert.Single(await host.Store.ListAsync<InboxItem>(IdRange.All, Ct)).Value.Todo);
        slow.Release();
        Assert.Equal("At last.", (string?)(await slack.SeenAsync("chat.postMessage"))["text"]);
        Assert.Null(Assert.Single(await host.Store.ListAsync<InboxItem>(IdRange.All, Ct)).Value.Todo);
    }

    [Theory]
    [InlineData("before it was done", "Cards are declined")]
    [InlineData("after it was done", "done the first time")]
    public async Task Killed_between_keeping_a_form_and_noting_that_it_was_done_the_next_start_does_it_once(string killed, string says)
    {
        await using var slack = await FakeSlack.StartAsync();
        var (notices, memory) = await SlackHost.StoreAsync();
        var dying = new DyingStore(memory, change => change is { Value: InboxItem { Todo: null }, Expected: > 0 }
            || change.Value is Incident && killed == "before it was done");
        await using (var host = await SlackHost.StartAsync(slack, before: (notices, dying)))
            (await host.InteractAsync(await DeclaredAsync(slack, host))).Dispose();
        Assert.Single(await memory.ListAsync<InboxItem>(IdRange.All, Ct), seen => seen.Value.Todo is not null);

        await using (var host =
            await SlackHost.StartAsync(slack, services => services.Later(Duration.FromSeconds(1)), before: (notices, memory)))
        {
            Assert.Contains(says, (string?)(await slack.SeenAsync("response"))["text"], StringComparison.Ordinal);
            Assert.Single(await memory.ListAsync<Incident>(IdRange.All, Ct), one => one.Value.Title == "Cards are declined");
            Assert.Empty(await host.Services.GetRequiredService<Inbox>().UnfinishedAsync(Platforms.Slack, Ct));
        }
    }

    [Fact]
    public async Task A_modal_that_is_sent_again_because_its_answer_was_lost_is_done_once()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var submission = await DeclaredAsync(slack, host);
        Assert.Empty(await SlackHost.JsonAsync(await host.InteractAsync(submission)));
        await slack.SeenAsync("response");
        Assert.Empty(await SlackHost.JsonAsync(await host.InteractAsync(submission)));
        // Submitted by hand once more it has a trigger of its own, and is answered.
        submission["trigger_id"] = "again";
        Assert.Empty(await SlackHost.JsonAsync(await host.InteractAsync(submission)));
        Assert.Contains("done the first time", (string?)(await slack.SeenAsync("response", 1))["text"], StringComparison.Ordinal);
        Assert.Single(await host.Store.ListAsync<Incident>(IdRange.All, Ct), one => one.Value.Title == "Cards are declined");
    }

    [Fact]
    public async Task What_was_wrong_and_is_mended_is_no_repeat_even_where_nothing_else_tells_the_two_apart()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        await host.AnswerAsync("override payments");
        var view = (await slack.SeenAsync("views.open"))["view"]!;
        var wrong = Submitted(view, ("rotation", "payments"), ("person", "nobody"), ("span", "for 2h"));
        var mended = Submitted(view, ("rotation", "payments"), ("person", "ben"), ("span", "for 2h"));
        mended["view"]!["id"] = (string?)wrong["view"]!["id"];
        wrong.Remove("trigger_id");
        mended.Remove("trigger_id");
        Assert.Equal("errors", (string?)(await SlackHost.JsonAsync(await host.InteractAsync(wrong)))["response_action"]);
        Assert.Empty(await SlackHost.JsonAsync(await host.InteractAsync(mended)));
        Assert.Contains("U0BEN", (string?)(await slack.SeenAsync("response"))["text"], StringComparison.Ordinal);
    }

    // Declaring does not wait for a Confirm.
    private static async Task<JsonObject> DeclaredAsync(FakeSlack slack, SlackHost host)
    {
        await host.AnswerAsync("incident declare checkout");
        return Submitted((await slack.SeenAsync("views.open"))["view"]!, ("service", "checkout"), ("title", "Cards are declined"),
            ("severity", "sev2"));
    }

    internal static JsonObject Submitted(JsonNode view, params (string Field, string Value)[] values) => Submitted("U0ANA", view, values);

    internal static JsonObject Submitted(string user, JsonNode view, (string Field, string Value)[] values) => new()
    {
        ["type"] = "view_submission",
        ["user"] = new JsonObject { ["id"] = user, ["team_id"] = FakeSlack.Team },
        ["team"] = new JsonObject { ["id"] = FakeSlack.Team },
        ["trigger_id"] = $"{Interlocked.Increment(ref submitted)}.2.fake",
        ["view"] = new JsonObject
        {
            ["id"] = $"V{submitted}",
            ["callback_id"] = (string?)view["callback_id"],
            ["private_metadata"] = (string?)view["private_metadata"],
            ["hash"] = "1.fake",
            ["blocks"] = view["blocks"]!.DeepClone(),
            ["state"] =
                new JsonObject
                {
                    ["values"] =
                        new JsonObject(
                            values.Select(
                                pair =>
                                    KeyValuePair.Create(pair.Field,
                                        (JsonNode?)new JsonObject { [pair.Field] = Input(pair.Value, pair.Field) }))),
                },
        },
    };

    private static JsonObject Input(string value, string field) => field is "person" or "rotation"
        ? new() { ["type"] = "external_select", ["selected_option"] = value.Length == 0 ? null : new JsonObject { ["value"] = value } }
        : value is ['@', .. var seconds]
            ? new() { ["type"] = "datetimepicker", ["selected_date_time"] = long.Parse(seconds, CultureInfo.InvariantCulture) }
            : new() { ["type"] = "plain_text_input", ["value"] = value };
}
