using NodaTime;
using Watchbill.Incidents;

namespace Watchbill.Paging;

/// <summary>What holds around a page at an instant.</summary>
/// <param name="People">Who is on each level that its list names, or that is turned to beyond it; a level that is left out has
/// nobody.</param>
public sealed record Situation(Instant Now, IReadOnlyDictionary<string, IReadOnlyList<string>> People)
{
    /// <summary>The first instant from now on at which the rotation promises somebody; null: there is none.</summary>
    public Instant? Promised { get; init; }

    /// <summary>The end of a maintenance that holds its service now; null: there is none.</summary>
    public Instant? MaintenanceEnds { get; init; }

    /// <summary>When somebody last did anything about its incident.</summary>
    public Instant? Active { get; init; }

    /// <summary>Whether who has it is of the organisation no more.</summary>
    public bool Left { get; init; }

    public IReadOnlyList<string> On(string level) => People.GetValueOrDefault(level) ?? [];
}

/// <summary>
/// A page's course as a pure function of what is stored, of what holds now, and of nothing else. Every instant of an open page has a next
/// step, an end that is said, or a person who answered.
/// </summary>
public static class PageCourse
{
    /// <summary>Does what is due by now. Done twice it does nothing the second time.</summary>
    public static Page Advance(Page page, Situation now) => page.State switch
    {
        PageState.Acknowledged => Acknowledged(page, now),
        PageState.Snoozed when now.Left => Left(page, now),
        PageState.Snoozed when page.Due <= now.Now =>
            Open(page.With(new PageEvent(now.Now, PageEventKind.SnoozeOver)).Restart(now.Now, page.By), now),
        PageState.Open when page.Steps.Count > 0 => Open(page, now),
        _ => page,
    };

    /// <summary>
    /// The next step that calls somebody, when it is due, and whom: levels that nobody is on are passed. As far as what holds now tells.
    /// </summary>
    /// <returns>Null: none comes by itself.</returns>
    public static TakenStep? Ahead(Page page, Situation now)
    {
        var taken = page.Taken.Count;
        while (page is { IsOpen: true, Over: false, Steps.Count: > 0, Due: { } due })
        {
            page = Advance(page, now with { Now = Instant.Max(due, now.Now) });
            if (page.Taken.Skip(taken).FirstOrDefault(step => step.People.Count > 0) is { } next) return next;
        }

        return null;
    }

    /// <summary>Nothing arrived at anybody whom a step called: the next level is turned to at once.</summary>
    /// <param name="taken">The place of the step in <see cref="Page.Taken"/>.</param>
    public static Page Unreached(Page page, int taken, Instant now)
    {
        if (page.Taken[taken] is { Unreached: true } or { People.Count: 0 }) return page;
        var marked = page with { Taken = [.. page.Taken.Select((step, i) => i == taken ? step with { Unreached = true } : step)] };
        var last = marked.Taken.Select((step, i) => (step, i)).Last(one => one.step.People.Count > 0).i;
        return !marked.IsOpen || marked.Over || taken != last ? marked
            : marked.Next < marked.Steps.Count || marked.Beyond() ? marked with { Due = now } : marked;
    }

    // Who had it, or wanted to hear of it later, is not here any more.
    private static Page Left(Page page, Situation now) =>
        Open(page.With(new PageEvent(now.Now, PageEventKind.Left) { Person = page.By }).Restart(now.Now, also: null), now);

    private static Page Acknowledged(Page page, Situation now)
    {
        if (now.Left) return Left(page, now);
        if (page.Due is not { } due || page.SilentAt is null || page.AckTimeout is not { } timeout) return page;
        if (now.Active is { } active && active + timeout > due) page = page with { Due = due = active + timeout };
        return due > now.Now ? page
            : Open(page.With(new PageEvent(now.Now, PageEventKind.Silent) { Person = page.By }).Restart(now.Now, page.By), now);
    }

    private static Page Open(Page page, Situation now)
    {
        page = Incoming(page, now);
        // A maintenance that ended early holds nothing any more.
        if (page is { Held: true, IsOpen: true } && !(now.MaintenanceEnds > now.Now)) page = page with { Held = false, Due = now.Now };
        // Each turn takes a step, passes one or ends: there are no more than the rounds left have.
        while (page is { IsOpen: true, Over: false, Due: { } due } && due <= now.Now)
        {
            if (page.Held) return Hold(page, now);
            if (Waits(page, now) is { } until) return Wait(page, now.Now, until);
            page = Step(page, due, now);
        }

        return page;
    }

    private static Page Hold(Page page, Situation now) =>
        page.With(new PageEvent(now.Now, PageEventKind.Held) { Until = now.MaintenanceEnds }) with { Due = now.MaintenanceEnds };

    /// <summary>Until when a page of low urgency waits for hours in which somebody is promised; null: it does not wait.</summary>
    public static Instant? WaitsUntil(Page page, Situation now) => page is { IsOpen: true, Over: false } ? Waits(page, now) : null;

