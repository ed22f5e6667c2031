using System.Text.Json.Nodes;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Rotations;

namespace Watchbill.Slack;

/// <summary>What people see most, whole, as it was looked at.</summary>
public sealed class SlackCardTests
{
    private static readonly Reader Reader =
        Reader.In(DateTimeZoneProviders.Tzdb["Europe/Lisbon"], Cases.At("2026-11-20T10:00:00Z")) with
        {
            Accounts = new Dictionary<string, string> { ["ana"] = "U0ANA", ["ben"] = "U0BEN" },
        };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Home()
    {
        var bot =
            await Bot.WithAsync(Some.Payments,
                Some.Rotation(Some.Layer("primary", Some.Daily, Some.Office, "cai", "ana")) with { Id = "triage" });
        var view = SlackHome.View(await bot.Router.HomeAsync(new Caller("ana", Platforms.Slack, null), Ct), Reader);
        SlackLimits.CheckView(view);
        Golden.Matches("slack/home", SlackRendererTests.Pretty(view));
    }

    [Fact]
    public void Handoff()
    {
        var handoff =
            new Handoff("payments", Cases.At("2026-11-23T09:00:00Z"),
                [new("primary", "ana", "ben") { }, new("shadow", null, "cai") { Shadow = true }])
            {
                Notes = [new HandoffNote("ana", Cases.At("2026-11-22T20:00:00Z"),
                    "Card *declines* are up since 18:00; see https://runbooks.example/declines?x=1&y=2\n> nothing paged yet")],
            };
        var names = new Dictionary<string, string> { ["ana"] = "Ana Silva", ["ben"] = "Ben Ode", ["cai"] = "Cai <!channel> Wen" };
        Check("handoff",
            HandoffReplies.Told(handoff, new Handover(Cases.At("2026-11-30T09:00:00Z"), [new("primary", "ben", "cai")]),
                new Mention("lea", "Lea Pais"), names));
        Check("handoff-yours", HandoffReplies.Yours(handoff, "ben", Cases.At("2026-11-23T09:15:00Z"), null, names));
    }

    [Theory]
    [InlineData("schedule", "schedule payments next 28 days")]
    [InlineData("now", "now payments")]
    [InlineData("preview", "override payments ben tomorrow 9-17 because Ana is at the dentist")]
    [InlineData("refused", "nwo payments")]
    [InlineData("asked", "override payments ben")]
    public async Task Answers(string name, string text)
    {
        var bot = await Bot.WithAsync(Some.Payments);
        Check(name, await bot.AskAsync("dot", text));
    }

    [Fact]
    public async Task Form()
    {
        var bot = await Bot.WithAsync(Some.Payments);
        var modal = SlackForm.Modal((await bot.AskAsync("dot", "override payments ben")).Form!, "{}");
        SlackLimits.CheckView(modal);
        Golden.Matches("slack/form", SlackRendererTests.Pretty(modal));
    }

    private static void Check(string name, Reply reply)
    {
        // Ids of previews and shares differ from run to run; commands are words.
        reply =
            reply with
            {
                Actions = [.. reply.Actions.Select(
                    action => action with { Value = action.Value.Contains(' ', StringComparison.Ordinal) ? action.Value : "id" })],
            };
        var page = Assert.Single(SlackRenderer.Pages(reply, Reader));
        SlackLimits.CheckMessage(page);
        Golden.Matches($"slack/{name}", SlackRendererTests.Pretty(SlackRenderer.Answer(reply, (JsonObject)page.DeepClone())));
    }
}
