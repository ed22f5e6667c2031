using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Watchbill.Fixtures;

namespace Watchbill.Slack;

/// <summary>Overrides, swaps, covers, absences and incidents by API, and overrides by signed Slack commands, in several channels.</summary>
internal sealed class MixedLoad : IDisposable
{
    private const int Crews = 8;

    private static readonly DateTime First = new(2030, 1, 7, 0, 0, 0, DateTimeKind.Utc);
    private static readonly string[] People = ["ana", "ben", "cai", "dora"];

    private readonly Host host;
    private readonly FakeSlack slack;
    private readonly Signed signed;
    private int slots;

    public MixedLoad(Host host, FakeSlack slack)
    {
        (this.host, this.slack, signed) = (host, slack, new Signed(host, slack));
        for (var i = 0; i < Crews; i++) slack.Topics[$"C0CREW{i}"] = "";
    }

    /// <summary>What the host said that it had done, by a word that is different for each.</summary>
    public ConcurrentDictionary<string, bool> Acknowledged { get; } = [];

    public async Task StartAsync()
    {
        var file = Path.Combine(host.Folder, "watchbill.yaml");
        await File.WriteAllTextAsync(file, Organization, TestContext.Current.CancellationToken);
        host.Settings["Organization__File"] = file;
        host.Settings["Slack__SigningSecret"] = Signed.Secret;
        host.Settings["Slack__BotToken"] = FakeSlack.BotToken;
        host.Settings["Slack__TeamId"] = FakeSlack.Team;
        host.Settings["Slack__ApiBaseUrl"] = slack.Url.ToString();
        await host.StartAsync(TestContext.Current.CancellationToken);
    }

    public IReadOnlyList<Task> Callers(CancellationToken ct) =>
    [
        UntilGoneAsync(OverrideAsync, ct), UntilGoneAsync(SwapAsync, ct), UntilGoneAsync(CoverAsync, ct), UntilGoneAsync(AbsenceAsync, ct),
        UntilGoneAsync(IncidentAsync, ct), UntilGoneAsync(SlackAsync, ct),
    ];

    /// <summary>The same words, of what is there.</summary>
    public async Task<IReadOnlySet<string>> StoredAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        var words = new HashSet<string>();
        for (var seen = 0; ;)
        {
            var page = await host.ReadAsync<IReadOnlyList<JsonElement>>($"/api/v1/audit?after={seen}", ct);
            if (page.Count == 0) break;
            seen += page.Count;
            words.UnionWith(page.Where(row => row.TryGetProperty("reason", out var reason) && reason.ValueKind == JsonValueKind.String)
                .Select(row => row.GetProperty("reason").GetString()!));
        }

        foreach (var person in People)
        {
            var absences = await host.ReadAsync<JsonElement>($"/api/v1/people/{person}/absences", ct);
            words.UnionWith(Ids(absences));
        }

        words.UnionWith(Ids(await host.ReadAsync<JsonElement>("/api/v1/incidents", ct)));
        foreach (var crew in Enumerable.Range(0, Crews))
        {
            var shifts =
                await host.ReadAsync<JsonElement>(
                    $"/api/v1/rotations/r{crew}/shifts?from={First:s}Z&to={First.AddDays(1700):s}Z&layer=primary", ct);
            words.UnionWith(shifts.GetProperty("shifts").EnumerateArray()
                .Select(shift => $"{shift.GetProperty("source").GetString()} r{crew} {shift.GetProperty("start").GetString()}"));
        }

