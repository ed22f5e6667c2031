using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Watchbill.Api;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.OrganizationFiles;
using Watchbill.Reading;
using Watchbill.Slack;
using Watchbill.Storage;

namespace Watchbill.Teams;

/// <summary>
/// The bot behind Teams: real ports on both sides, a store in memory, Friday 20 November 2026, 10:00 UTC. Speaks to the host as the Bot
/// Connector does.
/// </summary>
public sealed class TeamsHost : IAsyncDisposable
{
    /// <summary>The channel of team payments.</summary>
    public const string Channel = "19:pay@thread.tacv2";

    private readonly WebApplication app;
    private readonly FakeTeams teams;
    private readonly HttpClient http;
    private int sent;

    private TeamsHost(WebApplication app, FakeTeams teams, FakeClock clock, IStore store)
    {
        (this.app, this.teams, Clock, Store) = (app, teams, clock, store);
        http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public static Instant Now { get; } = Cases.At("2026-11-20T10:00:00Z");

    public FakeClock Clock { get; }

    public IStore Store { get; }

    public IServiceProvider Services => app.Services;

    public Lines Log => app.Services.GetRequiredService<Lines>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static Task<TeamsHost> StartAsync(FakeTeams teams, params (string Key, string Value)[] settings) =>
        StartAsync(teams, null, null, settings);

    /// <param name="before">The store of an earlier host, with the notices it raises; null: a new one with the organisation of
    /// <see cref="SlackOrganisation"/>, of which ana and ben have accounts in Teams, and payments its channel.</param>
    internal static async Task<TeamsHost> StartAsync(
        FakeTeams teams, (SaveNotices Notices, IStore Store)? before, Action<IServiceCollection>? change,
        params (string Key, string Value)[] settings)
    {
        // Not Development, which would begin with the sample organisation.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton<Lines>().AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<Lines>());
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        (string Key, string Value)[] own = [("AppId", FakeTeams.AppId), ("TenantId", FakeTeams.Tenant), ("ClientSecret", "of-the-test"),
            ("OpenIdMetadataUrl", teams.MetadataUrl), ("TokenUrl", teams.TokenUrl), ("ServiceUrls:0", teams.ConnectorUrl), .. settings];
        builder.Configuration.AddInMemoryCollection(
            own.GroupBy(one => one.Key).Select(one => KeyValuePair.Create($"Teams:{one.Key}", (string?)one.Last().Value)));
        var clock = new FakeClock(Now);
        var (notices, store) = before ?? await StoreAsync();
        builder.Services.AddSingleton(notices).AddSingleton(store).AddSingleton<IClock>(clock).AddFeatures().AddOrganizationFile()
            .AddSingleton<PublicAddress>(() => "https://watchbill.example.com").AddSlack().AddTeams();
        change?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseProblems();
        app.MapTeams();
        await app.StartAsync(Ct);
        foreach (var person in new[] { "ana", "ben", "cai", "kim" }) teams.Conversations[Own(person)] = true;
        teams.Conversations[Channel] = true;
        return new TeamsHost(app, teams, clock, store);
    }

    /// <summary>A store with the organisation, for hosts one after another.</summary>
    public static async Task<(SaveNotices Notices, IStore Store)> StoreAsync()
    {
        var (notices, store) = await SlackHost.StoreAsync();
        await AddAccountsAsync(store);
        return (notices, store);
    }

    /// <summary>Names accounts of ana and ben in Teams, and the channel of payments.</summary>
    public static async Task AddAccountsAsync(IStore store)
    {
        foreach (var id in new[] { "ana", "ben" })
        {
            var person = (await store.FindAsync<Person>(id, Ct))!;
            var both = person.Value with { Accounts = person.Value.Accounts.With(TeamsPlatform.Id, Account(id)) };
            await store.SaveAsync([Write.Replace(person, both)], Ct);
        }

        var team = (await store.FindAsync<Team>("payments", Ct))!;
        var told = team.Value with { Channels = team.Value.Channels.With(TeamsPlatform.Id, Channel) };
        await store.SaveAsync([Write.Replace(team, told)], Ct);
    }

    /// <summary>The Entra object id of somebody.</summary>
    public static string Account(string person) =>
        $"00000000-0000-4000-8000-{Convert.ToHexStringLower(Encoding.ASCII.GetBytes(person)).PadLeft(12, '0')}";

    /// <summary>As Teams addresses them.</summary>
    public static string User(string person) => $"29:1{person}";

    /// <summary>Their own conversation with the bot.</summary>
    public static string Own(string person) => $"a:1{person}";

    /// <summary>An activity of somebody, in their own conversation or in a thread of a channel.</summary>
    public JsonObject From(string person, string type, string? channel = null, string thread = "1763632700000")
    {
        var activity = Activity();
        var number = ++sent;
        activity["type"] = type;
        activity["id"] = $"17636328{number:00000}";
        activity["timestamp"] = $"2026-11-20T10:{number / 60 % 60:00}:{number % 60:00}.123Z";
        activity["serviceUrl"] = teams.ConnectorUrl;
        activity["from"] = new JsonObject { ["id"] = User(person), ["aadObjectId"] = Account(person), ["name"] = person };
        activity["recipient"] = new JsonObject { ["id"] = $"28:{FakeTeams.AppId}", ["name"] = "Watchbill" };
        activity["conversation"] = new JsonObject
        {
            ["id"] = channel is null ? Own(person) : $"{channel};messageid={thread}",
            ["conversationType"] = channel is null ? "personal" : "channel",
            ["tenantId"] = FakeTeams.Tenant,
        };
        activity["entities"] = new JsonArray(new JsonObject { ["type"] = "clientInfo", ["timezone"] = "Europe/Lisbon" });
        activity.Remove("text");
        return activity;
    }

    public JsonObject Message(string person, string text, string? channel = null)
    {
        var activity = From(person, "message", channel);
        activity["text"] = channel is null ? text : $"<at>Watchbill</at>\u00a0{text}";
        if (channel is not null) activity["entities"]!.AsArray().Add(Mention("<at>Watchbill</at>", $"28:{FakeTeams.AppId}", "Watchbill"));
        return activity;
    }

    public static JsonObject Mention(string text, string id, string name) => new()
    {
        ["type"] = "mention",
        ["text"] = text,
        ["mentioned"] = new JsonObject { ["id"] = id, ["name"] = name },
    };

    /// <summary>A press of a card's button, with what was filled in.</summary>
    public JsonObject Press(
        string person, JsonObject data, string holder, string? channel = null, params (string Field, string Value)[] filled)
    {
        var activity = From(person, "invoke", channel);
        activity["name"] = "adaptiveCard/action";
        activity["replyToId"] = holder;
        foreach (var (field, value) in filled) data[field] = value;
        activity["value"] = new JsonObject
        {
            ["action"] = new JsonObject { ["type"] = "Action.Execute", ["verb"] = "press", ["data"] = data },
            ["trigger"] = "manual",
        };
        return activity;
    }

    /// <summary>Sends an activity, signed as the Bot Connector does.</summary>
    public async Task<JsonObject> SendAsync(JsonObject activity, int status = 200)
    {
        var (answered, body) = await PostAsync(Signed(activity), activity);
        Assert.True(answered == status, $"{answered}: {body}");
        return body.StartsWith('{') ? JsonNode.Parse(body)!.AsObject() : [];
    }

    /// <summary>Sends an activity, and closes the connection without waiting for the answer.</summary>
    public async Task HangUpAsync(JsonObject activity, Task when)
    {
        using var hangUp = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var sending = PostUntilAsync([Signed(activity)], Encoding.UTF8.GetBytes(activity.ToJsonString()), "application/json", hangUp.Token);
        await when.WaitAsync(Ct);
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    private string Signed(JsonObject activity) =>
        $"Bearer {Token((_, claims) => claims["serviceurl"] = (string)activity["serviceUrl"]!)}";

    /// <summary>Lets the jobs of a kind do what is due.</summary>
    public Task RunAsync<TJob>() where TJob : IJob => Services.GetServices<IJob>().OfType<TJob>().Single().RunAsync(Clock.Now, Ct);

    public static JsonObject Activity() => new()
    {
        ["type"] = "message",
        ["id"] = "1763632800000",
        ["channelId"] = "msteams",
        ["serviceUrl"] = FakeTeams.ServiceUrl,
        ["text"] = "now",
        ["conversation"] = new JsonObject { ["id"] = "a:1", ["tenantId"] = FakeTeams.Tenant },
        ["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = FakeTeams.Tenant } },
    };

    /// <param name="change">What is odd about its token.</param>
    public string Token(Action<JsonObject, JsonObject>? change = null, string key = "one")
    {
        var (header, claims) = FakeTeams.Good(Clock.Now);
        change?.Invoke(header, claims);
        return FakeTeams.Sign(header, claims, words => FakeTeams.Rs256(teams.Keys[key].Key, words));
    }

    public Task<(int Status, string Body)> PostAsync(string? authorization, JsonNode? activity = null, string type = "application/json") =>
        PostAsync(authorization is null ? [] : [authorization], Encoding.UTF8.GetBytes((activity ?? Activity()).ToJsonString()), type);

    public Task<(int Status, string Body)> PostAsync(string[] authorization, byte[] body, string type = "application/json") =>
        PostUntilAsync(authorization, body, type, Ct);

    private async Task<(int Status, string Body)> PostUntilAsync(string[] authorization, byte[] body, string type, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        foreach (var one in authorization) request.Headers.TryAddWithoutValidation("Authorization", one);
        using var response = await http.SendAsync(request, ct);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(ct));
    }

    /// <summary>What anybody reads at an address of the host.</summary>
    public Task<string> ReadAsync(string path) => http.GetStringAsync(new Uri(path, UriKind.Relative), Ct);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }
}
