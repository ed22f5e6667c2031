using System.Globalization;
using Watchbill.Rotations;

namespace Watchbill.Storage;

/// <summary>
/// A week of twelve people as the whole bot lived and saved it, its swaps, covers, handoffs and messages, saved again on a machine whose
/// power is cut. Every cut comes somewhere within as many writes as make <c>WATCHBILL_CUTS</c> of them (200 in CI, else 40) in some weeks.
/// </summary>
public abstract class LivedWeekContract
{
    private static readonly Lazy<Task<IReadOnlyList<IReadOnlyList<Write>>>> Week = new(async () =>
        // A document has another version on each store; what is stale was not saved.
        [.. (await QuarterTests.FirstWeekAsync()).Select(save => save.Select(change =>
            change.Expected > 0 ? change with { Expected = null } : change).ToList())]);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PowerCut.Forget)]
    [InlineData(PowerCut.Scatter)]
    public async Task A_power_cut_at_any_write_of_a_lived_week_loses_nothing_that_was_acknowledged(PowerCut cut)
    {
        var week = await Week.Value;
        var random = new Random(PowerCutContract.Seed);
        var (cuts, lives) = (0, 0);
        for (; cuts < PowerCutContract.Cuts; lives++) cuts += await LiveAsync(week, cut, random);
        TestContext.Current.SendDiagnosticMessage(
            $"{GetType().Name}, {cut}: {cuts} cuts in {lives} weeks of {week.Count} saves; WATCHBILL_SEED={PowerCutContract.Seed}.");
    }

    private protected abstract PowerMachine Machine(PowerDisk disk);

    /// <returns>How often the power was cut until the week was over.</returns>
    private async Task<int> LiveAsync(IReadOnlyList<IReadOnlyList<Write>> week, PowerCut cut, Random random)
    {
        using var machine = Machine(new PowerDisk(random));
        var held = Contents.Nothing;
        var (cuts, saved) = (0, 0);
        while (true)
        {
            machine.Disk.CutAt(random.Next(1, 60));
            try
            {
                using var store = machine.Open();
                for (; saved < week.Count; saved++)
                {
                    await store.SaveAsync(week[saved], Ct);
                    held = held.With(week[saved])!;
                }
            }
            catch (Exception failed) when (machine.Disk.IsDown && failed is StorageException or IOException)
            {
            }

            if (!machine.Disk.IsDown) return cuts;
            machine.PowerUp(cut);
            cuts++;
            (held, saved) = Found(machine, week, held, saved);
        }
    }

    // What was acknowledged, and the save that was under way whole or not at all.
    private static (Contents Held, int Saved) Found(
        PowerMachine machine, IReadOnlyList<IReadOnlyList<Write>> week, Contents held, int saved)
    {
        using var store = machine.Open();
        using var content = store.Content();
        Assert.Empty(DatabaseCheck.Run(content, machine.Database));
        var found = Contents.Of(content);
        if (held.Difference(found) is not { } lost) return (held, saved);
        Assert.True(saved < week.Count, lost);
        var next = held.With(week[saved])!;
        Assert.True(next.Difference(found) is null,
            string.Create(CultureInfo.InvariantCulture, $"Seed {PowerCutContract.Seed}, save {saved}: {lost}"));
        return (next, saved + 1);
    }
}

public sealed class LiteLivedWeekTests : LivedWeekContract
{
    private protected override PowerMachine Machine(PowerDisk disk) => new LiteMachine(disk);
}

public sealed class SqliteLivedWeekTests : LivedWeekContract
{
    private protected override PowerMachine Machine(PowerDisk disk) => new SqliteMachine(disk);
}
