using System.Net;
using System.Text.Json;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Paging;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>What Alertmanager 0.25 really sent (Cases/alertmanager-webhook.jsonl), and what it and Grafana may send.</summary>
public sealed class AlertmanagerTests : IAsyncLifetime
{
    private const string Path = "/api/v1/ingest/alertmanager";

    private static readonly string[] Captured =
        [.. File.ReadAllLines(System.IO.Path.Combine(AppContext.BaseDirectory, "Cases", "alertmanager-webhook.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("body").GetRawText())];

    private readonly ApiHost host = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await host.InitializeAsync();
        await host.Store.SaveAsync(
        [
            Write.Create("demo", new Service("demo", "payments") { AlsoTold = ["search"] }),
            Write.Create("ledger",
                new Service("ledger", "payments") { Runbooks = [new("LedgerStuck", "https://runbooks.example.com/ledger")] }),
        ], Ct);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData(0, 0, 1, 1)]
    [InlineData(0, 1, 0, 1)]
    [InlineData(1, 1, 0, 0)]
    [InlineData(1, 0, 1, 0)]
    public async Task What_was_captured_is_one_incident_in_whatever_order_and_however_often_it_comes(params int[] order)
    {
        foreach (var line in order)
        {
            var taken = await SendAsync(Captured[line]);
            Assert.Equal("""{"received":1,"incidents":["demo-1"],"ignored":[],"truncated":0,"warnings":[]}""", taken.Text);
        }

        var incident = Assert.Single((await host.GetAsync("/api/v1/incidents?service=demo")).Json.EnumerateArray());
        // startsAt and endsAt as they were sent, not when we heard of them (10:00); 'page' is sev2; nobody has said how many were hurt.
        Assert.Equal(("2026-11-20T08:18:53.403Z", "2026-11-20T08:20:21.403Z"),
            (incident.GetProperty("start").GetString(), incident.GetProperty("end").GetString()));
        Assert.Equal(("sev2", "monitoring", JsonValueKind.Null),
            (incident.GetProperty("severity").GetString(), incident.GetProperty("noticedBy").GetString(),
                incident.GetProperty("impact").ValueKind));
        Assert.Equal("ErrorBudgetBurn", Assert.Single(incident.GetProperty("alerts").EnumerateArray()).GetProperty("name").GetString());
        Assert.Empty(await host.Store.ListAsync<OpenIncident>(IdRange.All, Ct));
    }

    [Fact]
    public async Task The_channels_hear_once_that_it_began_and_once_that_it_is_over()
    {
        foreach (var line in new[] { 0, 0, 1, 1 }) await SendAsync(Captured[line]);
        static string Begins(Delivery delivery) => delivery.Reply.Text.ToString().Split(" (")[0];
        var said = (await host.Store.ListAsync<Delivery>(IdRange.All, Ct)).Select(one => one.Value)
            .Select(delivery => $"{delivery.To}{(delivery.IsEdit ? ", anew" : "")}: {Begins(delivery)}").Order(StringComparer.Ordinal);
        Assert.Equal(
        [
            "team:payments, anew: Resolved after 1 min 28 s: burning at 9.371%",
            "team:payments: Resolved after 1 min 28 s: burning at 9.371%", "team:payments: sev2: burning at 9.371%",
            "team:search, anew: Resolved after 1 min 28 s: burning at 9.371%",
            "team:search: Resolved after 1 min 28 s: burning at 9.371%", "team:search: sev2: burning at 9.371%",
        ], said);
    }

    [Fact]
    public async Task Each_alert_of_a_group_has_its_own_state_and_the_group_says_nothing()
    {
        var group =
            Group(Alert("a", "resolved", end: "2026-11-20T09:10:00Z"), Alert("b", "firing"),
                Alert("c", "firing", labels: """, "impact": "25%", "severity": "critical" """));
        Assert.Equal(["index-1"], Ids(await SendAsync(group)));
        var incident = Assert.Single((await host.GetAsync("/api/v1/incidents?service=index")).Json.EnumerateArray());
        Assert.Equal((JsonValueKind.Null, 0.25m, "sev1"),
            (incident.GetProperty("end").ValueKind, incident.GetProperty("impact").GetDecimal(),
                incident.GetProperty("severity").GetString()));

        await SendAsync(
            Group(Alert("b", "resolved", end: "2026-11-20T09:30:00+00:00"), Alert("c", "resolved", end: "2026-11-20T09:20:00Z")));
        Assert.Equal("2026-11-20T09:30:00Z",
            Assert.Single((await host.GetAsync("/api/v1/incidents?service=index")).Json.EnumerateArray()).GetProperty("end").GetString());
    }

    [Fact]
    public async Task Grafana_sends_the_same_with_more_and_its_times_in_a_zone()
    {
        const string grafana = """
            {"receiver":"wb","status":"firing","orgId":1,"version":"1","title":"[FIRING:1]","state":"alerting",
            "message":"m","groupKey":"{}",
            "truncatedAlerts":3,"alerts":[{"status":"firing",
            "labels":{"alertname":"Latency","service":"checkout","severity":"warning"},"annotations":{"summary":"Slow","impact":"0.1"},
            "startsAt":"2026-11-20T09:00:00.123456789+01:00","endsAt":"0001-01-01T00:00:00Z",
            "generatorURL":"","fingerprint":"f1","silenceURL":"","dashboardURL":"","panelURL":"","values":{"B":1.5},"valueString":"[]"}]}
            """;
        Assert.Equal("""{"received":1,"incidents":["checkout-1"],"ignored":[],"truncated":3,"warnings":[]}""",
            (await SendAsync(grafana)).Text);
        await SendAsync(grafana);
        var incident = (await host.Store.FindAsync<Incident>("checkout/000001", Ct))!.Value;
        Assert.Equal((0.1m, Severity.Sev3, "Slow"), (incident.Impact, incident.Severity, incident.Title));
        Assert.Equal("2026-11-20T08:00:00.123456789Z",
            Assert.Single((await host.GetAsync("/api/v1/incidents?service=checkout")).Json.EnumerateArray()).GetProperty("start")
                .GetString());
        Assert.Equal("Monitoring left 3 more alerts of the group out.", Assert.Single(incident.Notes).Text);
    }

    [Fact]
    public async Task Without_a_label_the_runbooks_say_whose_an_alert_is()
    {
        Assert.Equal(["ledger-1"], Ids(await SendAsync(Group(Alert("a", "firing", name: "LedgerStuck", service: null)))));
        var told =
            (await host.Store.ListAsync<Delivery>(IdRange.All, Ct))
                .Single(delivery => delivery.Value.To == Address.Team("payments")).Value.Reply;
        Assert.Contains(told.Fields, field => field.Name == "Runbook");
        var helped = told.Actions.Single(action => action.Label == "Mark runbook helpful");
        Assert.StartsWith("runbook/ledger/1/", helped.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alert_of_nobody_is_named_in_the_answer_and_to_admins_once_and_the_others_are_taken()
    {
        var group =
            Group(Alert("a", "firing", name: "DiskFull", service: null), Alert("b", "firing", name: "DiskFull", service: "nothing"),
                Alert("c", "firing"));
        for (var again = 0; again < 2; again++)
        {
            var taken = await SendAsync(group);
            Assert.Equal(["index-1"], Ids(taken));
            // One rule watches many services, so each label that nobody knows is told, once.
            Assert.Equal(
                ["it has no label 'service', and no service's runbooks name it.",
                    "its label 'service' is 'nothing', which is no service here."],
                taken.Json.GetProperty("ignored").EnumerateArray().Select(one => one.GetProperty("reason").GetString()));
        }

        Assert.Equal(2, (await host.Store.ListAsync<Delivery>(IdRange.All, Ct)).Count(delivery => delivery.Value.To == Address.Admins));
    }

    [Fact]
    public async Task Half_a_character_in_a_label_keeps_no_alert_of_the_group_out()
    {
        // Without a fingerprint one is made from the labels.
        var group = Group(Alert("", "firing", labels: """, "pod": "\ud800" """), Alert("c", "firing"));
        for (var again = 0; again < 2; again++) Assert.Equal(["index-1"], Ids(await SendAsync(group)));
        Assert.Equal(2, (await host.Store.FindAsync<Incident>("index/000001", Ct))!.Value.Alerts.Count);
    }

    [Fact]
    public async Task The_channel_hears_that_it_got_worse_and_not_that_more_of_the_same_fires()
    {
        await SendAsync(Group(Alert("a", "firing")));
        await SendAsync(Group(Alert("b", "firing")));
        await SendAsync(Group(Alert("c", "firing", labels: """, "severity": "critical" """)));
        var said =
            (await host.Store.ListAsync<Delivery>(IdRange.All, Ct))
                .Where(delivery => delivery.Value is { IsEdit: false, To.Kind: AddressKind.Team })
                .Select(delivery => delivery.Value.Reply.Text.ToString()).Distinct().ToList();
        Assert.Equal(2, said.Count);
        // Its page begins again once it is worse, and not before.
        Assert.Equal([PageEventKind.Opened, PageEventKind.Worse],
            (await host.Store.FindAsync<Page>("index/000001", Ct))!.Value.Events.Select(happened => happened.Kind));
        Assert.Single(said,
            text =>
                text.StartsWith("sev1: Errors (index-1)", StringComparison.Ordinal)
                    && text.EndsWith("Raised from sev3.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"status":"firing"}""", "no label 'alertname'")]
    [InlineData("""{"status":"burning","labels":{"alertname":"A","service":"index"},"startsAt":"2026-11-20T09:00:00Z"}""",
        "expected is firing or resolved")]
    [InlineData("""
        {"status":"resolved","labels":{"alertname":"A","service":"index"},"startsAt":"2026-11-20T09:00:00Z","endsAt":"2026-11-20T08:00:00Z"}
        """,
        "before 'startsAt'")]
    [InlineData("""{"status":"firing","labels":["alertname"],"startsAt":"2026-11-20T09:00:00Z"}""", "no label 'alertname'")]
    [InlineData("7", "no label 'alertname'")]
    public async Task An_alert_that_makes_no_sense_is_left_out_with_the_reason(string alert, string reason)
    {
        var taken = await SendAsync(Group(alert, Alert("c", "firing")));
        Assert.Equal((HttpStatusCode.OK, "index-1"), (taken.Status, Assert.Single(Ids(taken))));
        Assert.Contains(reason, Assert.Single(taken.Json.GetProperty("ignored").EnumerateArray()).GetProperty("reason").GetString(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 400, "not valid JSON")]
    [InlineData("[]", 400, "an object with 'alerts'")]
    [InlineData("{}", 400, "'alerts' is missing")]
    [InlineData("""{"alerts":{}}""", 400, "'alerts' is missing, or is no list")]
    [InlineData("""{"alerts":[],"alerts":[]}""", 400, "a member is there twice")]
    public async Task A_body_that_is_none_is_refused_in_a_sentence(string body, int status, string says)
    {
        var refused = await SendAsync(body);
        Assert.Equal(status, (int)refused.Status);
        Assert.Contains(says, refused.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ApiHost.Read, 403)]
    [InlineData(ApiHost.Write, 403)]
    [InlineData(null, 401)]
    public async Task Alerts_need_the_scope_ingest(string? token, int status) =>
        Assert.Equal(status, (int)(await host.PostAsync(Path, Captured[0], token: token)).Status);

    [Fact]
    public async Task Alertmanager_is_asked_to_send_it_again_where_it_could_not_be_saved()
    {
        var intake =
            new AlertIntake(new DyingStore(host.Store, _ => true) { Failure = new StorageException("full") },
                Some.Incidents(host.Store));
        var alert = new SentAlert(new Alert("A", "f", ApiHost.Now, null) { Title = "A" }, "index");
        await Assert.ThrowsAsync<StorageException>(
            () => intake.TakeAsync(new AlertGroup([alert], 0), _ => true, new Actor("token:alerts", "api", ApiHost.Now, ApiHost.Now), Ct));
        // Over HTTP a broken store is a 503 (ProblemTests), which Alertmanager retries; nothing was kept, so the retry is the first.
        Assert.Empty(await host.Store.ListAsync<Incident>(IdRange.All, Ct));
    }

    private Task<Answer> SendAsync(string body) => host.PostAsync(Path, body, token: ApiHost.Ingest);

    private static List<string?> Ids(Answer taken) =>
        [.. taken.Json.GetProperty("incidents").EnumerateArray().Select(id => id.GetString())];

    private static string Group(params string[] alerts) =>
        $$"""{"version":"4","status":"firing","receiver":"bot\\.webhook","truncatedAlerts":0,"alerts":[{{string.Join(",", alerts)}}]}""";

    private static string Alert(
        string fingerprint, string status, string? end = null, string name = "HighErrorRate", string? service = "index",
        string labels = "") => $$"""
        {"status":"{{status}}",
        "labels":{"alertname":"{{name}}"{{(service is null ? "" : $", \"service\":\"{service}\"")}}{{labels}}},
        "annotations":{"summary":"Errors"},
        "startsAt":"2026-11-20T09:00:00Z","endsAt":"{{end ?? "0001-01-01T00:00:00Z"}}","fingerprint":"{{fingerprint}}"}
        """;
}
