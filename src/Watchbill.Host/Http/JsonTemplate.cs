using System.Reflection;
using System.Text.Json.Nodes;

namespace Watchbill.Http;

/// <summary>
/// JSON that comes with the product, with holes in its texts: <c>{name}</c>. A text that is a hole and nothing else becomes what the hole
/// is filled with, of whatever kind; a member with a hole that is filled with nothing is left out.
/// </summary>
internal static class JsonTemplate
{
    /// <param name="resource">The name under which it is embedded.</param>
    public static JsonObject Fill(string resource, IReadOnlyDictionary<string, JsonNode?> holes)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        return Filled(JsonNode.Parse(stream)!, holes)!.AsObject();
    }

    private static JsonNode? Filled(JsonNode node, IReadOnlyDictionary<string, JsonNode?> holes) => node switch
    {
        JsonObject json => new JsonObject(json.Select(member => KeyValuePair.Create(member.Key, Filled(member.Value!, holes)))
            .Where(member => member.Value is not null)),
        JsonArray list => new JsonArray([.. list.Select(item => Filled(item!, holes))]),
        JsonValue value when value.TryGetValue<string>(out var text) => Filled(text, holes),
        _ => node.DeepClone(),
    };

    private static JsonNode? Filled(string text, IReadOnlyDictionary<string, JsonNode?> holes)
    {
        foreach (var (name, filling) in holes)
        {
            var hole = $"{{{name}}}";
            if (text == hole) return filling?.DeepClone();
            if (!text.Contains(hole, StringComparison.Ordinal)) continue;
            if (filling is null) return null;
            text = text.Replace(hole, filling.ToString(), StringComparison.Ordinal);
        }

        return text;
    }
}
