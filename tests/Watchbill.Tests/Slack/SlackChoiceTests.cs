using System.Text.Json.Nodes;
using Watchbill.Fixtures;

namespace Watchbill.Slack;

public sealed class SlackChoiceTests
{
    [Theory]
    [InlineData("person", "o", "Ben Ode (ben)|Eve Moe (eve)")]
    [InlineData("rotation", "", "payments")]
    [InlineData("team", "pay", "Payments (payments)")]
    [InlineData("service", "check", "checkout")]
    [InlineData("team, domain", "", "Payments (payments)")]
    [InlineData("service, rotation, team, person", "pay", "payments")]
    [InlineData("objective", "", "availability")]
    [InlineData("text", "", "")]
    public async Task Selects_are_searched_by_typing(string kind, string typed, string offers)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var answer = await SlackHost.JsonAsync(await host.InteractAsync(Search("U0ANA", kind, typed)));
        Assert.Equal(offers, string.Join('|', answer["options"]!.AsArray().Select(option => (string?)option!["text"]!["text"])));
        Assert.Empty((await SlackHost.JsonAsync(await host.InteractAsync(Search("U0NOBODY", kind, typed))))["options"]!.AsArray());
    }

    private static JsonObject Search(string user, string kind, string typed) => new()
    {
        ["type"] = "block_suggestion",
        ["user"] = new JsonObject { ["id"] = user, ["team_id"] = FakeSlack.Team },
        ["team"] = new JsonObject { ["id"] = FakeSlack.Team },
        ["block_id"] = "subject",
        ["action_id"] = kind,
        ["value"] = typed,
    };
}
