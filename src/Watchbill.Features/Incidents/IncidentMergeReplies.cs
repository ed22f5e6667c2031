using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Incidents;

/// <summary>Words about incidents that are one.</summary>
internal static class IncidentMergeReplies
{
    private const int MaxButtons = 2;

    public static Reply Preview(Incident from, Incident into)
    {
        Text span = into.End is { } end ? (Text)$"from {into.Began} to {end}" : $"since {into.Began}, and it goes on";
        return new(Text.Lines(
            $"{from.Id} ({from.Title}) would become part of {into.Id} ({into.Title}), {IncidentWords.Say(into.Severity)}, " + span + ".",
            $"{into.Id} has the notes, responders and alerts of both, and time in which both went on counts once. {from.Id} leads there " +
            $"from " +
            $"then on. This cannot be taken back."));
    }

    public static Reply Done(Incident from) => new($"Done. {from.Id} is part of {from.MergedInto} now, and leads there.");

    /// <summary>For the channel, beside the incident that is left.</summary>
    public static Text Told(string author, IncidentPart merged, Incident into) =>
        $"{author} merged {merged.Id} into {into.Id}: {OpenWorkReplies.Headline(into)}";

    /// <summary>What stands where the merged one was announced.</summary>
    public static Reply Card(Incident from) =>
        new($"{from.Id} ({from.Title}) was merged into {from.MergedInto}.") { Audience = Audience.Everyone };

    /// <summary>What came in by merging, and when that was.</summary>
    public static IEnumerable<Field> Parts(Incident incident) => incident.Merged.Count == 0 ? []
        : [new("Merged", Text.Lines(incident.Merged.Select(part => (Text)$"{part.Id}; {Text.Span(part.Start, part.End)} counts, too")))];

    /// <summary>Where others of the service go on: the buttons that make this one part of one of them.</summary>
    public static IEnumerable<Button> Buttons(Incident incident, IEnumerable<Incident> others) => !incident.Open ? []
        : others.Where(other => other.Id != incident.Id).Take(MaxButtons)
            .Select(other => new Button($"Merge into {other.Id}", "incident-merge",
                new ButtonValue(ButtonSubject.Incident, incident.Service, $"{incident.Number}", $"{other.Number}").ToString()));
}
