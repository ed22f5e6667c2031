using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using Watchbill.Api;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Slack;
using Watchbill.Storage;

namespace Watchbill.BugReports;

/// <summary>Rows that need Slack or a webhook.</summary>
public sealed partial class BugReportTests
{
    private static readonly JsonSerializerOptions Plainly = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Row_8_the_zone_in_which_words_were_read_is_said_where_Slack_shows_another()
    {
        const string Read =
            "Times you type are read in Europe/Lisbon, your zone in the organisation file; here you see them in Asia/Kolkata.";
        await using var slack = await FakeSlack.StartAsync();
        foreach (var user in new[] { "U0ANA", "U0BEN" })
            slack.Users[user] = new JsonObject { ["id"] = user, ["tz"] = user == "U0ANA" ? "Asia/Kolkata" : "Europe/London" };
        await using var host = await SlackHost.StartAsync(slack);
        // From the first answer on.
        Assert.Contains(Read, await AnswerAsync("override payments cai 2026-12-10 9-17"), StringComparison.Ordinal);
        Assert.Contains(Read, await AnswerAsync("schedule payments tomorrow"), StringComparison.Ordinal);
        Assert.Contains(Read, await AnswerAsync("away tomorrow"), StringComparison.Ordinal);
        // Saved without a preview: said all the same.
        Assert.Contains(Read, await AnswerAsync("incident declare checkout \"Cards fail\" sev3 started 9:00"), StringComparison.Ordinal);
        // No words were read in a zone: nothing was typed, it is elapsed time, or the zone was typed, too.
        foreach (var plain in new[] { "now payments", "schedule payments", "override payments cai for 2h", "now payments at in 2 hours",
            "override payments cai 2026-12-10 9-17 Asia/Kolkata" })
            Assert.DoesNotContain("Times you type", await AnswerAsync(plain), StringComparison.Ordinal);

        // London's clock is Lisbon's.
        await UntilAsync("now payments", "09:00", "U0BEN");
        Assert.DoesNotContain("Times you type", await AnswerAsync("now payments at tomorrow 9", "U0BEN"), StringComparison.Ordinal);

        async Task UntilAsync(string text, string zone, string user = "U0ANA")
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
            patience.CancelAfter(TimeSpan.FromSeconds(20));
            while (!(await AnswerAsync(text, user)).Contains(zone, StringComparison.Ordinal)) await Task.Delay(5, patience.Token);
        }

        async Task<string> AnswerAsync(string text, string user = "U0ANA") =>
            (await host.AnswerAsync(text, user)).ToJsonString(Plainly);
    }

    [Fact]
    public async Task Row_24_an_alert_that_fires_until_year_one_without_annotations_or_fingerprint_is_an_open_incident()
    {
        await using var host = new ApiHost();
        await host.InitializeAsync();
        var taken = await host.PostAsync("/api/v1/ingest/alertmanager",
            """
            {"version":"4","status":"firing","receiver":"watchbill","groupLabels":{},"commonLabels":{},
            "commonAnnotations":{},"externalURL":"",
            "alerts":[{"status":"firing","labels":{"alertname":"Down","service":"checkout","severity":"critical"},"annotations":null,
            "startsAt":"2026-11-20T09:00:00Z","endsAt":"0001-01-01T00:00:00Z"}]}
            """, token: ApiHost.Ingest);
        Assert.Equal(System.Net.HttpStatusCode.OK, taken.Status);
        var incident = (await host.Store.FindAsync<Incident>("checkout/000001", Ct))!.Value;
        Assert.Equal((Cases.At("2026-11-20T09:00:00Z"), (Instant?)null), (incident.Start, incident.End));
    }

    [Fact]
    public async Task Row_29_what_Slack_sends_again_is_answered_once()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var told = host.Event(SlackHost.Said("now payments"));
        for (var again = 0; again < 3; again++) Assert.Empty(await SlackHost.JsonAsync(await host.TellAsync(told)));
        await slack.SeenAsync("chat.postMessage");
        Assert.Single(slack.Done, call => call.Method == "chat.postMessage");
    }
}
