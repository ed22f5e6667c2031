using NodaTime;
using Watchbill.Budgets;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Incidents;

/// <summary>
/// Asks for the postmortems that a budget's policy wants, once for each incident and not before it is over. A level that names no incident
/// means the last one that had begun when it was reached.
/// </summary>
public sealed class PostmortemJob(IStore store, PostmortemAsks asks) : IJob
{
    private readonly BudgetQueries budgets = new(store);

    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type> { typeof(LevelReached), typeof(Incident) };

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        foreach (var one in await ReachedAsync(changes, ct))
            foreach (var level in one.Levels.Where(level => level.Do.Contains(PolicyAction.Postmortem)))
                await AskAsync(one, level, now, ct);
        return null;
    }

    private async Task<IEnumerable<LevelReached>> ReachedAsync(Changes changes, CancellationToken ct)
    {
        if (changes.IsEverything) return (await store.ListAsync<LevelReached>(IdRange.All, ct)).Select(stored => stored.Value);
        var reached = new List<LevelReached>();
        foreach (var id in changes.Ids<LevelReached>())
            if (await store.FindAsync<LevelReached>(id, ct) is { Value: var one }) reached.Add(one);
        foreach (var service in changes.Ids<Incident>().Select(Service.IdIn).Distinct())
            reached.AddRange((await store.ListAsync<LevelReached>(IdRange.Prefix($"{service}/"), ct)).Select(stored => stored.Value));
        return reached;
    }

    private async Task AskAsync(LevelReached reached, ReachedLevel level, Instant now, CancellationToken ct)
    {
        if (await MeantAsync(reached.Service, level, ct) is not { Counts: true, Open: false } incident) return;
        var id = Incident.DocumentId(incident.Service, incident.Number);
        if (await store.FindAsync<Postmortem>(id, ct) is not null) return;
        var share = level.Incident is null ? null : await ShareAsync(reached, level, now, ct);
        try
        {
            await store.SaveAsync(await asks.AskAsync(incident, share, new Actor("watchbill", "job", now, now), ct), ct);
        }
        catch (StaleException)
        {
            // Somebody asks for it at this moment.
        }
    }

    /// <summary>What it used in the end, which is more than when the level was reached.</summary>
    private async Task<decimal?> ShareAsync(LevelReached reached, ReachedLevel level, Instant now, CancellationToken ct)
    {
        if (await store.FindAsync<Service>(reached.Service, ct) is not { Value: var service }) return level.Value;
        var reading = (await budgets.ReadingsAsync(service, now, now, 0, ct)).FirstOrDefault(one => one.Slo.Id == reached.Slo);
        var used = reading?.Status.Shares().FirstOrDefault(share => share.Incident == level.Incident)?.Percent;
        return used > level.Value ? used : level.Value;
    }

    private async Task<Incident?> MeantAsync(string service, ReachedLevel level, CancellationToken ct)
    {
        if (level.Incident is { } id) return await NamedAsync(id, ct);
        var begun = await store.ListAsync<Incident>(IdRange.Prefix($"{service}/"), ct);
        return begun.Select(stored => stored.Value).Where(incident => incident.Counts && incident.Start <= level.At)
            .MaxBy(incident => incident.Start);
    }

    // One that was merged leads to the one it is part of.
    private async Task<Incident?> NamedAsync(string id, CancellationToken ct) =>
        Incident.Named(id) is not var (service, number)
            || await store.FindAsync<Incident>(Incident.DocumentId(service, number), ct) is not { Value: var found } ? null
        : found.MergedInto is { } into ? await NamedAsync(into, ct) : found;
}
