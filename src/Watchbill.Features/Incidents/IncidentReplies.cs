using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Incidents;

/// <summary>Words about incidents.</summary>
public static class IncidentReplies
{
    /// <summary>For who declares one: it is done, whom it reaches, and what may come next.</summary>
    public static Reply Declared(IncidentFacts facts, IReadOnlyList<Runbook> runbooks) =>
        new((Text)$"{facts.After.Id} is declared: {OpenWorkReplies.Headline(facts.After)}{Channels(facts)}")
        {
            Fields = [.. facts.Reach is { } reach ? [IncidentReachReplies.ForAuthor(facts, reach)] : Array.Empty<Field>(),
                .. IncidentFields.Details(facts.After, facts.Name), .. RunbookReplies.Listed(runbooks)],
            Actions = facts.After.Open ? [Acknowledge(facts.After), Resolve(facts.After)] : [],
        };

    /// <summary>For who pressed a button in public and neither is on call nor of the teams: once more, on purpose.</summary>
    public static Reply AskBack(string action, Incident incident, IReadOnlyList<string> teams) =>
        new($"You are neither on call for {incident.Service} nor of the {(teams.Count == 1 ? "team" : "teams")} " +
            $"{string.Join(" and ", teams)}. " + (action == "incident ack"
                ? $"Do you work on {incident.Id} ({incident.Title}) from now on?"
                : $"Is {incident.Id} ({incident.Title}) over, for everybody?"));

    /// <summary>What an edit would do.</summary>
    public static Reply Preview(string action, IncidentFacts facts) => action switch
    {
        "incident void" => new((Text)$"{facts.After.Id} ({facts.After.Title}) would count for nothing, as a false alarm: {facts.Reason}"),
        "incident unvoid" => new((Text)$"{facts.After.Id} ({facts.After.Title}) would count again."),
        _ => new((Text)$"{facts.After.Id} ({facts.After.Title}) would change:") { Table = IncidentChanges.Table(facts) },
    };

    /// <summary>For who did it.</summary>
    public static Reply Done(string action, IncidentFacts facts) => action switch
    {
        "incident ack" =>
            new((Text)($"You work on {facts.After.Id} from now on: {OpenWorkReplies.Headline(facts.After)} Your callout ends when it is " +
                $"resolved, or " +
                $"with: incident leave {facts.After.Id}"))
            {
                Fields = [.. IncidentFields.Details(facts.After, facts.Name)],
                Actions = [Resolve(facts.After)],
            },
        "incident resolve" => new((Text)$"{Ended(facts)} If it was not over: incident reopen {facts.After.Id}"),
        "incident reopen" =>
            new((Text)$"{facts.After.Id} goes on: {OpenWorkReplies.Headline(facts.After)}")
            {
                Actions = [Acknowledge(facts.After), Resolve(facts.After)],
            },
        "incident leave" => new((Text)$"You stopped working on {facts.After.Id} at {facts.By.Now:time}."),
        "incident note" => new((Text)$"Noted on {facts.After.Id}."),
        "incident void" => new((Text)$"Done. {facts.After.Id} counts for nothing. To take that back: incident unvoid {facts.After.Id}"),
        "incident unvoid" => new((Text)$"Done. {facts.After.Id} counts again."),
        _ => new((Text)($"Done. {facts.After.Id} ({facts.After.Title}) has changed: {string.Join(", ", IncidentChanges.Names(facts))}. "
            + $"This is version {facts.After.Version}.")),
    };

