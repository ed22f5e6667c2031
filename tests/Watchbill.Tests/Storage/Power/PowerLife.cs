using System.Text.Json;
using NodaTime;
using Watchbill.Organization;

namespace Watchbill.Storage;

/// <summary>
/// The life of a store through power cuts: it is opened, must hold what it acknowledged and nothing by half, must save, move its log, close
/// and open again, and is then worked with until the power goes, which may be at any write, flush or rename of all that.
/// </summary>
internal sealed class PowerLife(PowerMachine machine, Random random)
{
    private const int StepsOfTheLast = 20;
    private static readonly Instant Monday = Instant.FromUtc(2026, 11, 16, 9, 0);

    // What the store may hold: all that it acknowledged, and then none, some or all of what it was about to save when the power went.
    private IReadOnlyList<Contents> possible = [Contents.Nothing];
    private IEmbeddedStore store = null!;
    private int number;

    /// <summary>How many saves were acknowledged.</summary>
    public int Acknowledged { get; private set; }

    /// <returns>The first thing that is wrong; null: nothing.</returns>
    public async Task<string?> RunAsync(PowerCut cut, int cuts, CancellationToken ct)
    {
        for (var n = 0; n <= cuts; n++)
        {
            // The first save after a recovery writes over what the log held before it.
            var isAtFirstSave = n < cuts && random.Next(4) == 0;
            machine.Disk.CutAt(n < cuts && !isAtFirstSave ? Moment() : null);
            if (await LiveAsync(isAtFirstSave, n < cuts ? int.MaxValue : StepsOfTheLast, ct) is { } fault)
                return $"after {n} cuts {fault}";
            if (n < cuts) machine.PowerUp(cut);
        }

        return null;
    }

    // Early ones meet a store that recovers, late ones a checkpoint.
    private int Moment() => random.Next(1, random.Next(4) switch { 0 => 10, 1 => 40, 2 => 150, _ => 600 });

    private async Task<string?> LiveAsync(bool isCutAtFirstSave, int steps, CancellationToken ct)
    {
        IEmbeddedStore? opened = null;
        try
        {
            opened = store = machine.Open();
            var fault = Look();
            if (isCutAtFirstSave) machine.Disk.CutAt(random.Next(1, 6));
            fault ??= await SaveAsync([Small()], ct) ?? Reopen();
            for (var i = 0; i < steps && fault is null && !machine.Disk.IsDown; i++) fault = await StepAsync(ct);
            return fault;
        }
        catch (Exception) when (machine.Disk.IsDown)
        {
            return null;
        }
        catch (StorageException failed)
        {
            return $"it failed with power: {failed.Message}";
        }
        catch (JsonException torn)
        {
            return $"a document is torn: {torn.Message}";
        }
        finally
        {
            if (opened is not null) Close();
        }
    }

    private Task<string?> StepAsync(CancellationToken ct) => random.Next(100) switch
    {
        < 45 => SaveAsync([Small()], ct),
        < 68 => SaveAsync([.. Enumerable.Range(0, random.Next(2, 9)).Select(_ => random.Next(4) == 0 ? Several() : Small())], ct),
        < 78 => DeleteAsync(ct),
        < 88 => SaveAsync([Big(random.Next(10_000, 80_000))], ct),
        < 91 => SaveAsync([Big(1_000_000)], ct),
        < 92 => SaveAsync([Big(4_500_000)], ct),
        < 96 => Task.FromResult(Reopen()),
        _ => Task.FromResult(BackUp()),
    };

    private async Task<string?> SaveAsync(IReadOnlyList<IReadOnlyList<Write>> saves, CancellationToken ct)
    {
        var states = new List<Contents> { possible[0] };
        var stale = new List<bool>();
        foreach (var after in saves.Select(save => states[^1].With(save)))
        {
            stale.Add(after is null);
            states.Add(after ?? states[^1]);
        }

        // All at once: they are written in this order, in as many commits as the writer makes of them.
        var done = saves.Select(save => store.SaveAsync(save, ct)).ToList();
        var acknowledged = 0;
        string? fault = null;
        for (var i = 0; i < done.Count; i++)
        {
            try
            {
                await done[i];
                acknowledged = i + 1;
                Acknowledged++;
                if (stale[i]) fault = "a save that is stale was acknowledged";
            }
            catch (StaleException) when (stale[i])
            {
            }
            catch (StorageException) when (machine.Disk.IsDown)
            {
            }
        }

        possible = states[acknowledged..];
        return fault;
    }

    private async Task<string?> DeleteAsync(CancellationToken ct)
    {
        var all = await store.ListAsync<Domain>(IdRange.All, ct);
        return all.Count == 0 ? null : await SaveAsync([[Write.Delete(all[random.Next(all.Count)]), Audit()]], ct);
    }

    private IReadOnlyList<Write> Small() => [Domain($"d{random.Next(24)}", random.Next(400)), Audit()];

    private IReadOnlyList<Write> Big(int length) => [Domain($"big{random.Next(3)}", length), Audit()];

    // Several documents of two kinds; every other time the last of them is there already, so that the save fails in its middle.
    private IReadOnlyList<Write> Several() =>
    [
        Domain($"d{random.Next(24)}", 100),
        Write.Put($"t{random.Next(8)}", new Team($"t{number}", new string('t', random.Next(300))) { Lead = "ana" }),
        Audit(),
        Write.Create($"c{random.Next(12)}", new Team("c", $"{number}") { Lead = "ben" }),
    ];

    private Write Domain(string id, int length) =>
        Write.Put(id, new Domain(id, $"{number}{new string((char)('a' + number % 26), length)}"));

    private Write Audit() => Write.Audit(new AuditEntry(Monday, "ana", $"step {number++}", "domain/d", "local"));

    // Closing moves the log into the file.
    private string? Reopen()
    {
        Close();
        store = machine.Open();
        return Look();
    }

    private string? Look()
    {
        using var content = store.Content();
        return Look(content);
    }

    private string? BackUp()
    {
        using var copy = machine.BackUp(store);
        return Look(copy) is { } fault ? $"of the backup: {fault}" : null;
    }

    private string? Look(IDatabaseContent content)
    {
        var found = Contents.Of(content);
        var wrong = DatabaseCheck.Run(content, machine.Database);
        if (machine.Disk.IsDown) return null;
        if (wrong is [var first, ..]) return first;
        if (possible.FirstOrDefault(state => state.Difference(found) is null) is not { } known) return possible[0].Difference(found);
        possible = [known];
        return null;
    }

    private void Close()
    {
        try
        {
            store.Dispose();
        }
        catch (StorageException) when (machine.Disk.IsDown)
        {
        }
    }
}
