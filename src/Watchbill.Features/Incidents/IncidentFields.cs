using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Incidents;

/// <summary>What is known of an incident, as fields beside what is said about it.</summary>
internal static class IncidentFields
{
    /// <summary>With who works on it.</summary>
    public static IEnumerable<Field> Details(Incident incident, Func<string, string> name) =>
        incident.Working() is { Count: > 0 } workers
            ? Known(incident).Append(new("At it", string.Join(", ", workers.Select(name)))) : Known(incident);

    public static IEnumerable<Field> Known(Incident incident)
    {
        yield return new("Impact", Impact(incident));
        if (incident.Cause != Cause.Other || incident.Release is not null)
            yield return new("Cause",
                incident.Release is { } release ? $"{IncidentWords.Say(incident.Cause)} ({release})" : IncidentWords.Say(incident.Cause));
        yield return new("Noticed by", IncidentWords.Say(incident.NoticedBy));
    }

    public static IEnumerable<Field> Time(string name, Instant? at) => at is { } moment ? [new Field(name, $"{moment}")] : [];

    /// <summary>In a table.</summary>
    public static string Share(Incident incident) =>
        incident.Impact is not { } impact ? "not said" : impact == 0 ? "none" : IncidentWords.Percent(impact);

    // Nobody should learn from a halted release what counted where they said nothing: it is said here, and how to change it.
    private static string Impact(Incident incident)
    {
        var change = $"incident update {incident.Id} impact 25%";
        return incident switch
        {
            { Impact: null } => $"not said, so it burns no budget of time yet: {change}",
            { ImpactOf: { } severity, Impact: 0 } =>
                $"none, {As(severity)}, so it burns no budget of time. If users are hurt: {change}",
            { ImpactOf: { } severity, Impact: { } share } =>
                $"{IncidentWords.Percent(share)} of users or requests, {As(severity)}. " +
                $"If {(share == 1 ? "fewer" : "more or fewer")} are hurt: {change}",
            { Impact: 0 } => "none",
            { Impact: { } share } => $"{IncidentWords.Percent(share)} of users or requests",
        };
    }

    private static string As(Severity severity) => $"as for every {IncidentWords.Say(severity)} until somebody says otherwise";
}
