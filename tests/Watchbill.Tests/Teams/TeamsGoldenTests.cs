using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Paging;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Teams;

/// <summary>The answers that matter most as cards: what is notified, and the blocks of the card, a line each.</summary>
public sealed partial class TeamsGoldenTests
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static readonly (string Name, string Person, string Text)[] Asked =
    [
        ("now", "ana", "now payments"), ("next", "ana", "next payments"), ("when", "ana", "when"),
        ("schedule", "ana", "schedule payments next 14 days"),
        ("me", "ana", "me"), ("escalation", "ana", "escalation payments"), ("override-preview", "ana", "override payments ben for 2h"),
        ("override-form", "ana", "override payments"), ("swap-form", "ana", "swap payments"),
        ("cover", "ana", "cover payments tomorrow 9 to 17"),
        ("changes", "ana", "changes payments"), ("handoff", "ana", "handoff payments"), ("help", "ana", "help"),
        ("help-swap", "ana", "help swap"),
        ("settings", "ana", "settings"), ("pay", "ana", "pay me"), ("budget", "ana", "budget status checkout"),
        ("incident-form", "ana", "incident declare"), ("incident", "ben", "incident declare checkout \"payments fail\" sev1"),
        ("incidents", "ana", "incident list"), ("readiness", "ana", "readiness payments"), ("health", "ana", "health"),
        ("toil", "ana", "report toil"), ("training", "ana", "training status"), ("contact", "ana", "contact"),
        ("nearest", "ana", "now paymnts"),
        ("stranger", "cai", "now payments"), ("advise", "ana", "advise payments"),
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_card_is_one_that_somebody_has_read()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        foreach (var person in new[] { "ana", "ben", "cai" }) await host.SendAsync(host.From(person, "typing"));
        var cards = new List<(string Name, JsonObject Message)>();
        foreach (var (name, person, text) in Asked)
        {
            // Each in a conversation of its own, so that the limits of one hold nothing up.
            var activity = host.Message(person, text);
            teams.Conversations[(string)(activity["conversation"]!["id"] = $"a:{name}")!] = true;
            await host.SendAsync(activity);
            cards.Add((name, (await teams.SeenAsync($"a:{name}", _ => true)).Body));
        }

        foreach (var person in new[] { "ana", "ben" }) await host.SendAsync(host.From(person, "typing"));
        await host.RunAsync<HandoffJob>();
        await host.RunAsync<PagingJob>();
        await host.RunAsync<Watchbill.Chat.DeliveryJob>();
        cards.Add(("page", (await teams.SeenAsync("a:1ana", call => call.Labels.Contains("Acknowledge"))).Body));
        host.Clock.Now = Cases.At("2026-11-23T09:00:00Z");
        await host.RunAsync<HandoffJob>();
        await host.RunAsync<Watchbill.Chat.DeliveryJob>();
        cards.Add(
            ("handoff-channel",
                (await teams.SeenAsync(TeamsHost.Channel,
                    call => call.Words.Contains("on call for payments", StringComparison.Ordinal))).Body));
        cards.Add(("handoff-yours", (await teams.SeenAsync("a:1ben", call => call.Labels.Contains("Acknowledge"))).Body));
        var added = host.From("ben", "installationUpdate");
        added["action"] = "remove";
        await host.SendAsync(added);
        added["action"] = "add";
        await host.SendAsync(added);
        cards.Add(("home", (await teams.SeenAsync("a:1ben", call => call.Card.ContainsKey("refresh"))).Body));
        if (Environment.GetEnvironmentVariable("WATCHBILL_CARDS") is { Length: > 0 } folder) await WriteAsync(cards, folder);
        Assert.All(cards, card => Golden.Matches($"teams/{card.Name}", Lines(card.Message)));
    }

    // To be drawn and looked at, and where they are right copied to Golden/teams.
    private static async Task WriteAsync(IEnumerable<(string Name, JsonObject Message)> cards, string folder)
    {
        foreach (var (name, message) in cards)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.json"), TeamsRenderer.CardOf(message).ToJsonString(), Ct);
            await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.txt"), Lines(message) + "\n", Ct);
        }
    }

    private static string Lines(JsonObject message) => Ids().Replace(string.Join('\n',
        TeamsRenderer.CardOf(message)["body"]!.AsArray().Select(block => block!.ToJsonString(Relaxed))
            .Prepend((string)message["summary"]!)), "ID");

    [GeneratedRegex("(?<=\")[0-9a-f]{16,}(?=\")|[A-Za-z0-9_-]{22,}(?=[.\"/])", RegexOptions.CultureInvariant)]
    private static partial Regex Ids();
}
