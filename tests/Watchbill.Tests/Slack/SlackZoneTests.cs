using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Watchbill.Fixtures;

namespace Watchbill.Slack;

/// <summary>What Slack does not write in its reader's zone by itself is written in the one that they have set there.</summary>
public sealed class SlackZoneTests
{
    /// <summary>Slack shows it in the zone that it knows; the words for where it cannot name the file's.</summary>
    private const string Unknown = "until <!date^1795424400^{day_divider_pretty} {time}|Mon 09:00 (Lisbon)>.";
    private const string InLisbon = "until Mon 09:00.";
    private const string InNewYork = "until Mon 04:00.";

    [Fact]
    public async Task Slack_shows_times_until_it_has_said_the_readers_zone_and_then_they_are_words()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.Users["U0ANA"] = new JsonObject { ["id"] = "U0ANA", ["tz"] = "America/New_York" };
        var time = new FakeTimeProvider();
        await using var host = await SlackHost.StartAsync(slack, services => services.AddSingleton<TimeProvider>(time));
        Assert.Contains(Unknown, await AnswerAsync(host, "now payments"), StringComparison.Ordinal);
        await SaysAsync(host, InNewYork);
        // What is typed is read as ever: in the zone of the file.
        Assert.Contains(": <@U0BEN>, payments* until Mon 30 Nov 04:",
            await AnswerAsync(host, "now payments at 23 nov 9:00"), StringComparison.Ordinal);
        Assert.Single(slack.Done, call => call.Method == "users.info");

        // Somebody who travels is seen a day later.
        slack.Users["U0ANA"]["tz"] = "Europe/Lisbon";
        time.Advance(TimeSpan.FromHours(25));
        await SaysAsync(host, InLisbon);
        Assert.Equal(2, slack.Done.Count(call => call.Method == "users.info"));
    }

    [Fact]
    public async Task Where_Slack_does_not_say_or_says_one_that_nobody_knows_it_shows_them()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.Users["U0ANA"] = new JsonObject { ["id"] = "U0ANA", ["tz"] = "Mars/Olympus" };
        await using var host = await SlackHost.StartAsync(slack);
        await AnswerAsync(host, "now payments");
        await slack.SeenAsync("users.info");
        Assert.Contains(Unknown, await AnswerAsync(host, "now payments"), StringComparison.Ordinal);
        Assert.Contains(Unknown, (await host.AnswerAsync("now payments", "U0BEN")).ToJsonString(Plainly), StringComparison.Ordinal);
    }

    private static readonly System.Text.Json.JsonSerializerOptions Plainly =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static async Task SaysAsync(SlackHost host, string moment)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        while (!(await AnswerAsync(host, "now payments")).Contains(moment, StringComparison.Ordinal)) await Task.Delay(5, patience.Token);
    }

    private static async Task<string> AnswerAsync(SlackHost host, string text) => (await host.AnswerAsync(text)).ToJsonString(Plainly);
}
