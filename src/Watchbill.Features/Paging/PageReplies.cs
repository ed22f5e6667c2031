using NodaTime;
using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Reading;

namespace Watchbill.Paging;

/// <summary>Words about pages: short, read on a phone at night.</summary>
public static class PageReplies
{
    /// <summary>For who pages a rotation or a person: what is said to whom now.</summary>
    /// <param name="person">The name of who is paged; null: a rotation is.</param>
    /// <param name="start">Null: nobody is paged, as messages are paused.</param>
    public static Reply Opened(Incident incident, Page page, string? person, string by, PageStart? start) =>
        new(Text.Bold($"{incident.Id} pages {(page.Person is { } id ? (Text)$"{People.Named(id, person!)}" : page.Rotation!)}:")
            + $" {incident.Title} ({incident.Severity.ToString().ToLowerInvariant()})."
            + (start is null ? Text.Empty : (Text)$" {start.Said(by)}") + " It counts against no budget.");

    /// <summary>For who follows a link that has done its work.</summary>
    public static string Spent(Page page) => $"This link is spent. The newest message about {page.Id} has one that works.";

    private static readonly Duration Late = Duration.FromSeconds(30);

    /// <summary>For who is called.</summary>
    public static Reply Called(PageFacts facts, TakenStep step, string person)
    {
        var headline = Text.Bold($"{Severity(facts)}: {facts.Incident.Title}{Of(facts)}.");
        Text text = $"{headline} {new Mention(person, facts.Name(person))}, {Why(facts, step, person)}. Since {facts.Incident.Began:time}";
        text += facts.Affected is { } users ? $", {users}." : ".";
        if (step.At - step.Due > Late && !step.Incoming)
            text += $" Late by {LengthWords.Of(step.At - step.Due)}: Watchbill was down.";
        return WithNext(new Reply(text) { Actions = Open(facts) }, facts);
    }

    /// <summary>The same for a contact method: plain words, and where it is acknowledged.</summary>
    public static Notice Notice(PageFacts facts, TakenStep step, string person, string link, DateTimeZone zone)
    {
        var page = facts.Page;
        var next = WithNext(new Reply(Text.Empty), facts).Fields.FirstOrDefault(field => field.Name == "Next")?.Value;
        var reader = new Reader(zone, facts.Now) { Stays = true };
        var why = Why(facts, step, person);
        why = $"{char.ToUpperInvariant(why[0])}{why[1..]}.";
        var after = next is null ? null : $"Next: {PlainText.Render(next, reader)}";
        return new Notice(page.IsDrill ? NoticeKind.Drill : NoticeKind.Page, person,
            $"{why} {Severity(facts)}{Of(facts)}: {facts.Incident.Title}. Acknowledge: {link}" + (after is null ? "" : $" {after}"))
        {
            Title = $"{Severity(facts)} {(Of(facts).Length == 0 ? page.Id : page.Service)}: {facts.Incident.Title}",
            Lines =
            [
                why, PlainText.Render($"Since {facts.Incident.Began}.", reader),
                .. facts.Affected is { } users ? [$"Impact: {users}."] : Array.Empty<string>(),
                $"Acknowledge: {link}",
                .. facts.Runbooks.Select(runbook => $"Runbook: {runbook.Alert} {runbook.Url}"),
                .. after is null ? Array.Empty<string>() : [after],
            ],
            Page = page.Id,
            Round = step.Round - page.FirstRound + 1,
            Step = step.Step + 1,
            High = page.Urgency == Watchbill.Incidents.Urgency.High,
            Link = link,
        };
    }

    /// <summary>What a message to who was called says once the page has gone on.</summary>
    public static Reply Anew(PageFacts facts, string reader)
    {
        var (page, incident) = (facts.Page, facts.Incident);
        var head = Text.Bold($"{Severity(facts)}: {incident.Title}{Of(facts)}.");
        return page switch
        {
            { IsDrill: true, State: PageState.Resolved } => new Reply(page is { By: { } by, AcknowledgedAt: { } at }
                ? Text.Bold($"DRILL: {facts.Who(by)} acknowledged {page.Id} after {LengthWords.Of(at - page.OpenedAt)}.")
                    + " Nothing is broken."
                : Text.Bold($"DRILL: nobody acknowledged {page.Id}.") + " The drill has ended; nothing is broken."),
            { State: PageState.Resolved } => new Reply(incident.End is { } end
                ? Text.Bold($"{page.Id} was resolved at {end:time}:") + $" {incident.Title}."
                : Text.Bold($"{page.Id} calls nobody any more:") + $" {incident.Title}."),
            { State: PageState.Acknowledged, By: { } by } => new Reply(head + $" {facts.Who(by)} has {page.Id} since "
                + $"{page.AcknowledgedAt ?? facts.Now:time}.")
            { Actions = by == reader ? Mine(page) : [] },
            { State: PageState.Snoozed, By: { } by, Due: { } until } => new Reply(head
                + $" {facts.Who(by)} snoozed {page.Id} until {until}.")
            { Actions = by == reader ? Mine(page) : [] },
            { Over: true } => new Reply(head + " Paging has stopped; nobody has acknowledged it.") { Actions = Open(facts) },
            _ when page.Forwarded() is { Person: { } forwarder } forwarded
                && !page.Taken.Any(step => step.Round >= page.FirstRound && step.People.Contains(reader)) =>
                new Reply(head + $" {facts.Who(forwarder)} forwarded {page.Id} to {forwarded.To}."),
            _ when page.Taken.LastOrDefault(step => step.People.Count > 0) is { } last && !last.People.Contains(reader) =>
                WithNext(new Reply(head + $" {page.Id} is with {PageWords.Called(last, facts.Name)} since {last.At:time}.")
                {
                    Actions = Open(facts),
                }, facts),
            _ => WithNext(new Reply(head) { Actions = Open(facts) }, facts),
        };
    }

