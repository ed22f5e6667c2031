using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Incidents;

/// <summary>One thing that differs between two versions of an incident, for the audit log: ids and instants. Null: there is none.</summary>
public sealed record IncidentDifference(string Name, string? Old, string? New);

/// <summary>An incident before (null: it is new) and after, who made it so, and the names of all who are in it.</summary>
public sealed record IncidentFacts(Incident? Before, Incident After, Actor By, IReadOnlyDictionary<string, string> Names)
{
    public string? Reason { get; init; }

    /// <summary>Whom it reaches, where it calls somebody; null: it calls nobody anew.</summary>
    public IncidentReach? Reach { get; init; }

    /// <summary>Who is on call for its service, where it is open and nobody responds; null: it has none, or it is not asked.</summary>
    public IReadOnlyList<PersonOnCall>? OnCall { get; init; }

    /// <summary>Whether it goes on and did not before: then it is announced.</summary>
    public bool Opens => After.Open && Before is not { Open: true };

    /// <summary>Whether those on call hear of it: it is new, goes on again, or has become worse.</summary>
    public bool Calls => Opens || Before is { Open: true } before && After.Open && After.Severity < before.Severity;

    /// <summary>Who did it, by name; a token by its id.</summary>
    public Mention Author => People.Named(By.Id, Name(By.Id));

    public string Name(string person) => Names.GetValueOrDefault(person, person);

    public IReadOnlyList<IncidentDifference> Differences() => Between(Before, After);

    /// <summary>What differs between two versions; of a new incident all that it has.</summary>
    public static IReadOnlyList<IncidentDifference> Between(Incident? before, Incident after) =>
        [.. Of(after).Select((fact, i) => new IncidentDifference(fact.Name, before is null ? null : Of(before)[i].Value, fact.Value))
            .Where(difference => difference.Old != difference.New)];

    private static (string Name, string? Value)[] Of(Incident incident) =>
    [
        ("title", incident.Title),
        ("severity", IncidentWords.Say(incident.Severity)),
        ("cause", IncidentWords.Say(incident.Cause)),
        ("release", incident.Release),
        ("noticed by", IncidentWords.Say(incident.NoticedBy)),
        ("impact", incident.Impact?.ToString(CultureInfo.InvariantCulture)),
        ("impact of", incident.ImpactOf is { } severity ? IncidentWords.Say(severity) : null),
        ("start", At(incident.Start)),
        ("detected", At(incident.Detected)),
        ("acknowledged", At(incident.Acknowledged)),
        ("mitigated", At(incident.Mitigated)),
        ("end", At(incident.End)),
        ("voided", incident.Voided),
        ("merged into", incident.MergedInto),
        ("merged", All(incident.Merged.Select(
            part => FormattableString.Invariant($"{part.Id} {At(part.Start)}/{At(part.End)} {part.Impact}").TrimEnd()))),
        ("responders", All(incident.Responders.Select(responder => $"{responder.Person} {At(responder.Start)}/{At(responder.End)}"))),
        ("links", All(incident.Links)),
        ("alerts", All(incident.Alerts.Select(alert => $"{alert.Name} {At(alert.Start)}/{At(alert.End)}").TakeLast(20))),
        // What people write into notes is theirs, and the audit log is never emptied: it says how many there are.
        ("notes", incident.Notes.Count == 0 ? null : incident.Notes.Count.ToString(CultureInfo.InvariantCulture)),
        ("taken over", incident.TakenOver ? "yes" : null),
    ];

    private static string? At(Instant? at) => at is { } moment ? InstantPattern.ExtendedIso.Format(moment) : null;

    private static string? All(IEnumerable<string> values) => string.Join(", ", values) is { Length: > 0 } all ? all : null;
}
