using Microsoft.Extensions.Logging.Abstractions;
using Watchbill.Fixtures;
using Watchbill.Organization;

namespace Watchbill.Storage;

/// <summary>The write-ahead log takes little room beside the database, whatever is saved and read.</summary>
public sealed class LogSizeTests : IDisposable
{
    private const long MaxLog = 20 << 20;
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private long Log => new FileInfo(folder["watchbill.db-wal"]).Length;

    [Fact]
    public async Task Large_documents_that_replace_each_other_leave_a_small_log()
    {
        using var store = Open();
        for (var i = 0; i < 60; i++) await SaveAsync(store, i, 1_000_000);

        Assert.InRange(Log, 0, MaxLog);
    }

    [Fact]
    public async Task One_large_save_is_not_kept_in_the_log()
    {
        using var store = Open();
        await SaveAsync(store, 0, 40_000_000);
        await SaveAsync(store, 1, 1);
        await SaveAsync(store, 2, 1);

        Assert.InRange(Log, 0, MaxLog);
    }

    [Fact]
    public async Task Readers_that_never_pause_do_not_let_the_log_grow()
    {
        using var store = Open();
        await SaveAsync(store, 0, 200_000);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(
            () =>
            {
                while (!stop.IsCancellationRequested) store.ListAsync<Domain>(IdRange.All, Ct).AsTask().GetAwaiter().GetResult();
            },
            Ct, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToList();
        for (var i = 0; i < 300; i++) await SaveAsync(store, i, 200_000);
        var grown = Log;
        await stop.CancelAsync();
        await Task.WhenAll(readers);

        Assert.InRange(grown, 0, MaxLog);
    }

    public void Dispose() => folder.Dispose();

    private static Task SaveAsync(SqliteStore store, int number, int length) =>
        store.SaveAsync([Change.Put("big", new Domain("big", new string((char)('a' + number % 26), length)))], Ct);

    private SqliteStore Open() => SqliteStore.Open(folder["watchbill.db"], new SaveNotices(), NullLogger.Instance);
}