    /// <summary>For the channel, and for the lead where it concerns them; null: nobody needs to hear it.</summary>
    public static Reply? News(PageFacts facts, PageEvent happened)
    {
        var (page, id) = (facts.Page, facts.Page.Id);
        return happened switch
        {
            { Kind: PageEventKind.Over } when page.IsDrill => new Reply(
                Text.Bold($"DRILL: nobody acknowledged {id} in {LengthWords.Of(happened.At - page.OpenedAt)}.")
                + $" Paged: {facts.All(Paged(page))}. Who can be woken: `readiness`"),
            { Kind: PageEventKind.Over } => new Reply(
                Text.Bold($"Nobody has acknowledged {id} ({Severity(facts)}) in {LengthWords.Of(happened.At - page.OpenedAt)}:")
                + $" {facts.Incident.Title}. Paged: {facts.All(Paged(page))}. Paging has stopped; the page is open."
                + (facts.Lead is { } lead ? (Text)$" {lead}, call somebody." : " Call somebody."))
            { Actions = Open(facts) },
            { Kind: PageEventKind.Nobody } => new Reply(
                Text.Bold($"There is nobody to page for {id}") + $" ({Severity(facts)}: {facts.Incident.Title}): "
                + (facts.IsDirect ? $"{facts.Of} cannot be reached" : $"every level of {facts.Of} is empty")
                + ", and neither a lead nor an admin is there. Watchbill tries again.")
            { Actions = Open(facts) },
            { Kind: PageEventKind.Waiting, Until: { } until } => new Reply(
                Text.Bold($"{id} waits for {facts.Of} until {until}") + $" ({Severity(facts)}, off-hours): {facts.Incident.Title}. "
                    + $"Sooner: `incident update {id} severity sev2`"),
            { Kind: PageEventKind.Held, Until: { } until } => new Reply(
                Text.Bold($"{id} is not paged before {until},") + $" when the maintenance ends: {facts.Incident.Title}."),
            { Kind: PageEventKind.Snoozed, Person: { } person, Until: { } until } => new Reply(
                Text.Bold($"{facts.Who(person)} snoozed {id} until {until}.")),
            { Kind: PageEventKind.GivenBack, Person: { } person } => new Reply(
                Text.Bold($"{facts.Who(person)} gave {id} back:") + $" {facts.Incident.Title}. Whoever is on call is paged."),
            { Kind: PageEventKind.Escalated, Person: { } person } => new Reply(Text.Bold($"{facts.Who(person)} escalated {id}.")),
            { Kind: PageEventKind.Forwarded, Person: { } person, To: { } to } => new Reply(
                Text.Bold($"{facts.Who(person)} forwarded {id} to {to}") + $" ({Severity(facts)}: {facts.Incident.Title})."),
            { Kind: PageEventKind.Silent, Person: { } person } => new Reply(
                Text.Bold($"{facts.Who(person)} has been silent about {id} since acknowledging it.")
                + " They and whoever is on call are paged."),
            { Kind: PageEventKind.Left, Person: { } person } => new Reply(
                Text.Bold($"{facts.Who(person)} had {id} and has left.") + " Whoever is on call is paged."),
            _ => null,
        } is { } reply ? reply with { Audience = Audience.Everyone } : null;
    }

    /// <summary>For the channel: the list found nobody.</summary>
    public static Reply Fallback(PageFacts facts, TakenStep step) =>
        new(Text.Bold(facts.IsDirect ? $"{facts.Of} could not be reached" : $"No level of {facts.Of} could be reached")
            + $" for {facts.Page.Id} ({Severity(facts)}: {facts.Incident.Title}), so {PageWords.Called(step, facts.Name)} is paged.")
        { Audience = Audience.Everyone };

    /// <summary>What is asked of who pressed a button in public and has nothing to do with the page.</summary>
    /// <param name="holder">The name of who has it; null: nobody.</param>
    public static string Question(string action, string named, string? holder) => (action, holder) switch
    {
        ("page-escalate", _) => $"Escalate {named}?",
        ("page-take", { } other) => $"Take {named} from {other}?",
        ("page-giveback", { } other) => $"Give back {named}, which {other} has?",
        _ => $"Acknowledge {named}?",
    };

    /// <summary>What the button says that does it then.</summary>
    public static string Act(string action) => action switch
    {
        "page-escalate" => "Escalate page",
        "page-take" => "Take page",
        "page-giveback" => "Give back page",
        _ => "Acknowledge page",
    };

