using NodaTime;
using Watchbill.Incidents;

namespace Watchbill.Api;

/// <summary>What is sent: for the documentation; it is read member by member.</summary>
internal sealed record IncidentBody(string Service, string Title, Severity Severity, Instant Start)
{
    public static IReadOnlyList<string> Members { get; } =
    [
        "service", "title", "severity", "start", "end", "impact", "cause", "release", "noticedBy", "detected", "acknowledged", "mitigated",
        "responders", "links", "voided",
    ];

    private static readonly string[] Intervals = ["person", "start", "end"];

    public Instant? End { get; init; }
    public decimal? Impact { get; init; }
    public Cause? Cause { get; init; }
    public string? Release { get; init; }
    public NoticedBy? NoticedBy { get; init; }
    public Instant? Detected { get; init; }
    public Instant? Acknowledged { get; init; }
    public Instant? Mitigated { get; init; }
    public IReadOnlyList<ResponderShape>? Responders { get; init; }
    public IReadOnlyList<string>? Links { get; init; }
    public string? Voided { get; init; }

    /// <summary>The incident with what the body says; what it leaves out stays.</summary>
    /// <param name="now">When whoever works on it stops, where it is taken back.</param>
    public static Incident Change(Incident incident, JsonBody body, Instant now)
    {
        // The time of one that others were merged into begins with the first of them: said back, it moves nothing.
        var start = body.Has("start") && body.Moment("start") is var moment && moment != incident.Began ? moment : incident.Start;
        var end = Time("end", incident.End);
        var people =
            body.Items("responders",
                Intervals)?.Select(one => new Responder(one.Required("person"), one.Moment("start"), one.MomentOrNull("end")))
                    .ToList() ?? incident.Responders;
        if (body.Has("impact"))
            incident = body.Number("impact") is not { } impact ? incident.WithoutImpact()
                : incident.WithImpact(impact);
        var changed = incident with
        {
            Title = body.Has("title") ? body.Required("title").Trim() : incident.Title,
            Severity = body.Has("severity") ? IncidentWords.Read<Severity>("severity", body.Required("severity")) : incident.Severity,
            Start = start,
            End = end,
            TakenOver = incident.TakenOverBy(end),
            Cause =
                body.Text("cause") is { } cause
                    ? IncidentWords.Read<Cause>("cause", cause)
                    : body.Text("release") is not null && incident.Cause == Incidents.Cause.Other
                    ? Incidents.Cause.Release : incident.Cause,
            Release = body.Has("release") ? body.Text("release") : incident.Release,
            NoticedBy = body.Text("noticedBy") is { } noticed ? IncidentWords.Read<NoticedBy>("noticedBy", noticed) : incident.NoticedBy,
            Detected = body.Has("detected") ? body.MomentOrNull("detected") : incident.DetectedFrom(start),
            Acknowledged = Time("acknowledged", incident.Acknowledged),
            Mitigated = Time("mitigated", incident.Mitigated),
            Responders = people,
            Links = body.Has("links") ? body.Texts("links") ?? [] : incident.Links,
        };
        if (!body.Has("voided")) return changed;
        if (body.Text("voided") is not { } reason) return incident.Voided is null ? changed : changed.Unvoid();
        if (string.IsNullOrWhiteSpace(reason))
            throw Query.Wrong("voided", "'voided' is empty; give the reason why it was a false alarm, or null to let it count again.");
        return incident.Voided is null ? changed.Void(reason, now) : changed with { Voided = reason };

        Instant? Time(string name, Instant? current) => body.Has(name) ? body.MomentOrNull(name) : current;
    }
}

/// <summary>Somebody's work on an incident; without end: still at it.</summary>
internal sealed record ResponderShape(string Person, Instant Start, Instant? End);

/// <summary>An incident as it is known now.</summary>
internal sealed record IncidentShape(string Id, int Version, string Service, string Title, Severity Severity, Instant Start, Instant? End)
{
    /// <summary>Null: nobody has said, so it burns no budget of time yet.</summary>
    public decimal? Impact { get; init; }
    public Cause Cause { get; init; }
    public string? Release { get; init; }
    public NoticedBy NoticedBy { get; init; }
    public Instant? Detected { get; init; }
    public Instant? Acknowledged { get; init; }
    public Instant? Mitigated { get; init; }
    public IReadOnlyList<ResponderShape> Responders { get; init; } = [];
    public IReadOnlyList<string> Links { get; init; } = [];
    public IReadOnlyList<IncidentAlert> Alerts { get; init; } = [];

    /// <summary>Why it was taken back; null: it stands.</summary>
    public string? Voided { get; init; }

    /// <summary>Id of the incident that this one is part of; null: it stands for itself.</summary>
    public string? MergedInto { get; init; }
    public required string By { get; init; }
    public required Instant At { get; init; }

    public static IncidentShape Of(Incident incident) =>
        new(incident.Id, incident.Version, incident.Service, incident.Title, incident.Severity, incident.Began, incident.End)
        {
            Impact = incident.Impact,
            Cause = incident.Cause,
            Release = incident.Release,
            NoticedBy = incident.NoticedBy,
            Detected = incident.Detected,
            Acknowledged = incident.Acknowledged,
            Mitigated = incident.Mitigated,
            Responders = [.. incident.Responders.Select(responder => new ResponderShape(responder.Person, responder.Start, responder.End))],
            Links = incident.Links,
            Alerts = incident.Alerts,
            Voided = incident.Voided,
            MergedInto = incident.MergedInto,
            By = incident.By,
            At = incident.At,
        };
}
