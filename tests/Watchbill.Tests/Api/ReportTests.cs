using System.Net;
using Watchbill.Budgets;
using Watchbill.Compensation;
using Watchbill.Engagements;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>Reports over HTTP, Friday 20 November 2026, 10:00 UTC.</summary>
public sealed class ReportTests : IAsyncLifetime
{
    private readonly ApiHost host = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await host.InitializeAsync();
        var checkout = await host.Store.FindAsync<Service>("checkout", Ct);
        await host.Store.SaveAsync(
        [
            Write.Upsert("checkout", checkout, BudgetBot.Checkout with { RevenuePerHour = new Money(12_000, "EUR") }),
            Write.Put("checkout/000001",
                Spending.Incident(1, "2026-10-05T10:00:00Z", "2026-10-05T10:30:00Z") with { NoticedBy = NoticedBy.Customer }),
            Write.Put("2026-Q4/csat", new KpiFigure("csat", "2026-Q4", 4.6m, null) { By = "eve", At = ApiHost.Now }),
        ], Ct);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Kpis_have_the_period_before_beside()
    {
        var answer = await host.GetAsync("/api/v1/reports/kpi", ApiHost.Read);
        Assert.Equal(("2026-Q4", "2026-10-01T00:00:00Z", "2026-11-20T10:00:00Z", "2026-Q3"),
            (Text(answer, "period"), Text(answer, "start"), Text(answer, "end"), Text(answer, "previousPeriod")));
        var kpis = answer.Json.GetProperty("kpis").EnumerateArray().Select(kpi => kpi.GetRawText()).ToList();
        // 30 min are 134 % of checkout's budget of October; 1800 s of 3974.4 s are 45.289855 %; before, nothing happened.
        Assert.Contains(
            """{"name":"incidentsUnder30Percent","unit":"percent","value":0,"previous":null,"counted":0,"of":1,"target":95,"met":false}""",
            kpis);
        Assert.Contains(
            """{"name":"consumedBudget","unit":"percent","value":45.289855,"previous":0,"counted":0,"of":0,"target":null,"met":null}""",
            kpis);
        Assert.Contains("""{"name":"mttr","unit":"seconds","value":1800,"previous":null,"counted":1,"of":1,"target":null,"met":null}""",
            kpis);
        Assert.Contains("MTTR alone misleads", Text(answer, "warning"), StringComparison.Ordinal);
        Assert.Equal("""[{"name":"csat","unit":null,"value":4.6,"previous":null}]""", answer.Json.GetProperty("figures").GetRawText());
    }

    [Fact]
    public async Task Value_is_told_by_currency_month_and_service()
    {
        // 1800 s at 12,000 an hour are 6000, where 0.05 % of October allow 1339.2 s, 4464.
        var answer = await host.GetAsync("/api/v1/reports/value?period=2026-10", ApiHost.Read);
        Assert.Equal("""[{"currency":"EUR","lost":6000,"protected":-1536}]""", answer.Json.GetProperty("totals").GetRawText());
        Assert.Equal("""[{"period":"2026-10","totals":[{"currency":"EUR","lost":6000,"protected":-1536}]}]""",
            answer.Json.GetProperty("months").GetRawText());
        Assert.Equal("""[{"service":"checkout","downtimeSeconds":1800,"revenue":{"currency":"EUR","lost":6000,"protected":-1536}}]""",
            answer.Json.GetProperty("services").GetRawText());
        Assert.Equal("""[{"id":"checkout-1","start":"2026-10-05T10:00:00Z","downtimeSeconds":1800,"lost":6000,"currency":"EUR"}]""",
            answer.Json.GetProperty("noticedByCustomer").GetRawText());
    }

    [Fact]
    public async Task Cost_is_hours_by_price()
    {
        var service = (await host.Store.FindAsync<Service>("checkout", Ct))!;
        var incident = (await host.Store.FindAsync<Incident>("checkout/000001", Ct))!;
        await host.Store.SaveAsync(
        [
            Write.Put("sre-core", new Team("sre-core", "SRE") { Lead = "lea", Members = ["hugo"], Sre = true }),
            Write.Replace(service,
                service.Value with { Engagement = new Engagement(EngagementModel.YouBuildSreRun)
                {
                    By = "sre-core",
                    Price = new EngagementPrice(new Money(95, "EUR"), PriceUnit.Hour),
                } }),
            Write.Replace(incident,
                incident.Value with
                {
                    Responders = [new Responder("hugo", incident.Value.Start, incident.Value.Start + NodaTime.Duration.FromMinutes(90))],
                }),
        ], Ct);
        // 1.5 h x 95; there was no shift yet.
        var answer = await host.GetAsync("/api/v1/reports/cost?period=2026-10", ApiHost.Read);
        Assert.Equal(
            """
            {"period":"2026-10","start":"2026-10-01T00:00:00Z","end":"2026-11-01T00:00:00Z","totals":[{"amount":142.5,"currency":"EUR"}],
            "lines":[{"team":"payments","costCenter":null,"service":"checkout","by":"sre-core","standbyHours":0,"calloutHours":1.5,
            "supportHours":0,"price":{"amount":{"amount":95,"currency":"EUR"},"per":"hour"},"cost":{"amount":142.5,"currency":"EUR"}}]}
            """.ReplaceLineEndings(""), answer.Text);
    }

