using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Watchbill.Api;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.LocalChat;
using Watchbill.OrganizationFiles;
using Watchbill.Reading;
using Watchbill.Slack;
using Watchbill.Storage;
using Watchbill.Teams;

namespace Watchbill.Compensation;

/// <summary>
/// A month goes from its person to the approval over the protocols themselves: signed requests of Slack, and the local chat. Ben manages
/// ana; 61.23 EUR of October are hers.
/// </summary>
public sealed class PayProtocolTests
{
    private const string Amount = "61.23";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_manager_approves_over_Slack_and_nobody_else_does()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        await AdjustAsync(host, slack);
        await host.AnswerAsync("pay check");
        var team = await host.AnswerAsync("pay team payments last month", "U0BEN");
        Assert.Equal("ephemeral", (string?)team["response_type"]);
        Assert.Contains(Amount, team.ToJsonString(), StringComparison.Ordinal);
        var approve = SlackHost.Button(team, "Approve 1 month");
        // Somebody else with the button of the manager, and a signature that is not Slack's.
        await host.InteractAsync(host.Press(approve));
        Assert.Contains("Only managers", (string?)(await slack.SeenAsync("response", 1))["text"], StringComparison.Ordinal);
        var body = Encoding.UTF8.GetBytes(SlackHost.Form(("payload", host.Press(approve, "U0BEN").ToJsonString())));
        var forged = await host.PostAsync("/slack/interactions", body, "application/x-www-form-urlencoded",
            $"{host.Clock.Now.ToUnixTimeSeconds()}", SlackHost.Sign("another secret", $"{host.Clock.Now.ToUnixTimeSeconds()}", body));
        Assert.Equal(HttpStatusCode.Unauthorized, forged.StatusCode);
        Assert.Null(await ApprovedAsync(host.Store));
        await host.InteractAsync(host.Press(approve, "U0BEN"));
        Assert.Contains("2026-10 of <@U0ANA> is approved", (string?)(await slack.SeenAsync("response", 2))["text"],
            StringComparison.Ordinal);
        Assert.Equal("ben", await ApprovedAsync(host.Store));
    }

    [Fact]
    public async Task A_manager_approves_in_the_local_chat()
    {
        await using var app = await LocalAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        var preview = await SayAsync(http, "ben", $"pay adjust ana last month {Amount} EUR because of a taxi");
        await PressAsync(http, "ben", preview, "Confirm adjustment");
        await SayAsync(http, "ana", "pay check");
        var team = await SayAsync(http, "ben", "pay team payments last month");
        Assert.Contains(Amount, (string?)team["text"], StringComparison.Ordinal);
        Assert.Contains("Only managers", (string?)(await PressAsync(http, "ana", team, "Approve 1 month"))["text"],
            StringComparison.Ordinal);
        var store = app.Services.GetRequiredService<IStore>();
        Assert.Null(await ApprovedAsync(store));
        Assert.Contains("is approved", (string?)(await PressAsync(http, "ben", team, "Approve 1 month"))["text"], StringComparison.Ordinal);
        Assert.Equal("ben", await ApprovedAsync(store));
    }

    /// <summary>What a month is worth is looked for in everything that others read.</summary>
    [Fact]
    public async Task An_amount_is_in_no_channel_message_audit_log_error_feed_or_handoff()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        await AdjustAsync(host, slack);
        await host.CommandAsync("pay rate @ana 77.77 EUR", "U0BEN");
        await host.AnswerAsync("pay check");
        await host.AnswerAsync("pay mistake last month because it should be 88.88 EUR");
        var seen = new StringBuilder();
        // Whatever others ask, in a channel too, and what is refused.
        foreach (var (text, user) in new[]
        {
            ("audit", "U0ANA"), ("audit person/ana", "U0ANA"), ("handoff payments", "U0ANA"), ("calendar payments", "U0ANA"),
            ("schedule payments", "U0BEN"), ("me", "U0BEN"), ("health ana", "U0BEN"), ("changes payments", "U0BEN"),
            ("pay team payments last month", "U0ANA"), ("pay approve ben last month", "U0ANA"), ("pay forecast payments", "U0ANA"),
            ("pay export payments last month", "U0ANA"), ("engagement cost payments", "U0ANA"), ("report value", "U0ANA"),
            ("pay me ana last month", "U0BEN"), ("settings", "U0ANA"), ("advise payments", "U0BEN"),
        }) seen.AppendLine((await host.AnswerAsync(text, user)).ToJsonString());

        foreach (var (method, arguments) in slack.Done)
        {
            // Answers to whoever asked are theirs; all else is read by others.
            if (method == "response" && (string?)arguments["response_type"] != "in_channel") continue;
            seen.AppendLine(arguments.ToJsonString());
        }

        foreach (var row in await host.Store.ListAsync<AuditRow>(IdRange.All, Ct)) seen.AppendLine($"{row.Value}");
        foreach (var said in await host.Store.ListAsync<Delivery>(IdRange.All, Ct)) seen.AppendLine(PayBot.Plain(said.Value.Reply));
        foreach (var line in host.Log.All) seen.AppendLine(line);
        var all = seen.ToString();
        Assert.All(new[] { Amount, "77.77", "88.88" }, amount => Assert.DoesNotContain(amount, all, StringComparison.Ordinal));
        // What is looked for is there for whom it is.
        Assert.Contains(Amount, (await host.AnswerAsync("pay me last month")).ToJsonString(), StringComparison.Ordinal);
    }

    private static async Task AdjustAsync(SlackHost host, FakeSlack slack)
    {
        var preview = await host.AnswerAsync($"pay adjust @ana last month {Amount} EUR because of a taxi", "U0BEN");
        await host.InteractAsync(host.Press(SlackHost.Button(preview, "Confirm"), "U0BEN"));
        await slack.SeenAsync("response");
    }

    private static async Task<string?> ApprovedAsync(IStore store) =>
        (await store.FindAsync<PayRecord>("ana/2026-10", Ct))?.Value.Steps.LastOrDefault(step => step.To == PayState.Approved)?.By;

    private static async Task<WebApplication> LocalAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var (notices, store) = await SlackHost.StoreAsync();
        builder.Services.AddSingleton(notices).AddSingleton(store).AddSingleton<IClock>(new FakeClock(Cases.At("2026-11-20T10:00:00Z")))
            .AddFeatures().AddOrganizationFile().AddSingleton<PublicAddress>(() => "https://watchbill.example.com").AddSlack().AddTeams()
            .AddLocalChat();
        var app = builder.Build();
        app.UseProblems();
        app.MapLocalChat();
        await app.StartAsync(Ct);
        return app;
    }

    private static async Task<JsonObject> SayAsync(HttpClient http, string person, string text) =>
        await AnswerAsync(await http.PostAsJsonAsync("/chat", new { person, text }, Ct));

    private static async Task<JsonObject> PressAsync(HttpClient http, string person, JsonObject said, string label)
    {
        var button = said["reply"]!["actions"]!.AsArray().Single(action => (string?)action!["label"] == label)!;
        return await AnswerAsync(await http.PostAsJsonAsync("/chat/press",
            new { person, action = (string?)button["action"], value = (string?)button["value"] }, Ct));
    }

    private static async Task<JsonObject> AnswerAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(Ct);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!.AsObject();
    }
}
