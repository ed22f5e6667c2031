using NodaTime;

namespace Watchbill.Incidents;

/// <summary>What is wrong with an incident: which field, and why, in a sentence that says what to do.</summary>
public sealed record IncidentFault(string Field, FormattableString Sentence);

/// <summary>What has to hold of every incident that people declare or edit.</summary>
public static class IncidentRules
{
    public const int MaxTitle = 200;
    public const int MaxRelease = 100;
    public const int MaxNotes = 200;
    public const int MaxLinks = 20;
    public const int MaxResponders = 100;

    /// <summary>
    /// The first thing that is wrong; null: nothing is. Times go start, acknowledged and mitigated, end, and none lies after
    /// <paramref name="now"/>.
    /// An incident may be over before somebody acknowledges it, and before it is mitigated where monitoring saw it end.
    /// </summary>
    public static IncidentFault? Fault(Incident incident, Instant now)
    {
        // Monitoring's clock may be a little ahead of ours: what it has seen is not to
        // come, and nobody waits for it to acknowledge an incident.
        var known = incident.Alerts.Select(alert => alert.End ?? alert.Start).Append(now).Max();
        return Words(incident) ?? Times(incident, known)
            ?? incident.Responders.Select((responder, i) => Responder(incident, responder, i, known))
                .FirstOrDefault(fault => fault is not null);
    }

    /// <summary>Whether hours lie within the incident: from when it began to its end, or to now while it goes on.</summary>
    public static bool Covers(this Incident incident, Responder worked, Instant now) =>
        worked.Start >= incident.Began && (worked.End ?? worked.Start) <= (incident.End ?? Instant.Max(now, incident.Began));

    private static IncidentFault? Words(Incident incident)
    {
        if (string.IsNullOrWhiteSpace(incident.Title)) return new("title", $"What do users see? For example: payments fail");
        if (incident.Title.Length > MaxTitle)
            return new("title",
                $"The title has {incident.Title.Length} characters of at most {MaxTitle}. Put the rest into a note.");
        if (incident.Release?.Length > MaxRelease)
            return new("release",
                $"The release has {incident.Release.Length} characters of at most {MaxRelease}. Give its name or number.");
        if (incident.Impact is < 0 or > 1)
            return new("impact",
                $"Impact is the share of users affected, from 0 to 1, not {incident.Impact}. Write 0.25.");
        if (incident.Notes.Count > MaxNotes)
            return new("note", $"{incident.Id} has {MaxNotes} notes already. Put the rest into one document and link it.");
        if (incident.Links.Count > MaxLinks)
            return new("link", $"{incident.Id} has {MaxLinks} links already. Put the rest into one document.");
        if (incident.Links.FirstOrDefault(link => !IsLink(link)) is { } bad)
            return new("link", $"'{bad}' is not a link. Write an address that begins with https://.");
        return incident.Responders.Count > MaxResponders
            ? new("responders", $"{incident.Id} has {MaxResponders} responders' intervals already.") : null;
    }

    private static IncidentFault? Times(Incident incident, Instant now)
    {
        var (start, end) = (incident.Start, incident.End);
        if (start > now) return new("start", $"The start, {start}, is in the future. Planned work is not an incident.");
        if (end > now) return new("end", $"The end, {end}, is in the future. Leave it out, and resolve the incident when it is over.");
        if (end < start) return new("end", $"The end, {end}, is before the start, {start}. Give an end that is later.");
        foreach (var (field, at) in new[] { ("detected", incident.Detected), ("acknowledged", incident.Acknowledged),
            ("mitigated", incident.Mitigated) })
        {
            if (at < incident.Began)
                return new(field,
                    $"'{field}' is {at}, which is before the start, {incident.Began}. Give a later time, or an earlier start.");
            if (at > now) return new(field, $"'{field}' is {at}, which is in the future.");
            if (at > end && field == "mitigated" && incident.Alerts.Count == 0)
                return new(field, $"'{field}' is {at}, which is after the end, {end}. Give an earlier time, or a later end.");
        }

        return null;
    }

    private static IncidentFault? Responder(Incident incident, Responder responder, int index, Instant now)
    {
        // Who begins and stops within one second has been there for a second.
        if (responder.Start > now || responder.End > now + Duration.FromSeconds(1))
            return new("responders", $"{responder.Person} cannot have responded later than now.");
        if (responder.End <= responder.Start)
            return new("responders",
                $"{responder.Person} stopped at {responder.End}, which is not after {responder.Start}. Give a later end.");
        // One person's hours are not counted twice.
        var twice = incident.Responders.Take(index).Any(other => other.Person == responder.Person
            && other.Start < (responder.End ?? Instant.MaxValue) && responder.Start < (other.End ?? Instant.MaxValue));
        return twice
            ? new("responders", $"{responder.Person} responds twice at {responder.Start}. Give intervals that do not overlap.") : null;
    }

    private static bool IsLink(string link) =>
        link.Length <= 1000 && Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps;
}