    /// <summary>What the channel hears; null: nothing.</summary>
    public static Reply? Told(string action, IncidentFacts facts, IReadOnlyList<Runbook> runbooks)
    {
        var after = facts.After;
        Reply? told = action switch
        {
            "incident declare" => new((Text)$"{OpenWorkReplies.Headline(after)} {facts.Author} declared it as {after.Id}."),
            "incident alert" when facts.Before is null && after.End is null =>
                new((Text)$"{OpenWorkReplies.Headline(after)} Monitoring noticed it: {after.Id}."),
            "incident alert" when facts.Before is null =>
                new((Text)($"{after.Id} came and went: {after.Title} ({IncidentWords.Say(after.Severity)}) of {after.Service}, "
                    + $"{Text.Span(after.Start, after.End!.Value)}.")),
            "incident alert" when facts.Before!.End is null && after.End is not null =>
                new((Text)$"{Ended(facts)} Its alerts have stopped."),
            "incident alert" when facts.Before!.End is not null && after.End is null =>
                new((Text)$"{after.Id} goes on, its alerts fire again: {OpenWorkReplies.Headline(after)}"),
            "incident alert" when after.Open && after.Severity < facts.Before!.Severity =>
                new((Text)($"{after.Id} is {IncidentWords.Say(after.Severity)} now, and was "
                    + $"{IncidentWords.Say(facts.Before.Severity)}: {OpenWorkReplies.Headline(after)}")),
            "incident ack" when facts.Before?.Acknowledged is null => new((Text)$"{facts.Author} works on {after.Id}: {after.Title}."),
            "incident ack" => new((Text)$"{facts.Author} works on {after.Id}, too."),
            "incident resolve" => new((Text)$"{Ended(facts)} {facts.Author} resolved it."),
            "incident reopen" => new((Text)$"{facts.Author} says that {after.Id} goes on: {OpenWorkReplies.Headline(after)}"),
            "incident void" =>
                new((Text)$"{after.Id} ({after.Title}) was a false alarm and counts for nothing. {facts.Author}: {facts.Reason}"),
            "incident unvoid" => new((Text)$"{after.Id} ({after.Title}) was no false alarm and counts again, says {facts.Author}."),
            "incident merge" when after.MergedInto is null =>
                new(IncidentMergeReplies.Told(facts.Author, after.Merged[^1], after)),
            "incident update" when IncidentChanges.Table(facts) is { Rows.Count: > 0 } table =>
                new((Text)$"{facts.Author} changed {after.Id} ({after.Title}).") { Table = table },
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
            new((Text)$"{after.Id} ({after.Title}) was a false alarm and counts for nothing.") { Audience = Audience.Everyone },
        { End: not null } => new(Ended(facts)) { Audience = Audience.Everyone },
        var after => WithSteps(new((Text)$"{after.Id}: {OpenWorkReplies.Headline(after)}"), facts, runbooks),
    };

    private static Reply WithSteps(Reply said, IncidentFacts facts, IReadOnlyList<Runbook> runbooks) => said with
    {
        Audience = Audience.Everyone,
        Fields = [.. IncidentFields.Details(facts.After, facts.Name), .. RunbookReplies.Listed(runbooks)],
        Actions = [Acknowledge(facts.After), Resolve(facts.After), .. RunbookReplies.Helped(facts.After, runbooks)],
    };

    /// <summary>All there is to know about one.</summary>
    /// <param name="reader">Who works on it already is not asked to acknowledge it.</param>
    public static Reply Shown(Incident incident, string reader, IReadOnlyDictionary<string, string> names, IReadOnlyList<Runbook> runbooks)
    {
        string Name(string person) => names.GetValueOrDefault(person, person);
        Text head = incident.End is { } end
            ? (Text)($"{incident.Id}: {incident.Title} ({IncidentWords.Say(incident.Severity)}), from {incident.Began} to {end}, "
                + $"{IncidentWords.Length(end - incident.Began)}.")
            : $"{incident.Id}: {OpenWorkReplies.Headline(incident)}";
        if (incident.Voided is { } reason) head += $" It was a false alarm and counts for nothing: {reason}";
        return new Reply(head)
        {
            Fields =
            [
                .. IncidentFields.Known(incident),
                .. IncidentFields.Time("Detected", incident.Detected), .. IncidentFields.Time("Acknowledged", incident.Acknowledged),
                .. IncidentFields.Time("Mitigated", incident.Mitigated),
                .. incident.Responders.Count == 0
                    ? [] : new[] { new Field("Responders", Text.Lines(incident.Responders.Select(responder => responder.End is { } left
                    ? (Text)$"{Name(responder.Person)} from {responder.Start} to {left}"
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
                new("Version", $"{incident.Version}, by {Name(incident.By)}, {incident.At}"),
            ],
            Actions = [.. Steps(incident, reader), .. RunbookReplies.Helped(incident, runbooks)],
            Shareable = true,
        };
    }

    public static Reply List(IReadOnlyList<Incident> incidents, string which) =>
        incidents.Count == 0 ? new($"No incidents {which}.") : new($"Incidents {which}:")
        {
            Table =
                new Table(["Incident", "What", "Severity", "When", "Impact"],
                    [.. incidents.Select(incident => (IReadOnlyList<Text>)
                    [
                        incident.Id, incident.Title, IncidentWords.Say(incident.Severity), $"{incident.Began}",
                        incident.Voided is not null ? (Text)"false alarm"
                            : incident.MergedInto is { } into ? $"merged into {into}" : incident.End is { } end
                            ? $"{end}" : (Text)"still open",
                        IncidentFields.Share(incident),
                    ])]),
            Shareable = true,
        };

    /// <summary>For responders, after half a day.</summary>
    public static Reply StillOpen(Incident incident) =>
        new((Text)($"Does {incident.Id} still go on? {OpenWorkReplies.Headline(incident)} While it does, it burns the budget, and " +
            $"callouts run. If it " +
            $"ended earlier: incident resolve {incident.Id} at <when>"))
        {
            Actions = [Resolve(incident)],
        };

    /// <summary>For admins: an alert that belongs to no service.</summary>
    public static Reply Unknown(string alert, string why) =>
        new($"Monitoring sends the alert '{alert}', and nobody knows whose it is: {why} Give it a label 'service', or name it in a " +
            $"service's runbooks in the organisation file. Until then it makes no incident. You are told once.");

    /// <summary>For admins: an alert that makes no sense.</summary>
    public static Reply Unreadable(string alert, string why) =>
        new($"Monitoring sends the alert '{alert}', and it cannot be understood: {why}. Until that is mended it makes no incident. You " +
            $"are " +
            $"told once.");

    /// <summary>For whoever mends what an alert says of its impact.</summary>
    public static Reply WrongImpact(IgnoredAlert wrong) =>
        new($"The alert {wrong.Alert} of {wrong.Service} needs mending: {wrong.Reason}. You are told once.");

    /// <summary>What is wrong with it, in the middle of a sentence.</summary>
    public static string WrongImpact(string impact) =>
        $"its impact is '{impact}', which is no share from 0 to 1 such as 0.25 or 25%, so it counts as not said";

    public static Button Acknowledge(Incident incident) =>
        new("Acknowledge", "incident-ack", Value(incident)) { Style = ButtonStyle.Primary };

    public static Button Resolve(Incident incident) => new("Resolve", "incident-resolve", Value(incident));

    /// <summary>What somebody may do about one: it is acknowledged once by each.</summary>
    public static IReadOnlyList<Button> Steps(Incident incident, string person) =>
        !incident.Open ? [] : incident.WorksNow(person) ? [Resolve(incident)] : [Acknowledge(incident), Resolve(incident)];

    /// <summary>The one step that somebody takes next, where several incidents stand together.</summary>
    public static Button Next(Incident incident, string person)
    {
        var step = incident.WorksNow(person) ? Resolve(incident) : Acknowledge(incident);
        return step with { Label = $"{step.Label} {incident.Id}" };
    }

    /// <summary>What buttons carry: <c>incident/checkout/12</c>.</summary>
    public static string Value(Incident incident) =>
        new ButtonValue(ButtonSubject.Incident, incident.Service, $"{incident.Number}").ToString();

    private static string Channels(IncidentFacts facts) => facts.Reach is { } reach ? IncidentReachReplies.Channels(reach) : "";

    private static Text Ended(IncidentFacts facts) =>
        $"{facts.After.Id} is over: {facts.After.Title}, from {facts.After.Began} to {facts.After.End!.Value}, "
            + $"{IncidentWords.Length(facts.After.End.Value - facts.After.Began)}.";
}
