using NodaTime;
using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Incidents;

/// <summary>What is known of an incident, as fields beside what is said about it.</summary>
internal static class IncidentFields
{
    /// <summary>With who responds.</summary>
    public static IEnumerable<Field> Details(Incident incident, Func<string, string> name) =>
        incident.Working() is { Count: > 0 } workers
            ? Known(incident).Prepend(new("Responders",
                Text.Join(", ", workers.Select(person => (Text)$"{People.Named(person, name(person))}")))) : Known(incident);

    /// <summary>Who is on call for one that is open and has no responder; nothing where that is not known.</summary>
    /// <param name="at">When that was so, where it stays to be read; null: now.</param>
    public static IEnumerable<Field> Unanswered(IReadOnlyList<PersonOnCall>? onCall, Instant? at = null)
    {
        if (onCall is null) yield break;
        var when = at is { } moment ? $" at {moment:time}" : Text.Empty;
        yield return new("Responders", onCall.Count == 0 ? $"nobody. On call{when}: nobody."
            : $"nobody. On call{when}: " + Text.Join(", ", onCall.Select(IncidentReachReplies.Named)));
    }

    public static IEnumerable<Field> Known(Incident incident)
    {
        if (incident.Service != Incident.NoService) yield return new("Service", incident.Service);
        yield return new("Impact", Impact(incident));
        if (incident.Cause != Cause.Other || incident.Release is not null)
            yield return new("Cause",
                incident.Release is { } release ? $"{IncidentWords.Say(incident.Cause)} ({release})" : IncidentWords.Say(incident.Cause));
    }

    public static IEnumerable<Field> Time(string name, Instant? at) => at is { } moment ? [new Field(name, $"{moment}")] : [];

    /// <summary>In a table.</summary>
    public static string Share(Incident incident) => Share(incident.Impact);

    /// <summary>The same with those of the times that were merged into it, where they are others.</summary>
    public static string Shares(Incident incident) => string.Join(", ", incident.Merged.Where(part => part.Impact != incident.Impact)
        .Select(part => $"{Share(part.Impact)} ({part.Id})").Prepend(Share(incident)));

    public static string Share(decimal? impact) => impact switch
    {
        null => "not said",
        { } share => PageWords.Users(share),
    };

    // Nobody should learn from a halted release what counted where they said nothing: it is said here, and how to change it.
    private static Text Impact(Incident incident)
    {
        var change = Text.Code($"incident update {incident.Id} impact 25%");
        return incident switch
        {
            { Open: false, ImpactOf: { } severity, Impact: { } share } => $"{Users(share)}, as for every {IncidentWords.Say(severity)}",
            { Impact: null } => (Text)$"not said, so it burns no budget yet. Say it: {change}",
            { ImpactOf: { } severity, Impact: 0 } =>
                $"no users, as for every {IncidentWords.Say(severity)}: it burns no budget. More: {change}",
            { ImpactOf: { } severity, Impact: { } share } =>
                $"{Users(share)}, as for every {IncidentWords.Say(severity)}. {(share == 1 ? "Fewer" : "Other")}: {change}",
            { Impact: { } share } => Users(share),
        };
    }

    private static string Users(decimal share) => PageWords.Users(share) + (share == 1 ? " (counts as a full outage)" : "");
}
