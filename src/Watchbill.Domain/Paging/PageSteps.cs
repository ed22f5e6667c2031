using NodaTime;
using Watchbill.Incidents;
using Watchbill.Rotations;

namespace Watchbill.Paging;

/// <summary>What people and their incidents do to a page. Each answers the page as it is then.</summary>
public static class PageSteps
{
    /// <summary>Nobody sleeps over a page for longer.</summary>
    public static Duration LongestSnooze { get; } = Duration.FromHours(24);

    /// <summary>The policy it follows from now on, at its first step.</summary>
    public static Page Follow(this Page page, Rotation? rotation, IReadOnlyList<EscalationStep> steps, Instant now, bool held) => page with
    {
        Rotation = rotation?.Id,
        // A drill of one person concerns nobody else, and no drill goes through the list twice.
        Steps = page is { IsDrill: true, Person: not null } ? [steps[0]] : steps,
        Repeat = page.IsDrill ? 0 : rotation?.Repeat ?? EscalationPolicy.DefaultRepeat,
        AckTimeout = EscalationPolicy.AckTimeout(rotation),
        Held = held && !page.Declared,
        Due = page switch
        {
            { IsOpen: true, Over: false } => (page.Due ?? now) + (page.Next == 0 ? steps[0].After : Duration.Zero),
            { State: PageState.Acknowledged } => (page with { AckTimeout = EscalationPolicy.AckTimeout(rotation) }).SilentAt,
            _ => page.Due,
        },
    };

    /// <summary>Somebody has it. The first one counts; of a snoozed page whoever ends the snooze.</summary>
    public static Page Acknowledge(this Page page, string person, Instant now) =>
        page.State is PageState.Acknowledged or PageState.Resolved ? page : page.Had(person, now, PageEventKind.Acknowledged);

    /// <summary>Somebody takes it from who has it, such as at a handoff.</summary>
    public static Page TakeOver(this Page page, string person, Instant now) =>
        page.State == PageState.Resolved || page.By == person ? page : page.Had(person, now, PageEventKind.TakenOver);

    private static Page Had(this Page page, string person, Instant now, PageEventKind kind)
    {
        var had = page.Taken(person, now, kind) with { State = PageState.Acknowledged, AcknowledgedAt = now };
        return had with { Due = had.SilentAt };
    }

    /// <summary>With the last attempt by which a person was reached as the one that they answered.</summary>
    /// <param name="method">By which they acknowledged; null: by none that calls people.</param>
    public static Page AnsweredBy(this Page page, string person, string? method, Instant now)
    {
        var last = page.Calls.LastOrDefault(call => call.Person == person && call.Method == method);
        return last is null ? page : page with
        {
            Calls = [.. page.Calls.Select(call => ReferenceEquals(call, last) ? call with
            {
                Outcome = CallOutcome.Answered,
                EndedAt = now,
            } : call)],
        };
    }

    /// <summary>How often it was answered or over: links in messages end with that.</summary>
    public static int Answers(this Page page) => page.Events.Count(happened => happened.Kind is PageEventKind.Acknowledged
        or PageEventKind.TakenOver or PageEventKind.Snoozed or PageEventKind.Quiet or PageEventKind.Resolved);

    /// <summary>Somebody has it, and wants to hear of it again at <paramref name="until"/>.</summary>
    public static Page Snooze(this Page page, string person, Instant until, Instant now)
    {
        var snoozed = page.Taken(person, now, PageEventKind.Snoozed, until);
        return snoozed with { State = PageState.Snoozed, AcknowledgedAt = page.AcknowledgedAt ?? now, Due = until };
    }

    /// <summary>Who had it gives it back.</summary>
    public static Page GiveBack(this Page page, string person, Instant now) =>
        page.With(new PageEvent(now, PageEventKind.GivenBack) { Person = person }).Restart(now, also: null);

    /// <summary>Turns to the next level at once, whatever time this one has left.</summary>
    public static Page Escalate(this Page page, string person, Instant now)
    {
        var escalated = page.With(new PageEvent(now, PageEventKind.Escalated) { Person = person });
        if (page.Over) return escalated.Restart(now, also: null);
        var open = escalated with { State = PageState.Open, By = null, AcknowledgedAt = null, Due = now, Held = false };
        // Before the first step was taken, or its policy known: whoever escalates wants the level after that.
        if (page.Round == 0) return open with { Round = 1, FirstRound = 1, Next = 1 };
        // Past the last level it begins with the first one, even where no round would be left.
        return page.Next < page.Steps.Count ? open : open with { Round = page.Round + 1, Next = 0 };
    }

