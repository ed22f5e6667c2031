using NodaTime;
using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>Notes how attempts to reach people went, from what became of their messages.</summary>
public sealed class PageCalls(IStore store)
{
    /// <summary>The method that everybody has.</summary>
    public const string Chat = "chat";

    /// <summary>The page with the calls that its new steps make, each at its time.</summary>
    /// <param name="known">How many of its steps have their calls already.</param>
    public static Page Planned(Page page, int known, Instant now)
    {
        if (page.Taken.Count == known || !page.Taken.Skip(known).Any(step => step.People.Count > 0)) return page;
        var calls = page.Taken.Skip(known)
            .SelectMany((step, i) => step.People.Select(person => new PageCall(known + i, person, Chat, now)));
        return page with { Calls = [.. page.Calls, .. calls] };
    }

    /// <summary>
    /// The page with the outcome of every call that has one by now, and the next level turned to where all of a step failed.
    /// </summary>
    public async Task<Page> NotedAsync(Page page, Instant now, CancellationToken ct)
    {
        var (calls, changed) = (page.Calls.ToList(), false);
        for (var i = 0; i < calls.Count; i++)
        {
            if (calls[i] is not { Outcome: CallOutcome.Begun or CallOutcome.Failed, Message: { } id } call) continue;
            var (outcome, reason) = await OutcomeAsync(id, ct);
            if (outcome == call.Outcome || outcome == CallOutcome.Begun) continue;
            (calls[i], changed) = (call with { Outcome = outcome, Reason = reason }, true);
        }

        if (!changed) return page;
        page = page with { Calls = calls };
        foreach (var step in calls.GroupBy(call => call.Step).Where(step => step.All(call => call.Outcome == CallOutcome.Failed)))
            page = Escalation.Unreached(page, step.Key, now);
        return page;
    }

    /// <summary>The changes that take back what waits to be said of a page that somebody has, and the page without those calls.</summary>
    public async Task<(Page Page, IReadOnlyList<Change> Changes)> TakenBackAsync(Page page, CancellationToken ct)
    {
        if (page.IsOpen) return (page, []);
        var (gone, changes) = (new List<PageCall>(), new List<Change>());
        foreach (var call in page.Calls.Where(call => call is { Outcome: CallOutcome.Begun or CallOutcome.Failed, Message: not null }))
        {
            if (await store.FindAsync<Delivery>(call.Message!, ct) is not { Value.LeasedBy: null } waiting) continue;
            changes.Add(Change.Delete(waiting));
            if (call.Outcome == CallOutcome.Begun) gone.Add(call);
        }

        return (gone.Count == 0 ? page : page with { Calls = [.. page.Calls.Except(gone)] }, changes);
    }

    private async Task<(CallOutcome Outcome, string? Reason)> OutcomeAsync(string id, CancellationToken ct)
    {
        if (await store.FindAsync<Message>(id, ct) is { Value: var said })
            return said.SaidAt is null ? (CallOutcome.Failed, said.Why ?? "it did not arrive") : (CallOutcome.Accepted, null);
        return await store.FindAsync<Delivery>(id, ct) is { Value: { Failures: > 0 } failing }
            ? (CallOutcome.Failed, failing.Why ?? "it did not arrive") : (CallOutcome.Begun, null);
    }
}
