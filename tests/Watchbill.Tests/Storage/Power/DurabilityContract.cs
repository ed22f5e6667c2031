using Watchbill.Organization;

namespace Watchbill.Storage;

/// <summary>What a store says of a save is what its disk did.</summary>
public abstract class DurabilityContract
{
    private const int DiskFailed = 5;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_save_is_flushed_before_it_is_acknowledged()
    {
        using var machine = Machine();
        using var store = machine.Open();
        for (var i = 0; i < 50; i++)
        {
            var before = machine.Disk.Flushes;
            await SaveAsync(store, $"d{i}");
            Assert.True(machine.Disk.Flushes > before, $"Save {i} was acknowledged without a flush.");
        }
    }

    [Fact]
    public async Task A_save_waits_for_its_flush_and_those_after_it_share_one()
    {
        using var machine = Machine();
        using var store = machine.Open();
        await SaveAsync(store, "before");
        using var reached = new SemaphoreSlim(0);
        using var goOn = new ManualResetEventSlim();
        machine.Disk.Flushing = () =>
        {
            reached.Release();
            goOn.Wait();
        };
        var first = SaveAsync(store, "first");
        await reached.WaitAsync(Ct);
        var others = Enumerable.Range(0, 20).Select(i => SaveAsync(store, $"d{i}")).ToList();

        Assert.DoesNotContain(others.Append(first), save => save.IsCompleted);
        machine.Disk.Flushing = null;
        var flushes = machine.Disk.Flushes;
        goOn.Set();
        await Task.WhenAll(others.Append(first));

        Assert.Equal(2, machine.Disk.Flushes - flushes);
    }

    [Fact]
    public async Task A_save_whose_flush_fails_is_not_there_and_the_next_one_is()
    {
        using var machine = Machine();
        using (var store = machine.Open())
        {
            await SaveAsync(store, "before");
            machine.Disk.Flushing = () => throw new IOException("Input/output error.", DiskFailed);
            var failed = await Assert.ThrowsAsync<StorageException>(() => SaveAsync(store, "failed"));
            machine.Disk.Flushing = null;
            // What the engine left behind must end no process when it is collected.
            GC.Collect();
            GC.WaitForPendingFinalizers();

            Assert.Contains("disk", failed.Message, StringComparison.Ordinal);
            Assert.Null(await store.FindAsync<Domain>("failed", Ct));
            await SaveAsync(store, "after");
            Assert.Equal(["after", "before"], await IdsAsync(store));
        }

        using var reopened = machine.Open();
        Assert.Equal(["after", "before"], await IdsAsync(reopened));
    }

    /// <summary>Wherever in its work the store finds the disk full: in its log, or when it moves that into the file.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(6)]
    public async Task A_full_disk_refuses_saves_until_there_is_room_again(int megabytes)
    {
        using var machine = Machine();
        List<string> kept = [];
        using (var store = machine.Open())
        {
            // So much of the log is there already to be written again.
            for (var i = 0; i < megabytes; i++) await KeepAsync(store, 1_000_000);
            machine.Disk.IsFull = true;
            StorageException? full = null;
            for (var i = 0; full is null && i < 5000; i++)
                full = await Record.ExceptionAsync(() => KeepAsync(store, 40_000)).AsTask() as StorageException;
            GC.Collect();
            GC.WaitForPendingFinalizers();

            Assert.Equal(StorageErrors.Full(machine.Database).Message, full?.Message);
            Assert.Equal(kept.Order(StringComparer.Ordinal), await IdsAsync(store));
            machine.Disk.IsFull = false;
            await KeepAsync(store, 1_000_000);
            Assert.Equal(kept.Order(StringComparer.Ordinal), await IdsAsync(store));
        }

        using var reopened = machine.Open();
        Assert.Equal(kept.Order(StringComparer.Ordinal), await IdsAsync(reopened));
        using var content = reopened.Content();
        Assert.Empty(DatabaseCheck.Run(content, machine.Database));

        async Task KeepAsync(IStore store, int length)
        {
            var id = $"k{kept.Count}";
            await SaveAsync(store, id, length);
            kept.Add(id);
        }
    }

    private protected abstract PowerMachine Machine();

    private protected static PowerDisk NewDisk() => new(new Random(1));

    private static Task SaveAsync(IStore store, string id, int length = 10) =>
        store.SaveAsync([Write.Create(id, new Domain(id, new string('d', length)))], Ct);

    private static async Task<IEnumerable<string>> IdsAsync(IStore store) =>
        (await store.ListAsync<Domain>(IdRange.All, Ct)).Select(stored => stored.Id);
}

public sealed class LiteDurabilityTests : DurabilityContract
{
    private protected override PowerMachine Machine() => new LiteMachine(NewDisk());
}

public sealed class SqliteDurabilityTests : DurabilityContract
{
    private protected override PowerMachine Machine() => new SqliteMachine(NewDisk());
}
