using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Slack;

/// <summary>Where an answer goes, and what becomes of the message it came from.</summary>
public sealed class SlackAnswerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Acknowledging_a_handoff_of_several_pages_shows_the_first_anew_and_says_nothing_again()
    {
        await using var slack = await FakeSlack.StartAsync();
        var host = await SlackHost.StartAsync(slack);
        var at = Cases.At("2026-11-20T09:00:00Z");
        var words = string.Concat(Enumerable.Repeat("word ", 180));
        var handoff =
            new Handoff("payments", at,
                [new("primary", "ben", "ana")])
            {
                Notes = [.. Enumerable.Range(0, 20).Select(note => new HandoffNote("ben", at, $"note {note} {words}"))],
            };
        var told = HandoffReplies.Yours(handoff, "ana", handoff.At, null, new Dictionary<string, string> { ["ben"] = "Ben Ode" });
        Assert.True(SlackRenderer.Pages(told, Reader.In(NodaTime.DateTimeZone.Utc)).Count > 1);
        await host.Store.SaveAsync(
        [
            Write.Create("payments/2026-11-20T09:00:00Z", handoff),
            Write.Create("payments", new HandoffState(at, new Dictionary<string, string?> { ["primary"] = "ana" })),
            Write.Create("2026-11-20T09:00:00Z/handoff/payments/ana",
                new Message(at, at, MessageKind.Handoff, "payments", Address.Person("ana"), told)),
        ], Ct);
        await host.InteractAsync(
            host.Press(new JsonObject { ["action_id"] = "ack", ["value"] = "payments/2026-11-20T09:00:00Z" }, channel: "D0ANA",
                ephemeral: false));
        await host.DisposeAsync();
        var said = Assert.Single(slack.Done).Arguments;
        Assert.True((bool)said["replace_original"]!);
        Assert.Contains("Acknowledged at ", (string?)said["text"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_words_are_taken_back_where_the_answer_is_for_everyone()
    {
        await using var slack = await FakeSlack.StartAsync();
        using var time = new ManualTime();
        var slow = new SlowCommands { Answer = new("For all.") { Audience = Audience.Everyone } };
        await using var host = await SlackHost.StartAsync(slack, services => services.With(slow).At(time));
        var asking = host.AnswerAsync("slow");
        await time.PassAsync(SlackHandler.Patience, Ct);
        Assert.Equal("Working on it …", (string?)(await asking)["text"]);
        slow.Release();
        var said = await slack.SeenAsync("response");
        Assert.Equal(("For all.", "in_channel", false),
            ((string?)said["text"], (string?)said["response_type"], (bool)said["replace_original"]!));
        Assert.True((bool)(await slack.SeenAsync("response", 1))["delete_original"]!);
    }

    [Theory]
    [InlineData("1763632700.000001", true)]
    [InlineData("1763632800.000100", false)]
    [InlineData(null, false)]
    public async Task A_press_in_a_thread_is_answered_there_and_one_on_what_a_thread_hangs_from_is_not(string? thread, bool there)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var press = host.Press(new JsonObject { ["action_id"] = "run", ["value"] = "now payments" }, ephemeral: false);
        press["container"]!["thread_ts"] = thread;
        await host.InteractAsync(press);
        Assert.Equal(there ? thread : null, (string?)(await slack.SeenAsync("response"))["thread_ts"]);
    }
}
