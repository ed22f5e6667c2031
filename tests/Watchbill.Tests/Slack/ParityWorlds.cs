using System.Net.Http.Json;
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
using Watchbill.LocalChat;
using Watchbill.OrganizationFiles;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Slack;

/// <summary>The bot behind the local chat alone, with the organisation and the clock of <see cref="SlackHost"/>.</summary>
internal sealed class LocalWorld(WebApplication app, FakeClock clock, IStore store) : IAsyncDisposable
{
    private readonly HttpClient http = new() { BaseAddress = new Uri(app.Urls.First()) };

    public FakeClock Clock => clock;

    public IStore Store => store;

    public IServiceProvider Services => app.Services;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="before">Null: with the organisation of the Slack tests.</param>
    public static async Task<LocalWorld> StartAsync((SaveNotices Notices, IStore Store)? before = null)
    {
        // Not Development, which would begin with the sample organisation.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        builder.Configuration["LocalChat:Enabled"] = "true";
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var (notices, store) = before ?? await SlackHost.StoreAsync();
        var clock = new FakeClock(Cases.At("2026-11-20T10:00:00Z"));
        builder.Services.AddSingleton(notices).AddSingleton(store).AddSingleton<IClock>(clock).AddFeatures().AddOrganizationFile()
            .AddPlatforms()
            .AddSingleton<PublicAddress>(() => "https://watchbill.example.com").AddLocalChat();
        var app = builder.Build();
        app.MapLocalChat();
        await app.StartAsync(Ct);
        return new LocalWorld(app, clock, store);
    }

    public async Task<JsonObject> PostAsync(string path, object body)
    {
        using var response = await http.PostAsync(path, JsonContent.Create(body), Ct);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Ct));
        return (await response.Content.ReadFromJsonAsync<JsonObject>(Ct))!;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }
}

/// <summary>
/// The bot behind Slack, over signed requests or over a socket: what is sent in is the same, and so is where answers arrive.
/// </summary>
internal sealed class SlackWorld(FakeSlack slack, SlackHost host, bool overSocket) : IAsyncDisposable
{
    private int responses;
    private int views;

    public SlackHost Host => host;

    public static async Task<SlackWorld> StartAsync(bool overSocket)
    {
        var slack = await FakeSlack.StartAsync();
        var host = overSocket
            ? await SlackHost.StartAsync(slack, settings: ["SigningSecret=", $"AppToken={FakeSlack.AppToken}"])
            : await SlackHost.StartAsync(slack);
        if (overSocket) await slack.Sockets.OpenedAsync(1);
        return new SlackWorld(slack, host, overSocket);
    }

    /// <summary>What somebody reads after a command: messages, or the modal that was opened.</summary>
    public async Task<IReadOnlyList<JsonObject>> AskAsync(string person, string text, Expected expected)
    {
        var command =
            host.Command(text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal), User(person),
                Direct(person));
        var body = overSocket
            ? (await slack.Sockets.SendAsync("slash_commands", command))["payload"]?.AsObject() ?? []
            : await SlackHost.JsonAsync(
                await host.PostFormAsync("/slack/commands", [.. command.Select(pair => (pair.Key, (string)pair.Value!))]));
        if (expected.Opens) return [await ViewAsync()];
        // What has a chart comes by the address.
        return body.Count == 0 ? await ResponsesAsync(expected.Pages) : [body, .. await ResponsesAsync(expected.Pages - 1)];
    }

    /// <summary>What somebody reads after a press of a button as Slack had it.</summary>
    public async Task<IReadOnlyList<JsonObject>> PressAsync(string person, JsonNode button, Expected expected)
    {
        Assert.Empty(await InteractAsync(host.Press(button, User(person), Direct(person))));
        return expected.Opens ? [await ViewAsync()] : await ResponsesAsync(expected.Pages);
    }

    /// <summary>What somebody reads after a modal was filled in: messages, or what is wrong beside the fields.</summary>
    public async Task<IReadOnlyList<JsonObject>> SubmitAsync(
        string person, JsonObject view, IReadOnlyDictionary<string, string> values, Expected expected)
    {
        var body = await InteractAsync(SlackFormTests.Submitted(User(person), view, [.. values.Select(pair => (pair.Key, pair.Value))]));
        if (expected.Opens) return [body];
        Assert.Empty(body);
        return await ResponsesAsync(expected.Pages);
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await slack.DisposeAsync();
    }

    /// <summary>Whether the organisation file names an account of somebody.</summary>
    public static bool Knows(string person) => person is "ana" or "ben" or "kim";

    public static string User(string person) => $"U0{person.ToUpperInvariant()}";

    private static string Direct(string person) => $"D0{person.ToUpperInvariant()}";

    private async Task<JsonObject> InteractAsync(JsonObject payload) => overSocket
        ? (await slack.Sockets.SendAsync("interactive", payload))["payload"]?.AsObject() ?? []
        : await SlackHost.JsonAsync(await host.InteractAsync(payload));

    private async Task<JsonObject> ViewAsync() => (await slack.SeenAsync("views.open", views++))["view"]!.AsObject();

    private async Task<IReadOnlyList<JsonObject>> ResponsesAsync(int count)
    {
        var said = new List<JsonObject>();
        for (var i = 0; i < count; i++) said.Add(await slack.SeenAsync("response", responses++));
        return said;
    }
}

