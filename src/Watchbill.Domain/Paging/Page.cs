using NodaTime;
using Watchbill.Incidents;
using Watchbill.Rotations;

namespace Watchbill.Paging;

/// <summary>
/// The page of an incident: whom it has called, whom it calls next and when, and who answered. Its document has the incident's id; saving
/// it anew guards every step, so of an acknowledgement and a step the one that is stored first counts.
/// </summary>
/// <param name="Service">Id of the service, or <see cref="Incident.NoService"/>.</param>
/// <param name="Number">The incident's.</param>
/// <param name="OpenedAt">When it was opened first.</param>
public sealed record Page(string Service, int Number, Urgency Urgency, Instant OpenedAt)
{
    /// <summary>The incident's, as people type it: <c>checkout-12</c>.</summary>
    public string Id => FormattableString.Invariant($"{Service}-{Number}");

    /// <summary>Of drills, in place of a service.</summary>
    public const string Drill = "drill";

    /// <summary>Whether nothing is broken, and only the time to acknowledge is measured.</summary>
    public bool IsDrill => Service == Drill;

    public string DocumentId => Incident.DocumentId(Service, Number);

    public PageState State { get; init; } = PageState.Open;

    /// <summary>The rotation whose policy it follows; null: none is known yet, or a person is paged.</summary>
    public string? Rotation { get; init; }

    /// <summary>Rotations that are on call together with that one: their people on a level are paged with its own.</summary>
    public IReadOnlyList<string> Beside { get; init; } = [];

    /// <summary>The person who is paged directly; null: a rotation is.</summary>
    public string? Person { get; init; }

    /// <summary>Whether a person declared it: maintenance holds back what monitoring sends, and nothing else.</summary>
    public bool Declared { get; init; }

    /// <summary>The policy as it was when the page opened; empty: it has not been looked up yet.</summary>
    public IReadOnlyList<EscalationStep> Steps { get; init; } = [];

    /// <summary>How often the list begins again.</summary>
    public int Repeat { get; init; } = EscalationPolicy.DefaultRepeat;

    /// <summary>How long it may stay acknowledged in silence while its urgency is high; null: for good.</summary>
    public Duration? AckTimeout { get; init; }

    /// <summary>Counts from 1 and goes on after a restart; 0: nobody has been paged yet.</summary>
    public int Round { get; init; }

    /// <summary>The round with which the present course began.</summary>
    public int FirstRound { get; init; } = 1;

    /// <summary>The place in the list, from 0, of the step that is taken next.</summary>
    public int Next { get; init; }

    /// <summary>When something happens by itself: a step, the end of an acknowledgement or of a snooze. Null: nothing does.</summary>
    public Instant? Due { get; init; } = OpenedAt;

    /// <summary>It waits for the end of a maintenance.</summary>
    public bool Held { get; init; }

    /// <summary>Every round is over and nobody acknowledged, which has been said.</summary>
    public bool Over { get; init; }

    /// <summary>Who has it; null: nobody.</summary>
    public string? By { get; init; }
    public Instant? AcknowledgedAt { get; init; }

    /// <summary>Who had it and is paged with the next step.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    public IReadOnlyList<TakenStep> Taken { get; init; } = [];
    public IReadOnlyList<PageCall> Calls { get; init; } = [];
    public IReadOnlyList<PageEvent> Events { get; init; } = [];

    /// <summary>What its messages show of it, in a word of the code: once it is another, they are shown anew.</summary>
    public string Shown { get; init; } = "";

    /// <summary>The same of its incident's card: whom it has reached.</summary>
    public string Reach { get; init; } = "";

    /// <summary>How many of its events channel and lead have heard of; null: those that an earlier release stored.</summary>
    public int? Told { get; init; }

    /// <summary>Grows with everything that is said about it: what is said later is shown later.</summary>
    public int Said { get; init; }

    /// <summary>Whether somebody still has to hear of it.</summary>
    public bool IsOpen => State == PageState.Open;

    /// <summary>The steps of this round that were taken, those that found nobody included.</summary>
    public IEnumerable<TakenStep> TakenNow() => Taken.Where(step => step.Round == Round);

    /// <summary>When the next step or attempt is to be taken; null: none is.</summary>
    public Instant? Awaits() =>
        Calls.Where(call => call.Outcome == CallOutcome.Planned).Select(call => (Instant?)call.At).Append(Due).Min();

    /// <summary>When its responder has been silent for too long, unless something is heard of it; null: it may stay silent.</summary>
    public Instant? SilentAt => Urgency == Urgency.High ? AcknowledgedAt + AckTimeout : null;

    public Page With(PageEvent happened) => this with { Events = [.. Events, happened] };
}

/// <summary>That a page is not over, or its messages do not say so yet. The id is the page's document's.</summary>
public sealed record OpenPage(Instant Since);

/// <summary>Where a page stands.</summary>
public enum PageState
{
    Open,
    Acknowledged,
    Snoozed,
    Resolved,
}

/// <summary>A level that was turned to.</summary>
/// <param name="Step">Its place in the list, from 0; beyond it: who is left when the whole list found nobody.</param>
/// <param name="People">Empty: nobody was there, and it was passed at once.</param>
public sealed record TakenStep(int Round, int Step, string To, Instant Due, Instant At, IReadOnlyList<string> People)
{
    /// <summary>Those of them who are on no such level, and are called because they had the page.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    /// <summary>Whether these came on call while it was open.</summary>
    public bool Incoming { get; init; }

    /// <summary>Its time was over before the host was back to take it: it called nobody.</summary>
    public bool Missed { get; init; }

    /// <summary>Nothing arrived at any of them.</summary>
    public bool Unreached { get; init; }
}

/// <summary>One attempt to reach a person by one method.</summary>
/// <param name="Step">The place of its step in <see cref="Page.Taken"/>.</param>
/// <param name="At">When it begins, or began.</param>
public sealed record PageCall(int Step, string Person, string Method, Instant At)
{
    public CallOutcome Outcome { get; init; }

    /// <summary>The id of its message; null: it has not begun.</summary>
    public string? Message { get; init; }

    /// <summary>Why it failed, or what whoever took it answered.</summary>
    public string? Reason { get; init; }

    /// <summary>When its outcome was known; null: it is not, or an earlier release did not note it.</summary>
    public Instant? EndedAt { get; init; }

    /// <summary>The delay that its person had set for it; null: an earlier release did not note it.</summary>
    public Duration? Rule { get; init; }
}

/// <summary>How an attempt to reach somebody went.</summary>
public enum CallOutcome
{
    /// <summary>Its time has not come.</summary>
    Planned,

    /// <summary>It is on its way.</summary>
    Begun,
    Accepted,
    Delivered,
    Failed,

    /// <summary>The person acknowledged by it.</summary>
    Answered,
}

/// <summary>Something that happened to a page, besides the steps and attempts.</summary>
public sealed record PageEvent(Instant At, PageEventKind Kind)
{
    public string? Person { get; init; }

    /// <summary>The rotation that had it before.</summary>
    public string? From { get; init; }

    /// <summary>A level, or the rotation it went to.</summary>
    public string? To { get; init; }
    public Instant? Until { get; init; }
}

/// <summary>What happens to pages.</summary>
public enum PageEventKind
{
    Opened,
    Waiting,
    Held,
    Nobody,
    Over,
    Acknowledged,
    Snoozed,
    SnoozeOver,
    Silent,
    GivenBack,
    Left,
    Escalated,
    Forwarded,
    Worse,
    Quiet,
    Reopened,
    Resolved,
    TakenOver,
}
