using NodaTime;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>Finds pages whose next step or attempt should have been taken a while ago.</summary>
public sealed class OverdueSteps(IStore store)
{
    // Taking a step is a matter of milliseconds; this long it takes only where something is wrong.
    private static readonly Duration Patience = Duration.FromSeconds(30);

    public async Task<IReadOnlyList<Page>> AtAsync(Instant now, CancellationToken ct)
    {
        var overdue = new List<Page>();
        foreach (var open in await store.ListAsync<OpenPage>(IdRange.All, ct))
            if (await store.FindAsync<Page>(open.Id, ct) is { Value: var page } && page.Awaits() + Patience <= now) overdue.Add(page);
        return overdue;
    }
}
