using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Teams;

namespace Watchbill.Slack;

/// <summary>The answers that matter most, as Slack gets them: the same commands as those of the cards of Teams.</summary>
public sealed class SlackAnswerCardTests
{
    private static readonly (string Name, string Person, string Text)[] Further =
    [
        ("vacation", "ana", "vacation 7 dec to 14 dec"), ("sick", "ana", "sick"), ("kpi", "ana", "report kpi"),
        ("incident-show", "ana", "incident show checkout-1"), ("gate", "ana", "budget gate checkout"), ("edit", "ana", "edit payments"),
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_of_them_is_one_that_Slack_takes()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        foreach (var account in new[] { "U0ANA", "U0BEN" })
            slack.Users[account] = new JsonObject { ["id"] = account, ["tz"] = "Europe/Lisbon" };
        var (desk, zones) = (host.Services.GetRequiredService<FrontDesk>(), host.Services.GetRequiredService<ReaderZones>());
        foreach (var (name, person, text) in TeamsGoldenTests.Asked.Concat(Further))
        {
            var account = $"U0{person.ToUpperInvariant()}";
            await zones.OfAsync(SlackPlatform.Id, account, Ct);
            var answered = await desk.AskAsync(new(SlackPlatform.Id, account, null), text, Ct);
            Assert.True(answered.Reader is not null || name == "stranger", $"{name}: nobody knows {account}");
            var reader = zones.ReaderOf(SlackPlatform.Id, account, answered);
            JsonObject shown;
            if (answered.Reply.Form is { } form) SlackLimits.CheckView(shown = SlackForm.Modal(form, "{}"));
            else SlackLimits.CheckMessage(shown = Assert.Single(SlackRenderer.Pages(answered.Reply, reader)));
            // To be drawn and looked at.
            if (Environment.GetEnvironmentVariable("WATCHBILL_CARDS") is { Length: > 0 } folder)
                await File.WriteAllTextAsync(Path.Combine(folder, $"slack-{name}.json"), shown.ToJsonString(), Ct);
        }
    }
}
