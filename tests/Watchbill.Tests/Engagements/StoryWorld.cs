using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Watchbill.Api;
using Watchbill.Budgets;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Jobs;
using Watchbill.LocalChat;
using Watchbill.Organization;
using Watchbill.OrganizationFiles;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Slack;
using Watchbill.Storage;

namespace Watchbill.Engagements;

/// <summary>
/// One organisation behind three doors: people in the local chat or in Slack, machines at the API. Checkout is built by payments (lead ana,
/// member ben) and run by sre-core (lea, hugo); support is told, too; eve is the executive. One objective: 99.95 % a quarter in Lisbon.
/// SREs take it over after one full quarter within budget, and give it back after two exhausted ones of four.
/// </summary>
internal sealed partial class StoryWorld : IAsyncDisposable
{
    private const string Secret = "a-story-secret-1234";
    private static readonly DateTimeZone Lisbon = DateTimeZoneProviders.Tzdb["Europe/Lisbon"];

    private static readonly Type[] Awake = [typeof(BudgetJob), typeof(PostmortemJob), typeof(HandbackJob), typeof(HandoffJob)];

    private readonly SlackWorld slack;
    private readonly WebApplication app;
    private readonly HttpClient http;
    private readonly bool inSlack;
    private readonly IReadOnlyList<WokenJob> jobs;

    private StoryWorld(SlackWorld slack, WebApplication app, bool inSlack)
    {
        (this.slack, this.app, this.inSlack) = (slack, app, inSlack);
        http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        var notices = app.Services.GetRequiredService<SaveNotices>();
        jobs = [.. Awake.Select(type => new WokenJob(app.Services.GetServices<IJob>().Single(job => job.GetType() == type), notices))];
    }

    public IStore Store => slack.Host.Store;

    private FakeClock Clock => slack.Host.Clock;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static Rotation Payments(Coverage coverage) => Some.Rotation(Some.Layer("primary", Some.Weekly, coverage, "ana", "ben"));

    public static async Task<StoryWorld> StartAsync(string door)
    {
        var notices = new SaveNotices();
        var store = new MemoryStore(notices);
        await store.SaveAsync([.. Organisation()], Ct);
        var fake = await FakeSlack.StartAsync();
        var host = await SlackHost.StartAsync(fake, before: (notices, store));
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        builder.Configuration["LocalChat:Enabled"] = "true";
        (builder.Configuration["Api:Tokens:0:Name"], builder.Configuration["Api:Tokens:0:Secret"],
            builder.Configuration["Api:Tokens:0:Scope"]) = ("story", Secret, "ingest gate read");
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(notices).AddSingleton<IStore>(store).AddSingleton<IClock>(host.Clock).AddFeatures()
            .AddOrganizationFile().AddPlatforms()
            .AddSingleton<PublicAddress>(() => "https://watchbill.example.com").AddLocalChat().AddApi();
        var app = builder.Build();
        app.UseProblems();
        app.MapLocalChat();
        app.MapApi();
        await app.StartAsync(Ct);
        return new StoryWorld(new SlackWorld(fake, host, overSocket: false), app, door == "slack");
    }

    /// <summary>Time goes on, and the jobs that this is about do what is due. Answers what was said meanwhile, a block each.</summary>
    public async Task<string> AtAsync(string utc)
    {
        Clock.Now = Cases.At(utc);
        // One wakes the other by what it saves.
        foreach (var job in jobs) await job.RunAsync(Clock.Now, Ct);
        return await SaidAsync();
    }

    /// <summary>What waited to be said, oldest first.</summary>
    public async Task<string> SaidAsync()
    {
        var all = await Store.ListAsync<Delivery>(IdRange.All, Ct);
        await Store.SaveAsync([.. all.Select(Write.Delete)], Ct);
        Heard = [.. all.Select(delivery => delivery.Value)];
        return string.Join("\n\n", Heard.Select(delivery => $"{delivery.To}: {Dated(delivery.Reply)}"));
    }

    /// <summary>The messages of the last look.</summary>
    public IReadOnlyList<Delivery> Heard { get; private set; } = [];

    /// <summary>What somebody reads after typing; a change is confirmed.</summary>
    private static string Dated(Reply reply) => Written.Of(reply, new Reader(Lisbon, Now: null));

    public async Task<string> SayAsync(string person, string text)
    {
        if (!inSlack) return await ConfirmedAsync(person, await PostAsync("/chat", new { person, text }));
        return await ConfirmedAsync(person, await slack.AskAsync(person, text, new Expected(false, 1)));
    }

    /// <summary>Presses a button of a message that was said, and Confirm.</summary>
    public async Task<string> PressAsync(string person, Delivery told, string label)
    {
        var button = told.Reply.Actions.Single(action => action.Label == label);
        if (!inSlack)
            return await ConfirmedAsync(person,
                await PostAsync("/chat/press", new { person, action = button.Action, value = button.Value }));
        return await ConfirmedAsync(person,
            await slack.PressAsync(person, new JsonObject { ["action_id"] = button.Action, ["value"] = button.Value },
                new Expected(false, 1)));
    }

    public async Task<JsonElement> GetAsync(string path) => await SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/api/v1/{path}"));