        return words;
    }

    public void Dispose() => signed.Dispose();

    private static IEnumerable<string> Ids(JsonElement answer) =>
        (answer.ValueKind == JsonValueKind.Array
            ? answer : answer.EnumerateObject().First(one => one.Value.ValueKind == JsonValueKind.Array).Value)
            .EnumerateArray().Select(one => one.GetProperty("id").GetString()!);

    private async Task UntilGoneAsync(Func<int, CancellationToken, Task> doAsync, CancellationToken ct)
    {
        try
        {
            while (!ct.IsCancellationRequested)
            {
                await doAsync(Interlocked.Increment(ref slots), ct);
                // Slack takes one message a second for each reader: more would only wait.
                await Task.Delay(400, ct);
            }
        }
        catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException or InvalidOperationException or IOException)
        {
            // The host was killed meanwhile: whether the last change is there nobody was told.
        }
    }

    private Task OverrideAsync(int slot, CancellationToken ct) => SendAsync($"/api/v1/rotations/r{slot % Crews}/overrides",
        new { person = "dora", start = At(slot, 0), end = At(slot, 1), layer = "primary", reason = $"slot {slot}" }, _ => $"slot {slot}",
        ct);

    private Task SwapAsync(int slot, CancellationToken ct) => SendAsync($"/api/v1/rotations/r{slot % Crews}/swaps",
        new { person = "ana", with = "ben", start = At(slot, 2), end = At(slot, 3), layer = "primary" },
        _ => $"swap r{slot % Crews} {At(slot, 2)}", ct);

    private Task CoverAsync(int slot, CancellationToken ct) => SendAsync($"/api/v1/rotations/r{slot % Crews}/covers",
        new { person = "ana", start = At(slot, 4), end = At(slot, 5), layer = "primary", takenBy = "cai" },
        _ => $"cover r{slot % Crews} {At(slot, 4)}", ct);

    private Task AbsenceAsync(int slot, CancellationToken ct) => SendAsync($"/api/v1/people/{People[1 + (slot % 3)]}/absences",
        new { start = At(slot, 6), end = At(slot, 7) }, answer => answer.GetProperty("id").GetString()!, ct);

    private Task IncidentAsync(int slot, CancellationToken ct) => SendAsync("/api/v1/incidents",
        new
        {
            service = $"s{slot % Crews}",
            title = $"outage {slot}x",
            severity = "sev3",
            start = $"{TimeProvider.System.GetUtcNow().UtcDateTime:s}Z"
        },
        answer => answer.GetProperty("id").GetString()!, ct);

    private async Task SlackAsync(int slot, CancellationToken ct)
    {
        var at = First.AddHours(10 * slot).AddHours(8);
        var text = string.Create(CultureInfo.InvariantCulture,
            $"override r{slot % Crews} ben {at:yyyy-MM-dd HH:mm} to {at.AddHours(1):yyyy-MM-dd HH:mm} because slot {slot}");
        var preview = await signed.CommandAsync(text, ct);
        if (Signed.Button(preview, "confirm") is not { } confirm) return;
        var done = await signed.PressAsync(confirm, ct);
        // Slack is told only that the press has arrived: it is kept by then.
        if (done == HttpStatusCode.OK) Acknowledged[$"slot {slot}"] = true;
    }

    private async Task SendAsync(string path, object body, Func<JsonElement, string> word, CancellationToken ct)
    {
        using var response = await host.SendAsync(HttpMethod.Post, path, JsonContent.Create(body), ct);
        var answer = await response.Content.ReadAsStringAsync(ct);
        // Others change the same rotation all the time: a conflict is an answer, too.
        Assert.True(response.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict, $"{path}: {response.StatusCode} {answer}");
        if (response.StatusCode == HttpStatusCode.Created) Acknowledged[word(JsonDocument.Parse(answer).RootElement)] = true;
    }

    // Ana holds the primary layer of each rotation; no two slots overlap.
    private static string At(int slot, int hour) => $"{First.AddHours(10 * slot).AddHours(hour):s}Z";

    private static readonly string Organization = string.Create(CultureInfo.InvariantCulture, $$"""
        organization: Example
        people:
          - {id: ana, name: Ana Silva, admin: true, slack: U0ANA}
          - {id: ben, name: Ben Ode, slack: U0BEN}
          - {id: cai, name: Cai Wen, slack: U0CAI}
          - {id: dora, name: Dora May, slack: U0DORA}
        teams:
          {{Lines(i => $"- {{id: crew{i}, lead: ana, members: [ana, ben, cai, dora], channel: {{slack: C0CREW{i}}}}}")}}
        services:
          {{Lines(i => $"- {{id: s{i}, team: crew{i}}}")}}
        rotations:
          {{Lines(i => $"- {{id: r{i}, kind: team, team: crew{i}, turn: {{every: 60 months, from: 2030-01-01}}, "
              + "layers: [{id: primary, members: [ana, ben, cai, dora]}]}")}}
        """);

    private static string Lines(Func<int, string> line) => string.Join("\n  ", Enumerable.Range(0, Crews).Select(line));
}
