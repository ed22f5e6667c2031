using System.Globalization;
using NodaTime;

namespace Watchbill.Incidents;

/// <summary>
/// Something that went wrong with a service, from its start (included) to its end (not included), as it is known now. An edit is a new
/// version of it.
/// </summary>
/// <param name="Service">Id of the service.</param>
/// <param name="Number">Counts from 1 in each service; with it the id: <c>checkout-12</c>.</param>
/// <param name="Start">When users began to be hurt.</param>
/// <param name="End">When they were no longer; null: it goes on.</param>
public sealed record Incident(string Service, int Number, string Title, Severity Severity, Instant Start, Instant? End)
{
    /// <summary>The service of an incident that a page of a person or rotation declared: it is none, and no budget counts it.</summary>
    public const string NoService = "page";

    /// <summary>What people type: <c>checkout-12</c>.</summary>
    public string Id => FormattableString.Invariant($"{Service}-{Number}");

    /// <summary>Counts from 1; each edit is one more.</summary>
    public int Version { get; init; } = 1;

    /// <summary>
    /// Fraction of requests or users that were hurt, from 0 to 1, both included; null: nobody has said, and it came from an alert, so it
    /// burns no budget of time yet.
    /// </summary>
    public decimal? Impact { get; init; } = 1;

    /// <summary>
    /// The severity whose impact this is, since people declared it and said none; null: somebody said it, or an alert brought it.
    /// </summary>
    public Severity? ImpactOf { get; init; }
    public Cause Cause { get; init; } = Cause.Other;

    /// <summary>The release that caused it, as people call it.</summary>
    public string? Release { get; init; }
    public NoticedBy NoticedBy { get; init; } = NoticedBy.Team;
    public Instant? Detected { get; init; }
    public Instant? Acknowledged { get; init; }
    public Instant? Mitigated { get; init; }
    public IReadOnlyList<Responder> Responders { get; init; } = [];
    public IReadOnlyList<IncidentNote> Notes { get; init; } = [];

    /// <summary>Always https.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>The alerts that belong to it; empty where people declared it.</summary>
    public IReadOnlyList<IncidentAlert> Alerts { get; init; } = [];

    /// <summary>Why it was taken back as a false alarm; null: it stands.</summary>
    public string? Voided { get; init; }

    /// <summary>Somebody said when it ended, or that it goes on: its alerts are noted and change that no more.</summary>
    public bool TakenOver { get; init; }

    /// <summary>Id of the incident that this one is part of since they were merged; null: it stands for itself.</summary>
    public string? MergedInto { get; init; }

    /// <summary>Times of incidents that were merged into this one, which count beside its own.</summary>
    public IReadOnlyList<IncidentPart> Merged { get; init; } = [];

    /// <summary>Whether it counts for anything: it was not taken back, and is no part of another one.</summary>
    public bool Counts => Voided is null && MergedInto is null;

    /// <summary>Whether it still goes on.</summary>
    public bool Open => End is null && Counts;

    /// <summary>When the first of its times began.</summary>
    public Instant Began => Merged.Select(part => part.Start).Append(Start).Min();

    /// <summary>Who made this version, and when.</summary>
    public required string By { get; init; }
    public required Instant At { get; init; }

    /// <summary>Its document: every incident of a service is a range of ids. <c>checkout/000012</c>.</summary>
    public static string DocumentId(string service, int number) => FormattableString.Invariant($"{service}/{number:000000}");

    /// <summary>The service and number that an id names; null where it is none.</summary>
    public static (string Service, int Number)? Named(string id)
    {
        var dash = id.LastIndexOf('-');
        return dash > 0 && int.TryParse(id.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? (id[..dash], number) : null;
    }
}

/// <summary>The one order in which several are named.</summary>
public static class IncidentOrder
{
    /// <summary>By severity, then the oldest: whoever reads three reads the worst.</summary>
    public static IEnumerable<Incident> WorstFirst(this IEnumerable<Incident> incidents) =>
        incidents.OrderBy(incident => incident.Severity).ThenBy(incident => incident.Start);
}

/// <summary>An incident as it was before an edit. Its document: <c>checkout/000012/0003</c>, the number of that version.</summary>
public sealed record IncidentVersion(Incident Incident)
{
    public static string DocumentId(Incident incident) =>
        FormattableString.Invariant($"{Incident.DocumentId(incident.Service, incident.Number)}/{incident.Version:0000}");
}

/// <summary>
/// That an incident goes on: what is open is found without reading all there ever were. The id is the incident's document's.
/// </summary>
/// <param name="Since">When it was opened here.</param>
/// <param name="AskedAt">When people were last asked whether it still goes on; null: not yet.</param>
public sealed record OpenIncident(Instant Since, Instant? AskedAt = null);

/// <summary>How bad it is; 1 is the worst.</summary>
public enum Severity
{
    Sev1 = 1,
    Sev2,
    Sev3,
    Sev4,
}

/// <summary>What brought it about.</summary>
public enum Cause
{
    Other,
    Release,
    Dependency,
    Capacity,
    Configuration,
}

/// <summary>Who saw it first.</summary>
public enum NoticedBy
{
    Team,
    Monitoring,
    Customer,
}

/// <summary>Somebody's work on an incident, from start (included) to end (not included): a callout.</summary>
/// <param name="End">Null: still at it.</param>
public sealed record Responder(string Person, Instant Start, Instant? End);

/// <summary>What somebody wrote down about it.</summary>
public sealed record IncidentNote(string Person, Instant At, string Text);

/// <summary>An alert as the monitoring named it. Fingerprint and start tell it from every other.</summary>
/// <param name="End">Null: firing.</param>
public sealed record IncidentAlert(string Name, string Fingerprint, Instant Start, Instant? End);
