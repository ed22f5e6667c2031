using System.Net;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;
using Watchbill.Training;

namespace Watchbill.Api;

public sealed class TrainingTests(ApiHost host) : IClassFixture<ApiHost>, IAsyncLifetime
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var read = (await host.Store.FindAsync<Rotation>("payments", Ct))!;
        if (read.Value.Requires is not null) return;
        await host.Store.SaveAsync(
        [
            Write.Replace(read, read.Value with { Requires = "first-time-on-call" }),
            Write.Create("payments", new Requirement("payments", "first-time-on-call", ApiHost.Now)),
            Write.Create("eve", new Person("eve", "Eve Moe") { TimeZone = "Europe/Lisbon" }),
            .. new[] { "ana", "ben", "cai" }.Select(person => new Enrollment(person, "first-time-on-call", "payments").With(
                new TrainingEvent(ApiHost.Now, "watchbill", TrainingStep.Granted))).Select(one => Write.Create(one.Id, one)),
        ], Ct);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("overrides", """{"person":"eve","start":"2027-01-04T10:00:00Z","end":"2027-01-04T12:00:00Z","reason":"x"}""")]
    [InlineData("overrides", """{"spans":[{"person":"eve","start":"2027-01-04T10:00:00Z","end":"2027-01-04T12:00:00Z"}],"reason":"x"}""")]
    [InlineData("swaps", """{"person":"ben","with":"eve","start":"2026-11-24T10:00:00Z","end":"2026-11-24T12:00:00Z"}""")]
    [InlineData("covers", """{"person":"ben","start":"2026-11-24T10:00:00Z","end":"2026-11-24T12:00:00Z","takenBy":"eve"}""")]
    public async Task The_unqualified_are_put_on_call_by_no_route(string route, string body)
    {
        var refused = await host.PostAsync($"/api/v1/rotations/payments/{route}", body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.StartsWith("Eve Moe is not qualified for payments.", refused.Json.GetProperty("detail").GetString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Insist_lets_one_change_through()
    {
        var made = await host.PostAsync("/api/v1/rotations/payments/overrides",
            """{"person":"eve","start":"2027-02-01T10:00:00Z","end":"2027-02-01T12:00:00Z","reason":"x","insist":"nobody else"}""");
        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Contains(await host.Store.ListAsync<AuditRow>(IdRange.All, Ct),
            row => row.Value.Entry is { Action: "training insist", Reason: "nobody else" });
    }

    [Fact]
    public async Task What_happened_in_this_very_second_is_answered()
    {
        host.Clock.Now = ApiHost.Now + NodaTime.Duration.FromMilliseconds(700);
        var begun = new TrainingEvent(host.Clock.Now, "ana", TrainingStep.Started);
        var started = new Enrollment("fay", "first-time-on-call", "payments").With(begun);
        var fay = new Person("fay", "Fay Oh") { TimeZone = "Etc/UTC" };
        await host.Store.SaveAsync([Write.Create("fay", fay), Write.Create(started.Id, started)], Ct);
        Assert.Single((await host.GetAsync("/api/v1/training/fay")).Json.GetProperty("programs").EnumerateArray());
    }

    /// <summary>The route and the status of each scope: admin, read, write, pay, ingest, none.</summary>
    [Theory]
    [InlineData("training/ana", "200 403 403 403 403 401")]
    [InlineData("health/people?team=payments", "200 403 403 403 403 401")]
    [InlineData("reports/toil", "200 200 200 403 403 401")]
    public async Task Each_scope_reads_what_is_its_own(string route, string expected)
    {
        var seen = new List<int>();
        foreach (var token in new[] { ApiHost.Admin, ApiHost.Read, ApiHost.Write, ApiHost.Pay, ApiHost.Ingest, null })
            seen.Add((int)(await host.GetAsync($"/api/v1/{route}", token)).Status);
        Assert.Equal(expected, string.Join(' ', seen));
    }

    [Fact]
    public async Task Progress_is_answered_to_admin_tokens_alone()
    {
        var ana = (await host.GetAsync("/api/v1/training/ana")).Json;
        var program = Assert.Single(ana.GetProperty("programs").EnumerateArray());
        Assert.Equal(("first-time-on-call", "payments", "qualified"), (program.GetProperty("program").GetString(),
            program.GetProperty("rotation").GetString(), program.GetProperty("state").GetString()));
        Assert.Equal(2, program.GetProperty("shadow").GetProperty("needed").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync("/api/v1/training/nobody")).Status);
    }
}
