using System.Globalization;

namespace Watchbill.Storage;

/// <summary>
/// The power is cut at random moments of a store's life. <c>WATCHBILL_CUTS</c> says how often (200 in CI, else 40),
/// <c>WATCHBILL_SEED</c> repeats a run.
/// </summary>
public abstract class PowerCutContract
{
    private const int CutsOfALife = 20;

    /// <summary>How often the power is to be cut.</summary>
    internal static int Cuts { get; } = Number("WATCHBILL_CUTS") ?? (Environment.GetEnvironmentVariable("CI") is null ? 40 : 200);

    /// <summary>What the moments of the cuts come from.</summary>
    internal static int Seed { get; } = Number("WATCHBILL_SEED") ?? Environment.TickCount;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PowerCut.Forget)]
    [InlineData(PowerCut.Scatter)]
    public async Task A_power_cut_at_any_write_loses_nothing_that_was_acknowledged(PowerCut cut)
    {
        var (faults, acknowledged) = await LiveAsync(cut, Cuts / CutsOfALife);

        TestContext.Current.SendDiagnosticMessage(
            $"{GetType().Name}, {cut}: {Cuts} cuts, {acknowledged} saves acknowledged, {faults.Count} faults; WATCHBILL_SEED={Seed}.");
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData(PowerCut.Forget)]
    [InlineData(PowerCut.Scatter)]
    public async Task The_cuts_find_out_a_disk_that_says_it_flushed_and_did_not(PowerCut cut)
    {
        // A cut that happens to lose nothing proves nothing: one life of many shows it.
        var faults = new List<string>();
        for (var life = 0; life < 40 && faults.Count == 0; life++)
            faults.AddRange((await LiveAsync(cut, lives: 1, flushes: false, first: life)).Faults);

        Assert.NotEmpty(faults);
    }

    private protected abstract PowerMachine Machine(PowerDisk disk);

    /// <returns>What was wrong in those lives that lost something, and how many saves were acknowledged in all.</returns>
    private async Task<(IReadOnlyList<string> Faults, int Acknowledged)> LiveAsync(
        PowerCut cut, int lives, bool flushes = true, int first = 0)
    {
        var (faults, acknowledged) = (new List<string>(), 0);
        for (var n = first; n < first + lives; n++)
        {
            var random = new Random(Seed + n);
            using var machine = Machine(new PowerDisk(random, flushes));
            var life = new PowerLife(machine, random);
            if (await life.RunAsync(cut, CutsOfALife, Ct) is { } fault) faults.Add($"Seed {Seed}, life {n}: {fault}");
            acknowledged += life.Acknowledged;
        }

        return (faults, acknowledged);
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}

public sealed class LitePowerCutTests : PowerCutContract
{
    private protected override PowerMachine Machine(PowerDisk disk) => new LiteMachine(disk);
}

public sealed class SqlitePowerCutTests : PowerCutContract
{
    private protected override PowerMachine Machine(PowerDisk disk) => new SqliteMachine(disk);
}
