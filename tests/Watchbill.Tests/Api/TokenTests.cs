using System.Net;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Api;

public sealed class TokenTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData(null, "/api/v1/oncall", 401, "read")]
    [InlineData("", "/api/v1/oncall", 401, "read")]
    [InlineData("nobody-was-given-this", "/api/v1/oncall", 401, "read")]
    [InlineData("wb_unknown_0123456789abcdef", "/api/v1/oncall", 401, "read")]
    [InlineData("wb__", "/api/v1/oncall", 401, "read")]
    [InlineData(ApiHost.Pay, "/api/v1/oncall", 403, "read")]
    [InlineData(ApiHost.Read, "/api/v1/oncall", 200, null)]
    [InlineData(ApiHost.Write, "/api/v1/oncall", 200, null)]
    [InlineData(ApiHost.Admin, "/api/v1/oncall", 200, null)]
    [InlineData(ApiHost.Read, "/api/v1/rotations/payments/shifts", 200, null)]
    [InlineData(ApiHost.Pay, "/api/v1/rotations/payments/shifts", 403, "read")]
    [InlineData(ApiHost.Read, "/api/v1/messages", 200, null)]
    [InlineData(null, "/api/v1/messages", 401, "read")]
    [InlineData(ApiHost.Read, "/api/v1/audit", 403, "admin")]
    [InlineData(ApiHost.Write, "/api/v1/audit", 403, "admin")]
    [InlineData(null, "/api/v1/audit", 401, "admin")]
    [InlineData(ApiHost.Admin, "/api/v1/audit", 200, null)]
    [InlineData(null, "/health/live", 200, null)]
    [InlineData(null, "/health/ready", 200, null)]
    [InlineData(null, "/openapi/v1.json", 200, null)]
    public async Task A_token_opens_what_its_scope_allows(string? token, string path, int status, string? scope)
    {
        var answer = await host.GetAsync(path, token);
        Assert.Equal(status, (int)answer.Status);
        if (scope is null) return;
        Assert.Equal("application/problem+json", answer.Type);
        Assert.Contains($"'{scope}'", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(scope, answer.Json.GetProperty("scope").GetString());
        Assert.Contains($"scope=\"{scope}\"", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_was_made_opens_until_it_expires()
    {
        var token = await MakeAsync(new("ci", "read", "1d"));
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/api/v1/oncall", token)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized,
            (await host.GetAsync("/api/v1/oncall", token[..^1] + (token[^1] == '0' ? '1' : '0'))).Status);

        host.Clock.Now = ApiHost.Now + Duration.FromDays(1);
        var expired = await host.GetAsync("/api/v1/oncall", token);
        host.Clock.Now = ApiHost.Now;
        Assert.Equal(HttpStatusCode.Unauthorized, expired.Status);
        Assert.Contains("expired", expired.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_hash_of_a_token_is_stored_and_its_making_is_audited()
    {
        var token = await MakeAsync(new("hashed", "gate read", "2027-01-31"));
        var id = token.Split('_')[1];
        var stored = (await host.Store.FindAsync<ApiToken>(id, TestContext.Current.CancellationToken))!.Value;
        Assert.Equal(ApiTokenIssue.HashOf(token.Split('_')[2]), stored.Hash);
        Assert.Equal(64, token.Split('_')[2].Length);
        Assert.Equal(ApiHost.At("2027-01-31T00:00:00Z"), stored.Expires);
        var rows = await host.Store.ListAsync<AuditRow>(IdRange.All, TestContext.Current.CancellationToken);
        var row = Assert.Single(rows, row => row.Value.Entry.Subject == $"token/{id}").Value.Entry;
        Assert.Equal("hashed: gate read until 2027-01-31T00:00:00Z", row.New);
    }

    [Theory]
    [InlineData("payments", null, 200)]
    [InlineData(null, "checkout", 200)]
    [InlineData("search", null, 403)]
    [InlineData(null, "index", 403)]
    public async Task A_bound_token_reaches_its_own_rotations_only(string? team, string? service, int status)
    {
        var token =
            await MakeAsync(
                new($"bound-{team}{service}", "read", "30d")
                {
                    Teams = team is null ? [] : [team],
                    Services = service is null ? [] : [service],
                });
        Assert.Equal(status, (int)(await host.GetAsync("/api/v1/oncall?rotation=payments", token)).Status);
        Assert.Equal(status, (int)(await host.GetAsync("/api/v1/rotations/payments/shifts", token)).Status);
        // The domain's triage answers for both teams.
        var all =
            (await host.GetAsync("/api/v1/oncall", token)).Json.GetProperty("rotations").EnumerateArray()
                .Select(rotation => rotation.GetProperty("rotation").GetString());
        Assert.Equal(status == 200 ? ["payments", "triage"] : ["triage"], all);
    }

    [Fact]
    public async Task A_bound_admin_token_does_not_read_the_audit_log()
    {
        var token = await MakeAsync(new("half-an-admin", "admin", "30d") { Teams = ["payments"] });
        Assert.Equal(HttpStatusCode.Forbidden, (await host.GetAsync("/api/v1/audit", token)).Status);
    }

    [Fact]
    public async Task A_token_with_a_limit_waits_for_the_next_minute()
    {
        var token = await MakeAsync(new("slow", "read", "30d") { PerMinute = 2 });
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/api/v1/oncall", token)).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/api/v1/oncall", token)).Status);
        host.Clock.Now = ApiHost.Now + Duration.FromSeconds(18);
        var refused = await host.GetAsync("/api/v1/oncall", token);
        host.Clock.Now = ApiHost.Now + Duration.FromMinutes(1);
        var later = await host.GetAsync("/api/v1/oncall", token);
        host.Clock.Now = ApiHost.Now;
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.Equal(TimeSpan.FromSeconds(42), refused.Headers.RetryAfter!.Delta);
        Assert.Equal("application/problem+json", refused.Type);
        Assert.Equal(HttpStatusCode.OK, later.Status);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_keeps_no_token_waiting_and_counts_on()
    {
        var token = await MakeAsync(new("back", "read", "30d") { PerMinute = 2 });
        for (var i = 0; i < 2; i++) await host.GetAsync("/api/v1/oncall", token);
        host.Clock.Now = ApiHost.Now - Duration.FromMinutes(10);
        var back = new List<Answer>();
        for (var i = 0; i < 3; i++) back.Add(await host.GetAsync("/api/v1/oncall", token));
        host.Clock.Now = ApiHost.Now;
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], back.Select(answer => answer.Status));
        Assert.Equal(TimeSpan.FromMinutes(1), back[2].Headers.RetryAfter!.Delta);
    }

    [Theory]
    [InlineData("CI job", "read", "30d", "name")]
    [InlineData("other", "raed", "30d", "scope")]
    [InlineData("other", " ", "30d", "scope")]
    [InlineData("other", "read", "soon", "expires")]
    [InlineData("other", "read", "2026-11-20", "expires")]
    [InlineData("other", "read", "0d", "expires")]
    public async Task A_wish_that_makes_no_sense_is_refused(string name, string scope, string expires, string field)
    {
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => MakeAsync(new(name, scope, expires)));
        Assert.Equal(field, refusal.Field);
    }

    [Fact]
    public async Task A_token_for_an_unknown_team_names_the_nearest()
    {
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => MakeAsync(new("typo", "read", "30d") { Teams = ["paymnets"] }));
        Assert.Equal("No team `paymnets`. Did you mean `payments`?", refusal.Message);
    }

    private async Task<string> MakeAsync(TokenRequest wish) =>
        (await new ApiTokenIssue(host.Store).CreateAsync(wish, "watchbill", ApiHost.Now, TestContext.Current.CancellationToken)).Text;
}
