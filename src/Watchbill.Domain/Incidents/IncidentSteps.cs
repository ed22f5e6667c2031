using NodaTime;

namespace Watchbill.Incidents;

/// <summary>
/// What happens to an incident, one step after the other. Each answers the incident as
/// it is then; who may, and who is told, is decided elsewhere.
/// </summary>
public static class IncidentSteps
{
    /// <summary>Somebody has seen it and works on it from then on: the first one acknowledges it, everyone's callout begins.</summary>
    public static Incident Acknowledge(this Incident incident, string person, Instant at)
    {
        var from = Instant.Max(at, incident.Start);
        return incident with
        {
            Acknowledged = incident.Acknowledged ?? from,
            Responders = incident.WorksNow(person) ? incident.Responders : [.. incident.Responders, new Responder(person, from, null)],
        };
    }

    public static bool WorksNow(this Incident incident, string person) =>
        incident.Responders.Any(responder => responder.Person == person && responder.End is null);

    /// <summary>Ids of those who work on it, each once, in the order in which they began.</summary>
    public static IReadOnlyList<string> Working(this Incident incident) =>
        [.. incident.Responders.Where(responder => responder.End is null).Select(responder => responder.Person).Distinct()];

    /// <summary>It is over since <paramref name="end"/>, which ends every callout, too.</summary>
    public static Incident Resolve(this Incident incident, Instant end, Instant now) =>
        (incident with { End = end, TakenOver = true }).Until(end, now);

    /// <summary>Nobody responds past the end: an interval that goes on is cut there, and one that begins later is dropped.</summary>
    public static Incident Until(this Incident incident, Instant end, Instant now) => incident with
    {
        Responders = [.. incident.Responders.Where(responder => responder.Start < end || (responder.Start == end && end == now))
            .Select(responder => responder.End is { } stopped && stopped <= end ? responder : Stopped(responder, end))],
    };

    /// <summary>It was not over, whatever its alerts say.</summary>
    public static Incident Reopen(this Incident incident) => incident with { End = null, TakenOver = true };

    /// <summary>Somebody stops working on it.</summary>
    public static Incident Leave(this Incident incident, string person, Instant at) =>
        incident.Stop(responder => responder.Person == person, at);

    /// <summary>Somebody worked on it for a while: in place of what was known of that time.</summary>
    public static Incident Worked(this Incident incident, Responder worked) => incident with
    {
        Responders =
        [
            .. incident.Responders.Where(
                other =>
                    other.Person != worked.Person || (other.End ?? Instant.MaxValue) <= worked.Start
                        || other.Start >= (worked.End ?? Instant.MaxValue)),
            worked,
        ],
    };

    /// <summary>It was a false alarm and counts for nothing: nobody works on it any more.</summary>
    public static Incident Void(this Incident incident, string reason, Instant now) =>
        incident.Stop(_ => true, now) with { Voided = reason };

    /// <summary>
    /// It was no false alarm. Its alerts may have stopped meanwhile: then it is over since, unless people have taken that over.
    /// </summary>
    public static Incident Unvoid(this Incident incident) => incident with
    {
        Voided = null,
        End = incident.TakenOver || incident.Alerts.Count == 0 ? incident.End : incident.EndOfAlerts(),
    };

    /// <summary>
    /// When it was detected, where its start is another: a detection that was derived from the start goes along when that moves later,
    /// since nothing is detected before it begins. Where it began earlier than thought, it was still detected when it was.
    /// </summary>
    public static Instant? DetectedFrom(this Incident incident, Instant start) =>
        incident.Detected == incident.Start && start > incident.Start ? start : incident.Detected;

    /// <summary>
    /// Whether it no longer ends with its alerts after an edit. That it began at another time takes nothing over: it still ends with them.
    /// </summary>
    public static bool TakenOverBy(this Incident incident, Instant? end) => incident.TakenOver || end != incident.End;

    /// <summary>What is said of its impact is said of the whole: it holds for the times of what was merged into it, too.</summary>
    /// <param name="impact">Null: nobody says any.</param>
    public static Incident WithImpact(this Incident incident, decimal? impact) => incident with
    {
        Impact = impact,
        ImpactOf = null,
        Merged = [.. incident.Merged.Select(part => part with { Impact = impact })],
    };

    /// <summary>Nobody says an impact any more: where an alert brought it there is none, else that of its severity counts.</summary>
    public static Incident WithoutImpact(this Incident incident) =>
        incident.ImpactOf is not null ? incident
        : incident.WithImpact(null) with { ImpactOf = incident.Alerts.Count > 0 ? null : incident.Severity };

    /// <summary>
    /// With the impact of its severity, where nobody said one. What a severity means may change: it counts as it was when this was declared
    /// or last became of that severity.
    /// </summary>
    /// <param name="before">Null: it is new.</param>
    public static Incident Weighed(this Incident incident, Incident? before, Severities severities)
    {
        if (incident.ImpactOf is null || before?.ImpactOf == incident.Severity) return incident;
        var impact = severities.Of(incident.Severity).Impact;
        var weighed = before is { ImpactOf: null } ? incident.WithImpact(impact) : incident with { Impact = impact };
        return weighed with { ImpactOf = incident.Severity };
    }

    /// <summary>As the next version of what it was before.</summary>
    public static Incident After(this Incident incident, Incident before, string by, Instant at) =>
        incident with { Version = before.Version + 1, By = by, At = at };

    internal static Incident Stop(this Incident incident, Func<Responder, bool> who, Instant at) => incident with
    {
        Responders = [.. incident.Responders.Select(
            responder => responder.End is null && who(responder) ? Stopped(responder, at) : responder)],
    };

    // Who begins and stops within the same moment has been there for a second: an interval is never empty.
    private static Responder Stopped(Responder responder, Instant at) =>
        responder with { End = Instant.Max(at, responder.Start + Duration.FromSeconds(1)) };
}
