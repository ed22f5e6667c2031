using System.Text.RegularExpressions;
using Watchbill.Incidents;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>Incidents that are spoken of by their service: "the checkout incident".</summary>
internal static partial class SpokenIncidents
{
    /// <summary>The text with the id of a service's only open incident in place of its words; as it is, where there are several.</summary>
    public static async Task<string> WithIdsAsync(IStore store, string text, CancellationToken ct)
    {
        if (Spoken().Match(text) is not { Success: true } spoken) return text;
        var service = NamedThings.IdOf(spoken.Groups["service"].Value);
        var open = await store.ListAsync<OpenIncident>(IdRange.Prefix(service + "/"), ct);
        return open is [var only] && await store.FindAsync<Incident>(only.Id, ct) is { Value: var incident }
            ? text[..spoken.Index] + incident.Id + text[(spoken.Index + spoken.Length)..] : text;
    }

    [GeneratedRegex(@"\b(?:the|that|this|our|my) (?<service>[\w-]+) (?:incident|outage|issue|page)\b(?! (?:list|report)s?\b)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Spoken();
}
