using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.LocalChat;

/// <summary>The page and its parts, embedded. Who is here and what can be typed travels in the page as JSON.</summary>
internal static class ChatPage
{
    // No inline script or style, nothing from elsewhere; the browser itself refuses markup made from strings (trusted types).
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'; require-trusted-types-for 'script'";

    private const int MostIncidents = 50;

    private static readonly string Page = Encoding.UTF8.GetString(Read("index.html"));

    /// <summary>File names and their types; served below <c>/chat/</c>.</summary>
    public static IReadOnlyDictionary<string, string> Assets { get; } = new Dictionary<string, string>
    {
        ["chat.css"] = "text/css; charset=utf-8",
        ["chat.js"] = "text/javascript; charset=utf-8",
        ["cards.js"] = "text/javascript; charset=utf-8",
        ["chart.js"] = "text/javascript; charset=utf-8",
        ["complete.js"] = "text/javascript; charset=utf-8",
        ["composer.js"] = "text/javascript; charset=utf-8",
        ["element.js"] = "text/javascript; charset=utf-8",
        ["icon.svg"] = "image/svg+xml",
    };

    public static async Task<string> RenderAsync(IStore store, IReadOnlyList<Verb> verbs, CancellationToken ct)
    {
        var people = await store.ListAsync<Person>(IdRange.All, ct);
        var rotations = (await store.ListAsync<Rotation>(IdRange.All, ct)).Where(one => !one.Value.Retired).ToList();
        var services = (await store.ListAsync<Service>(IdRange.All, ct)).Where(one => !one.Value.Retired).ToList();
        var teams = await store.ListAsync<Team>(IdRange.All, ct);
        var domains = await store.ListAsync<Domain>(IdRange.All, ct);
        var facts = new JsonObject
        {
            ["people"] = new JsonArray([.. people.Where(p => !p.Value.Retired).Select(p => Facts(p.Value))]),
            ["rotations"] = Ids(rotations.Select(one => one.Id)),
            ["services"] = Ids(services.Select(one => one.Id)),
            ["teams"] = Ids(teams.Where(one => !one.Value.Retired).Select(one => one.Id)),
            ["domains"] = Ids(domains.Where(one => !one.Value.Retired).Select(one => one.Id)),
            ["layers"] = Ids(rotations.SelectMany(one => one.Value.Layers).Select(layer => layer.Id).Distinct()),
            ["objectives"] = Ids(services.SelectMany(one => one.Value.Slos).Select(slo => slo.Id).Distinct()),
            ["incidents"] = Ids(await IncidentsAsync(store, ct)),
            ["phrases"] = Ids(UsageArgument.Phrases),
            ["verbs"] = new JsonArray([.. verbs.Select(Facts)]),
        };

        // The default encoder writes < and > as escapes: a name cannot end the element it travels in.
        return Page.Replace("{{facts}}", facts.ToJsonString(JsonSerializerOptions.Default), StringComparison.Ordinal);
    }

    // The newest first; a page that stays open learns of newer ones from what it is told.
    private static async Task<IEnumerable<string>> IncidentsAsync(IStore store, CancellationToken ct) =>
        (await store.ListAsync<Incident>(IdRange.All, ct)).Select(one => one.Value)
            .OrderByDescending(incident => incident.Open).ThenByDescending(incident => incident.Start).Take(MostIncidents)
            .Select(incident => incident.Id);

    private static JsonArray Ids(IEnumerable<string> ids) => new([.. ids.Select(id => JsonValue.Create(id))]);

    public static void Protect(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers.CacheControl = "no-store";
    }

    public static byte[] Read(string name)
    {
        using var stream = typeof(ChatPage).Assembly.GetManifestResourceStream($"chat/{name}")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static JsonObject Facts(Person person) => new() { ["id"] = person.Id, ["name"] = person.Name, ["zone"] = person.TimeZone };

    private static JsonObject Facts(Verb verb) => new()
    {
        ["group"] = verb.Group,
        ["usage"] = verb.Usage,
        ["summary"] = verb.Summary,
        ["kinds"] = new JsonObject(from argument in Usage.Parse(verb.Usage).Arguments
                                   let kind = ArgumentKinds.Of(verb, argument.Name)
                                   where kind is not null && argument.Name != verb.Typed
                                   select KeyValuePair.Create(argument.Name, (JsonNode?)LocalRenderer.KindOf(kind.Value))),
    };
}
