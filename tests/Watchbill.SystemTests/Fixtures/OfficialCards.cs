using System.Text.Json.Nodes;

namespace Watchbill.Fixtures;

/// <summary>The cards of Teams that somebody has read, out of the golden files.</summary>
internal static class OfficialCards
{
    /// <summary>By name; a golden file has the summary of the message first, then the elements of its card, a line each.</summary>
    public static IEnumerable<(string Name, string Card)> All =>
        from file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden", "teams"), "*.txt")
        let lines = File.ReadAllLines(file)
        select (Path.GetFileNameWithoutExtension(file), new JsonObject
        {
            ["type"] = "AdaptiveCard",
            ["version"] = "1.5",
            ["body"] = new JsonArray([.. lines.Skip(1).Select(line => JsonNode.Parse(line))]),
        }.ToJsonString());
}
