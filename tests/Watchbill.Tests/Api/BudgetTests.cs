using System.Net;
using System.Text;
using Watchbill.Budgets;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>
/// Budgets, gates and hours over HTTP. By hand: 92 days x 0.05 % = 3974.4 s; two hours are 7200 s, 181.159420 %, of 4,356,000 s so far 2178
/// s were allowed: burn 3.305785.
/// </summary>
public sealed class BudgetTests : IAsyncLifetime
{
    private readonly ApiHost host = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await host.InitializeAsync();
        await host.Store.SaveAsync(
        [
            Write.Put("checkout", BudgetBot.Checkout),
            Write.Put("index", new Service("index", "search") { Slos = [Spending.Time("99.9", BudgetWindow.CalendarMonth)] }),
        ], Ct);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_budget_says_what_is_left_and_what_used_it()
    {
        await DownAsync();
        var answer = await host.GetAsync("/api/v1/budgets/checkout", ApiHost.Read);
        Assert.Equal(
            """
            {"service":"checkout","slo":"availability","objective":99.95,"kind":"time",
            "window":{"kind":"quarter","start":"2026-10-01T00:00:00Z","end":"2027-01-01T00:00:00Z","timeZone":"Etc/UTC"},
            "budget":{"unit":"seconds","total":3974.4,"consumed":7200,"remaining":-3225.6},
            "consumedPercent":181.15942,"burnRate":3.305785,"exhaustedAt":"2026-11-02T11:06:14Z","state":"exhausted",
            "gate":{"decision":"halted","reason":"availability is overspent by 54 min: 2 h spent of 1 h 6 min this quarter.",
            "until":"2027-01-01T00:00:00Z"},
            "sla":{"objective":99.5,"total":39744,"consumed":7200,"remaining":32544,"consumedPercent":18.115942,"state":"ok"},
            "coverage":null,"provisional":false,"incidents":[{"id":"checkout-1","consumed":7200,"sharePercent":181.15942}]}
            """.ReplaceLineEndings(""), answer.Text);
    }

    [Theory]
    [InlineData("?at=2026-11-02T10:30:00Z", "consumed", "1800")]
    [InlineData("?at=2026-11-02T10:00:00Z", "consumed", "0")]
    [InlineData("?at=2026-09-30T23:59:59Z", "total", "3974.4")]
    [InlineData("?at=2027-02-01T00:00:00Z", "total", "3888")]
    public async Task At_cuts_facts_and_chooses_the_window(string query, string name, string value)
    {
        await DownAsync();
        Assert.Equal(value,
            (await host.GetAsync("/api/v1/budgets/checkout" + query)).Json.GetProperty("budget").GetProperty(name).GetRawText());
    }

    [Fact]
    public async Task Hours_are_taken_replaced_and_counted()
    {
        Assert.Equal("noData", (await host.GetAsync("/api/v1/budgets/checkout?slo=latency")).Json.GetProperty("state").GetString());
        Assert.Equal("""{"service":"checkout","slo":"latency","hours":2}""",
            (await PushAsync("""
                {"hour":"2026-11-20T08:00:00Z","good":9990,"total":10000},
                {"hour":"2026-11-20T09:00:00+00:00","good":5000,"total":10000}
                """)).Text);
        await PushAsync("""{"hour":"2026-11-20T09:00:00Z","good":9950.5,"total":10000}""");
        // 1 % of 20,000; 10 and 49.5 failed.
        var budget = (await host.GetAsync("/api/v1/budgets/checkout?slo=latency")).Json;
        Assert.Equal("""{"unit":"requests","total":200,"consumed":59.5,"remaining":140.5}""", budget.GetProperty("budget").GetRawText());
        Assert.Equal("ok", budget.GetProperty("state").GetString());
        Assert.Equal("rolling 28 days", budget.GetProperty("window").GetProperty("kind").GetString());
        Assert.Single(await host.Store.ListAsync<BucketDay>(IdRange.All, Ct));
    }

    [Theory]
    [InlineData("""{"hour":"2026-11-20T08:00:00Z","good":11,"total":10}""", 422, "good")]
    [InlineData("""{"hour":"2026-11-20T08:00:00Z","good":-1,"total":10}""", 422, "good")]
    [InlineData("""{"hour":"2026-11-20T08:30:00Z","good":1,"total":10}""", 422, "hour")]
    [InlineData("""{"hour":"2026-11-20T11:00:00Z","good":1,"total":10}""", 422, "hour")]
    [InlineData("""{"hour":"2026-11-20T08:00:00Z","good":1}""", 400, "total")]
    [InlineData("""{"hour":"2026-11-20T08:00:00Z","good":"1","total":2}""", 400, "good")]
    [InlineData("""{"hour":"2026-11-20T07:00:00Z","good":1,"total":1},{"hour":"2026-11-20T07:00:00Z","good":1,"total":1}""", 400,
        "buckets")]
    public async Task One_wrong_hour_and_none_is_taken(string bucket, int status, string field)
    {
        var refused = await PushAsync("""{"hour":"2026-11-20T06:00:00Z","good":1,"total":1},""" + bucket);
        Assert.Equal((status, field), ((int)refused.Status, refused.Json.GetProperty("field").GetString()));
        Assert.Empty(await host.Store.ListAsync<BucketDay>(IdRange.All, Ct));
    }

