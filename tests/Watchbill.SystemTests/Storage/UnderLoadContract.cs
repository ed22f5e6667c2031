using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Storage;

/// <summary>A host whose callers never pause: killed, and backed up. Inherited by one test class for each embedded store.</summary>
public abstract class UnderLoadContract
{
    private const int Kills = 30;
    private const int Callers = 8;

    protected abstract string Provider { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 1_260_000)]
    public async Task Killed_thirty_times_under_load_it_keeps_every_acknowledged_change_and_none_by_half()
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"Moments of the kills: seed {seed}.");
        var random = new Random(seed);
        await using var host = new Host { Settings = { ["Storage__Provider"] = Provider } };
        var load = new WritingLoad(host);
        for (var kill = 0; kill < Kills; kill++)
        {
            await host.StartAsync(Ct);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
            var callers = Enumerable.Range(0, Callers).Select(caller => load.RunAsync(caller, stop.Token)).ToList();
            // Every other time not before something was acknowledged: a slow machine has a load, too.
            var before = load.Acknowledged.Count;
            for (var tries = 0; kill % 2 == 1 && load.Acknowledged.Count == before && tries < 1000; tries++) await Task.Delay(10, Ct);
            await Task.Delay(random.Next(20, 600), Ct);
            await host.KillAsync();
            await stop.CancelAsync();
            await Task.WhenAll(callers);
        }

        await host.StartAsync(Ct);
        await AgreesAsync(host, load);
        var running = await host.RunAsync(Ct, "check");
        Assert.True(running.Code == 0, running.Error);
        await host.KillAsync();
        var alone = await host.RunAsync(Ct, "check");
        Assert.True(alone.Code == 0, alone.Error);
    }

    [Fact(Timeout = 360_000)]
    public async Task A_backup_under_load_holds_what_was_acknowledged_before_it_and_comes_back()
    {
        await using var host = new Host { Settings = { ["Storage__Provider"] = Provider } };
        await host.StartAsync(Ct);
        var load = new WritingLoad(host);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var callers = Enumerable.Range(0, Callers).Select(caller => load.RunAsync(caller, stop.Token)).ToList();
        for (var tries = 0; load.Acknowledged.Count < 50 && tries < 1000; tries++) await Task.Delay(10, Ct);

        var before = load.Acknowledged.Keys.ToList();
        var backup = await host.RunAsync(Ct, "backup");
        Assert.True(backup.Code == 0, backup.Error);
        await stop.CancelAsync();
        await Task.WhenAll(callers);
        Assert.True(load.Acknowledged.Count > before.Count, "Nothing was acknowledged while the backup was made.");
        await host.StopAsync();
        var restored = await host.RunAsync(Ct, "restore", backup.Output["Written: ".Length..]);
        Assert.True(restored.Code == 0, restored.Error);

        var check = await host.RunAsync(Ct, "check");
        Assert.True(check.Code == 0, check.Error);
        await host.StartAsync(Ct);
        Assert.Empty(before.Except((await AuditAsync(host)).Select(row => row.Reason!)));
    }

    private static async Task AgreesAsync(Host host, WritingLoad load)
    {
        var audit = await AuditAsync(host);
        var reasons = audit.Where(row => row.Action == "oncall override").Select(row => row.Reason!).ToList();
        Assert.Equal(reasons.Count, reasons.Distinct().Count());
        Assert.True(load.Acknowledged.Count >= Kills / 2, $"Only {load.Acknowledged.Count} changes were acknowledged: no load.");
        TestContext.Current.SendDiagnosticMessage(
            $"{load.Acknowledged.Count} overrides and {load.Notes} notes acknowledged, {reasons.Count} overrides stored.");
        Assert.Empty(load.Acknowledged.Keys.Except(reasons));
        Assert.InRange(audit.Count(row => row.Action == "oncall note"), load.Notes, load.Notes + Kills);

        var overrides = new Dictionary<string, int>();
        foreach (var rotation in WritingLoad.Rotations)
        {
            var ids = await OverridesAsync(host, rotation);
            overrides[rotation] = ids.Count;
            var wanted = load.Acknowledged.Values.Where(made => made.Rotation == rotation).Select(made => (made.Start, made.Person));
            Assert.Empty(wanted.Except(ids));
            Assert.Equal(audit.Count(row => row.Action == "oncall override" && row.Subject == $"rotation/{rotation}"), ids.Count);
        }

        await SaidAsync(host, overrides);
    }

    /// <summary>Each override is announced in its rotation's channel, once: what waited at the last kill is said after it.</summary>
    private static async Task SaidAsync(Host host, Dictionary<string, int> overrides)
    {
        var said = new Dictionary<string, int>();
        for (var tries = 0; tries < 100; tries++, await Task.Delay(100, Ct))
        {
            var messages = await host.ReadAsync<IReadOnlyList<MessageRow>>("/api/v1/messages", Ct);
            said =
                messages.Where(message => message.Id.EndsWith("/channel", StringComparison.Ordinal)).CountBy(message => message.Rotation!)
                    .ToDictionary();
            if (said.Values.Sum() >= overrides.Values.Sum()) break;
        }

        Assert.Equal(overrides.Where(rotation => rotation.Value > 0).OrderBy(rotation => rotation.Key),
            said.OrderBy(rotation => rotation.Key));
    }

    private static async Task<List<AuditRow>> AuditAsync(Host host)
    {
        var all = new List<AuditRow>();
        while (true)
        {
            var page = await host.ReadAsync<IReadOnlyList<AuditRow>>($"/api/v1/audit?after={all.Count}", Ct);
            if (page.Count == 0) return all;
            all.AddRange(page);
        }
    }

    private static async Task<HashSet<(string Start, string Person)>> OverridesAsync(Host host, string rotation)
    {
        var span =
            $"from={WritingLoad.First:uuuu-MM-dd'T'HH:mm:ss'Z'}&to={WritingLoad.First + Duration.FromDays(330):uuuu-MM-dd'T'HH:mm:ss'Z'}";
        var shifts = await host.ReadAsync<ShiftRows>($"/api/v1/rotations/{rotation}/shifts?{span}&layer=primary", Ct);
        return [.. shifts.Shifts.Where(shift => shift.Source == "override").Select(shift => (shift.Start, shift.Person))];
    }

    private sealed record AuditRow(string Action, string Subject, string? Reason);

    private sealed record MessageRow(string Id, string? Rotation);

    private sealed record ShiftRows(IReadOnlyList<ShiftRow> Shifts);

    private sealed record ShiftRow(string Start, string Person, string Source);
}

public sealed class SqliteUnderLoadTests : UnderLoadContract
{
    protected override string Provider => "sqlite";
}

public sealed class LiteUnderLoadTests : UnderLoadContract
{
    protected override string Provider => "litedb";
}
