using System.Text.Json.Nodes;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Slack;

/// <summary>Enterprise Grid: what is of our workspace may be by a member of a sister workspace, or of the enterprise itself.</summary>
public sealed class SlackGridTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("T0WATCH", "T0SISTER", "U0ANA", true)] // Enterprise Grid: hers is another workspace of the same enterprise,
    [InlineData("T0WATCH", "E0ENTER", "U0ANA", true)] // or the enterprise itself.
    [InlineData("T0OTHER", "T0WATCH", "U0ANA", false)] // The press is not of our workspace.
    [InlineData("T0WATCH", "T0OTHER", "U9OUT", false)] // Somebody of elsewhere in a shared channel is nobody we know.
    public async Task A_press_is_of_our_workspace_when_its_team_is(string team, string of, string user, bool acts)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var press = host.Press(SlackHost.Button(await host.AnswerAsync("override payments <@U0BEN> for 2h"), "Confirm"), user);
        (press["team"]!["id"], press["user"]!["team_id"]) = (team, of);
        Assert.Empty(await SlackHost.JsonAsync(await host.InteractAsync(press)));
        Assert.Equal(acts, await host.Store.FindAsync<RotationChanges>("payments", Ct) is not null);
    }

    [Fact]
    public async Task A_form_of_a_member_of_a_sister_workspace_is_acted_on()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        (await host.CommandAsync("override payments")).Dispose();
        var view = (await slack.SeenAsync("views.open"))["view"]!.AsObject();
        var form = SlackFormTests.Submitted("U0ANA", view, [("rotation", "payments"), ("person", "ben"), ("span", "for 2h")]);
        form["user"]!["team_id"] = "T0SISTER";
        Assert.Empty(await SlackHost.JsonAsync(await host.InteractAsync(form)));
        Assert.Contains("Confirm override", (await slack.SeenAsync("response")).ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("source_team", "T0SISTER")]
    [InlineData("user_team", "E0ENTER")]
    [InlineData("team", "T0SISTER")]
    public async Task A_member_of_a_sister_workspace_or_of_the_enterprise_is_answered(string field, string value)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var said = SlackHost.Said("now payments");
        said[field] = value;
        (await host.TellAsync(host.Event(said))).Dispose();
        Assert.Contains("U0ANA", (string?)(await slack.SeenAsync("chat.postMessage"))["text"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("source_team", "T0SISTER")]
    [InlineData("source_team", "E0ENTER")]
    [InlineData("user_team", "E0ENTER")]
    [InlineData("team", "T0SISTER")]
    public async Task Their_mentions_are_answered_too(string field, string value)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var said = SlackHost.Said($"<@{FakeSlack.Bot}> now payments", channel: "C0PAY");
        (said["type"], said[field]) = ("app_mention", value);
        (await host.TellAsync(host.Event(said))).Dispose();
        var answer = await slack.SeenAsync("chat.postEphemeral");
        Assert.Equal(("C0PAY", "U0ANA"), ((string?)answer["channel"], (string?)answer["user"]));
        Assert.Contains("is on call for payments", (string?)answer["text"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_of_another_workspace_is_passed_over()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var other = host.Event(SlackHost.Said("now payments"));
        other["team_id"] = "T0OTHER";
        Assert.Empty(await SlackHost.JsonAsync(await host.TellAsync(other)));
        Assert.Empty(await host.Store.ListAsync<InboxItem>(IdRange.All, Ct));
    }

    /// <summary>Their home is another workspace of the enterprise, and they are members of ours as well, or of it all.</summary>
    [Theory]
    [InlineData("T0SISTER", "E0ENTER", "T0WATCH", null, true)]
    [InlineData("E0ENTER", "E0ENTER", "T0SISTER", "E0ENTER", true)]
    [InlineData("T0SISTER", "E0ENTER", "T0SISTER", "E0ENTER", true)]
    [InlineData("T0OTHER", "E0OTHER", "T0OTHER", "E0ENTER", false)]
    [InlineData("T0OTHER", "E0OTHER", "T0OTHER", null, false)]
    public async Task Members_of_the_enterprise_are_linked(string team, string enterprise, string teams, string? ours, bool links)
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.Enterprise = ours;
        await using var host = await SlackHost.StartAsync(slack);
        var user = SlackEventTests.User("U0CAI", "cai@example.com");
        user["team_id"] = team;
        user["enterprise_user"] =
            new JsonObject { ["id"] = "W0CAI", ["enterprise_id"] = enterprise, ["teams"] = new JsonArray(teams) };
        slack.Users["U0CAI"] = user;
        await host.AnswerAsync("link", "U0CAI");
        Assert.Equal(links, (await host.Store.ListAsync<ChatLink>(IdRange.All, Ct)).Count == 1);
    }
}
