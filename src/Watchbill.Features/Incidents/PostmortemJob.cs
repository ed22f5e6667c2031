using NodaTime;
using Watchbill.Budgets;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Storage;

namespace Watchbill.Incidents;

/// <summary>
/// Asks for the postmortems that a budget's policy wants, once for each incident. A level that
/// names no incident means the last one that had begun when it was reached.
/// </summary>
public sealed class PostmortemJob(IStore store, Postmortems postmortems) : IJob
{
    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type> { typeof(LevelReached) };

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        foreach (var one in await ReachedAsync(changes, ct))
            foreach (var level in one.Levels.Where(level => level.Do.Contains(PolicyAction.Postmortem)))
                await AskAsync(one.Service, level, now, ct);
        return null;
    }

    private async Task<IEnumerable<LevelReached>> ReachedAsync(Changes changes, CancellationToken ct)
    {
        if (changes.IsEverything) return (await store.ListAsync<LevelReached>(IdRange.All, ct)).Select(stored => stored.Value);
        var reached = new List<LevelReached>();
        foreach (var id in changes.Ids<LevelReached>())
            if (await store.FindAsync<LevelReached>(id, ct) is { Value: var one }) reached.Add(one);
        return reached;
    }

    private async Task AskAsync(string service, ReachedLevel level, Instant now, CancellationToken ct)
    {
        if (await MeantAsync(service, level, ct) is not { Voided: null } incident) return;
        var share = level.Incident is null ? null : level.Value;
        try
        {
            await store.SaveAsync(await postmortems.AskAsync(incident, share, new Actor("watchbill", "job", now, now), ct), ct);
        }
        catch (StaleException)
        {
            // Somebody asks for it at this moment.
        }
    }

    private async Task<Incident?> MeantAsync(string service, ReachedLevel level, CancellationToken ct)
    {
        if (level.Incident is { } id)
            return Incident.Named(id) is var (of, number)
                ? (await store.FindAsync<Incident>(Incident.DocumentId(of, number), ct))?.Value : null;
        var begun = await store.ListAsync<Incident>(IdRange.Prefix($"{service}/"), ct);
        return begun.Select(stored => stored.Value).Where(incident => incident.Voided is null && incident.Start <= level.At)
            .MaxBy(incident => incident.Start);
    }
}
