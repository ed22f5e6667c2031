using NodaTime;
using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Incidents;

/// <summary>Words about incidents.</summary>
public static class IncidentReplies
{
    /// <summary>For who declares one: it is done, and what may come next.</summary>
    public static Reply Declared(IncidentFacts facts) =>
        new((Text)$"{facts.After.Id} is declared: {OpenWorkReplies.Headline(facts.After)} The channel is told.")
        {
            Fields = [.. Details(facts.After, facts.Name)],
            Actions = [Acknowledge(facts.After), Resolve(facts.After)],
        };

    /// <summary>What an edit would do.</summary>
    public static Reply Preview(string action, IncidentFacts facts) => action switch
    {
        "incident void" => new((Text)$"{facts.After.Id} ({facts.After.Title}) would count for nothing, as a false alarm: {facts.Reason}"),
        "incident unvoid" => new((Text)$"{facts.After.Id} ({facts.After.Title}) would count again."),
        _ => new((Text)$"{facts.After.Id} ({facts.After.Title}) would change:") { Table = Differences(facts) },
    };

    /// <summary>For who did it.</summary>
    public static Reply Done(string action, IncidentFacts facts) => action switch
    {
        "incident ack" =>
            new((Text)($"You work on {facts.After.Id} from now on: {OpenWorkReplies.Headline(facts.After)} Your callout ends when it is " +
                $"resolved, or " +
                $"with: incident leave {facts.After.Id}"))
            {
                Fields = [.. Details(facts.After, facts.Name)],
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
        _ => new((Text)($"Done. {facts.After.Id} ({facts.After.Title}) has changed: {string.Join(", ", Changed(facts))}. "
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
                    + $"from {after.Start} to {after.End!.Value}.")),
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
            "incident update" when Differences(facts) is { Rows.Count: > 0 } table =>
                new((Text)$"{facts.Author} changed {after.Id} ({after.Title}).") { Table = table },
            _ => null,
        };
        return told is null ? null : facts.Opens ? WithSteps(told, facts, runbooks) : told with { Audience = Audience.Everyone };
    }

    /// <summary>What stands where it was announced, once something about it has changed.</summary>
    public static Reply Card(IncidentFacts facts, IReadOnlyList<Runbook> runbooks) => facts.After switch
    {
        { Voided: not null } after =>
            new((Text)$"{after.Id} ({after.Title}) was a false alarm and counts for nothing.") { Audience = Audience.Everyone },
        { End: not null } => new(Ended(facts)) { Audience = Audience.Everyone },
        var after => WithSteps(new((Text)$"{after.Id}: {OpenWorkReplies.Headline(after)}"), facts, runbooks),
    };

    private static Reply WithSteps(Reply said, IncidentFacts facts, IReadOnlyList<Runbook> runbooks) => said with
    {
        Audience = Audience.Everyone,
        Fields = [.. Details(facts.After, facts.Name), .. RunbookReplies.Listed(runbooks)],
        Actions = [Acknowledge(facts.After), Resolve(facts.After), .. RunbookReplies.Helped(facts.After, runbooks)],
    };

