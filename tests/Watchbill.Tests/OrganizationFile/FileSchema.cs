using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Watchbill.OrganizationFiles;

/// <summary>
/// docs/organization.schema.json, made from the keys that the reader declares: what an editor can say before the file is applied.
/// </summary>
internal static class FileSchema
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(FileKeys keys)
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Watchbill's organisation file",
        };
        foreach (var (name, value) in Section(keys)) schema[name] = value?.DeepClone();
        schema["$defs"] = new JsonObject
        {
            ["id"] = Pattern("^[a-z0-9][a-z0-9-]{0,62}$", "string", "integer"),
            ["date"] = Pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "string"),
            ["time"] = Pattern("^([01]?[0-9]|2[0-4]):[0-5][0-9]$", "string"),
            ["duration"] = Pattern("^[0-9]{1,7} ?(s|seconds?|m|min|minutes?|h|hours?|d|days?|w|weeks?)$", "string"),
            ["number"] = Pattern("^[0-9]+([.][0-9]+)?$", "number", "string"),
            ["money"] = Pattern("^[0-9]+([.][0-9]+)? +[A-Z]{3}$", "string"),
            ["link"] = Pattern("^https://.", "string"),
            ["text"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") },
        };
        return schema.ToJsonString(Readable) + "\n";
    }

    private static JsonObject Section(FileKeys keys)
    {
        var section = new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject(keys.All.Select(key => KeyValuePair.Create(key.Name, (JsonNode?)Property(key)))),
        };
        if (keys.All.Any(key => key.Required)) section["required"] = Names(keys.All.Where(key => key.Required).Select(key => key.Name));
        return section;
    }

    private static JsonObject Property(FileKey key)
    {
        if (key is { Entry: { } entry, Holds: not FileValue.Named })
        {
            var named = new JsonObject { ["type"] = "object", ["additionalProperties"] = Property(entry) };
            return new() { ["anyOf"] = new JsonArray(Value(key), named), ["description"] = key.Does };
        }

        var property = key is { Keys: { } keys, Holds: not (FileValue.Section or FileValue.Sections) }
            ? new JsonObject { ["anyOf"] = new JsonArray(Value(key), Section(keys)) } : Value(key);
        property["description"] = key.Does;
        return property;
    }

    private static JsonObject Value(FileKey key) => key.Holds switch
    {
        FileValue.Id => Ref("id"),
        FileValue.Reference => Ref(key.Kind == "calendar" ? "text" : "id"),
        FileValue.References => List(Ref("id")),
        FileValue.Word when key.Pattern is { } also => new() { ["anyOf"] = new JsonArray(Words(key), Pattern(also, "string")) },
        FileValue.Word => Words(key),
        FileValue.Words => List(Words(key)),
        FileValue.Flag => new() { ["type"] = "boolean" },
        FileValue.Date => Ref("date"),
        FileValue.Dates => List(Ref("date")),
        FileValue.Time => Ref("time"),
        FileValue.Duration => Ref("duration"),
        FileValue.Number => Ref("number"),
        FileValue.Whole => Whole((int)key.Least),
        FileValue.Money => Ref("money"),
        FileValue.Link => Ref("link"),
        FileValue.Phrase => Pattern(key.Pattern!, Regex.IsMatch("1", key.Pattern!) ? ["string", "number"] : ["string"]),
        FileValue.Section => Section(key.Keys!),
        FileValue.Sections => List(Section(key.Keys!)),
        FileValue.Named => new() { ["type"] = "object", ["additionalProperties"] = Property(key.Entry!) },
        _ => Ref("text"),
    };

    private static JsonObject Ref(string name) => new() { ["$ref"] = "#/$defs/" + name };

    private static JsonObject List(JsonObject items) => new() { ["type"] = "array", ["items"] = items };

    private static JsonObject Words(FileKey key) => new() { ["enum"] = Names(key.Words) };

    private static JsonObject Whole(int least)
    {
        var number = Pattern("^[0-9]+$", "integer", "string");
        number["minimum"] = least;
        return number;
    }

    // A pattern says nothing of numbers.
    private static JsonObject Pattern(string pattern, params string[] types) => new()
    {
        ["type"] = types.Length == 1 ? types[0] : Names(types),
        ["pattern"] = pattern,
    };

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(name => JsonValue.Create(name))]);
}
