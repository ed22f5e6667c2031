using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Incidents;

/// <summary>Words about incidents.</summary>
public static class IncidentReplies
{
    /// <summary>For who declares one: what it is, whom it reaches, and what may come next.</summary>
    /// <param name="start">Whom its page calls first; null: it pages nobody, or messages are paused.</param>
    public static Reply Declared(IncidentFacts facts, PageStart? start, IReadOnlyList<Runbook> runbooks) =>
        new((Text)$"{OpenWorkReplies.Headline(facts.After)}{Channels(facts, start)}")
        {
            Fields = [.. facts.Reach is { } reach ? [IncidentReachReplies.ForAuthor(facts, reach, start)] : Array.Empty<Field>(),
                .. IncidentFields.Details(facts.After, facts.Name), .. RunbookReplies.Listed(runbooks)],
            Actions = facts.After.Open ? [Acknowledge(facts.After), Resolve(facts.After)] : [],
        };

    /// <summary>What is asked of who pressed a button in public and has nothing to do with it.</summary>
    public static string Question(string action, string named) => action switch
    {
        "incident ack" => $"Respond to {named}?",
        "incident reopen" => $"Reopen {named}?",
        _ => $"Resolve {named}?",
    };

    /// <summary>What the button says that makes an edit.</summary>
    public static string Act(string action) => action switch
    {
        "incident void" => "Mark as false alarm",
        "incident unvoid" => "Count it again",
        "incident worked" => "Record work",
        "incident ack" => "Respond",
        "incident leave" => "Stop responding",
        "incident reopen" => "Reopen incident",
        "incident resolve" => "Resolve incident",
        _ => "Change incident",
    };

    /// <summary>What an edit would do.</summary>
    public static Reply Preview(string action, IncidentFacts facts) => action switch
    {
        "incident void" => new((Text)($"{Text.Bold($"Mark {facts.After.Id} ({facts.After.Title}) as a false alarm?")} It stops counting. "
            + $"Reason: {facts.Reason}")),
        "incident unvoid" => new(Text.Bold($"Count {facts.After.Id} ({facts.After.Title}) again?")),
        _ => new(Text.Bold($"Change {facts.After.Id} ({facts.After.Title})?")) { Table = IncidentChanges.Table(facts) },
    };

    /// <summary>For who did it.</summary>
    public static Reply Done(string action, IncidentFacts facts) => action switch
    {
        "incident ack" =>
            new((Text)($"{Text.Bold($"You are responding to {facts.After.Id}")} ({IncidentWords.Say(facts.After.Severity)}: "
                + $"{facts.After.Title}, since {facts.After.Began})."))
            {
                Fields = [.. IncidentFields.Details(facts.After, facts.Name),
                    new("Your callout", $"runs until it is resolved. To stop sooner: `incident leave {facts.After.Id}`")],
                Actions = [Resolve(facts.After)],
            },
        "incident resolve" => new(Ended(facts) + StillFires(facts.After)) { Actions = [Reopen(facts.After)] },
        "incident reopen" =>
            new((Text)$"{Text.Bold("Open again.")} {OpenWorkReplies.Headline(facts.After)}")
            {
                Actions = [Acknowledge(facts.After), Resolve(facts.After)],
            },
        "incident leave" => new((Text)$"{Text.Bold($"You stopped responding to {facts.After.Id}")} at {facts.By.Now:time}."),
        "incident note" => new(Text.Bold($"Note added to {facts.After.Id}.")),
        "incident void" => new((Text)($"{Text.Bold($"{facts.After.Id} is marked as a false alarm.")} It does not count. "
            + $"Undo: `incident unvoid {facts.After.Id}`")),
        "incident unvoid" => new(Text.Bold($"{facts.After.Id} counts again.")),
        _ => new((Text)($"{Text.Bold($"{facts.After.Id} updated:")} {IncidentChanges.Said(facts)} "
            + $"({facts.After.Title}).")),
    };