    /// <summary>What Alertmanager sends about one alert.</summary>
    /// <param name="end">Null: it fires, and says the year 1 for its end.</param>
    public async Task<JsonElement> AlertAsync(string start, string? end)
    {
        var status = end is null ? "firing" : "resolved";
        var body = $$$"""
            {"receiver": "watchbill", "status": "{{{status}}}", "alerts": [{"status": "{{{status}}}",
              "labels": {"alertname": "HighErrorRate", "service": "checkout", "severity": "page"},
              "annotations": {"summary": "Half of all payments fail", "impact": "0.5"},
              "startsAt": "{{{start}}}", "endsAt": "{{{end ?? "0001-01-01T00:00:00Z"}}}",
              "generatorURL": "http://prometheus:9090/graph", "fingerprint": "2c5bc972e2b9ed7b"}],
             "groupLabels": {"alertname": "HighErrorRate"}, "commonLabels": {}, "commonAnnotations": {},
             "externalURL": "http://alertmanager:9093", "version": "4",
             "groupKey": "{}:{alertname=\"HighErrorRate\"}", "truncatedAlerts": 0}
            """;
        return await SendAsync(
            new HttpRequestMessage(HttpMethod.Post,
                "/api/v1/ingest/alertmanager")
            { Content = new StringContent(body, Encoding.UTF8, "application/json") });
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
        await slack.DisposeAsync();
    }

    private async Task<JsonElement> SendAsync(HttpRequestMessage request)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Secret);
        using var response = await http.SendAsync(request, Ct);
        var text = await response.Content.ReadAsStringAsync(Ct);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private async Task<JsonObject> PostAsync(string path, object body)
    {
        using var response = await http.PostAsync(path, JsonContent.Create(body), Ct);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Ct));
        return (await response.Content.ReadFromJsonAsync<JsonObject>(Ct))!;
    }

    private async Task<string> ConfirmedAsync(string person, JsonObject shown)
    {
        var confirm = shown["reply"]?["actions"]?.AsArray().FirstOrDefault(action => (string?)action!["action"] == "confirm");
        return confirm is null
            ? (string)shown["text"]!
            : (string)(await PostAsync("/chat/press", new { person, action = "confirm", value = (string?)confirm["value"] }))["text"]!;
    }

    private async Task<string> ConfirmedAsync(string person, IReadOnlyList<JsonObject> pages)
    {
        var buttons =
            pages.SelectMany(page => page["blocks"]!.AsArray()).Where(block => (string?)block!["type"] == "actions")
                .SelectMany(block => block!["elements"]!.AsArray());
        var confirm = buttons.FirstOrDefault(button => (string?)button!["action_id"] == "confirm");
        return Words(confirm is null ? pages : await slack.PressAsync(person, confirm, new Expected(false, 1)));
    }

    // All that a message shows, times as they are written where a client cannot, without the zone.
    private static string Words(IEnumerable<JsonObject> pages) =>
        string.Join('\n', pages.SelectMany(page => page["blocks"]!.AsArray()).SelectMany(Texts))
            .Replace(" (Lisbon)", "", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal)
                .Replace("&lt;", "<", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject members =>
            members.SelectMany(
                member =>
                    member.Key is "text" or "title" && member.Value is JsonValue text
                        ? [Date().Replace((string)text!, "${fallback}")] : Texts(member.Value)),
        JsonArray items => items.SelectMany(Texts),
        _ => [],
    };

    private static IEnumerable<Write> Organisation()
    {
        foreach (var (id, name) in new[] { ("ana", "Ana Silva"), ("ben", "Ben Ode"), ("lea", "Lea Novak"), ("hugo", "Hugo Park"),
            ("eve", "Eve Moe") })
            yield return Write.Create(id,
                new Person(id, name) { TimeZone = "Europe/Lisbon", Accounts = Platforms.OnSlack($"U0{id.ToUpperInvariant()}") });
        yield return Write.Create(OrganizationSettings.DocumentId,
            new OrganizationSettings("Example", "Europe/Lisbon", "EUR") { Executives = ["eve"] });
        yield return Write.Create("payments", new Team("payments", "Payments") { Lead = "ana", Members = ["ana", "ben"] });
        yield return Write.Create("sre-core", new Team("sre-core", "SRE Core") { Lead = "lea", Members = ["lea", "hugo"], Sre = true });
        yield return Write.Create("support", new Team("support", "Support") { Lead = "eve", Members = ["eve"] });
        yield return Write.Create("checkout", new Service("checkout", "payments")
        {
            AlsoTold = ["support"],
            Slos = [Spending.Time("99.95", Spending.Quarter)],
            Engagement = new Engagement(EngagementModel.YouBuildSreRun) { By = "sre-core", Entry = 1, Exit = new ExitCondition(2, 4) },
        });
        yield return Write.Create("payments", Payments(Some.Office));
        yield return Write.Create("sre-core",
            Some.Rotation(
                Some.Layer("primary", Some.Weekly with { Anchor = new LocalDateTime(2026, 1, 7, 12, 0) }, Coverage.Always, "lea",
                    "hugo")) with
            { Id = "sre-core", Owner = "sre-core" });
    }

    [GeneratedRegex(@"<!date\^[^|>]*\|(?<fallback>[^>]*)>")]
    private static partial Regex Date();
}
