using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Watchbill.Fixtures;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>Readiness finds out whether the store can be written, and not only read.</summary>
public sealed class ReadinessTests
{
    private readonly FakeTimeProvider time = new();
    private readonly SaveNotices notices = new();
    private readonly SwitchedStore store = new(new MemoryStore());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_store_that_reads_and_cannot_write_is_not_ready()
    {
        var check = Check();
        store.ReadOnly = true;

        var found = await CheckAsync(check);

        Assert.Equal(HealthStatus.Unhealthy, found.Status);
        Assert.Equal("reads, but cannot save: nothing can be changed until it does; the log says why", found.Description);
    }

    [Fact]
    public async Task A_disk_that_turns_read_only_while_the_host_runs_is_found_within_a_minute_and_so_is_its_end()
    {
        var check = Check();
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(check)).Status);
        store.ReadOnly = true;
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(check)).Status);

        store.ReadOnly = false;
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(check)).Status);
    }

    [Fact]
    public async Task A_save_that_fails_meanwhile_is_not_waited_for_a_minute_to_be_found()
    {
        var check = Check();
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(check)).Status);
        store.ReadOnly = true;
        notices.Fail();
        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(check)).Status);

        store.ReadOnly = false;
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(check)).Status);
        // It saves again: the next one is in a minute.
        time.Advance(TimeSpan.FromSeconds(50));
        await CheckAsync(check);
        Assert.Equal(3, store.Saves);
    }

    [Fact]
    public async Task It_writes_once_a_minute_however_often_it_is_asked()
    {
        var check = Check();
        for (var second = 0; second < 120; second++)
        {
            await Task.WhenAll(CheckAsync(check), CheckAsync(check));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(2, store.Saves);
    }

    private StoreCheck Check() => new(store, notices, new FakeClock(ApiHost.Now), time, NullLogger<StoreCheck>.Instance);

    private static Task<HealthCheckResult> CheckAsync(StoreCheck check) => check.CheckHealthAsync(new HealthCheckContext(), Ct);

    private sealed class SwitchedStore(IStore store) : IStore
    {
        private int saves;

        public bool ReadOnly { get; set; }

        public int Saves => saves;

        public ValueTask<Stored<T>?> FindAsync<T>(string id, CancellationToken ct) where T : class => store.FindAsync<T>(id, ct);

        public ValueTask<IReadOnlyList<Stored<T>>> ListAsync<T>(IdRange range, CancellationToken ct) where T : class =>
            store.ListAsync<T>(range, ct);

        public Task SaveAsync(IReadOnlyList<Write> changes, CancellationToken ct)
        {
            Interlocked.Increment(ref saves);
            return ReadOnly ? Task.FromException(new StorageException("The disk is read-only.")) : store.SaveAsync(changes, ct);
        }
    }
}
