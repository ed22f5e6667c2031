using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Storage;

namespace Watchbill.Slack;

public sealed class SlackCommandTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("now payments", "U0ANA")]
    [InlineData("", "U0ANA")]
    [InlineData("when <@U0BEN|ben.ode>", "U0BEN")]
    [InlineData("now <#C0PAY|payments>", "U0ANA")]
    [InlineData("now <!subteam^S0PAY|@oncall>", "U0ANA")]
    [InlineData("now checkout", "U0ANA")]
    public async Task A_look_up_is_answered_in_the_body(string text, string says)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var answer = await host.AnswerAsync(text);
        Assert.Equal("ephemeral", (string?)answer["response_type"]);
        Assert.Contains(says, (string?)answer["text"], StringComparison.Ordinal);
        SlackLimits.CheckMessage(answer);
        Assert.Empty(slack.Done);
    }

    [Theory]
    [InlineData("now &lt;!channel&gt;", "No rotation `<!channel>`")]
    [InlineData("now a&amp;b", "No rotation `a&b`")]
    [InlineData("when <@U9KIM|cai>", "cai is not linked to anybody in the organisation")]
    [InlineData("nwo", "Did you mean `now`?")]
    public async Task What_is_refused_is_said_in_plain_words(string text, string says)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var answer = await host.AnswerAsync(text);
        Assert.Contains(says,
            ((string?)answer["text"])!.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal)
                .Replace("&amp;", "&", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Further_roots_stand_for_their_groups()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack, settings: ["Commands:/bill=watchbill", "Commands:/duty=oncall"]);
        Assert.Contains("Your settings", await TextAsync(host, "settings", "/bill"), StringComparison.Ordinal);
        Assert.Contains("U0ANA", await TextAsync(host, "now", "/duty"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_arguments_open_a_form_and_leave_the_answer_empty()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        Assert.Empty(await host.AnswerAsync("override payments"));
        var view = (await slack.SeenAsync("views.open"))["view"]!;
        Assert.Equal("oncall override", (string?)view["callback_id"]);
    }

    [Fact]
    public async Task Where_no_form_can_be_opened_words_and_a_button_ask_for_it()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var command = host.Command("override payments");
        slack.ExpireTriggers();
        var answer =
            await SlackHost.JsonAsync(
                await host.PostFormAsync("/slack/commands", [.. command.Select(pair => (pair.Key, (string)pair.Value!))]));
        Assert.Contains("*Who?* For example: `ben`", (string?)answer["text"], StringComparison.Ordinal);
        Assert.Equal(("views.open", "expired_trigger_id"), Assert.Single(slack.Refused, refused => refused.Method != "users.info"));
    }

    [Fact]
    public async Task What_takes_too_long_is_answered_afterwards_in_place_of_the_waiting_words()
    {
        await using var slack = await FakeSlack.StartAsync();
        using var time = new ManualTime();
        var slow = new SlowCommands();
        await using var host = await SlackHost.StartAsync(slack, services => services.With(slow).At(time));
        var asking = host.AnswerAsync("slow");
        await time.PassAsync(SlackHandler.Patience, Ct);
        Assert.Equal("Working on it …", (string?)(await asking)["text"]);
        slow.Release();
        var late = await slack.SeenAsync("response");
        Assert.Equal("At last.", (string?)late["text"]);
        Assert.True((bool)late["replace_original"]!);
    }

    [Fact]
    public async Task An_answer_that_came_too_late_for_its_address_is_a_message()
    {
        await using var slack = await FakeSlack.StartAsync();
        using var time = new ManualTime();
        var slow = new SlowCommands();
        await using var host = await SlackHost.StartAsync(slack, services => services.With(slow).At(time));
        slack.Next("response", http => { http.Response.StatusCode = 404; return Task.FromResult(false); });
        var asking = host.AnswerAsync("slow");
        await time.PassAsync(SlackHandler.Patience, Ct);
        await asking;
        slow.Release();
        var message = await slack.SeenAsync("chat.postEphemeral");
        Assert.Equal(("C0PAY", "U0ANA", "At last."), ((string?)message["channel"], (string?)message["user"], (string?)message["text"]));
    }

    [Fact]
    public async Task What_is_longer_than_the_five_uses_of_its_address_goes_on_in_messages()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack, services => services.With(new LongCommands(8)));
        var first = await host.AnswerAsync("long");
        var eighth = await slack.SeenAsync("chat.postEphemeral", 1);
        var pages = slack.Done.Select(call => call.Arguments).Prepend(first);
        Assert.Equal(5, slack.Done.Count(call => call.Method == "response"));
        Assert.Equal(Enumerable.Range(1, 8).Select(page => $"{page} of 8"),
            pages.Select(page => (string)page["blocks"]!.AsArray().Last()!["elements"]![0]!["text"]!));
        Assert.Equal(("C0PAY", "U0ANA"), ((string?)eighth["channel"], (string?)eighth["user"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_chart_is_answered_where_it_is_noticed_that_Slack_refuses_it_and_then_its_values_are_words(bool refused)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        if (refused)
            slack.Next("response",
                async http => { http.Response.StatusCode = 400; await http.Response.WriteAsync("invalid_blocks"); return false; });
        Assert.Empty(await host.AnswerAsync("budget status checkout"));
        var said = await slack.SeenAsync("response");
        Assert.Equal("ephemeral", (string?)said["response_type"]);
        Assert.Equal(!refused, SlackChat.HasChart(said));
        Assert.Contains("Budget left of checkout", said["blocks"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Single(slack.Done);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_Slack_refuses_to_draw_in_a_conversation_is_said_there_without_the_chart_and_then_in_words_alone(int refusals)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        for (var i = 0; i < refusals; i++) slack.NextError("chat.postMessage", "invalid_blocks");
        await host.TellAsync(host.Event(SlackHost.Said("budget status checkout")));
        var said = await slack.SeenAsync("chat.postMessage");
        Assert.Equal(("D0ANA", refusals == 1), ((string?)said["channel"], said.ContainsKey("blocks")));
        Assert.DoesNotContain("data_visualization", said.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("Budget left of checkout", (string?)said["text"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_is_sent_again_is_done_once()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        (string,
            string)[] command = [.. host.Command("incident declare checkout Cards are declined sev2")
                .Select(pair => (pair.Key, (string)pair.Value!))];
        Assert.Contains("Cards are declined",
            (string?)(await SlackHost.JsonAsync(await host.PostFormAsync("/slack/commands", command)))["text"], StringComparison.Ordinal);
        Assert.Contains("done the first time",
            (string?)(await SlackHost.JsonAsync(await host.PostFormAsync("/slack/commands", command)))["text"], StringComparison.Ordinal);
        Assert.Single(await host.Store.ListAsync<Incident>(IdRange.All, Ct),
            one => one.Value.Title == "Cards are declined");
    }

    [Fact]
    public async Task A_change_is_previewed_and_nothing_is_done()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var answer = await host.AnswerAsync("override payments <@U0BEN> for 2h");
        Assert.Equal("confirm", (string?)SlackHost.Button(answer, "Confirm")["action_id"]);
        Assert.Empty(await host.Store.ListAsync<AuditRow>(IdRange.All, Ct));
    }

    [Fact]
    public async Task Another_workspace_is_told_nothing()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var command = host.Command("now payments");
        command["team_id"] = "T0OTHER";
        var answer =
            await SlackHost.JsonAsync(
                await host.PostFormAsync("/slack/commands", [.. command.Select(pair => (pair.Key, (string)pair.Value!))]));
        Assert.Contains("serves another workspace", (string?)answer["text"], StringComparison.Ordinal);
        Assert.DoesNotContain("Ana", answer.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_workspace_in_the_settings_it_is_the_tokens_own()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.NextError("auth.test", "invalid_auth");
        await using var host = await SlackHost.StartAsync(slack, settings: "TeamId=");
        while (slack.Refused.IsEmpty) await Task.Delay(1, Ct);
        slack.NextError("auth.test", "invalid_auth");
        Assert.Contains("could not ask Slack yet", (string?)(await host.AnswerAsync("now"))["text"], StringComparison.Ordinal);
        Assert.Contains("U0ANA", (string?)(await host.AnswerAsync("now"))["text"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_workspace_is_asked_for_ahead_of_the_first_request()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack, settings: "TeamId=");
        await slack.SeenAsync("auth.test");
        Assert.Contains("U0ANA", (string?)(await host.AnswerAsync("now"))["text"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_fails_says_so_and_is_no_error_to_Slack()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack, services => services.With(new BrokenCommands()));
        Assert.Contains("Watchbill failed to answer this", (string?)(await host.AnswerAsync("broken"))["text"], StringComparison.Ordinal);
        Assert.Contains(host.Log.All, line => line.StartsWith("Error: What a Slack user asked for", StringComparison.Ordinal));
    }

    private static async Task<string?> TextAsync(SlackHost host, string text, string root)
    {
        var command = host.Command(text);
        command["command"] = root;
        return (string?)(await SlackHost.JsonAsync(
            await host.PostFormAsync("/slack/commands", [.. command.Select(pair => (pair.Key, (string)pair.Value!))])))["text"];
    }
}
