using Watchbill.Organization;

namespace Watchbill.Storage;

/// <summary>The log takes little room beside the database, whatever is saved and read.</summary>
public abstract class LogSizeContract : DatabaseContract
{
    private const long MaxLog = 20 << 20;

    private protected abstract string LogName { get; }

    private long Log => new FileInfo(Database + LogName).Length;

    [Fact]
    public async Task Large_documents_that_replace_each_other_leave_a_small_log()
    {
        using var store = Open();
        for (var i = 0; i < 60; i++) await ReplaceAsync(store, i, 1_000_000);

        Assert.InRange(Log, 0, MaxLog);
    }

    [Fact]
    public async Task One_large_save_is_not_kept_in_the_log()
    {
        using var store = Open();
        await ReplaceAsync(store, 0, 14_000_000);
        await ReplaceAsync(store, 1, 1);
        await ReplaceAsync(store, 2, 1);

        Assert.InRange(Log, 0, MaxLog);
    }

    [Fact]
    public async Task Readers_that_never_pause_do_not_let_the_log_grow()
    {
        using var store = Open();
        await ReplaceAsync(store, 0, 200_000);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(
            () =>
            {
                while (!stop.IsCancellationRequested) store.ListAsync<Domain>(IdRange.All, Ct).AsTask().GetAwaiter().GetResult();
            },
            Ct, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToList();
        // Half as much again as the log may take.
        for (var i = 0; i < 150; i++) await ReplaceAsync(store, i, 200_000);
        var grown = Log;
        await stop.CancelAsync();
        await Task.WhenAll(readers);

        Assert.InRange(grown, 0, MaxLog);
    }

    private static Task ReplaceAsync(IStore store, int number, int length) =>
        store.SaveAsync([Write.Put("big", new Domain("big", new string((char)('a' + number % 26), length)))], Ct);
}

public sealed class SqliteLogSizeTests : LogSizeContract
{
    private protected override IDatabaseKind Kind => new SqliteKind();

    private protected override string LogName => "-wal";
}

public sealed class LiteLogSizeTests : LogSizeContract
{
    private protected override IDatabaseKind Kind => new LiteKind();

    private protected override string LogName => "-log";
}