    [Fact]
    public async Task Hours_of_an_objective_of_time_or_of_none_are_refused()
    {
        Assert.Equal(422, (int)(await PushAsync("""{"hour":"2026-11-20T08:00:00Z","good":1,"total":1}""", "availability")).Status);
        var unknown = await PushAsync("""{"hour":"2026-11-20T08:00:00Z","good":1,"total":1}""", "latncy");
        Assert.Equal(404, (int)unknown.Status);
        Assert.Contains("Did you mean `latency`?", unknown.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "open",
        "availability: 1 h 6 min of 1 h 6 min left this quarter; latency: no requests counted in 28 days.", false)]
    [InlineData("", "halted", "availability is overspent by 54 min: 2 h spent of 1 h 6 min this quarter.", true)]
    [InlineData("?change=fix&reference=SHOP-9", "halted", "availability is overspent by 54 min: 2 h spent of 1 h 6 min this quarter.",
        true)]
    [InlineData("?change=security", "open",
        "security is exempt, though availability is overspent by 54 min: 2 h spent of 1 h 6 min this quarter.", true)]
    [InlineData("?reference=SHOP-1", "open",
        "exception for SHOP-1 by ana: it turns the page off, though availability is overspent by 54 min: 2 h spent of 1 h 6 min this " +
            "quarter.", true)]
    public async Task A_gate_answers_200_says_why_and_keeps_it(string query, string decision, string reason, bool down)
    {
        if (down) await DownAsync();
        await host.Store.SaveAsync(
            [Write.Put(GateOpening.IdOf("checkout", "SHOP-1"),
                new GateOpening("checkout", "SHOP-1", "ana", ApiHost.Now, "it turns the page off"))], Ct);
        var answer = await host.GetAsync("/api/v1/gates/checkout" + query, ApiHost.Pay);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal((decision, reason), (answer.Json.GetProperty("decision").GetString(), answer.Json.GetProperty("reason").GetString()));
        Assert.Equal(decision == "halted" ? "2027-01-01T00:00:00Z" : null, answer.Json.GetProperty("until").GetString());
        Assert.Equal(
            decision == "halted"
                ? "When the next quarter begins with a full budget. Until then: p0, security or reliability may ship. A lead can make an " +
                    "exception: `budget open checkout for <reference> because <text>`" : null,
            answer.Json.GetProperty("opens").GetString());
        var kept = Assert.Single(await host.Store.ListAsync<GateAnswer>(IdRange.All, Ct)).Value;
        Assert.Equal((decision == "open", reason, "token:office", ApiHost.Now), (kept.Open, kept.Reason, kept.By, kept.At));
    }

    [Theory]
    [InlineData("chekout", "No service `chekout`. Did you mean `checkout`?")]
    [InlineData("checkout?change=securty",
        "No change type 'securty'. Write one of feature, fix, security, p0, reliability. Did you mean `security`?")]
    [InlineData("checkout?chnage=security", "No parameter `chnage`; here there is change, reference. Did you mean `change`?")]
    [InlineData("checkout?reference=", "'reference' is empty; give it a value or leave it out.")]
    public async Task A_question_with_a_mistake_in_it_is_halted_by_name_and_not_kept(string question, string reason)
    {
        var answer = await host.GetAsync("/api/v1/gates/" + question);
        Assert.Equal((HttpStatusCode.OK, "halted", reason),
            (answer.Status, answer.Json.GetProperty("decision").GetString(), answer.Json.GetProperty("reason").GetString()));
        Assert.Equal(("ask again with the mistake corrected", null),
            (answer.Json.GetProperty("opens").GetString(), answer.Json.GetProperty("until").GetString()));
        Assert.Empty(await host.Store.ListAsync<GateAnswer>(IdRange.All, Ct));
    }

    [Fact]
    public async Task What_is_not_promised_to_customers_is_left_out() =>
        Assert.False((await host.GetAsync("/api/v1/budgets/index")).Json.TryGetProperty("sla", out _));

    [Theory]
    [InlineData("/api/v1/budgets/checkout?slo=nothing", 404, "Known: availability, latency.")]
    [InlineData("/api/v1/budgets/checkout?at=yesterday", 400, "expected is an instant")]
    public async Task What_does_not_exist_is_named_with_the_nearest(string path, int status, string says)
    {
        var refused = await host.GetAsync(path);
        Assert.Equal(status, (int)refused.Status);
        Assert.Contains(says, refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_reaches_the_services_it_is_bound_to()
    {
        var token =
            (await new ApiTokenIssue(host.Store)
                .CreateAsync(new("bound", "gate read ingest", "1d") { Services = ["index"] }, "watchbill", ApiHost.Now, Ct)).Text;
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/api/v1/gates/index", token)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.GetAsync("/api/v1/gates/checkout", token)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.GetAsync("/api/v1/budgets/checkout", token)).Status);
        Assert.Equal(["index"],
            (await host.GetAsync("/api/v1/budgets", token)).Json.GetProperty("budgets").EnumerateArray()
                .Select(one => one.GetProperty("service").GetString()));
        Assert.Equal(["availability", "latency", "availability"],
            (await host.GetAsync("/api/v1/budgets", ApiHost.Read)).Json.GetProperty("budgets").EnumerateArray()
                .Select(one => one.GetProperty("slo").GetString()));
        Assert.Equal(HttpStatusCode.Forbidden, (await host.GetAsync("/api/v1/gates/checkout", ApiHost.Read)).Status);
    }

    private Task DownAsync() =>
        host.Store.SaveAsync([Write.Put("checkout/000001", Spending.Incident(1, "2026-11-02T10:00:00Z", "2026-11-02T12:00:00Z"))], Ct);

    private Task<Answer> PushAsync(string buckets, string slo = "latency") => host.SendAsync(new(HttpMethod.Post, "/api/v1/ingest/buckets")
    {
        Content =
            new StringContent($$"""{"service":"checkout","slo":"{{slo}}","buckets":[{{buckets}}]}""", Encoding.UTF8, "application/json"),
    });
}
