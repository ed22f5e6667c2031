using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Incidents;

/// <summary>
/// What differs between two versions of an incident, as people read it: times in their zone, so not the audit log's facts.
/// </summary>
internal static class IncidentChanges
{
    private const string None = "none";

    /// <summary>In a sentence: <c>severity sev2, was sev1; release 2026.45</c>.</summary>
    public static Text Said(IncidentFacts facts) =>
        Text.Join("; ", Table(facts).Rows.Select(row => (Text)$"{Lower(row[0])} {row[2]}{Was(row[1])}"));

    private static string Lower(Text head) => head.ToString().ToLowerInvariant();

    private static Text Was(Text before) => before.IsEmpty || before.Equals(None) ? Text.Empty : $", was {before}";

    public static Table Table(IncidentFacts facts)
    {
        var (before, after) = (facts.Before!, facts.After);
        var rows = new List<IReadOnlyList<Text>>();
        void Row(string name, Text old, Text now)
        {
            if (!old.Equals(now)) rows.Add([name, old, now]);
        }

        Text At(Instant? at) => at is { } moment ? $"{moment}" : (Text)None;
        Row("Title", before.Title, after.Title);
        Row("Severity", IncidentWords.Say(before.Severity), IncidentWords.Say(after.Severity));
        Row("Cause", IncidentWords.Say(before.Cause), IncidentWords.Say(after.Cause));
        Row("Release", before.Release ?? None, after.Release ?? None);
        Row("Noticed by", IncidentWords.Say(before.NoticedBy), IncidentWords.Say(after.NoticedBy));
        // That it goes by another severity now is seen above.
        if (before.Impact != after.Impact || before.ImpactOf is null != after.ImpactOf is null || before.IsMixed() != after.IsMixed())
            Row("Impact", Share(before), Share(after));
        Row("Start", At(before.Start), At(after.Start));
        Row("Detected", At(before.Detected), At(after.Detected));
        Row("Acknowledged", At(before.Acknowledged), At(after.Acknowledged));
        Row("Mitigated", At(before.Mitigated), At(after.Mitigated));
        Row("End", At(before.End), At(after.End));
        Row("Links", string.Join(" ", before.Links), string.Join(" ", after.Links));
        Row("Responders", Intervals(before, facts.Name), Intervals(after, facts.Name));
        return new Table(["Change", "Now", "New"], rows);
    }

    private static Text Share(Incident incident) =>
        IncidentFields.Shares(incident) + (incident.ImpactOf is { } severity ? $", as for every {IncidentWords.Say(severity)}" : "");

    private static Text Intervals(Incident incident, Func<string, string> name) =>
        incident.Responders.Count == 0 ? None : Text.Join(", ", incident.Responders.Select(responder =>
            responder.End is { } end
                ? (Text)$"{name(responder.Person)} {Text.Span(responder.Start, end)}"
                : (Text)$"{name(responder.Person)} since {responder.Start}"));
}