    // Low urgency waits for hours in which somebody is promised. Where none are promised ever, waiting would be dropping it.
    private static Instant? Waits(Page page, Situation now) =>
        page.Urgency == Urgency.Low && now.Promised is { } promised && promised > now.Now ? promised : null;

    private static Page Wait(Page page, Instant now, Instant until) =>
        page.With(new PageEvent(now, PageEventKind.Waiting) { Until = until }) with { Due = until };

    private static Page Step(Page page, Instant due, Situation now)
    {
        if (page.Round == 0) page = page with { Round = 1, FirstRound = 1 };
        if (page.Next >= page.Steps.Count && !page.Beyond()) return NextRound(page, due, now.Now);
        var wait = EscalationPolicy.Wait(page.Steps, page.Next);
        if (IsMissed(page, due, wait, now.Now))
        {
            var missed = new TakenStep(page.Round, page.Next, page.Steps[page.Next].To, due, now.Now, []) { Missed = true };
            return page with { Taken = [.. page.Taken, missed], Next = page.Next + 1, Due = due + wait };
        }

        var to = page.Next < page.Steps.Count ? page.Steps[page.Next].To : page.BeyondTo();
        IReadOnlyList<string> people = [.. now.On(to).Union(page.Also)];
        IReadOnlyList<string> also = [.. page.Also.Except(now.On(to))];
        // Its whole time was missed: whoever is called now has all of it from now on.
        var from = due + wait <= now.Now ? now.Now : due;
        page = page with
        {
            Taken = [.. page.Taken, new TakenStep(page.Round, page.Next, to, due, now.Now, people) { Also = also }],
            Next = page.Next + 1,
            Due = people.Count > 0 ? from + wait : due,
            Also = [],
        };
        // Nobody at all: the next round comes after a while, and not at once.
        return people.Count > 0 || page.Next < page.Steps.Count || page.Beyond() || page.Reached() ? page
            : page.With(new PageEvent(now.Now, PageEventKind.Nobody)) with { Due = from + wait };
    }

    private static Page NextRound(Page page, Instant due, Instant now)
    {
        if (page.Round - page.FirstRound >= page.Repeat)
            return page.With(new PageEvent(now, PageEventKind.Over)) with { Over = true, Due = null };
        return page with { Round = page.Round + 1, Next = 0, Due = due + page.Steps[0].After };
    }

    // Nobody was here to take it, and its time is over. Of several such steps the last of all is taken late: somebody has to hear of it.
    private static bool IsMissed(Page page, Instant due, Duration wait, Instant now) =>
        page.Next < page.Steps.Count && due < now && due + wait <= now
            && (page.Next + 1 < page.Steps.Count || page.Round - page.FirstRound < page.Repeat);

    /// <summary>
    /// An unanswered page follows the shifts: whoever comes onto a level that was turned to is called at once, and the level that has its
    /// turn is left at once when nobody is on it any more.
    /// </summary>
    private static Page Incoming(Page page, Situation now)
    {
        if (!page.IsOpen || page.Round == 0) return page;
        var taken = page.TakenNow().Where(step => !step.Missed).ToList();
        foreach (var level in taken.Where(step => EscalationPolicy.IsOfShifts(step.To)).GroupBy(step => (step.Step, step.To)))
        {
            IReadOnlyList<string> incoming = [.. now.On(level.Key.To).Except(level.SelectMany(step => step.People))];
            if (incoming.Count == 0) continue;
            // Over, it starts again: nobody has told the one who came since.
            if (page.Over) return page.Restart(now.Now, also: null);
            page = page with
            {
                Taken =
                [
                    .. page.Taken,
                    new TakenStep(page.Round, level.Key.Step, level.Key.To, now.Now, now.Now, incoming) { Incoming = true },
                ],
                Due = level.Key.Step == page.Next - 1
                    ? now.Now + EscalationPolicy.Wait(page.Steps, level.Key.Step) : page.Due,
            };
        }

        var isLeft = taken.Exists(step => step.Step == page.Next - 1 && step.People.Count > 0 && EscalationPolicy.IsOfShifts(step.To)
            && now.On(step.To).Count == 0);
        return isLeft && page.Urgency == Urgency.High && page.Due > now.Now ? page with { Due = now.Now } : page;
    }

    // Whether somebody of this round may still answer.
    private static bool Reached(this Page page) =>
        page.TakenNow().Any(step => step.Missed || step is { People.Count: > 0, Unreached: false });

    // Whether the list is through without anybody, and somebody beyond it is left to turn to.
    private static bool Beyond(this Page page) =>
        page.Next >= page.Steps.Count && !page.Reached() && page.Next - page.Steps.Count < EscalationPolicy.Fallback.Count;

    private static string BeyondTo(this Page page) => EscalationPolicy.Fallback[page.Next - page.Steps.Count];
}
