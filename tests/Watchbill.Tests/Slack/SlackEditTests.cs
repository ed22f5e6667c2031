using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Jobs;

namespace Watchbill.Slack;

/// <summary>What the bot said by itself is edited where it stands: nobody presses what is over.</summary>
public sealed class SlackEditTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_incidents_announcement_says_how_it_stands_and_loses_its_buttons_with_its_end()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        await host.AnswerAsync("incident declare checkout \"payments fail\" sev2");
        await SaidAsync(host);
        var (place, announced) = Assert.Single(slack.Messages);
        Assert.Equal(["Acknowledge", "Resolve", "Mark runbook helpful"], Buttons(announced));

        await host.AnswerAsync("incident ack checkout-2", "U0BEN");
        await SaidAsync(host);
        Assert.Contains("Ben Ode", slack.Messages[place]["blocks"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(["Acknowledge", "Resolve", "Mark runbook helpful"], Buttons(slack.Messages[place]));

        await host.AnswerAsync("incident resolve checkout-2", "U0BEN");
        await SaidAsync(host);
        Assert.StartsWith("*Resolved after ", (string)slack.Messages[place]["text"]!, StringComparison.Ordinal);
        Assert.Empty(Buttons(slack.Messages[place]));
        // What happened is said as well, since nobody is notified of an edit: that somebody works on it, and that it is over.
        Assert.Equal(3, slack.Messages.Count);
        Assert.DoesNotContain(slack.Refused, refused => refused.Method.StartsWith("chat.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_offer_that_is_answered_in_words_asks_no_longer()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var preview = await host.AnswerAsync("swap payments 7 dec with ben");
        await host.InteractAsync(host.Press(SlackHost.Button(preview, "Confirm")));
        await SaidAsync(host);
        var (place, asked) = slack.Messages.Single(message => message.Key.StartsWith("D0BEN/", StringComparison.Ordinal));
        Assert.Equal(["Accept", "Decline"], Buttons(asked));

        var id = (string)asked["blocks"]!.AsArray().Last()!["elements"]![0]!["value"]!;
        await host.AnswerAsync($"swap decline {id}", "U0BEN");
        await SaidAsync(host);
        Assert.StartsWith("*You declined.* ", (string)slack.Messages[place]["text"]!, StringComparison.Ordinal);
        Assert.Empty(Buttons(slack.Messages[place]));
    }

    private static async Task SaidAsync(SlackHost host)
    {
        var deliveries = host.Services.GetServices<IJob>().OfType<DeliveryJob>().Single();
        host.Clock.Now += Duration.FromSeconds(1);
        await deliveries.RunAsync(host.Clock.Now, Ct);
    }

    private static IEnumerable<string> Buttons(JsonObject message) =>
        message["blocks"]!.AsArray().Where(block => (string?)block!["type"] == "actions")
            .SelectMany(block => block!["elements"]!.AsArray()).Select(button => (string)button!["text"]!["text"]!);
}