    [Fact]
    public async Task Support_that_was_approved_is_part_of_the_cost()
    {
        TimeEntry Entry(string person, string team, string start, string end) =>
            new(person, TimeEntryKind.Support, ApiHost.At(start), ApiHost.At(end), "token:clock", ApiHost.Now)
            {
                Team = team,
                Note = "x",
                Decision = new EntryDecision(true, "eve", ApiHost.Now, null),
            };
        await host.Store.SaveAsync(
        [
            Write.Put("sre-core", new Team("sre-core", "SRE") { Lead = "lea", Members = ["hugo"], Sre = true }),
            .. new[] { Entry("hugo", "payments", "2026-10-31T22:00:00Z", "2026-11-01T04:00:00Z"),
                Entry("hugo", "search", "2026-10-05T09:00:00Z", "2026-10-05T10:00:00Z") }.Select(entry => Write.Put(entry.Id, entry)),
        ], Ct);
        // Two of six hours are October's; no service of payments has a price with sre-core.
        var answer = await host.GetAsync("/api/v1/reports/cost?period=2026-10&team=payments", ApiHost.Read);
        Assert.Equal(
            """
            [{"team":"payments","costCenter":null,"service":null,"by":"sre-core","standbyHours":0,"calloutHours":0,"supportHours":2,
            "price":null,"cost":null}]
            """.ReplaceLineEndings(""),
            answer.Json.GetProperty("lines").GetRawText());
        var bound =
            (await new ApiTokenIssue(host.Store)
                .CreateAsync(new("bound", "read", "1d") { Teams = ["search"] }, "watchbill", ApiHost.Now, Ct)).Text;
        Assert.Equal("search",
            Assert.Single((await host.GetAsync("/api/v1/reports/cost", bound)).Json.GetProperty("lines").EnumerateArray())
                .GetProperty("team").GetString());
    }

    [Fact]
    public async Task A_team_is_its_services_alone_and_no_figure_of_everybody()
    {
        var kpis = await host.GetAsync("/api/v1/reports/kpi?team=search", ApiHost.Read);
        Assert.Equal((0, "[]"),
            (kpis.Json.GetProperty("kpis")[1].GetProperty("of").GetInt32(), kpis.Json.GetProperty("figures").GetRawText()));
        Assert.Equal(1,
            (await host.GetAsync("/api/v1/reports/kpi?team=payments", ApiHost.Read)).Json.GetProperty("kpis")[1].GetProperty("of")
                .GetInt32());
        Assert.Equal("""["index"]""",
            (await host.GetAsync("/api/v1/reports/value?team=search", ApiHost.Read)).Json.GetProperty("unpriced").GetRawText());
        var bound =
            (await new ApiTokenIssue(host.Store)
                .CreateAsync(new("bound", "read", "1d") { Teams = ["search"], Services = ["checkout"] }, "watchbill", ApiHost.Now,
                    Ct)).Text;
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/api/v1/reports/kpi?team=search", bound)).Status);
        // One service is not all that payments has.
        foreach (var report in new[] { "kpi", "value", "cost" })
            Assert.Equal(HttpStatusCode.Forbidden, (await host.GetAsync($"/api/v1/reports/{report}?team=payments", bound)).Status);
    }

    [Theory]
    [InlineData("/api/v1/reports/kpi?team=paymets", 404, "Did you mean `payments`?")]
    [InlineData("/api/v1/reports/kpi?period=2026-Q5", 422, "'2026-Q5' is no month, quarter or year.")]
    [InlineData("/api/v1/reports/kpi?period=2027", 422, "2027 has not begun")]
    [InlineData("/api/v1/reports/kpi?perod=2026", 400, "Did you mean `period`?")]
    [InlineData("/api/v1/reports/vlaue", 404, "Did you mean `value`?")]
    public async Task What_cannot_be_answered_is_said(string path, int status, string says)
    {
        var refused = await host.GetAsync(path, ApiHost.Read);
        Assert.Equal(status, (int)refused.Status);
        Assert.Contains(says, refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bound_token_sees_its_services_alone_and_no_figure_of_everybody()
    {
        var token =
            (await new ApiTokenIssue(host.Store)
                .CreateAsync(new("bound", "read", "1d") { Services = ["index"] }, "watchbill", ApiHost.Now, Ct)).Text;
        var kpis = await host.GetAsync("/api/v1/reports/kpi", token);
        Assert.Equal("[]", kpis.Json.GetProperty("figures").GetRawText());
        Assert.Equal(0, kpis.Json.GetProperty("kpis")[1].GetProperty("of").GetInt32());
        Assert.Equal("[]", (await host.GetAsync("/api/v1/reports/value", token)).Json.GetProperty("noticedByCustomer").GetRawText());
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.GetAsync("/api/v1/reports/value", null)).Status);
    }

    private static string? Text(Answer answer, string name) => answer.Json.GetProperty(name).GetString();
}
