using System.Net;
using System.Text.Json;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Api;

public sealed class IncidentTests : IAsyncLifetime
{
    private const string Path = "/api/v1/incidents";

    private readonly ApiHost host = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task An_incident_is_declared_changed_and_found()
    {
        var made = await host.PostAsync(Path, """
            {"service":"checkout","title":"Payments fail","severity":"sev2","start":"2026-11-20T09:00:00+01:00","impact":0.25,
            "cause":"release","noticedBy":"customer",
            "responders":[{"person":"ana","start":"2026-11-20T08:10:00Z"},
            {"person":"ben","start":"2026-11-20T08:10:00Z","end":"2026-11-20T08:30:00Z"}]}
            """);
        Assert.Equal((HttpStatusCode.Created, $"{Path}/checkout-1"), (made.Status, made.Headers.Location?.OriginalString));
        Assert.Equal(
            """
            {"id":"checkout-1","version":1,"service":"checkout","title":"Payments fail","severity":"sev2","start":"2026-11-20T08:00:00Z",
            "end":null,"impact":0.25,"cause":"release","release":null,"noticedBy":"customer","detected":"2026-11-20T08:00:00Z",
            "acknowledged":null,"mitigated":null,"responders":[{"person":"ana","start":"2026-11-20T08:10:00Z","end":null},
            {"person":"ben","start":"2026-11-20T08:10:00Z","end":"2026-11-20T08:30:00Z"}],"links":[],"alerts":[],"voided":null,
            "mergedInto":null,"by":"token:root","at":"2026-11-20T10:00:00Z"}
            """.ReplaceLineEndings(""),
            made.Text);

        // What is left out stays; ending it ends ana's work.
        var ended = await host.PatchAsync($"{Path}/checkout-1", """{"end":"2026-11-20T09:00:00Z","release":"2026.47"}""");
        Assert.Equal((2, "2026-11-20T09:00:00Z", "2026.47", 0.25m),
            (ended.Json.GetProperty("version").GetInt32(), ended.Json.GetProperty("end").GetString(),
                ended.Json.GetProperty("release").GetString(), ended.Json.GetProperty("impact").GetDecimal()));
        Assert.Equal("2026-11-20T09:00:00Z", ended.Json.GetProperty("responders")[0].GetProperty("end").GetString());
        Assert.Null((await host.Store.FindAsync<IncidentVersion>("checkout/000001/0001", Ct))!.Value.Incident.End);
        Assert.Empty(await host.Store.ListAsync<OpenIncident>(IdRange.All, Ct));

        Assert.Equal(JsonValueKind.Null,
            (await host.PatchAsync($"{Path}/checkout-1", """{"end":null}""")).Json.GetProperty("end").ValueKind);
        Assert.Equal("a drill",
            (await host.PatchAsync($"{Path}/checkout-1", """{"voided":"a drill"}""")).Json.GetProperty("voided").GetString());
        // Nothing new is no version.
        Assert.Equal(4, (await host.PatchAsync($"{Path}/checkout-1", """{"voided":"a drill"}""")).Json.GetProperty("version").GetInt32());
        Assert.Equal(4,
            Assert.Single((await host.GetAsync($"{Path}?service=checkout")).Json.EnumerateArray()).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Times_are_kept_as_they_are_sent_with_their_fractions()
    {
        host.Clock.Now += NodaTime.Duration.FromMilliseconds(700);
        var made = await host.PostAsync(Path, """
            {"service":"checkout","title":"A","severity":"sev3","start":"2026-11-20T09:00:00.999Z","end":"2026-11-20T09:30:00.5Z",
            "mitigated":"2026-11-20T09:10:00.25Z",
            "responders":[{"person":"ana","start":"2026-11-20T09:05:00.125Z","end":"2026-11-20T09:06:00.125Z"}]}
            """);
        var times = new[] { "start", "end", "detected", "mitigated" }.Select(name => made.Json.GetProperty(name).GetString())
            .Concat(new[] { "start", "end" }.Select(name => made.Json.GetProperty("responders")[0].GetProperty(name).GetString()));
        Assert.Equal("09:00:00.999Z 09:30:00.5Z 09:00:00.999Z 09:10:00.25Z 09:05:00.125Z 09:06:00.125Z",
            string.Join(' ', times).Replace("2026-11-20T", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_begins_in_this_very_second_is_not_still_to_come()
    {
        host.Clock.Now += NodaTime.Duration.FromMilliseconds(700);
        var made = await host.PostAsync(Path, """{"service":"checkout","title":"A","severity":"sev3","start":"2026-11-20T10:00:00.6Z"}""");
        Assert.Equal("2026-11-20T10:00:00.6Z", made.Json.GetProperty("start").GetString());
    }

    [Theory]
    [InlineData("2026-11-20T09:20:00Z", "2026-11-20T09:20:00Z")] // Nothing is detected before it begins.
    [InlineData("2026-11-20T08:30:00Z", "2026-11-20T09:00:00Z")] // It began earlier than anybody saw it.
    public async Task A_start_that_moves_later_takes_along_the_detection_that_was_derived_from_it(string start, string detected)
    {
        await host.PostAsync(Path, """{"service":"checkout","title":"A","severity":"sev3","start":"2026-11-20T09:00:00Z"}""");

        var moved = await host.PatchAsync($"{Path}/checkout-1", $$"""{"start":"{{start}}"}""");

        Assert.Equal(HttpStatusCode.OK, moved.Status);
        Assert.Equal((start, detected), (moved.Json.GetProperty("start").GetString(), moved.Json.GetProperty("detected").GetString()));
    }

    [Fact]
    public async Task A_detection_that_somebody_said_stays_where_the_start_moves()
    {
        await host.PostAsync(Path,
            """{"service":"checkout","title":"A","severity":"sev3","start":"2026-11-20T09:00:00Z","detected":"2026-11-20T09:30:00Z"}""");

        var moved = await host.PatchAsync($"{Path}/checkout-1", """{"start":"2026-11-20T09:20:00Z"}""");

        Assert.Equal("2026-11-20T09:30:00Z", moved.Json.GetProperty("detected").GetString());
    }

    [Fact]
    public async Task Taken_back_it_ends_every_callout_and_says_why()
    {
        await host.PostAsync(Path, """
            {"service":"checkout","title":"A","severity":"sev3","start":"2026-11-20T09:00:00Z",
            "responders":[{"person":"ana","start":"2026-11-20T09:05:00Z"}]}
            """);
        foreach (var reason in new[] { "", "  " })
        {
            var refused = await host.PatchAsync($"{Path}/checkout-1", $$"""{"voided":"{{reason}}"}""");
            Assert.Equal((400, "voided"), ((int)refused.Status, refused.Json.GetProperty("field").GetString()));
        }

        // It is 10:00.
        var taken = await host.PatchAsync($"{Path}/checkout-1", """{"voided":"a drill"}""");
        Assert.Equal("2026-11-20T10:00:00Z", taken.Json.GetProperty("responders")[0].GetProperty("end").GetString());
        // What is put right about it afterwards is no news of an incident that goes on, or is over.
        await host.PatchAsync($"{Path}/checkout-1", """{"end":"2026-11-20T09:30:00Z"}""");
        await host.PatchAsync($"{Path}/checkout-1", """{"end":null}""");
        var actions =
            (await host.Store.ListAsync<AuditRow>(IdRange.All, Ct)).Select(row => row.Value.Entry.Action)
                .Where(action => action.StartsWith("incident", StringComparison.Ordinal));
        Assert.Equal(["incident declare", "incident void", "incident update", "incident update"], actions);
    }

    [Fact]
    public async Task Who_sends_back_what_was_read_changes_nothing()
    {
        var start = ApiHost.Now - NodaTime.Duration.FromMilliseconds(597);
        var incident =
            Alerts.Open("checkout", 1, new Alert("Slow", "f", start, ApiHost.Now) { Title = "Slow" }, "token:alerts", ApiHost.Now);
        await host.Store.SaveAsync([Write.Create("checkout/000001", incident)], Ct);
        var read = Assert.Single((await host.GetAsync($"{Path}?service=checkout")).Json.EnumerateArray());
        // 10:00 less 597 ms.
        Assert.Equal("2026-11-20T09:59:59.403Z", read.GetProperty("start").GetString());
        var members =
            new[] { "title", "start", "end", "detected", "impact" }.Select(name => $"\"{name}\":{read.GetProperty(name).GetRawText()}");
        var again = await host.PatchAsync($"{Path}/checkout-1", $"{{{string.Join(',', members)}}}");
        Assert.Equal((HttpStatusCode.OK, 1), (again.Status, again.Json.GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task An_impact_that_is_null_is_that_of_the_severity_where_people_declared_it()
    {
        var made =
            await host.PostAsync(Path,
                """{"service":"checkout","title":"A","severity":"sev3","start":"2026-11-20T09:00:00Z","impact":null}""");
        Assert.Equal(1, made.Json.GetProperty("impact").GetDecimal());
        await host.PatchAsync($"{Path}/checkout-1", """{"impact":0.5}""");
        Assert.Equal(0, (await host.PatchAsync($"{Path}/checkout-1", """{"impact":null,"severity":"sev4"}""")).Json.GetProperty("impact")
            .GetDecimal());
        Assert.Equal(1,
            (await host.PatchAsync($"{Path}/checkout-1", """{"severity":"sev3"}""")).Json.GetProperty("impact").GetDecimal());
        await host.PatchAsync($"{Path}/checkout-1", """{"impact":0.5}""");
        Assert.Equal(1, (await host.PatchAsync($"{Path}/checkout-1", """{"impact":null}""")).Json.GetProperty("impact").GetDecimal());
        // Said, though it is that of the severity, it stays.
        await host.PatchAsync($"{Path}/checkout-1", """{"impact":1}""");
        Assert.Equal(1, (await host.PatchAsync($"{Path}/checkout-1", """{"severity":"sev4"}""")).Json.GetProperty("impact").GetDecimal());
    }

    [Theory]
    [InlineData("", "checkout-1 checkout-2")]
    [InlineData("&from=2026-11-02T00:00:00Z", "checkout-2")]
    [InlineData("&from=2026-11-01T00:59:59Z&to=2026-11-02T00:00:00Z", "checkout-1")]
    [InlineData("&from=2026-11-01T01:00:00Z&to=2026-11-02T00:00:00Z", "")] // Its end is not in it.
    [InlineData("&to=2026-11-01", "")] // Nor is the end of the span.
    public async Task A_span_finds_what_touches_it_and_what_goes_on_touches_all_that_comes(string span, string found)
    {
        await host.PostAsync(Path,
            """{"service":"checkout","title":"A","severity":"sev3","start":"2026-11-01T00:00:00Z","end":"2026-11-01T01:00:00Z"}""");
        await host.PostAsync(Path, """{"service":"checkout","title":"B","severity":"sev3","start":"2026-11-10T00:00:00Z"}""");
        Assert.Equal(found,
            string.Join(' ',
                (await host.GetAsync($"{Path}?service=checkout{span}")).Json.EnumerateArray()
                    .Select(one => one.GetProperty("id").GetString())));
    }

    [Theory]
    [InlineData("""{"service":"chekout","title":"A","severity":"sev2","start":"2026-11-20T09:00:00Z"}""", 404, "service",
        "Did you mean `checkout`?")]
    [InlineData("""{"service":"checkout","severity":"sev2","start":"2026-11-20T09:00:00Z"}""", 400, "title", "is missing")]
    [InlineData("""{"service":"checkout","title":"A","severity":"sev5","start":"2026-11-20T09:00:00Z"}""", 422, "severity",
        "one of sev1, sev2, sev3, sev4")]
    [InlineData("""{"service":"checkout","title":"A","severity":"sev2"}""", 400, "start", "is missing")]
    [InlineData("""{"service":"checkout","title":"A","severity":"sev2","start":"2026-11-20T09:00:00Z","impact":1.01}""", 422, "impact",
        "from 0 to 1")]
    [InlineData("""{"service":"checkout","title":"A","severity":"sev2","start":"2026-11-20T09:00:00Z","impact":"all"}""", 400, "impact",
        "expected is a number")]
    [InlineData("""{"service":"checkout","title":"A","severity":"sev2","start":"2026-11-20T09:00:00Z","end":"2026-11-20T08:00:00Z"}""", 422,
        "end", "before the start")]
    [InlineData("""{"service":"checkout","title":"A","severity":"sev2","start":"2026-11-20T11:00:00Z"}""", 422, "start", "in the future")]
    [InlineData("""{"service":"checkout","title":"A","severity":"sev2","start":"2026-11-20T09:00:00Z","cause":"gremlins"}""", 422, "cause",
        "No cause")]
    [InlineData("""
        {"service":"checkout","title":"A","severity":"sev2","start":"2026-11-20T09:00:00Z",
        "responders":[{"person":"bne","start":"2026-11-20T09:00:00Z"}]}
        """, 404, "person", "Did you mean `ben`?")]
    [InlineData("""{"service":"checkout","title":"A","severity":"sev2","start":"2026-11-20T09:00:00Z","responders":{}}""", 400,
        "responders", "expected is a list of objects")]
    [InlineData("""{"service":"checkout","title":"A","severity":"sev2","start":"2026-11-20T09:00:00Z","responders":[{"persn":"ben"}]}""",
        400, "persn", "Did you mean `person`?")]
    [InlineData("""{"service":"checkout","title":"A","severity":"sev2","start":"2026-11-20T09:00:00Z","voided":"a drill"}""", 400, "voided",
        "No member `voided`")]
    public async Task What_cannot_be_is_refused_and_nothing_is_kept(string body, int status, string field, string says)
    {
        var refused = await host.PostAsync(Path, body);
        Assert.Equal((status, field), ((int)refused.Status, refused.Json.GetProperty("field").GetString()));
        Assert.Contains(says, refused.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(await host.Store.ListAsync<Incident>(IdRange.All, Ct));
    }

    [Fact]
    public async Task A_token_that_is_bound_speaks_of_its_services_alone()
    {
        await host.PostAsync(Path, """{"service":"checkout","title":"A","severity":"sev2","start":"2026-11-20T09:00:00Z"}""");
        await host.PostAsync(Path, """{"service":"index","title":"B","severity":"sev2","start":"2026-11-20T09:00:00Z"}""");
        var secret =
            (await new ApiTokenIssue(host.Store)
                .CreateAsync(new("bound", "write", "1d") { Services = ["index"] }, "watchbill", ApiHost.Now, Ct)).Text;
        Assert.Equal(["index-1"],
            (await host.GetAsync(Path, secret)).Json.EnumerateArray().Select(one => one.GetProperty("id").GetString()));
        Assert.Equal(HttpStatusCode.Forbidden, (await host.GetAsync($"{Path}?service=checkout", secret)).Status);
        Assert.Equal(HttpStatusCode.Forbidden,
            (await host.PostAsync(Path, """{"service":"checkout","title":"A","severity":"sev2","start":"2026-11-20T09:00:00Z"}""",
                token: secret)).Status);
        using var patch =
            new HttpRequestMessage(HttpMethod.Patch, $"{Path}/checkout-1") { Content = new StringContent("{}", null, "application/json") };
        Assert.Equal(HttpStatusCode.Forbidden, (await host.SendAsync(patch, secret)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await host.PatchAsync($"{Path}/checkout-9", """{"title":"x"}""")).Status);
    }

    [Theory]
    [InlineData(ApiHost.Read, 403)]
    [InlineData(ApiHost.Ingest, 403)]
    [InlineData(null, 401)]
    public async Task Declaring_needs_the_scope_write(string? token, int status) =>
        Assert.Equal(status, (int)(await host.PostAsync(Path, "{}", token: token)).Status);
}
