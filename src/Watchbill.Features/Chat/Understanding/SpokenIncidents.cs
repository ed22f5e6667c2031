using System.Text.RegularExpressions;
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

    private static async Task<Incident?> OnlyAsync(IStore store, string service, CancellationToken ct) =>
        await store.ListAsync<OpenIncident>(IdRange.Prefix(NamedThings.IdOf(service) + "/"), ct) is [var only]
            ? (await store.FindAsync<Incident>(only.Id, ct))?.Value : null;

    private static string With(string text, Match spoken, Incident incident) =>
        text[..spoken.Index] + incident.Id + text[(spoken.Index + spoken.Length)..];

    [GeneratedRegex(@"(?<=^(?:/?oncall )?(?:(?:add|leave|write) )?(?:a )?note (?:to |on |for |about )?)"
        + @"(?!(?:to|on|for|about) )[\w-]+(?=:? \S)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Noted();

    [GeneratedRegex(@"\b(?:the|that|this|our|my) (?<service>[\w-]+) (?:incident|outage|issue|page)\b(?! (?:list|report)s?\b)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Spoken();
}
