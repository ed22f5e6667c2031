using NodaTime;

namespace Watchbill.Incidents;

/// <summary>An alert as monitoring sent it: firing, or over.</summary>
/// <param name="Start">When the rule fired, never when we heard of it.</param>
/// <param name="End">When it stopped; null: firing.</param>
public sealed record Alert(string Name, string Fingerprint, Instant Start, Instant? End)
{
    public required string Title { get; init; }
    public Severity Severity { get; init; } = Severity.Sev3;

    /// <summary>As a label or annotation said it; null: nobody did.</summary>
    public decimal? Impact { get; init; }

    /// <summary>What it says of its impact, where that is none; null: it says one, or nothing.</summary>
    public string? WrongImpact { get; init; }

    /// <summary>Whether monitoring did not say when it fired: then it starts when it arrives.</summary>
    public bool StartUnknown { get; init; }
}

/// <summary>
/// Which incident an alert belongs to, and what it makes of it. Alerts of one name and service that touch
/// in time are one incident; it begins with the first and ends with the last of them, in whatever order and
/// however often they are heard of, unless people have taken that over.
/// </summary>
public static class Alerts
{
    /// <summary>As many as one incident keeps; the earliest ended ones go first.</summary>
    public const int MaxAlerts = 500;

    /// <summary>
    /// The one among a service's incidents that the alert belongs to; null: none yet. One that fires and was not known is no part of what
    /// people have said is over: nobody would be paged for it.
    /// </summary>
    public static Incident? Home(IEnumerable<Incident> incidents, Alert alert)
    {
        var all = incidents.ToList();
        return all.Find(incident => incident.Alerts.Any(known => IsSame(known, alert)))
            ?? all
                .Where(incident => WouldTake(incident, alert) && (alert.End is not null || !IsOverByWord(incident)))
                .MaxBy(incident => incident.Number);
    }

    /// <summary>
    /// An alert that does not say when it fired is the last one of its name and fingerprint that is known and still fires; where it says
    /// that
    /// it is over, the last one that is known. Else it is as it arrived.
    /// </summary>
    public static Alert Recognised(this Alert alert, IEnumerable<Incident> incidents)
    {
        if (!alert.StartUnknown) return alert;
        var last = incidents.SelectMany(incident => incident.Alerts)
            .Where(known => known.Name == alert.Name && known.Fingerprint == alert.Fingerprint).MaxBy(known => known.Start);
        if (last is null || last.End is not null && alert.End is null) return alert;
        return alert with { Start = last.Start, End = last.End ?? (alert.End < last.Start ? last.Start : alert.End) };
    }

    /// <summary>A new incident, as monitoring noticed it.</summary>
    /// <param name="before">
    /// The service's other incidents: it begins no sooner than people said that one of them was over which would have taken the alert.
    /// </param>
    public static Incident Open(string service, int number, Alert alert, string by, Instant now, IEnumerable<Incident>? before = null)
    {
        var start = (before ?? []).Where(incident => alert.End is null && IsOverByWord(incident) && WouldTake(incident, alert))
            .Select(incident => incident.End!.Value).Append(alert.Start).Max();
        return new(service, number, alert.Title, alert.Severity, start, alert.End)
        {
            Impact = alert.Impact,
            NoticedBy = NoticedBy.Monitoring,
            Detected = start,
            Alerts = [Kept(alert)],
            By = by,
            At = now,
        };
    }

    /// <summary>
    /// The incident with the alert in it; the same one where that is nothing new. An
    /// alert that ended does not fire again under the same start.
    /// </summary>
    /// <param name="now">When we hear of it: whoever still works on an incident that ends stops here.</param>
    public static Incident With(this Incident incident, Alert alert, Instant now)
    {
        var known = incident.Alerts.FirstOrDefault(other => IsSame(other, alert));
        if (known is not null && (alert.End is null || known.End >= alert.End)) return incident.Saying(alert);
        var alerts =
            incident.Alerts.Where(other => other != known).Append(Kept(alert)).OrderBy(one => one.End ?? Instant.MaxValue)
                .ThenBy(one => one.Start)
                .ThenBy(one => one.Fingerprint, StringComparer.Ordinal).TakeLast(MaxAlerts).ToList();
        var joined = incident.Saying(alert) with { Alerts = alerts };
        if (known is null)
        {
            // The worst of them counts, and what is largest.
            joined = joined with
            {
                Severity = (Severity)Math.Min((int)incident.Severity, (int)alert.Severity),
                Impact = incident.Impact is null || alert.Impact > incident.Impact ? alert.Impact ?? incident.Impact : incident.Impact,
            };
        }

        if (incident.TakenOver || incident.Voided is not null) return joined;
        // It begins later than one of its alerts only where people said so, or that the one before was over: no alert takes that back.
        if (known is null && !incident.Alerts.Any(other => other.Start < incident.Began))
            joined = joined with
            {
                Start = Instant.Min(incident.Start, alert.Start),
                Detected = incident.Detected is { } detected ? Instant.Min(detected, alert.Start) : null,
            };
        joined = joined with { Detected = joined.Detected ?? joined.Start, End = joined.EndOfAlerts() };
        return joined.End is null ? joined : joined.Stop(_ => true, now);
    }

    /// <summary>When the last of its alerts stopped, and not before it began; null: one still fires.</summary>
    public static Instant? EndOfAlerts(this Incident incident) => incident.Alerts.All(alert => alert.End is not null)
        ? incident.Alerts.Select(alert => alert.End!.Value).Append(incident.Start).Max() : null;

    /// <summary>Names of its alerts that still fire, each once.</summary>
    public static IReadOnlyList<string> Firing(this Incident incident) =>
        [.. incident.Alerts.Where(alert => alert.End is null).Select(alert => alert.Name).Distinct()];

    // An annotation may be there only when the alert is sent again; a share that is known already is not talked over by repeats.
    private static Incident Saying(this Incident incident, Alert alert) =>
        incident.Impact is null && alert.Impact is not null ? incident with { Impact = alert.Impact } : incident;

    /// <summary>How bad a label says it is. What nobody has said is sev3: looked at in working hours, and never waved through.</summary>
    public static Severity SeverityOf(string? label) => label?.Trim().ToLowerInvariant() switch
    {
        "sev1" or "p1" or "critical" or "emergency" or "fatal" or "disaster" => Severity.Sev1,
        "sev2" or "p2" or "page" or "error" or "high" or "major" => Severity.Sev2,
        "sev4" or "p4" or "info" or "informational" or "information" or "low" or "none" => Severity.Sev4,
        _ => Severity.Sev3,
    };

    private static bool IsSame(IncidentAlert known, Alert alert) => known.Fingerprint == alert.Fingerprint && known.Start == alert.Start;

    // Its alerts change the end of one that is taken over no more: people said it.
    private static bool IsOverByWord(Incident incident) => incident is { TakenOver: true, End: not null };

    private static bool WouldTake(Incident incident, Alert alert) =>
        incident.Counts && incident.Alerts.Any(known => known.Name == alert.Name) && Touches(incident, alert);

    private static bool Touches(Incident incident, Alert alert) =>
        alert.Start < (incident.End ?? Instant.MaxValue) && incident.Start < (alert.End ?? Instant.MaxValue);

    private static IncidentAlert Kept(Alert alert) => new(alert.Name, alert.Fingerprint, alert.Start, alert.End);
}
