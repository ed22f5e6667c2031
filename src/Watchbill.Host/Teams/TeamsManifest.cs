using System.Text.Json.Nodes;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Teams;

/// <summary>
/// The Teams app manifest, schema 1.25: <c>manifest.json</c> with the commands of the first days, and no permission beyond being spoken
/// to. Without <c>supportsChannelFeatures</c> apps of this version are refused where they may be added to a team; with it they are in
/// private and shared channels, too.
/// </summary>
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
        return ReadableJson.Write(JsonTemplate.Fill("teams/manifest.json", new Dictionary<string, JsonNode?>
        {
            ["app"] = string.IsNullOrWhiteSpace(app) ? Guid.Empty.ToString() : app.Trim(),
            ["name"] = Manifest.Name,
            ["summary"] = Manifest.Summary,
            ["description"] = Manifest.Describe(verbs, FullDescription),
            ["commands"] = new JsonArray([.. Commands(verbs)]),
            ["address"] = url.AbsoluteUri.TrimEnd('/'),
            ["host"] = url.Host,
        }));
    }

    /// <summary>What stands beside the manifest in the archive that is uploaded.</summary>
    public static IReadOnlyDictionary<string, byte[]> Icons() =>
        new Dictionary<string, byte[]> { ["color.png"] = Embedded("color.png"), ["outline.png"] = Embedded("outline.png") };

    /// <summary>docs/teams-setup.md, for the admin who is asked to allow the app.</summary>
    public static byte[] Guide() => Embedded("teams-setup.md");

    private static byte[] Embedded(string name)
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
