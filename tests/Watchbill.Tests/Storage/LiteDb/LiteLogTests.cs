using Watchbill.Organization;

namespace Watchbill.Storage;

/// <summary>The log of a LiteDB store that was left behind by a host that did not end by itself.</summary>
public sealed class LiteLogTests : IDisposable
{
    private readonly LiteMachine machine = new(new PowerDisk(new Random(1)));

    private string Log => LiteFile.LogOf(machine.Database);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_databases_log_is_refused_and_nothing_is_touched()
    {
        await CrashAsync(machine, "mine");
        using var other = new LiteMachine(new PowerDisk(new Random(2)));
        await CrashAsync(other, "theirs");
        machine.Disk.Have(Log, Bytes(other, Log));
        var before = Bytes(machine, machine.Database);

        var refused = Assert.Throws<StorageException>(machine.Open);

        Assert.Equal(LiteErrors.ForeignLog(Log).Message, refused.Message);
        Assert.Equal(before, Bytes(machine, machine.Database));
        Assert.Equal(Bytes(other, Log), Bytes(machine, Log));
    }

    [Fact]
    public async Task Another_databases_log_that_is_empty_is_begun_anew()
    {
        await CrashAsync(machine, "mine");
        using var other = new LiteMachine(new PowerDisk(new Random(2)));
        await CrashAsync(other, "theirs");
        other.Open().Dispose();
        using (var made = other.Open()) other.PowerUp(PowerCut.Forget);
        using (var mine = machine.Open()) machine.PowerUp(PowerCut.Forget);
        machine.Disk.Have(Log, Bytes(other, Log));

        using var store = machine.Open();

        Assert.Equal(["mine0", "mine1", "mine2"], await IdsAsync(store));
    }

    [Theory]
    [InlineData("a batch in its middle")]
    [InlineData("both headers")]
    [InlineData("everything")]
    public async Task A_damaged_log_is_refused_and_not_cut_off_in_silence(string damage)
    {
        await CrashAsync(machine, "mine");
        var log = Bytes(machine, Log);
        switch (damage)
        {
            case "a batch in its middle":
                log[LogHeader.Size + LogBatch.HeadSize + 100] ^= 1;
                break;
            case "both headers":
                Array.Clear(log, 0, LogHeader.Size);
                break;
            default:
                log = [];
                break;
        }

        machine.Disk.Have(Log, log);

        Assert.Equal(LiteErrors.DamagedLog(Log).Message, Assert.Throws<StorageException>(machine.Open).Message);
        Assert.Equal(log, Bytes(machine, Log));
    }

    [Fact]
    public async Task One_of_the_two_headers_is_enough()
    {
        await CrashAsync(machine, "mine");
        // The newer one: a torn write of it leaves what was there before.
        var log = Bytes(machine, Log);
        var newer = LogHeader.Read(machine.Disk.Open(Log))!.Generation % 2 * LogHeader.Block;
        Array.Clear(log, (int)(LogHeader.Block - newer), LogHeader.Block);
        machine.Disk.Have(Log, log);

        using var store = machine.Open();

        Assert.Equal(["mine0", "mine1", "mine2"], await IdsAsync(store));
    }

    [Fact]
    public async Task Only_a_checkpoint_writes_the_data_file()
    {
        machine.Open().Dispose();
        var before = Bytes(machine, machine.Database);
        using var store = machine.Open();
        for (var i = 0; i < 20; i++) await store.SaveAsync([Write.Create($"d{i}", new Domain("d", new string('d', 1000)))], Ct);

        Assert.Equal(before, Bytes(machine, machine.Database));
        await store.SaveAsync([Write.Create("big", new Domain("d", new string('d', 5_000_000)))], Ct);
        await store.SaveAsync([Write.Create("next", new Domain("d", "d"))], Ct);

        Assert.InRange(Bytes(machine, machine.Database).Length, 5_000_000, 6_000_000);
    }

    public void Dispose() => machine.Dispose();

    private static async Task CrashAsync(LiteMachine machine, string name)
    {
        machine.Open().Dispose();
        using var store = machine.Open();
        for (var i = 0; i < 3; i++) await store.SaveAsync([Write.Create($"{name}{i}", new Domain(name, "D"))], Ct);
        machine.PowerUp(PowerCut.Forget);
    }

    private static byte[] Bytes(LiteMachine machine, string path)
    {
        var file = machine.Disk.Files[path];
        var bytes = new byte[file.Length];
        file.Read(bytes, 0);
        return bytes;
    }

    private static async Task<IEnumerable<string>> IdsAsync(IStore store) =>
        (await store.ListAsync<Domain>(IdRange.All, Ct)).Select(stored => stored.Id);
}
