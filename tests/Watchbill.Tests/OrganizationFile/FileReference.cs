using System.Globalization;

namespace Watchbill.OrganizationFiles;

/// <summary>The tables of docs/organization-file.md, made from the keys that the reader declares.</summary>
internal static class FileReference
{
    public static string Of(FileKeys keys)
    {
        var (lines, told) = (new List<string>(), new Dictionary<FileKeys, string>());
        lines.AddRange(["## The file", ""]);
        Table(keys, "", told, lines);
        foreach (var key in keys.All) Section(key, key.Name, told, lines);
        return string.Join('\n', lines) + "\n";
    }

    // What two keys have in common, such as coverage, is described once.
    private static void Section(FileKey key, string path, Dictionary<FileKeys, string> told, List<string> lines)
    {
        if ((key.Keys ?? key.Entry?.Keys) is not { } keys || told.ContainsKey(keys)) return;
        told[keys] = path;
        lines.AddRange(["", $"## {path}", "", key.Does, "", "```yaml", $"{key.Name}: {key.Example}", "```", ""]);
        if (key.Entry is { } entry) lines.AddRange([entry.Does, ""]);
        Table(keys, path, told, lines);
        foreach (var inner in keys.All) Section(inner, $"{path}: {inner.Name}", told, lines);
    }

    private static void Table(FileKeys keys, string path, Dictionary<FileKeys, string> told, List<string> lines)
    {
        lines.AddRange(["| key | type | default | example | what it does |", "|---|---|---|---|---|"]);
        foreach (var key in keys.All)
        {
            var inner = key.Keys ?? key.Entry?.Keys;
            var at = inner is null ? "" : told.GetValueOrDefault(inner) ?? (path.Length == 0 ? key.Name : $"{path}: {key.Name}");
            var type = inner is null ? Type(key) : $"[{Type(key)}](#{Anchor(at)})";
            lines.Add($"| `{key.Name}` | {type} | {Default(key)} | `{key.Example}` | {key.Does} |");
        }
    }

    private static string Default(FileKey key) => key.Required ? "**required**" : key.Default switch
    {
        null => "",
        // A value of the file looks like one; the rest is English.
        { } text when text.Contains(' ', StringComparison.Ordinal) || text is "never" or "any" => text,
        { } text => $"`{text}`",
    };

    private static string Type(FileKey key) => key.Holds switch
    {
        FileValue.Text => "text",
        FileValue.Id => "id",
        FileValue.Reference => $"id of a {key.Kind}",
        FileValue.References => $"list of ids, each of a {key.Kind}",
        FileValue.Word => string.Join(", ", key.Words) + (key.Keys is null ? "" : ", or keys"),
        FileValue.Words => "list of " + string.Join(", ", key.Words),
        FileValue.Flag => "true or false",
        FileValue.Date => "date",
        FileValue.Dates => "list of dates",
        FileValue.Time => "time of day",
        FileValue.Duration => key.Entry is null ? "length of time" : "length of time, or one for each class",
        FileValue.Number => "number",
        FileValue.Whole => $"whole number from {key.Least.ToString(CultureInfo.InvariantCulture)}",
        FileValue.Zone => "time zone",
        FileValue.Money => "amount",
        FileValue.Link => "https link",
        FileValue.Phrase => "as in the example",
        FileValue.Section => "keys",
        FileValue.Sections => "list of keys",
        _ => "keys that you choose",
    };

    // As GitHub makes them of headings.
    private static string Anchor(string heading) =>
        heading.Replace(":", "", StringComparison.Ordinal).Replace(' ', '-').ToLowerInvariant();
}
