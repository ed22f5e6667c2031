using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Incidents;

/// <summary>Words about incidents that are one.</summary>
public static class IncidentMergeReplies
{
    private const int MaxButtons = 2;

    public static Reply Preview(Incident from, Incident into, bool reopens)
    {
        Text span = into.End is { } end ? Text.Span(into.Began, end) : $"since {into.Began}, open";
        return new(Text.Lines(
            (Text)$"{Text.Bold($"Merge {from.Id} into {into.Id}?")} This cannot be undone.",
            $"{from.Title} becomes part of {into.Title} ({IncidentWords.Say(into.Severity)}, {span}).",
            $"{into.Id} takes over its notes, responders and alerts. Time that both were open counts once."
                + (reopens ? $" {into.Id} is open again then, and pages." : "")));
    }

    public static Reply Done(Incident from) =>
        new((Text)$"{Text.Bold($"{from.Id} is merged into {from.MergedInto}.")} Both names lead there.");

    /// <summary>For the channel, beside the incident that is left.</summary>
    public static Text Told(Mention author, IncidentPart merged, Incident into) =>
        $"{Text.Bold($"{author} merged {merged.Id} into {into.Id}.")} {OpenWorkReplies.Headline(into)}";

    /// <summary>What stands where the merged one was announced.</summary>
    public static Reply Card(Incident from) =>
        new((Text)$"{Text.Bold($"Merged into {from.MergedInto}:")} {from.Title} ({from.Id}).") { Audience = Audience.Everyone };

    /// <summary>What came in by merging, when that was, and how much it counts where that is not as the rest does.</summary>
    public static IEnumerable<Field> Parts(Incident incident) => incident.Merged.Count == 0 ? []
        : [new("Merged", Text.Lines(incident.Merged.Select(part =>
            $"{part.Id}: {Text.Span(part.Start, part.End)} also counts"
                + (part.Impact == incident.Impact ? Text.Empty : (Text)$", impact {IncidentFields.Share(part.Impact)}"))))];

    /// <summary>For who declares one while others of the service go on: what they are, and how to make one of them.</summary>
    public static IEnumerable<Field> Already(Incident incident, IReadOnlyList<Incident> others) => !incident.Open || others.Count == 0 ? []
        : [new("Already open", Text.Lines(others.Take(MaxButtons).Select(other =>
            (Text)$"{other.Id} ({IncidentWords.Say(other.Severity)}: {other.Title}), since {other.Began}. The same problem? "
                + $"`incident merge {incident.Id} into {other.Id}`. To add to it: `incident note {other.Id} <text>`")))];

    /// <summary>Where others of the service go on: the buttons that make this one part of one of them.</summary>
    public static IEnumerable<Button> Buttons(Incident incident, IEnumerable<Incident> others) => !incident.Open ? []
        : others.Where(other => other.Id != incident.Id).Take(MaxButtons)
            .Select(other => new Button($"Merge into {other.Id}", "incident-merge",
                new ButtonValue(ButtonSubject.Incident, incident.Service, $"{incident.Number}", $"{other.Number}").ToString()));
}