/// <summary>
/// What of an answer a door has to know beforehand, to wait for it: whether a form is opened or comes back, and how many messages it fills.
/// </summary>
internal sealed record Expected(bool Opens, int Pages);

/// <summary>
/// What differs from world to world: ids, found in a store, and the door itself, which the audit log names. Written alike for comparing.
/// </summary>
internal static partial class WorldIds
{
    public static string Alike(string text) => Door().Replace(Pattern().Replace(text, "ID"), "DOOR");

    /// <summary>
    /// Puts the world's own ids, those of the newest, where a script says <c>{swap}</c>, <c>{cover}</c>, <c>{override}</c>,
    /// <c>{correction}</c> or <c>{absence}</c>.
    /// </summary>
    public static async Task<string> FillAsync(string text, IStore store)
    {
        var ct = TestContext.Current.CancellationToken;
        if (text.Contains("{swap}", StringComparison.Ordinal))
            return text.Replace("{swap}", (await store.ListAsync<SwapRequest>(IdRange.All, ct)).MaxBy(swap => swap.Value.AskedAt)!.Id,
                StringComparison.Ordinal);
        if (text.Contains("{cover}", StringComparison.Ordinal))
            return text.Replace("{cover}", (await store.ListAsync<CoverRequest>(IdRange.All, ct)).MaxBy(cover => cover.Value.AskedAt)!.Id,
                StringComparison.Ordinal);
        if (text.Contains("{absence}", StringComparison.Ordinal))
            return text.Replace("{absence}",
                (await store.ListAsync<Absences>(IdRange.All, ct)).SelectMany(one => one.Value.Items).Last().Id, StringComparison.Ordinal);
        if (text.Contains("{correction}", StringComparison.Ordinal))
            return text.Replace("{correction}",
                (await store.ListAsync<BudgetCorrection>(IdRange.All, ct)).Last(row => row.Value.UndoneAt is null).Value.Id,
                StringComparison.Ordinal);
        if (text.Contains("{override}", StringComparison.Ordinal))
            return text.Replace("{override}", (await store.FindAsync<RotationChanges>("payments", ct))!.Value.Changes[^1].Id,
                StringComparison.Ordinal);
        return text;
    }

    // Of swaps, covers, absences and corrections of a budget; of overrides; of previews, shared answers and calendar links.
    [GeneratedRegex(@"\b[0-9a-f]{12}\b|\b[0-9a-f]{8}\b|[A-Za-z0-9_-]{43}|(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])")]
    private static partial Regex Pattern();

    [GeneratedRegex(@"\b(local|slack|teams)\b")]
    private static partial Regex Door();
}
