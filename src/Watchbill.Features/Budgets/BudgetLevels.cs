using NodaTime;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Budgets;

/// <summary>Tells each crossing of a level once: what was reached and all that is said about it are one save.</summary>
public sealed class BudgetLevels(IStore store, ShortSpans spans)
{
    public async Task AdvanceAsync(Service service, BudgetReading reading, BudgetPolicy policy, Instant now, CancellationToken ct)
    {
        var slo = reading.Slo;
        Instant? window = slo.Window.IsCalendar ? reading.Status.Window.Start : null;
        var read = await store.FindAsync<LevelReached>(LevelReached.IdOf(service.Id, slo.Id, window), ct);
        var before =
            read?.Value ?? (window is { } start ? (await LastAsync(service.Id, slo.Id, ct))?.Next(start) : null)
                ?? new LevelReached(service.Id, slo.Id, window);
        var (after, reached) =
            before.Advance(reading, policy, BurnAlerts.Standing(await spans.MeasureAsync(reading.Burning(), ct), before.Stands));
        if (after.Levels.SequenceEqual(before.Levels)) return;
        await store.SaveAsync(
            [Write.Upsert(after.DocumentId, read, after),
                .. await new BudgetNotifications(store, service).OfAsync(reading, reached, now, ct)], ct);
    }

    private async Task<LevelReached?> LastAsync(string service, string slo, CancellationToken ct) =>
        (await store.ListAsync<LevelReached>(IdRange.Prefix($"{service}/{slo}/") with { Limit = 1, Descending = true }, ct)) is [var last]
            ? last.Value : null;
}