    /// <summary>What the channel hears; null: nothing.</summary>
    public static Reply? Told(string action, IncidentFacts facts, IReadOnlyList<Runbook> runbooks)
    {
        var after = facts.After;
        Reply? told = action switch
        {
            "incident declare" => new((Text)$"{OpenWorkReplies.Headline(after)} Declared by {facts.Author}."),
            "incident alert" when facts.Before is null && after.End is null =>
                new((Text)$"{OpenWorkReplies.Headline(after)} Noticed by monitoring."),
            "incident alert" when facts.Before is null =>
                new((Text)($"{Text.Bold($"{IncidentWords.Say(after.Severity)}, over already: {after.Title}")} ({after.Id}), "
                    + $"{Text.Span(after.Start, after.End!.Value)}.")),
            "incident alert" when facts.Before!.End is null && after.End is not null =>
                new((Text)$"{Ended(facts)} Its alerts stopped."),
            "incident alert" when facts.Before!.End is not null && after.End is null =>
                new((Text)$"{Text.Bold("Open again.")} {OpenWorkReplies.Headline(after)} Its alerts fire again."),
            "incident alert" when after.Open && after.Severity < facts.Before!.Severity =>
                new((Text)($"{OpenWorkReplies.Headline(after)} Raised from {IncidentWords.Say(facts.Before.Severity)}.")),
            "incident ack" when facts.Before?.Acknowledged is null =>
                new((Text)$"{Text.Bold($"{facts.Author} is responding to {after.Id}")}: {after.Title}."),
            "incident ack" => new((Text)$"{facts.Author} is responding to {after.Id}, too."),
            "incident resolve" => new((Text)$"{Ended(facts)} By {facts.Author}."),
            "incident reopen" =>
                new((Text)$"{Text.Bold("Open again.")} {OpenWorkReplies.Headline(after)} Reopened by {facts.Author}."),
            "incident void" =>
                new((Text)$"{FalseAlarm(after)} {facts.Author}: {facts.Reason}"),
            "incident unvoid" =>
                new((Text)$"{Text.Bold($"{after.Id} counts again")} ({after.Title}). By {facts.Author}."),
            "incident merge" when after.MergedInto is null =>
                new(IncidentMergeReplies.Told(facts.Author, after.Merged[^1], after)),
            "incident update" when IncidentChanges.Table(facts) is { Rows.Count: > 0 } table =>
                new((Text)$"{Text.Bold($"{facts.Author} updated {after.Id}")} ({after.Title}).") { Table = table },
            _ => null,
        };
        if (told is null) return null;
        if (!facts.Opens && facts.Reach is null) return told with { Audience = Audience.Everyone };
        var full = facts.Opens ? WithSteps(told, facts, runbooks) : told with { Audience = Audience.Everyone };
        if (facts.Reach is { } reach) full = full with { Fields = [IncidentReachReplies.ForChannel(reach), .. full.Fields] };
        return facts.Before is not null || after.Notes.Count == 0
            ? full : full with { Fields = [.. full.Fields, new("Notes", Text.Lines(after.Notes.Select(note => (Text)note.Text)))] };
    }

    /// <summary>What stands where it was announced, once something about it has changed.</summary>
    public static Reply Card(IncidentFacts facts, IReadOnlyList<Runbook> runbooks) => facts.After switch
    {
        { MergedInto: not null } after => IncidentMergeReplies.Card(after),
        { Voided: not null } after =>
            new(FalseAlarm(after)) { Audience = Audience.Everyone },
        { End: not null } => new(Ended(facts)) { Audience = Audience.Everyone },
        var after => Open(WithSteps(new(OpenWorkReplies.Headline(after)), facts, runbooks), facts),
    };

    private static Reply Open(Reply card, IncidentFacts facts) => facts.After.Working().Count > 0 ? card
        : card with { Fields = [.. IncidentFields.Unanswered(facts.OnCall, facts.By.Now), .. card.Fields] };

    private static Reply WithSteps(Reply said, IncidentFacts facts, IReadOnlyList<Runbook> runbooks) => said with
    {
        Audience = Audience.Everyone,
        Fields = [.. IncidentFields.Details(facts.After, facts.Name), .. RunbookReplies.Listed(runbooks)],
        Actions = [Acknowledge(facts.After), Resolve(facts.After), .. RunbookReplies.Helped(facts.After, runbooks)],
    };

