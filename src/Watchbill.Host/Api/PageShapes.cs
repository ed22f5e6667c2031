using NodaTime;
using Watchbill.Incidents;
using Watchbill.Paging;
using Watchbill.Reading;

namespace Watchbill.Api;

/// <summary>What is sent to page somebody: one of service, rotation and person.</summary>
internal sealed record PageBody(string Text)
{
    public string? Service { get; init; }
    public string? Rotation { get; init; }
    public string? Person { get; init; }
    public Severity? Severity { get; init; }
}

/// <summary>Who does it.</summary>
internal sealed record PagePerson(string Person);

/// <summary>Who forwards it, and to which team.</summary>
internal sealed record PageForward(string Person)
{
    public string? To { get; init; }
}

/// <summary>Who snoozes it until when.</summary>
internal sealed record PageSnooze(string Person, Instant Until);

/// <summary>A page that was opened, and its incident.</summary>
internal sealed record PageOpened(string Id, string Incident);

/// <summary>A page in a list.</summary>
internal sealed record PageRow(
    string Id, string? Incident, string? Service, string? Rotation, Urgency Urgency, PageState State, Instant OpenedAt)
{
    public static PageRow Of(Page page) =>
        new(page.Id, page.IsDrill ? null : page.Id, ServiceOf(page), page.Rotation, page.Urgency, page.State, page.OpenedAt);

    public static string? ServiceOf(Page page) => page.Service == Incidents.Incident.NoService || page.IsDrill ? null : page.Service;
}

/// <summary>The course of a page.</summary>
internal sealed record PageShape(
    string Id, string? Incident, string? Service, string? Rotation, Urgency Urgency, PageState State, Instant OpenedAt)
{
    /// <summary>Null: nobody has it.</summary>
    public string? AcknowledgedBy { get; init; }
    public Instant? AcknowledgedAt { get; init; }

    /// <summary>In the order in which they were taken; the next one last, without an instant.</summary>
    public required IReadOnlyList<PageStepShape> Steps { get; init; }
    public required IReadOnlyList<PageAttemptShape> Attempts { get; init; }
    public required IReadOnlyList<PageLine> Timeline { get; init; }

    public static PageShape Of(Page page, IReadOnlyList<PageLine> timeline) =>
        new(page.Id, page.IsDrill ? null : page.Id, PageRow.ServiceOf(page), page.Rotation, page.Urgency, page.State, page.OpenedAt)
        {
            AcknowledgedBy = page.By,
            AcknowledgedAt = page.AcknowledgedAt,
            Steps =
            [
                .. page.Taken.Select(step => new PageStepShape(step.Round, step.Step + 1, step.To, step.Due, step.Missed ? null : step.At,
                    step.People)),
                .. Next(page),
            ],
            Attempts = [.. page.Calls.Where(call => call.Outcome != CallOutcome.Planned).Select(call =>
                new PageAttemptShape(call.Person, call.Method, call.At, Outcome(call), call.Reason))],
            Timeline = timeline,
        };

    private static IEnumerable<PageStepShape> Next(Page page)
    {
        if (page is not { IsOpen: true, Over: false, Due: { } due, Steps.Count: > 0 }) yield break;
        var again = page.Next >= page.Steps.Count;
        if (again && page.Round - page.FirstRound >= page.Repeat) yield break;
        var (round, step) = again ? (page.Round + 1, 0) : (Math.Max(page.Round, 1), page.Next);
        yield return new PageStepShape(round, step + 1, page.Steps[step].To, again ? due + page.Steps[0].After : due, null, []);
    }

    private static string Outcome(PageCall call) => call.Outcome == CallOutcome.Begun ? "sent" : call.Outcome.ToString().ToLowerInvariant();
}

/// <summary>A step; without an instant it is still to come, or was missed.</summary>
internal sealed record PageStepShape(int Round, int Step, string To, Instant Due, Instant? At, IReadOnlyList<string> People);

/// <summary>An attempt to reach somebody: sent, accepted, delivered, failed or answered.</summary>
internal sealed record PageAttemptShape(string Person, string Method, Instant At, string Outcome, string? Reason);
