using System.Text.Json.Nodes;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Teams;

/// <summary>The Teams app manifest, schema 1.25: the commands of the first days, and no permission beyond being spoken to.</summary>
internal static class TeamsManifest
{
    private const int Title = 32;
    private const int Description = 128;
    private const int FullDescription = 4000;

    /// <param name="url">Where Teams reaches the host.</param>
    /// <param name="app">The app's id in Entra; null: it stands for itself until somebody fills it in.</param>
    /// <exception cref="RefusedException">There is no address: Teams knows no other way to the bot.</exception>
    public static string Write(IReadOnlyList<Verb> verbs, Uri? url, string? app)
    {
        if (url is null)
            throw new RefusedException("Teams calls the host, never the other way round: give its address by --url.") { Field = "url" };
        var id = string.IsNullOrWhiteSpace(app) ? Guid.Empty.ToString() : app.Trim();
        var home = url.AbsoluteUri;
        var manifest = new JsonObject
        {
            ["$schema"] = "https://developer.microsoft.com/json-schemas/teams/v1.25/MicrosoftTeams.schema.json",
            ["manifestVersion"] = "1.25",
            ["version"] = "1.0.0",
            ["id"] = id,
            ["developer"] = new JsonObject
            {
                ["name"] = Manifest.Name,
                ["websiteUrl"] = home,
                ["privacyUrl"] = home,
                ["termsOfUseUrl"] = home,
            },
            ["name"] = new JsonObject { ["short"] = Manifest.Name, ["full"] = "Watchbill, the on-call bot" },
            ["description"] = new JsonObject
            {
                ["short"] = Manifest.Summary,
                ["full"] = Manifest.Describe(verbs, FullDescription),
            },
            ["icons"] = new JsonObject { ["color"] = "color.png", ["outline"] = "outline.png" },
            ["accentColor"] = "#1d3557",
            ["bots"] = new JsonArray(new JsonObject
            {
                ["botId"] = id,
                ["scopes"] = ReadableJson.Names("personal", "team", "groupChat"),
                ["supportsFiles"] = false,
                ["isNotificationOnly"] = false,
                ["commandLists"] = new JsonArray(new JsonObject
                {
                    ["scopes"] = ReadableJson.Names("personal", "team", "groupChat"),
                    ["commands"] = new JsonArray([.. Commands(verbs)]),
                }),
            }),
            ["validDomains"] = ReadableJson.Names(url.Host),
            // Without it apps of this version are refused where they may be added to a team; with it they are in private and shared
            // channels, too.
            ["supportsChannelFeatures"] = "tier1",
        };
        return ReadableJson.Write(manifest);
    }

    /// <summary>What stands beside the manifest in the archive that is uploaded.</summary>
    public static IReadOnlyDictionary<string, byte[]> Icons() =>
        new Dictionary<string, byte[]> { ["color.png"] = Icon("color.png"), ["outline.png"] = Icon("outline.png") };

    private static byte[] Icon(string name)
    {
        using var stream = typeof(TeamsManifest).Assembly.GetManifestResourceStream($"teams/{name}")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    // Teams shows twelve at most, to whoever has typed the bot's name.
    private static IEnumerable<JsonObject> Commands(IReadOnlyList<Verb> verbs) => Manifest.First(verbs).Select(verb => new JsonObject
    {
        ["title"] = PlainWords.Line(Vocabulary.Prefix(verb) + verb.Id[(verb.Group.Length + 1)..], Title),
        ["description"] = PlainWords.Line(verb.Summary, Description),
    });
}
