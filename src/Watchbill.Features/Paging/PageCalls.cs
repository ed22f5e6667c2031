using NodaTime;
using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>Notes how attempts to reach people went, from what became of their messages.</summary>
public sealed class PageCalls(IStore store)
{
    // A host that is busy looks as late as this at what somebody has set.
    private static readonly Duration Late = Duration.FromSeconds(10);

    /// <summary>
    /// The page with the calls that its new steps make, each at its time, and those of the present step that are still to come by what
    /// their
    /// owners have set by now. What an earlier level would still have tried ends with a new one, but for what waits for a list.
    /// </summary>
    /// <param name="known">How many of its steps have their calls already.</param>
    public async Task<Page> PlannedAsync(Page page, int known, Instant now, CancellationToken ct)
    {
        if (!page.IsOpen) return page;
        var isTurned = page.Taken.Skip(known).Any(step => step is { Incoming: false, People.Count: > 0 });
        var calls = page.Calls.Where(call => call.Outcome != CallOutcome.Planned || !isTurned || IsPutOff(page, call)).ToList();
        for (var i = Math.Min(Present(page), known); i < page.Taken.Count; i++)
        {
            foreach (var person in page.Taken[i].People)
            {
                var contacts = (await store.FindAsync<Contacts>(person, ct))?.Value ?? Contacts.None;
                Follow(calls, (i, person, page.Taken[i].At), contacts.RulesOf(page.Urgency), i < known ? now : null);
            }
        }

        return calls.SequenceEqual(page.Calls) ? page : page with { Calls = calls };
    }

    // In a storm it stands on the next list, though another level was turned to before that.
    private static bool IsPutOff(Page page, PageCall call) => call.Rule is { } rule && call.At > page.Taken[call.Step].At + rule;

    // The first of its steps whose attempts may still be to come; the number of steps where none has.
    private static int Present(Page page)
    {
        var last = page.Taken.Count - 1;
        while (last >= 0 && page.Taken[last] is { Incoming: true } or { People.Count: 0 }) last--;
        return last >= 0 && page.Taken[last].Round == page.Round ? last : page.Taken.Count;
    }

    // Of an older step, what should have begun by now does not begin any more, but where this look is only a little late.
    private static void Follow(
        List<PageCall> calls, (int Step, string Person, Instant At) of, IReadOnlyList<NotificationRule> rules, Instant? now)
    {
        var made = calls.Where(call => call.Step == of.Step && call.Person == of.Person).ToList();
        var missing = new List<NotificationRule>();
        foreach (var rule in rules)
            if (made.Find(call => call.Method == rule.Method && (call.Rule ?? call.At - of.At) == rule.After) is { } call)
                made.Remove(call);
            else missing.Add(rule);
        foreach (var gone in made.Where(call => call.Outcome == CallOutcome.Planned)) calls.Remove(gone);
        foreach (var rule in missing)
        {
            var at = of.At + rule.After;
            if (now > at)
            {
                if (now > at + Late || calls.Exists(call => call.Step == of.Step && call.Person == of.Person && call.Method == rule.Method
                    && (call.Outcome != CallOutcome.Planned || call.At <= now))) continue;
                at = now.Value;
            }

            calls.Add(new PageCall(of.Step, of.Person, rule.Method, at) { Rule = rule.After });
        }
    }

