using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Budgets;

/// <summary>
/// The budgets that are used up or nearly so, as they stand in handoff messages and on people's homes. The job stores them as it last saw
/// them, so that a thousand handoffs of one second do not work a thousand budgets out each.
/// </summary>
public sealed class LowBudgetNotes(IStore store, OpenWork work, OrgChart chart) : ICommands
{
    public IReadOnlyList<Verb> Verbs => [];

    public IReadOnlyList<HomePart> Home => [new(HomePlace.Budgets, HomeAsync)];

    /// <summary>Stores how it stands with a service, where that is news.</summary>
    public async Task NoteAsync(string service, IEnumerable<BudgetStatus> statuses, CancellationToken ct)
    {
        var read = await store.FindAsync<LowBudgets>(service, ct);
        if (LowBudgets.Of(service, statuses) is { } trouble)
        {
            if (read?.Value.Says(trouble) is not true) await store.SaveAsync([Write.Upsert(service, read, trouble)], ct);
        }
        else if (read is not null)
        {
            await store.SaveAsync([Write.Delete(read)], ct);
        }
    }

    /// <summary>Forgets services that have no objectives any more, or are gone.</summary>
    public async Task KeepOnlyAsync(IEnumerable<Service> services, CancellationToken ct)
    {
        var kept = services.Select(service => service.Id).ToHashSet();
        foreach (var read in await store.ListAsync<LowBudgets>(IdRange.All, ct))
            if (!kept.Contains(read.Id)) await store.SaveAsync([Write.Delete(read)], ct);
    }

    private async Task<Reply?> HomeAsync(Call call, CancellationToken ct)
    {
        var lines = await work.BudgetsAsync(service => chart.Responsibilities.ConcernsAsync(call.Caller.Person, service, call.Now, ct), ct);
        return lines.Count == 0 ? null : new Reply(Text.Lines(lines));
    }
}
