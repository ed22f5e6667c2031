using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Watchbill.Fixtures;

/// <summary>What a JSON value lacks of a JSON schema, draft 4, as far as the schemas of the tests use it: another keyword fails.</summary>
internal sealed class Draft4(JsonObject schema)
{
    public IEnumerable<string> Wrong(JsonNode? value) => Wrong(value, schema, "$");

    private IEnumerable<string> Wrong(JsonNode? value, JsonObject rules, string at) => rules.SelectMany(rule => rule.Key switch
    {
        "$schema" or "description" or "title" or "default" or "definitions" or "examples" or "id" => [],
        "$ref" => Wrong(value, Find((string)rule.Value!), at),
        "anyOf" => rule.Value!.AsArray().Any(one => !Wrong(value, one!.AsObject(), at).Any()) ? [] : [$"{at} fits none"],
        "enum" => rule.Value!.AsArray().Any(one => JsonNode.DeepEquals(one, value)) ? [] : [$"{at} is not one of {rule.Value}"],
        "const" => JsonNode.DeepEquals(rule.Value, value) ? [] : [$"{at} is not {rule.Value}"],
        "type" => Types(rule.Value!).Contains(TypeOf(value)) ? [] : [$"{at} is no {rule.Value}"],
        "properties" => value is JsonObject one ? one.Where(pair => rule.Value!.AsObject().ContainsKey(pair.Key))
            .SelectMany(pair => Wrong(pair.Value, rule.Value![pair.Key]!.AsObject(), $"{at}.{pair.Key}")) : [],
        "additionalProperties" => value is JsonObject one && rule.Value is JsonValue none && !(bool)none
            ? one.Where(pair => rules["properties"]?[pair.Key] is null).Select(pair => $"{at}.{pair.Key} is unknown") : [],
        "required" => value is JsonObject one
            ? rule.Value!.AsArray().Where(name => !one.ContainsKey((string)name!)).Select(name => $"{at}.{name} is missing") : [],
        "items" => value is JsonArray some ? some.SelectMany((item, i) => Wrong(item, rule.Value!.AsObject(), $"{at}[{i}]")) : [],
        "minItems" => value is JsonArray some && some.Count < (int)rule.Value! ? [$"{at} has too few"] : [],
        "maxItems" => value is JsonArray some && some.Count > (int)rule.Value! ? [$"{at} has too many"] : [],
        "uniqueItems" => value is JsonArray some && some.Select(item => item!.ToJsonString()).Distinct().Count() < some.Count
            ? [$"{at} has one twice"] : [],
        "minLength" => Text(value) is { } text && text.Length < (int)rule.Value! ? [$"{at} is too short"] : [],
        "maxLength" => Text(value) is { } text && text.Length > (int)rule.Value! ? [$"{at} is too long"] : [],
        "pattern" => Text(value) is { } text && !Regex.IsMatch(text, (string)rule.Value!) ? [$"{at} is not like {rule.Value}"] : [],
        "format" => Text(value) is { } text && (string)rule.Value! == "uri" && !Uri.TryCreate(text, UriKind.Absolute, out _)
            ? [$"{at} is no address"] : [],
        var other => throw new NotSupportedException($"{other} at {at}"),
    });

    private JsonObject Find(string path) =>
        path.Split('/').Skip(1).Aggregate((JsonNode)schema, (node, name) => node[name]!).AsObject();

    private static IEnumerable<string> Types(JsonNode type) =>
        type is JsonArray several ? several.Select(one => (string)one!) : [(string)type!];

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };

    private static string? Text(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? (string)value! : null;
}
