using System.Globalization;
using Watchbill.Fixtures;
using Watchbill.Organization;

namespace Watchbill.Storage;

/// <summary>What every store in a file of its own does. Inherited by one test class for each engine.</summary>
public abstract class EmbeddedStoreContract : StoreContract, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private IStore? store;

    protected override IStore Store => store ??= Open(folder["watchbill.db"]);

    [Fact]
    public async Task A_store_opened_again_has_everything_and_counts_on()
    {
        await SaveAsync(Write.Create("payments", new Team("payments", "Payments") { Lead = "ana" }), Write.Audit(Entry("first")));
        await SaveAsync(Write.Create("gone", new Team("gone", "Gone") { Lead = "ana" }));
        var gone = (await FindAsync("gone"))!;
        await SaveAsync(Write.Delete(gone));

        Reopen();
        await SaveAsync(Write.Create("new", new Team("new", "New") { Lead = "ana" }), Write.Audit(Entry("second")));

        Assert.Equal("Payments", (await FindAsync("payments"))!.Value.Name);
        Assert.Null(await FindAsync("gone"));
        Assert.True((await FindAsync("new"))!.Version > gone.Version + 1);
        var rows = await Store.ListAsync<AuditRow>(IdRange.All, Ct);
        Assert.Equal(rows[0].Value.Hash, rows[1].Value.Previous);
        Assert.Equal(AuditChain.IdOf(2), rows[1].Id);
    }

    [Fact]
    public async Task A_document_in_memory_is_found_at_once_and_without_allocation()
    {
        await SaveAsync(Write.Create("payments", new Team("payments", "Payments") { Lead = "ana" }));
        Assert.NotNull(await FindAsync("payments"));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Name("payments");

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public async Task A_reader_never_sees_less_than_a_finished_save()
    {
        await SaveAsync(Write.Put("payments", new Team("payments", "0") { Lead = "ana" }));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var saved = 0;
        var behind = 0;
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(
            () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    var atLeast = Volatile.Read(ref saved);
                    var list = Store.ListAsync<Team>(IdRange.All, Ct).AsTask().GetAwaiter().GetResult();
                    if (int.Parse(list[0].Value.Name, CultureInfo.InvariantCulture) < atLeast) Interlocked.Increment(ref behind);
                    if (int.Parse(Name("payments")!, CultureInfo.InvariantCulture) < atLeast) Interlocked.Increment(ref behind);
                }
            },
            Ct, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToList();

        for (var i = 1; i <= 200; i++)
        {
            await SaveAsync(Write.Put("payments", new Team("payments", $"{i}") { Lead = "ana" }));
            Volatile.Write(ref saved, i);
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal(0, behind);
    }

    [Fact]
    public async Task A_listener_that_fails_fails_no_save()
    {
        Notices.Saved += _ => throw new InvalidOperationException("A listener's fault.");

        await SaveAsync(Write.Create("a", new Domain("a", "A")));
        await SaveAsync(Write.Create("b", new Domain("b", "B")));

        Assert.Equal(2, (await Store.ListAsync<Domain>(IdRange.All, Ct)).Count);
    }

    [Fact]
    public async Task A_save_that_is_not_awaited_is_written_before_the_store_closes()
    {
        var saves = Enumerable.Range(0, 50).Select(i => SaveAsync(Write.Create($"d{i}", new Domain($"d{i}", "D")))).ToList();

        Reopen();
        await Task.WhenAll(saves);

        Assert.Equal(50, (await Store.ListAsync<Domain>(IdRange.All, Ct)).Count);
    }

    [Fact]
    public async Task A_closed_store_says_so()
    {
        Close();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => SaveAsync(Write.Create("a", new Domain("a", "A"))));
        Close();
    }

    public void Dispose()
    {
        Close();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected abstract IStore Open(string path);

    private void Close() => ((IDisposable)Store).Dispose();

    private void Reopen()
    {
        Close();
        store = Open(folder["watchbill.db"]);
    }
}