    /// <summary>All there is to know about one.</summary>
    /// <param name="reader">Who works on it already is not asked to acknowledge it.</param>
    public static Reply Shown(IncidentFacts facts, string reader, IReadOnlyList<Runbook> runbooks)
    {
        var (incident, names) = (facts.After, facts.Names);
        Mention Name(string person) => People.Named(person, names.GetValueOrDefault(person, person));
        Text head = incident.Voided is { } reason ? $"{FalseAlarm(incident)} {reason}"
            : incident.End is not null ? Ended(incident) : OpenWorkReplies.Headline(incident);
        return new Reply(head)
        {
            Fields =
            [
                .. incident.Open && incident.Working().Count == 0 ? IncidentFields.Unanswered(facts.OnCall) : [],
                .. IncidentFields.Known(incident), new("Noticed by", IncidentWords.Say(incident.NoticedBy)),
                .. IncidentFields.Time("Detected", incident.Detected), .. IncidentFields.Time("Acknowledged", incident.Acknowledged),
                .. IncidentFields.Time("Mitigated", incident.Mitigated),
                .. incident.Responders.Count == 0
                    ? [] : new[] { new Field("Responders", Text.Lines(incident.Responders.Select(responder => responder.End is { } left
                    ? (Text)$"{Name(responder.Person)}, {Text.Span(responder.Start, left)}"
                    : (Text)$"{Name(responder.Person)} since {responder.Start}"))) },
                .. incident.Alerts.Count == 0
                    ? [] : new[] { new Field("Alerts",
                        string.Join(", ",
                            incident.Alerts.GroupBy(alert => alert.Name).Select(group => $"{group.Key} ({group.Count()})"))) },
                .. IncidentMergeReplies.Parts(incident),
                .. incident.Notes.Count == 0
                    ? [] : new[] { new Field("Notes",
                        Text.Lines(incident.Notes.Select(note => (Text)$"{Name(note.Person)}, {note.At}: {note.Text}"))) },
                .. incident.Links.Count == 0 ? [] : new[] { new Field("Links", string.Join("\n", incident.Links)) },
                .. RunbookReplies.Listed(runbooks),
                new("Version", (Text)$"{incident.Version}, by {Name(incident.By)}, {incident.At}"),
            ],
            Actions = [.. Steps(incident, reader), .. RunbookReplies.Helped(incident, runbooks)],
            Shareable = true,
        };
    }

    /// <summary>For responders, after half a day.</summary>
    public static Reply StillOpen(Incident incident) =>
        new((Text)($"{Text.Bold($"Is {incident.Id} still open?")} {OpenWorkReplies.Headline(incident)} Until it is resolved it burns " +
            $"budget "
            + $"and callouts run. Ended earlier: `incident resolve {incident.Id} at <when>`"))
        {
            Actions = [Resolve(incident)],
        };

    /// <summary>For admins: an alert that belongs to no service.</summary>
    public static Reply Unknown(string alert, string why) =>
        new((Text)($"{Text.Bold($"The alert {alert} belongs to no service")}, so it opens no incident. {why} "
            + $"Give it a label 'service', or name it in a service's runbooks. You are told once."));

    /// <summary>For admins: an alert that makes no sense.</summary>
    public static Reply Unreadable(string alert, string why) =>
        new((Text)($"{Text.Bold($"The alert {alert} cannot be read")}, so it opens no incident: {why}. Fix it in the monitoring. "
            + $"You are told once."));

    /// <summary>For whoever fixes what an alert says of its impact.</summary>
    public static Reply WrongImpact(IgnoredAlert wrong) =>
        new((Text)$"{Text.Bold($"Fix the alert {wrong.Alert} of {wrong.Service}:")} {wrong.Reason}. You are told once.");

    /// <summary>What is wrong with it, in the middle of a sentence.</summary>
    public static string WrongImpact(string impact) =>
        $"its impact is '{impact}', not a share such as 0.25 or 25%, so it counts as not said";

    public static Button Acknowledge(Incident incident) =>
        new("Acknowledge", "incident-ack", Value(incident)) { Style = ButtonStyle.Primary };

    public static Button Resolve(Incident incident) => new("Resolve", "incident-resolve", Value(incident));

    public static Button Reopen(Incident incident) => new("Reopen incident", "incident-reopen", Value(incident));

    /// <summary>What somebody may do about one: it is acknowledged once by each.</summary>
    public static IReadOnlyList<Button> Steps(Incident incident, string person) =>
        !incident.Open ? [] : incident.WorksNow(person) ? [Resolve(incident)] : [Acknowledge(incident), Resolve(incident)];

    /// <summary>What buttons carry: <c>incident/checkout/12</c>.</summary>
    public static string Value(Incident incident) =>
        new ButtonValue(ButtonSubject.Incident, incident.Service, $"{incident.Number}").ToString();

    private static string Channels(IncidentFacts facts, PageStart? start) =>
        facts.Reach is { } reach && (start is not null || reach.Quiet) ? IncidentReachReplies.Channels(reach) : "";

    private static Text FalseAlarm(Incident incident) =>
        $"{Text.Bold($"False alarm: {incident.Title}")} ({incident.Id}). It does not count.";

    private static Text Ended(IncidentFacts facts) => Ended(facts.After);

    private static string StillFires(Incident incident) => incident.Firing() is { Count: > 0 } names
        ? $" {string.Join(", ", names)} still {(names.Count == 1 ? "fires" : "fire")}." : "";

    private static Text Ended(Incident incident) =>
        $"{Text.Bold($"Resolved after {LengthWords.Of(incident.End!.Value - incident.Began)}: {incident.Title}")} "
            + $"({incident.Id}, {IncidentWords.Say(incident.Severity)}), {Text.Span(incident.Began, incident.End.Value)}.";
}
