using System.Net;
using NodaTime;
using Watchbill.Organization;
using Watchbill.Paging;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary><c>POST /ingest/heartbeats/{id}</c>. Now is Friday 20 November 2026, 10:00 UTC.</summary>
public sealed class HeartbeatTests : IAsyncLifetime
{
    private readonly ApiHost host = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await host.InitializeAsync();
        await host.Store.SaveAsync(
            [Write.Put(OrganizationSettings.DocumentId, new OrganizationSettings("Example", "Europe/Lisbon", "EUR")
            {
                Heartbeats = [new Heartbeat("am", "checkout", Duration.FromMinutes(5), Duration.FromMinutes(1))],
            })], Ct);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("{}", "application/json")]
    [InlineData("""{"version":"4","alerts":[{"status":"firing","labels":{"alertname":"Watchdog"}}]}""", "application/json")]
    [InlineData("", "text/plain")]
    public async Task A_ping_is_taken_whatever_it_sends_along(string body, string type)
    {
        var taken = await host.PostAsync("/api/v1/ingest/heartbeats/am", body, type, ApiHost.Ingest);
        Assert.Equal("""{"id":"am","at":"2026-11-20T10:00:00Z","lateAt":"2026-11-20T10:06:00Z"}""", taken.Text);
        Assert.Equal(host.Clock.Now, (await host.Store.FindAsync<Ping>("am", Ct))!.Value.At);
    }

    [Fact]
    public async Task One_that_the_file_does_not_name_is_404_and_another_scope_403()
    {
        var unknown = await host.PostAsync("/api/v1/ingest/heartbeats/no-such", "{}", token: ApiHost.Ingest);
        Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
        Assert.Contains("No heartbeat `no-such` in the organisation file.", unknown.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.PostAsync("/api/v1/ingest/heartbeats/am", "{}", token: ApiHost.Read)).Status);
    }
}
