using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Watchbill.OrganizationFiles;

/// <summary>As much of JSON Schema as our schema uses.</summary>
internal static class SchemaCheck
{
    /// <summary>The first thing that is wrong; null: nothing.</summary>
    public static string? Problem(JsonNode root, JsonNode? value) => Problem(root, root, value, "");

    private static string? Problem(JsonNode root, JsonNode schema, JsonNode? value, string at)
    {
        if (schema["$ref"] is { } reference) return Problem(root, root["$defs"]![((string)reference!)["#/$defs/".Length..]]!, value, at);
        if (schema["anyOf"] is JsonArray any)
            return any.Any(one => Problem(root, one!, value, at) is null) ? null : $"{at}: none of {any.Count} forms";
        if (schema["enum"] is JsonArray words && !words.Any(word => JsonNode.DeepEquals(word, value))) return $"{at}: no such word";
        if (schema["type"] is { } type && !Types(type).Any(one => Is(one, value))) return $"{at}: not {type.ToJsonString()}";
        if (schema["pattern"] is { } pattern && value?.GetValueKind() == JsonValueKind.String
            && !Regex.IsMatch((string)value!, (string)pattern!))
            return $"{at}: not {pattern}";
        if (schema["minimum"] is { } least && value?.GetValueKind() == JsonValueKind.Number && (decimal)value! < (decimal)least!)
            return $"{at}: under {least}";
        return value switch
        {
            JsonObject members => Members(root, schema, members, at),
            JsonArray items when schema["items"] is { } item =>
                items.Select((one, i) => Problem(root, item, one, string.Create(CultureInfo.InvariantCulture, $"{at}/{i}")))
                    .FirstOrDefault(problem => problem is not null),
            _ => null,
        };
    }

    private static string? Members(JsonNode root, JsonNode schema, JsonObject members, string at)
    {
        if ((schema["required"] as JsonArray)?.FirstOrDefault(name => !members.ContainsKey((string)name!)) is { } missing)
            return $"{at}: no {missing}";
        foreach (var (name, value) in members)
        {
            if ((schema["properties"]?[name] ?? schema["additionalProperties"]) is not { } inner) continue;
            if (inner.GetValueKind() == JsonValueKind.False) return $"{at}/{name}: no such key";
            if (Problem(root, inner, value, $"{at}/{name}") is { } problem) return problem;
        }

        return null;
    }

    private static IEnumerable<string> Types(JsonNode type) =>
        type is JsonArray several ? several.Select(one => (string)one!) : [(string)type!];

    private static bool Is(string type, JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Object => type == "object",
        JsonValueKind.Array => type == "array",
        JsonValueKind.String => type == "string",
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        JsonValueKind.Number => type == "number" || type == "integer" && value.ToJsonString().All(char.IsAsciiDigit),
        _ => false,
    };
}
