using System.Net;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Api;

public sealed class OverrideTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Overrides = "/api/v1/rotations/payments/overrides";

    [Fact]
    public async Task An_override_is_made_seen_and_taken_back()
    {
        var made =
            await host.PostAsync(Overrides,
                """{"person":"ben","start":"2026-12-02T12:00:00+01:00","end":"2026-12-02T18:00:00Z","reason":"Cai flies"}""");
        Assert.Equal(HttpStatusCode.Created, made.Status);
        var id = made.Json.GetProperty("id").GetString();
        Assert.Equal($"{Overrides}/{id}", made.Headers.Location?.OriginalString);
        Assert.Equal(
            $$"""
            {"id":"{{id}}","rotation":"payments","layer":"primary","person":"ben","start":"2026-12-02T11:00:00Z",
            "end":"2026-12-02T18:00:00Z","reason":"Cai flies","decidedBy":"token:root","decidedAt":"2026-11-20T10:00:00Z",
            "warnings":["{{Double("payments (secondary)", 18)}}","{{Double("triage", 17)}}"]}
            """.ReplaceLineEndings(""),
            made.Text);
        Assert.Equal("ben", await PersonAsync());
        var audit =
            (await host.Store.ListAsync<AuditRow>(new(null, null, 1, Descending: true),
                TestContext.Current.CancellationToken))[0].Value.Entry;
        Assert.Equal(("token:root", "oncall override", "api", "Cai flies"), (audit.Actor, audit.Action, audit.Origin, audit.Reason));

        Assert.Equal(HttpStatusCode.NoContent, (await host.SendAsync(new(HttpMethod.Delete, $"{Overrides}/{id}"))).Status);
        Assert.Equal("cai", await PersonAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await host.SendAsync(new(HttpMethod.Delete, $"{Overrides}/{id}"))).Status);
    }

    [Theory]
    [InlineData("""{"person":"bne","start":"2026-12-02T12:00:00Z","end":"2026-12-02T18:00:00Z","reason":"x"}""", 404, "person",
        "Did you mean `ben`?")]
    [InlineData("""{"start":"2026-12-02T12:00:00Z","end":"2026-12-02T18:00:00Z","reason":"x"}""", 400, "person", "'person' is missing")]
    [InlineData("""{"person":"ben","start":"2026-12-02","end":"2026-12-02T18:00:00Z","reason":"x"}""", 400, "start",
        "expected is an instant")]
    [InlineData("""{"person":"ben","start":"2026-12-02T12:00:00Z","end":"2026-12-02T18:00:00Z"}""", 400, "reason", "'reason' is missing")]
    [InlineData("""{"person":"ben","start":"2026-12-02T12:00:00Z","end":"2026-12-02T11:00:00Z","reason":"x"}""", 422, "end",
        "not after the start")]
    [InlineData("""{"person":"ben","start":"2026-10-02T12:00:00Z","end":"2026-10-02T18:00:00Z","reason":"x"}""", 422, "end", "is past")]
    [InlineData("""{"person":"ben","start":"2026-12-02T12:00:00Z","end":"2026-12-02T18:00:00Z","layer":"secondry","reason":"x"}""", 422,
        "layer", "Did you mean `secondary`?")]
    [InlineData("""{"person":"ben","start":"2026-12-02T12:00:00Z","end":"2026-12-02T18:00:00Z","raeson":"x"}""", 400, "raeson",
        "Did you mean `reason`?")]
    public async Task A_wish_that_cannot_be_changes_nothing(string body, int status, string field, string says)
    {
        var refused = await host.PostAsync(Overrides, body);
        Assert.Equal(status, (int)refused.Status);
        Assert.Equal(field, refused.Json.GetProperty("field").GetString());
        Assert.Contains(says, refused.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty((await host.Store.FindAsync<RotationChanges>("payments", TestContext.Current.CancellationToken))?.Value.Changes ?? []);
    }

    [Theory]
    [InlineData("2027-12-03T12:00:00Z", 201)] // 366 days: a leap year is a year.
    [InlineData("2027-12-03T12:00:01Z", 422)]
    public async Task A_span_over_a_year_is_refused(string end, int status)
    {
        var made = await host.PostAsync(Overrides, $$"""{"person":"ben","start":"2026-12-02T12:00:00Z","end":"{{end}}","reason":"x"}""");
        Assert.Equal(status, (int)made.Status);
        if (status == 422) Assert.Contains("is longer than a year", made.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        else await host.SendAsync(new(HttpMethod.Delete, $"{Overrides}/{made.Json.GetProperty("id").GetString()}"));
    }

    [Fact]
    public async Task A_list_of_spans_is_one_override_and_taken_back_as_one()
    {
        var made = await host.PostAsync(Overrides,
            """
            {"spans":[{"person":"cai","start":"2026-12-02T12:00:00Z","end":"2026-12-02T14:00:00Z"},
            {"person":"ana","start":"2026-12-02T14:00:00Z","end":"2026-12-02T18:00:00Z"}],"reason":"The fair"}
            """);
        Assert.Equal(HttpStatusCode.Created, made.Status);
        var id = made.Json.GetProperty("id").GetString();
        Assert.Equal(
            $$"""
            {"id":"{{id}}","rotation":"payments","layer":"primary",
            "spans":[{"person":"cai","start":"2026-12-02T12:00:00Z","end":"2026-12-02T14:00:00Z"},
            {"person":"ana","start":"2026-12-02T14:00:00Z","end":"2026-12-02T18:00:00Z"}],
            "reason":"The fair","decidedBy":"token:root","decidedAt":"2026-11-20T10:00:00Z"}
            """.ReplaceLineEndings(""),
            made.Text);
        Assert.Equal("ana", await PersonAsync());
        Assert.Equal(HttpStatusCode.NoContent, (await host.SendAsync(new(HttpMethod.Delete, $"{Overrides}/{id}"))).Status);
        Assert.Equal("cai", await PersonAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await host.SendAsync(new(HttpMethod.Delete, $"{Overrides}/{id}"))).Status);
    }

    [Fact]
    public async Task Somebody_on_two_levels_or_away_is_named_in_the_answer()
    {
        // Cai has primary in the week of 30 November, ben secondary.
        var twice = await host.PostAsync(Overrides,
            """{"person":"ben","start":"2026-12-02T12:00:00Z","end":"2026-12-02T18:00:00Z","reason":"x"}""");
        Assert.Equal(Double("payments (secondary)", 18, from: 12), twice.Json.GetProperty("warnings")[0].GetString());
        await host.SendAsync(new(HttpMethod.Delete, $"{Overrides}/{twice.Json.GetProperty("id").GetString()}"));
        await host.PostAsync("/api/v1/people/ana/absences", """{"start":"2026-12-02T00:00:00Z","end":"2026-12-03T00:00:00Z"}""");
        var away = await host.PostAsync(Overrides,
            """{"person":"ana","start":"2026-12-02T12:00:00Z","end":"2026-12-02T18:00:00Z","reason":"x"}""");
        Assert.Contains("Ana Silva is away in some of that time",
            Assert.Single(away.Json.GetProperty("warnings").EnumerateArray()).GetString(), StringComparison.Ordinal);
        await host.SendAsync(new(HttpMethod.Delete, $"{Overrides}/{away.Json.GetProperty("id").GetString()}"));
        var absences = await host.GetAsync("/api/v1/people/ana/absences");
        var absence = absences.Json.GetProperty("absences")[0].GetProperty("id").GetString();
        await host.SendAsync(new(HttpMethod.Delete, $"/api/v1/people/ana/absences/{absence}"));
    }

    [Theory]
    [InlineData("""{"spans":[],"reason":"x"}""", "spans")]
    [InlineData("""{"spans":[{"person":"ben","start":"2026-12-02T12:00:00Z"}],"reason":"x"}""", "end")]
    [InlineData("""{"spans":[{"person":"ben","start":"2026-12-02T12:00:00Z","end":"2026-12-02T18:00:00Z","layer":"x"}],"reason":"x"}""",
        "layer")]
    [InlineData("""
        {"spans":[{"person":"ben","start":"2026-12-02T12:00:00Z","end":"2026-12-02T18:00:00Z"}],"person":"ben","reason":"x"}
        """, "spans")]
    public async Task A_list_that_cannot_be_changes_nothing(string body, string field)
    {
        var refused = await host.PostAsync(Overrides, body);
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal(field, refused.Json.GetProperty("field").GetString());
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData(ApiHost.Read, 403)]
    [InlineData(ApiHost.Pay, 403)]
    public async Task Changes_need_the_scope_write(string? token, int status)
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Post, Overrides) { Content = new StringContent("{}", null, "application/json") };
        Assert.Equal(status, (int)(await host.SendAsync(request, token)).Status);
        Assert.Equal(status, (int)(await host.SendAsync(new(HttpMethod.Delete, $"{Overrides}/x"), token)).Status);
    }

    [Fact]
    public async Task A_token_bound_to_a_team_does_not_change_what_its_domain_shares()
    {
        var token =
            (await new Organization.ApiTokenIssue(host.Store)
                .CreateAsync(new("bound", "write", "1d") { Teams = ["payments"] }, "watchbill", ApiHost.Now,
                    TestContext.Current.CancellationToken)).Text;
        Assert.Equal(HttpStatusCode.Forbidden,
            (await host.SendAsync(new(HttpMethod.Delete, "/api/v1/rotations/triage/overrides/x"), token)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await host.SendAsync(new(HttpMethod.Delete, $"{Overrides}/x"), token)).Status);
    }

    private static string Double(string where, int to, int from = 11) =>
        $"⚠ Ben Ode is also on call for {where}, Wed 2 Dec 2026 {from}-{to} (UTC).";

    private async Task<string?> PersonAsync() =>
        (await host.GetAsync("/api/v1/oncall?rotation=payments&at=2026-12-02T15:00:00Z")).Json.GetProperty("rotations")[0]
            .GetProperty("people")[0].GetProperty("person").GetString();
}
