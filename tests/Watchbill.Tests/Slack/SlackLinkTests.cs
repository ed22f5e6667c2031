using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Slack;

/// <summary>What somebody typed before anybody knew who they are.</summary>
public sealed class SlackLinkTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("when <@U0BEN|ben.ode>", "U0BEN")]
    [InlineData("when <@U0CAI>", "You are not on call")]
    [InlineData("when <@U9KIM|kim>", "@kim is not linked")]
    public async Task Going_on_after_linking_reads_it_as_if_it_was_typed_then(string typed, string says)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        slack.Users["U0CAI"] = SlackEventTests.User("U0CAI", "cai@example.com");
        var offer = await host.AnswerAsync(typed, "U0CAI");
        await host.InteractAsync(host.Press(SlackHost.Button(offer, "Link me"), "U0CAI"));
        await host.InteractAsync(host.Press(SlackHost.Button(await slack.SeenAsync("response"), "Ask again"), "U0CAI"));
        var answer = await slack.SeenAsync("response", 1);
        Assert.True((bool)answer["replace_original"]!);
        Assert.Contains(says, (string?)answer["text"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pressing_Link_me_once_more_is_going_on()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        slack.Users["U0CAI"] = SlackEventTests.User("U0CAI", "cai@example.com");
        var offer = await host.AnswerAsync("when <@U0BEN>", "U0CAI");
        await host.AnswerAsync("link", "U0CAI");
        await host.InteractAsync(host.Press(SlackHost.Button(offer, "Link me"), "U0CAI"));
        Assert.Contains("U0BEN", (string?)(await slack.SeenAsync("response"))["text"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("link", true)]
    [InlineData("Link ", true)]
    [InlineData("watchbill link", true)]
    [InlineData("note payments see this link", false)]
    [InlineData("this link", false)]
    [InlineData("link me", false)]
    public async Task Only_the_command_itself_links(string typed, bool links)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        slack.Users["U0CAI"] = SlackEventTests.User("U0CAI", "cai@example.com");
        await host.AnswerAsync(typed, "U0CAI");
        Assert.Equal(links, (await host.Store.ListAsync<ChatLink>(IdRange.All, Ct)).Count == 1);
    }

    [Theory]
    [InlineData("link")]
    [InlineData("/oncall link")]
    public async Task Said_to_the_bot_it_links_as_well(string said)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        slack.Users["U0CAI"] = SlackEventTests.User("U0CAI", "cai@example.com");
        await host.TellAsync(host.Event(SlackHost.Said(said, "U0CAI", "D0CAI")));
        Assert.Single(await host.Store.ListAsync<ChatLink>(IdRange.All, Ct));
    }

    [Theory]
    [InlineData("missing_scope")]
    [InlineData("user_not_found")]
    [InlineData("internal_error")]
    [InlineData("anything_new")]
    public async Task Whatever_Slack_says_instead_of_who_somebody_is_they_hear_what_to_do_next(string error)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        for (var again = 0; again < 3; again++) slack.NextError("users.info", error);
        var answer = (string?)(await host.AnswerAsync("link", "U0CAI"))["text"];
        Assert.Contains("ask an admin to add 'slack: U0CAI' to your line in the organisation file", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("failed to answer", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_an_account_of_the_file_was_closed_is_told_once_to_the_lead()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var closed = SlackEventTests.User("U0BEN", "ben@example.com");
        closed["deleted"] = true;
        for (var again = 0; again < 2; again++)
            await host.TellAsync(host.Event(new JsonObject { ["type"] = "user_change", ["user"] = closed.DeepClone() }));
        var told = Assert.Single(await host.Store.ListAsync<Delivery>(IdRange.All, Ct)).Value;
        Assert.Equal(Address.Person("ana"), told.To);
        Assert.StartsWith("Ben Ode's account in Slack (U0BEN) was closed", told.Reply.Text.ToString(), StringComparison.Ordinal);
        // The file still names it: nothing is taken away that it gives.
        Assert.Contains("U0ANA", (string?)(await host.AnswerAsync("now payments", "U0BEN"))["text"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_was_closed_reaches_nobody_until_it_is_reopened()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var account = SlackEventTests.User("U0BEN", "ben@example.com");
        account["deleted"] = true;
        await host.TellAsync(host.Event(new JsonObject { ["type"] = "user_change", ["user"] = account.DeepClone() }));
        Assert.False(await ReachesBenAsync(host));
        account["deleted"] = false;
        await host.TellAsync(host.Event(new JsonObject { ["type"] = "user_change", ["user"] = account }));
        Assert.True(await ReachesBenAsync(host));
    }

    private static ValueTask<bool> ReachesBenAsync(SlackHost host) =>
        host.Services.GetRequiredService<BroadcastChat>().ReachesAsync(Address.Person("ben"), Ct);
}