    public static Button Acknowledge(Page page) => new("Acknowledge", "page-ack", Value(page)) { Style = ButtonStyle.Primary };

    /// <summary>A button for each of several pages.</summary>
    public static IReadOnlyList<Button> Acknowledge(IReadOnlyList<Page> pages) =>
        [.. Buttons.Apart([.. pages.Select(page => $"Acknowledge {page.Id}")])
            .Zip(pages, (label, page) => Acknowledge(page) with { Label = label })];

    private static IReadOnlyList<Button> Open(PageFacts facts) =>
    [
        Acknowledge(facts.Page), .. facts.Page.IsDrill ? [] : new[] { new Button("Escalate page", "page-escalate", StepValue(facts.Page)) },
        .. facts.Behind is { } team ? [new Button($"Forward to {team}", "page-forward", Value(facts.Page))] : Array.Empty<Button>(),
    ];

    /// <summary>What who has it does next.</summary>
    public static IReadOnlyList<Button> Mine(Page page) =>
        [new("Resolve", "incident-resolve", Value(page)), new("Give back page", "page-giveback", Value(page))];

    /// <summary>What its buttons carry, and what its incident is shown anew by: <c>incident/checkout/12</c>.</summary>
    internal static string Value(Page page) => new ButtonValue(ButtonSubject.Incident, page.Service, $"{page.Number}").ToString();

    // With the steps that it has taken: pressed twice, or on a message of an earlier step, it goes on by one level and not by two.
    private static string StepValue(Page page) =>
        new ButtonValue(ButtonSubject.Incident, page.Service, $"{page.Number}", $"{page.Taken.Count}").ToString();

    /// <summary>Whether the button was of a step that is over.</summary>
    internal static bool IsOver(Page page, string value) =>
        ButtonValue.Read(ButtonSubject.Incident, value).Ids is [_, _, var taken] && taken != $"{page.Taken.Count}";

    private static IEnumerable<string> Paged(Page page) => page.Taken.SelectMany(step => step.People).Distinct();

    private static string Severity(PageFacts facts) => facts.Page.IsDrill ? "DRILL" : facts.Incident.Severity.ToString().ToLowerInvariant();

    private static string Of(PageFacts facts) =>
        facts.Page.Service == Incident.NoService || facts.Page.IsDrill ? "" : $" ({facts.Page.Service})";

    private static string Why(PageFacts facts, TakenStep step, string person)
    {
        if (step.Also.Contains(person)) return Had(facts.Page, step.At);
        if (step.Step >= facts.Page.Steps.Count)
            return (facts.IsDirect ? $"{facts.Of} cannot be reached" : $"nobody on the list of {facts.Of} can be reached")
                + $", and {You(facts, step.To)}";
        return step.To switch
        {
            EscalationPolicy.Lead when facts.IsDirect => facts.Of
                + (facts.Page.Taken.LastOrDefault(before => before.At <= step.At && before != step) is { Unreached: true }
                    ? " cannot be reached" : " has not acknowledged") + $", and {You(facts, step.To)}",
            _ when step.To.StartsWith(EscalationPolicy.PersonPrefix, StringComparison.Ordinal) => "you are paged directly",
            _ when step.Incoming => $"you have just come on call as {step.To} for {facts.Of}",
            _ => You(facts, step.To),
        };
    }

    // Why whoever had it is called again, beside the level that has its turn.
    private static string Had(Page page, Instant at) => page.Events.LastOrDefault(happened => happened.At <= at
        && happened.Kind is PageEventKind.Silent or PageEventKind.SnoozeOver or PageEventKind.Worse)?.Kind switch
    {
        PageEventKind.SnoozeOver => "your snooze is over",
        PageEventKind.Worse => "you had it, and it has become worse",
        _ => "you had it and were silent for too long",
    };

    private static string You(PageFacts facts, string to) => to switch
    {
        EscalationPolicy.Lead => facts.IsDirect ? "you lead their team" : $"you lead {facts.Of}",
        EscalationPolicy.Manager => $"you manage {facts.Of}",
        EscalationPolicy.Accountable => $"you are accountable for {facts.Of}",
        EscalationPolicy.Admins => "you are an admin",
        _ when to.StartsWith(EscalationPolicy.RotationPrefix, StringComparison.Ordinal) => $"you are {PageWords.Level(to, facts.Name)}",
        _ => $"you are {to} for {facts.Of}",
    };

    private static Reply WithNext(Reply reply, PageFacts facts) => reply with
    {
        Fields =
        [
            .. facts.Runbooks.Count == 0 ? Array.Empty<Field>()
                : [new Field(facts.Runbooks.Count == 1 ? "Runbook" : "Runbooks",
                    Text.Lines(facts.Runbooks.Select(runbook => (Text)$"{new Link(runbook.Alert, runbook.Url)}")))],
            .. PageCourse.Ahead(facts.Page, facts.Around) is { } next
                ? new[] { new Field("Next", $"{facts.All(next.People)}, {next.At:time}") } : [],
        ],
    };
}
