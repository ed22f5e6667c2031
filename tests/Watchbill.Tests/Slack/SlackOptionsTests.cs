using Watchbill.Fixtures;

namespace Watchbill.Slack;

/// <summary>Settings that could never work stop the start with a sentence that names the key, and never a secret.</summary>
public sealed class SlackOptionsTests
{
    [Theory]
    [InlineData("SigningSecret=tooshort", "Slack:SigningSecret is too short")]
    [InlineData("BotToken=xoxp-secret", "Slack:BotToken does not begin with xoxb-")]
    [InlineData("BotToken=xoxb-your-secret-token",
        "Slack:BotToken is a placeholder: copy the real one from the app's page, OAuth & Permissions.")]
    [InlineData("BotToken=xoxb-…", "Slack:BotToken is a placeholder")]
    [InlineData("BotToken=xoxb-xxxxxxxx-xxxx", "Slack:BotToken is a placeholder")]
    [InlineData("AppToken=xapp-<secret>", "Slack:AppToken is a placeholder")]
    [InlineData("SigningSecret=your-signing-secret", "Slack:SigningSecret is a placeholder")]
    [InlineData("AppToken=xoxb-secret", "Slack:AppToken does not begin with xapp-")]
    [InlineData("TeamId=payments", "Slack:TeamId is 'payments'")]
    [InlineData("TeamId=E0ENTERPRISE", "Slack:TeamId is 'E0ENTERPRISE'")]
    [InlineData("Commands:/On Call=oncall", "Slack:Commands names '/On Call'")]
    public async Task What_could_never_work_is_named(string setting, string sentence)
    {
        await using var slack = await FakeSlack.StartAsync();
        var failure =
            await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(
                () => SlackHost.StartAsync(slack, settings: setting));
        Assert.Contains(sentence, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_workspace_is_one()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack, settings: "TeamId=T1");
        var command = host.Command("now payments");
        command["team_id"] = "T1";
        var answer = await host.PostFormAsync("/slack/commands", [.. command.Select(pair => (pair.Key, (string)pair.Value!))]);
        Assert.Contains("U0ANA", (await SlackHost.JsonAsync(answer)).ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/sli", "1 of 1 budgets low: checkout")]
    [InlineData("/oncall", "Commands of report, by example.")]
    [InlineData("/unknown", "Commands of report, by example.")]
    public async Task A_command_stands_for_the_group_that_the_settings_give_it(string root, string says)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack, settings: ["Commands:/oncall=oncall", "Commands:/sli=budget"]);
        var command = host.Command("report");
        command["command"] = root;
        var answer =
            await SlackHost.JsonAsync(
                await host.PostFormAsync("/slack/commands", [.. command.Select(pair => (pair.Key, (string)pair.Value!))]));
        Assert.Contains(says, answer.ToJsonString(), StringComparison.Ordinal);
    }
}