    /// <summary>All there is to know about one.</summary>
    /// <param name="reader">Who works on it already is not asked to acknowledge it.</param>
    public static Reply Shown(Incident incident, string reader, IReadOnlyDictionary<string, string> names, IReadOnlyList<Runbook> runbooks)
    {
        string Name(string person) => names.GetValueOrDefault(person, person);
        Text head = incident.End is { } end
            ? (Text)($"{incident.Id}: {incident.Title} ({IncidentWords.Say(incident.Severity)}), from {incident.Start} to {end}, "
                + $"{IncidentWords.Length(end - incident.Start)}.")
            : $"{incident.Id}: {OpenWorkReplies.Headline(incident)}";
        if (incident.Voided is { } reason) head += $" It was a false alarm and counts for nothing: {reason}";
        return new Reply(head)
        {
            Fields =
            [
                .. Known(incident),
                .. Time("Detected", incident.Detected), .. Time("Acknowledged", incident.Acknowledged),
                .. Time("Mitigated", incident.Mitigated),
                .. incident.Responders.Count == 0
                    ? [] : new[] { new Field("Responders", Text.Lines(incident.Responders.Select(responder => responder.End is { } left
                    ? (Text)$"{Name(responder.Person)} from {responder.Start} to {left}"
                    : (Text)$"{Name(responder.Person)} since {responder.Start}"))) },
                .. incident.Alerts.Count == 0
                    ? [] : new[] { new Field("Alerts",
                        string.Join(", ",
                            incident.Alerts.GroupBy(alert => alert.Name).Select(group => $"{group.Key} ({group.Count()})"))) },
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
                new Table(["Incident", "What", "Severity", "From", "Until", "Impact"],
                    [.. incidents.Select(incident => (IReadOnlyList<Text>)
                    [
                        incident.Id, incident.Title, IncidentWords.Say(incident.Severity), $"{incident.Start}",
                        incident.Voided is not null ? (Text)"false alarm" : incident.End is { } end ? $"{end}" : (Text)"still open",
                        incident.Impact is { } impact ? IncidentWords.Percent(impact) : "not said",
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

    private static Text Ended(IncidentFacts facts) =>
        $"{facts.After.Id} is over: {facts.After.Title}, from {facts.After.Start} to {facts.After.End!.Value}, "
            + $"{IncidentWords.Length(facts.After.End.Value - facts.After.Start)}.";

    private static IEnumerable<Field> Details(Incident incident, Func<string, string> name) =>
        incident.Working() is { Count: > 0 } workers
            ? Known(incident).Append(new("At it", string.Join(", ", workers.Select(name)))) : Known(incident);

    private static IEnumerable<Field> Known(Incident incident)
    {
        yield return new("Impact",
            incident.Impact is { } impact
                ? $"{IncidentWords.Percent(impact)} of users or requests"
                : $"not said, so it burns no budget of time yet: incident update {incident.Id} impact 25%");
        if (incident.Cause != Cause.Other || incident.Release is not null)
            yield return new("Cause",
                incident.Release is { } release ? $"{IncidentWords.Say(incident.Cause)} ({release})" : IncidentWords.Say(incident.Cause));
        yield return new("Noticed by", IncidentWords.Say(incident.NoticedBy));
    }

    private static IEnumerable<Field> Time(string name, Instant? at) => at is { } moment ? [new Field(name, $"{moment}")] : [];

    // Times in the reader's zone, so not the audit log's facts.
    private static IEnumerable<string> Changed(IncidentFacts facts) =>
        Differences(facts).Rows.Select(row => row[0].ToString().ToLowerInvariant());

    private static Table Differences(IncidentFacts facts)
    {
        var (before, after) = (facts.Before!, facts.After);
        var rows = new List<IReadOnlyList<Text>>();
        void Row(string name, Text old, Text now)
        {
            if (!old.Equals(now)) rows.Add([name, old, now]);
        }

        Text At(Instant? at) => at is { } moment ? $"{moment}" : (Text)"none";
        Row("Title", before.Title, after.Title);
        Row("Severity", IncidentWords.Say(before.Severity), IncidentWords.Say(after.Severity));
        Row("Cause", IncidentWords.Say(before.Cause), IncidentWords.Say(after.Cause));
        Row("Release", before.Release ?? "none", after.Release ?? "none");
        Row("Noticed by", IncidentWords.Say(before.NoticedBy), IncidentWords.Say(after.NoticedBy));
        Row("Impact", Share(before.Impact), Share(after.Impact));
        Row("Start", At(before.Start), At(after.Start));
        Row("Detected", At(before.Detected), At(after.Detected));
        Row("Acknowledged", At(before.Acknowledged), At(after.Acknowledged));
        Row("Mitigated", At(before.Mitigated), At(after.Mitigated));
        Row("End", At(before.End), At(after.End));
        Row("Links", string.Join(" ", before.Links), string.Join(" ", after.Links));
        Row("Responders", Intervals(before, facts.Name), Intervals(after, facts.Name));
        return new Table(["What", "Before", "Then"], rows);
    }

    private static Text Share(decimal? impact) => impact is { } share ? IncidentWords.Percent(share) : "not said";

    private static Text Intervals(Incident incident, Func<string, string> name) =>
        incident.Responders.Count == 0 ? "none" : Text.Join(", ", incident.Responders.Select(responder =>
            responder.End is { } end
                ? (Text)$"{name(responder.Person)} {responder.Start} to {end}"
                : (Text)$"{name(responder.Person)} since {responder.Start}"));
}