    /// <summary>Another rotation has it: its policy begins at the first step.</summary>
    public static Page Forward(this Page page, string rotation, string person, Instant now) =>
        (page.With(new PageEvent(now, PageEventKind.Forwarded) { Person = person, From = page.Rotation, To = rotation }) with
        {
            Rotation = rotation,
            Beside = [],
            Steps = [],
            Held = false,
        }).Restart(now, also: null);

    /// <summary>When it was forwarded last, by whom and where; null: it never was.</summary>
    public static PageEvent? Forwarded(this Page page) => page.Events.LastOrDefault(happened => happened.Kind == PageEventKind.Forwarded);

    /// <summary>The rotations that had it, in order: the first one, and each that it was forwarded to.</summary>
    public static IEnumerable<string> Forwards(this Page page)
    {
        var forwards = page.Events.Where(happened => happened.Kind == PageEventKind.Forwarded).ToList();
        return forwards.Select(happened => happened.To).Prepend(forwards.Count > 0 ? forwards[0].From : page.Rotation).OfType<string>();
    }

    /// <summary>A drill that was acknowledged, or went through its list, is over; any other page goes on.</summary>
    public static Page EndedDrill(this Page page, Instant now) =>
        page is { IsDrill: true, State: not PageState.Resolved } and ({ State: PageState.Acknowledged } or { Over: true })
            ? page.With(new PageEvent(now, PageEventKind.Resolved)).Stopped() with { State = PageState.Resolved } : page;

    /// <summary>The page of an incident that was saved: opened, called anew because it has become worse, or over.</summary>
    /// <param name="page">Null: it has none yet.</param>
    /// <returns>Null: it needs none.</returns>
    public static Page? After(this Page? page, Incident? before, Incident after, Urgency urgency, Instant now)
    {
        if (!after.Open)
            return page is null or { State: PageState.Resolved } ? page
                : page.With(new PageEvent(now, PageEventKind.Resolved)).Stopped() with { State = PageState.Resolved };
        if (page is null)
        {
            return urgency == Urgency.None || before is { Open: true } && after.Severity >= before.Severity ? null
                : new Page(after.Service, after.Number, urgency, now) { Declared = after.Alerts.Count == 0, Told = 0 }
                    .With(new PageEvent(now, PageEventKind.Opened)).AcknowledgedWith(before, after, now);
        }

        if (page.State == PageState.Resolved)
            return urgency == Urgency.None ? page
                : (page.With(new PageEvent(now, PageEventKind.Reopened)) with { Urgency = urgency, Steps = [] }).Restart(now, also: null);
        if (urgency == Urgency.None)
            return page.With(new PageEvent(now, PageEventKind.Quiet)).Stopped() with { State = PageState.Resolved, Urgency = urgency };
        // Whoever comes to it by a merge knows how bad it is: nobody is called anew.
        var isTaken = after.Working().Except(before?.Working() ?? []).Any();
        if (before is not null && after.Severity < before.Severity && !isTaken)
            page = (page.With(new PageEvent(now, PageEventKind.Worse)) with { Urgency = urgency }).Restart(now, page.By);
        else if (page.Urgency != urgency)
        {
            page = page with { Urgency = urgency };
            if (page.State == PageState.Acknowledged) page = page with { Due = page.SilentAt };
        }

        return page.AcknowledgedWith(before, after, now);
    }

    // Whoever begins to work on it has acknowledged its page.
    private static Page AcknowledgedWith(this Page page, Incident? before, Incident after, Instant now) =>
        after.Working().Except(before?.Working() ?? []).FirstOrDefault() is { } person ? page.Acknowledge(person, now) : page;

    /// <summary>Calls people from the first level on, from now.</summary>
    /// <param name="also">Who is called besides them, since they had it; null: nobody.</param>
    internal static Page Restart(this Page page, Instant now, string? also) => page.Stopped() with
    {
        State = PageState.Open,
        Over = false,
        By = null,
        AcknowledgedAt = null,
        Also = also is null ? [] : [also],
        Round = page.Round + 1,
        FirstRound = page.Round + 1,
        Next = 0,
        Due = now + (page.Steps.Count > 0 ? page.Steps[0].After : Duration.Zero),
    };

    private static Page Taken(this Page page, string person, Instant now, PageEventKind kind, Instant? until = null) =>
        page.With(new PageEvent(now, kind) { Person = person, Until = until }).Stopped() with
        {
            By = person,
            Over = false,
            Also = [],
            Held = false,
        };

    // What has not begun does not begin any more.
    private static Page Stopped(this Page page) => page with
    {
        Due = null,
        Calls = [.. page.Calls.Where(call => call.Outcome != CallOutcome.Planned)],
    };
}
