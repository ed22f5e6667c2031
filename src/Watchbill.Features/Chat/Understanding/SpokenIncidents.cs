using System.Text.RegularExpressions;
using NodaTime;
using Watchbill.Incidents;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>Incidents that are spoken of by their service: "the checkout incident".</summary>
internal static partial class SpokenIncidents
{
    /// <summary>The text with the id of a service's only open incident in place of its words; as it is, where there are several.</summary>
    public static async Task<string> WithIdsAsync(IStore store, string text, CancellationToken ct)
    {
        return Spoken().Match(text) is { Success: true } spoken
            && await OnlyAsync(store, spoken.Groups["service"].Value, ct) is { } incident ? With(text, spoken, incident) : text;
    }

    /// <summary>The same of a note to a service, <c>note checkout restarted it</c>, where no rotation is called so.</summary>
    public static async Task<string> NotedAsync(IStore store, string text, CancellationToken ct)
    {
        return Noted().Match(text) is { Success: true } noted
            && await store.FindAsync<Rotation>(NamedThings.IdOf(noted.Value), ct) is null
            && await OnlyAsync(store, noted.Value, ct) is { } incident ? With(text, noted, incident) : text;
    }

    /// <summary>
    /// What is said of the one incident that there is, as a command: <c>it's only a sev3</c>. Null: nothing, or there are several.
    /// </summary>
    public static async Task<string?> OfOnlyAsync(IStore store, string text, Instant now, CancellationToken ct)
    {
        text = OuterMarks.Without(text);
        // "It's back" of an incident that goes on may mean that the service is.
        if (Reopening().Match(text) is { Success: true } again
            && (!again.Groups["back"].Success || await store.ListAsync<OpenIncident>(IdRange.All, ct) is []))
            return await LastAsync(store, now, ct) is { } last ? $"incident reopen {last.Id}" : "incident reopen";
        var (note, severity) = (NoteAlone().Match(text), OnlySeverity().Match(text));
        if (!note.Success && !severity.Success && !Asked().IsMatch(text)) return null;
        if (await store.ListAsync<OpenIncident>(IdRange.All, ct) is not [var open]
            || await store.FindAsync<Incident>(open.Id, ct) is not { Value.Id: var id }) return null;
        return note.Success ? $"incident note {id} {note.Groups["text"].Value}"
            : severity.Success ? $"incident update {id} severity sev{severity.Groups["nr"].Value}" : $"incident show {id}";
    }

    /// <summary>The same with its title, where one is lacking: "customers cannot pay" is itself what users see.</summary>
    public static (Verb, Usage, UsageMatch) WithTitle(string said, (Verb Verb, Usage Usage, UsageMatch Match) meant)
    {
        if (!meant.Usage.Lacking(meant.Match.Arguments!.Values).Contains("title")
            || GistText.Title(said, isOfService: meant.Match.Arguments.Values.ContainsKey("service")) is not { } title) return meant;
        var known = new Dictionary<string, string>(meant.Match.Arguments.Values) { ["title"] = title };
        return meant with
        {
            Match = new UsageMatch(new Arguments(known), meant.Usage.Lacking(known).FirstOrDefault()) { IsVague = true },
        };
    }

    // The only one that was resolved within the last day.
    private static async Task<Incident?> LastAsync(IStore store, Instant now, CancellationToken ct) =>
        (await store.ListAsync<Incident>(IdRange.All, ct)).Select(one => one.Value)
            .Where(one => one.Counts && one.End is { } end && end > now - Duration.FromDays(1)).ToList() is [var only] ? only : null;

    private static async Task<Incident?> OnlyAsync(IStore store, string service, CancellationToken ct) =>
        await store.ListAsync<OpenIncident>(IdRange.Prefix(NamedThings.IdOf(service) + "/"), ct) is [var only]
            ? (await store.FindAsync<Incident>(only.Id, ct))?.Value : null;

    private static string With(string text, Match spoken, Incident incident) =>
        text[..spoken.Index] + incident.Id + text[(spoken.Index + spoken.Length)..];

    [GeneratedRegex(@"^(?:please )?re-?open(?: it| this)?(?:[,.;:]? (?:it'?s|it is) back(?: again)?)?$"
        + "|^(?<back>(?:it['’]?s|it is) back(?: again)?)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Reopening();

    [GeneratedRegex(@"^(?:note|(?:status )?update): (?<text>.+)$", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex NoteAlone();

    [GeneratedRegex(
        @"^(?:it['’]?s|it is|this is|that['’]?s|that is) (?:(?:now|only|just|actually|really) )*an? sev(?:erity)?[- ]?(?<nr>[1-4])$",
        RegexOptions.IgnoreCase)]
    private static partial Regex OnlySeverity();

    [GeneratedRegex(@"^who (?:has )?(?:acked|acknowledged)(?: it| this)?$|^(?:show )?(?:me )?(?:the )?timeline$"
        + "|^why (?:did i get|was i|am i|am i being|have i been) (?:paged|called|woken)(?: up)?$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Asked();

    [GeneratedRegex(@"(?<=^(?:/?oncall )?(?:(?:add|leave|write) )?(?:a )?note (?:to |on |for |about )?)"
        + @"(?!(?:to|on|for|about) )[\w-]+(?=:? \S)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Noted();

    [GeneratedRegex(@"\b(?:the|that|this|our|my) (?<service>[\w-]+) (?:incident|outage|issue|page)\b(?! (?:list|report)s?\b)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Spoken();
}