    /// <summary>
    /// The page with the outcome of every call that has one by now, and the next level turned to where all of a step failed. What was not
    /// answered may have rung: its level keeps its time until the second attempt is silent, too.
    /// </summary>
    public async Task<Page> NotedAsync(Page page, Instant now, CancellationToken ct)
    {
        var (calls, changed, rung) = (page.Calls.ToList(), false, new HashSet<int>());
        for (var i = 0; i < calls.Count; i++)
        {
            if (calls[i] is not { Outcome: CallOutcome.Begun or CallOutcome.Failed, Message: { } id } call) continue;
            var (outcome, reason, at, mayHaveRung) = await OutcomeAsync(id, ct);
            if (mayHaveRung) rung.Add(call.Step);
            if (outcome == call.Outcome || outcome == CallOutcome.Begun) continue;
            (calls[i], changed) = (call with { Outcome = outcome, Reason = reason, EndedAt = at ?? now }, true);
            if (outcome == CallOutcome.Failed) Next(calls, call, now);
        }

        if (changed) page = page with { Calls = calls };
        foreach (var step in calls.GroupBy(call => call.Step)
            .Where(step => !rung.Contains(step.Key) && step.All(call => call.Outcome == CallOutcome.Failed)))
            page = PageCourse.Unreached(page, step.Key, now);
        return page;
    }

    /// <summary>What a provider reports of a message that it had accepted, as changes.</summary>
    /// <param name="message">Id of the message.</param>
    /// <param name="why">Why it did not arrive; null: it did.</param>
    public async Task<IReadOnlyList<Write>> ReportedAsync(string message, string? why, Instant now, CancellationToken ct)
    {
        if (PageMessages.PageOf(message) is not { } id || await store.FindAsync<Page>(id, ct) is not { Value: var page } read) return [];
        var calls = page.Calls.ToList();
        var at = calls.FindIndex(call => call.Message == message && call.Outcome is CallOutcome.Begun or CallOutcome.Accepted);
        if (at < 0 || await store.FindAsync<Message>(message, ct) is not { } said) return [];
        calls[at] = calls[at] with
        {
            Outcome = why is null ? CallOutcome.Delivered : CallOutcome.Failed,
            Reason = why ?? calls[at].Reason,
            EndedAt = now,
        };
        if (why is null) return [Write.Replace(read, page with { Calls = calls })];
        Next(calls, calls[at], now);
        return [Write.Replace(read, page with { Calls = calls }), Write.Replace(said, said.Value with { SaidAt = null, Why = why })];
    }

    // A method that failed leaves its place to the next one.
    private static void Next(List<PageCall> calls, PageCall failed, Instant now)
    {
        var next = calls.Where(call => call.Outcome == CallOutcome.Planned && call.Step == failed.Step && call.Person == failed.Person)
            .MinBy(call => call.At);
        if (next is not null) calls[calls.IndexOf(next)] = next with { At = Instant.Min(next.At, now) };
    }

    /// <summary>The changes that take back what waits to be said of a page that somebody has, and the page without those calls.</summary>
    public async Task<(Page Page, IReadOnlyList<Write> Changes)> TakenBackAsync(Page page, CancellationToken ct)
    {
        if (page.IsOpen) return (page, []);
        var (gone, changes) = (new List<PageCall>(), new List<Write>());
        foreach (var call in page.Calls.Where(call => call is { Outcome: CallOutcome.Begun or CallOutcome.Failed, Message: not null }))
        {
            if (await store.FindAsync<Delivery>(call.Message!, ct) is not { Value.LeasedBy: null } waiting) continue;
            changes.Add(Write.Delete(waiting));
            if (call.Outcome == CallOutcome.Begun) gone.Add(call);
        }

        return (gone.Count == 0 ? page : page with { Calls = [.. page.Calls.Except(gone)] }, changes);
    }

    private async Task<(CallOutcome Outcome, string? Reason, Instant? At, bool MayHaveRung)> OutcomeAsync(string id, CancellationToken ct)
    {
        if (await store.FindAsync<Message>(id, ct) is { Value: var said })
            return said.SaidAt is { } at ? (CallOutcome.Accepted, said.Receipt, at, false)
                : (CallOutcome.Failed, said.Why ?? "it did not arrive", null, false);
        return await store.FindAsync<Delivery>(id, ct) is { Value: var waiting } && waiting.Failures + waiting.Unknown > 0
            ? (CallOutcome.Failed, waiting.Why ?? "it did not arrive", null, waiting is { Failures: 0, Unknown: 1 })
            : (CallOutcome.Begun, null, null, false);
    }
}
